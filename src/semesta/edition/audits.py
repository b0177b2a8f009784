"""Audits on disk: made aside and moved into place like an edition, and opened again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from semesta.edition import caps
from semesta.edition.aside import LOCK, building_place, move_into_place, refused_by_disk, sync_file
from semesta.edition.audit_lists import LIST_REJECTS, gather_rejects, require_our_bill, said_input
from semesta.edition.opened import Edition, view_tables
from semesta.engine import Engine, identifier, literal
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, NotFound, Text
from semesta.findings import BEFORE, AuditOrder, AuditSummary, EarlierEdition, audit
from semesta.manifest import SourceFile
from semesta.rules.law import Law
from semesta.tables import AUDIT_TABLES

SUMMARY = "audit.json"
#: Rows and cells of the lists that were refused (tables.REJECTS), where there are any.
REJECTED = "rejects.parquet"

#: Reads lists that stand beside the edition (a bill, deaths) into the engine; gets a scratch folder.
ListReader = Callable[[Engine, Path], tuple[SourceFile, ...]]
#: Writes further files of the audit into its folder, while the engine still holds its tables.
Companion = Callable[[Engine, AuditSummary, Path], None]


@dataclass(frozen=True, slots=True)
class Audit:
    """A folder with the tables of tables.AUDIT_TABLES and their summary."""

    path: Path
    summary: AuditSummary

    @classmethod
    def open(cls, path: Path) -> Audit:
        """NotFound when there is no audit at the path, InputRefused when it is damaged or too new."""
        file = path / SUMMARY
        if not file.is_file():
            raise NotFound(
                place=str(path),
                reason=Text("Di sini tidak ada audit.", "There is no audit here."),
                remedy=Text("Buat dengan 'semesta audit'.", "Make one with 'semesta audit'."),
            )
        try:
            summary = AuditSummary.from_json(file.read_text(encoding="utf-8"))
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(path, str(error)) from error
        missing = [table.name for table in AUDIT_TABLES if not (path / f"{table.name}.parquet").is_file()]
        if missing:
            raise _damaged(path, ", ".join(missing))
        return cls(path, summary)

    def require_of(self, edition: Edition) -> None:
        """InputRefused unless the audit was made of this edition."""
        manifest = edition.manifest
        said = (self.summary.edition, self.summary.as_of)
        if said != (manifest.name, manifest.as_of) or self.summary.edition_sha256 != edition.sha256:
            # Two editions may have one name, in two folders.
            same = said == (manifest.name, manifest.as_of)
            other = Text(" yang lain", " of another making") if same else Text("", "")
            raise InputRefused(
                place=str(self.path),
                reason=Text(
                    f"Audit ini dari edisi {self.summary.edition}{other.id}, bukan {manifest.name}.",
                    f"This audit is of edition {self.summary.edition}{other.en}, not {manifest.name}.",
                ),
                remedy=Text("Buat audit dari edisi ini.", "Make an audit of this edition."),
            )

    def view(self, engine: Engine) -> None:
        """Views `findings` and `ways_in` in an engine."""
        for table in AUDIT_TABLES:
            file = literal(str(self.path / f"{table.name}.parquet"))
            engine.run(f"CREATE OR REPLACE VIEW {identifier(table.name)} AS FROM read_parquet({file})")


def make_audit(
    edition: Edition,
    order: AuditOrder,
    law: Law,
    *,
    out: Path,
    before: Edition | None = None,
    read: ListReader | None = None,
    accept_caps: frozenset[str] = frozenset(),
    companions: Sequence[Companion] = (),
    on_step: Callable[[str], None] | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
) -> Audit:
    """Audit an edition into the folder `out`, which must not exist. The same inputs give the same tables, byte for byte.

    Raises InputRefused (the order, the lists, the folder's name), BuildStopped (caps.AUDIT_CAPS, unless accepted),
    LawBroken, MachineFailed; in every case nothing is left at `out`.
    """
    caps.require_known(accept_caps, caps.AUDIT_CAPS)
    _require_free(out)
    with building_place(out.absolute().parent, out.name) as aside:
        scratch = aside / "scratch"
        try:
            scratch.mkdir()
            with Engine(scratch, memory_mb=memory_mb, threads=threads, on_step=on_step) as engine:
                _work(engine, edition, order, law, before, read, accept_caps, companions, aside)
            _empty(scratch)
            (aside / LOCK).unlink()
        except OSError as error:
            raise refused_by_disk(aside, error) from error
        if not move_into_place(aside, out):
            _require_free(out)
    return Audit.open(out)


def _work(
    engine: Engine,
    edition: Edition,
    order: AuditOrder,
    law: Law,
    before: Edition | None,
    read: ListReader | None,
    accepted: frozenset[str],
    companions: Sequence[Companion],
    aside: Path,
) -> None:
    view_tables(engine, edition.path)
    if before is not None:
        view_tables(engine, before.path, prefix=BEFORE)
        order = dataclasses.replace(order, before=EarlierEdition(before.manifest.name, before.manifest.as_of))
    files: tuple[SourceFile, ...] = ()
    if read is not None:
        with engine.step("audit.read"):
            files = read(engine, aside / "scratch")
        gather_rejects(engine, files)
    summary = audit(engine, order, law)
    require_our_bill(engine, edition.manifest.region, accepted)
    summary = dataclasses.replace(
        summary,
        edition_sha256=edition.sha256,
        inputs=tuple(map(said_input, files)),
        accepted_caps=tuple(sorted(accepted)),
    )
    with engine.step("audit.write"):
        _write(engine, summary, aside)
        for companion in companions:
            companion(engine, summary, aside)


def _write(engine: Engine, summary: AuditSummary, aside: Path) -> None:
    paths = {table: aside / f"{table.name}.parquet" for table in AUDIT_TABLES}
    for table in AUDIT_TABLES:
        assert engine.columns(table.name) == list(table.names), f"{table.name} is not as tables.py says"
    engine.write_parquet_together([[(f"FROM {table.name}", path)] for table, path in paths.items()])
    (aside / SUMMARY).write_text(summary.to_json(), encoding="utf-8")
    written = [*paths.values(), aside / SUMMARY]
    if engine.has_table(LIST_REJECTS) and engine.count(LIST_REJECTS):
        engine.write_parquet(f"FROM {LIST_REJECTS}", aside / REJECTED)
        written.append(aside / REJECTED)
    for path in written:
        sync_file(path)


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def _require_free(out: Path) -> None:
    if out.exists():
        raise InputRefused(
            place=f"--out {out}",
            reason=Text("Nama ini sudah dipakai.", "Something of this name exists."),
            remedy=Text(
                "Audit tidak pernah ditimpa; pilih nama folder lain.",
                "Audits are never overwritten; choose another folder.",
            ),
        )


def _damaged(path: Path, what: str) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Audit ini rusak atau terlalu baru ({what}).", f"This audit is damaged or too new ({what})."
        ),
        remedy=Text("Buat lagi dengan 'semesta audit'.", "Make it again with 'semesta audit'."),
    )
