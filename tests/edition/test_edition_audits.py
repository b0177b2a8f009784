"""Audits on disk: whole or not at all, never overwritten, the same bytes again, and opened like an edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from semesta.edition import Edition
from semesta.edition.audits import SUMMARY, Audit, make_audit
from semesta.engine import Engine, literal
from semesta.faults import InputRefused, NotFound, Text
from semesta.findings import AuditOrder, AuditSummary
from semesta.manifest import SourceFile
from semesta.rules.law import Law
from semesta.tables import AUDIT_TABLES, REJECTS, STAGED_DEATHS
from tests.coverage.world import AS_OF
from tests.edition.stages import edition_of, source_file
from tests.edition.towns import town


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(town(), tmp_path_factory.mktemp("editions"))


def order(edition: Edition) -> AuditOrder:
    return AuditOrder(edition.manifest.name, "18", AS_OF, AS_OF.replace(day=1))


def audit_of(edition: Edition, out: Path, threads: int = 1) -> Audit:
    return make_audit(edition, order(edition), Law.current(), out=out, threads=threads)


def test_an_audit_holds_its_tables_and_a_summary_that_adds_up(edition: Edition, tmp_path: Path) -> None:
    made = audit_of(edition, tmp_path / "audit")
    assert {file.name for file in made.path.iterdir()} == {
        SUMMARY,
        *(f"{table.name}.parquet" for table in AUDIT_TABLES),
    }
    opened = Audit.open(made.path)
    assert opened.summary == made.summary and opened.summary.laws
    with edition.engine() as engine:
        opened.view(engine)
        assert engine.count("findings") == sum(total.findings for total in opened.summary.totals) > 0
        assert (
            engine.count("ways_in")
            == edition.manifest.counts["inactive"] + edition.manifest.counts["not_enrolled"]
        )


def test_the_same_edition_gives_the_same_bytes_on_one_thread_and_on_three(
    edition: Edition, tmp_path: Path
) -> None:
    once, again = (audit_of(edition, tmp_path / f"audit{threads}", threads).path for threads in (1, 3))
    for file in once.iterdir():
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name


def test_an_audit_is_never_overwritten(edition: Edition, tmp_path: Path) -> None:
    made = audit_of(edition, tmp_path / "audit")
    before = (made.path / SUMMARY).read_bytes()
    with pytest.raises(InputRefused, match="--out"):
        audit_of(edition, tmp_path / "audit")
    assert (made.path / SUMMARY).read_bytes() == before


def test_a_list_that_is_refused_leaves_nothing_behind(edition: Edition, tmp_path: Path) -> None:
    def refuse(_: Engine, __: Path) -> tuple[SourceFile, ...]:
        raise InputRefused(
            place="tagihan.csv", reason=Text("Rusak.", "Broken."), remedy=Text("Perbaiki.", "Repair.")
        )

    with pytest.raises(InputRefused, match=r"tagihan\.csv"):
        make_audit(edition, order(edition), Law.current(), out=tmp_path / "audit", read=refuse)
    assert list(tmp_path.iterdir()) == []


def test_the_lists_that_were_read_stand_in_the_summary(edition: Edition, tmp_path: Path) -> None:
    def read(engine: Engine, _: Path) -> tuple[SourceFile, ...]:
        engine.run(STAGED_DEATHS.ddl())
        engine.run(REJECTS.ddl("deaths_rejects"))
        engine.run("INSERT INTO deaths_rejects VALUES (0, 7, 'row', '', 'x', 'nik_length', 'r', 'm')")
        return (source_file(0, "deaths", 0),)

    made = make_audit(edition, order(edition), Law.current(), out=tmp_path / "audit", read=read)
    assert made.summary.inputs[0].startswith(f"deaths.csv sha256={'0' * 64} rows=")
    with Engine() as engine:
        kept = literal(str(made.path / "rejects.parquet"))
        assert engine.rows(f'SELECT "row", code FROM read_parquet({kept})') == [(7, "nik_length")]


def test_companions_see_the_tables_and_write_into_the_folder(edition: Edition, tmp_path: Path) -> None:
    def count(engine: Engine, summary: AuditSummary, folder: Path) -> None:
        (folder / "jumlah.txt").write_text(f"{summary.edition} {engine.count('findings')}")

    made = make_audit(edition, order(edition), Law.current(), out=tmp_path / "audit", companions=(count,))
    assert (made.path / "jumlah.txt").read_text().startswith(edition.manifest.name)


def test_an_earlier_edition_must_be_earlier(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="--before"):
        make_audit(edition, order(edition), Law.current(), out=tmp_path / "audit", before=edition)


def test_an_audit_belongs_to_one_edition(edition: Edition, tmp_path: Path) -> None:
    made = audit_of(edition, tmp_path / "audit")
    made.require_of(edition)
    other = Audit(
        made.path,
        AuditSummary.from_json(made.summary.to_json().replace(str(AS_OF), str(AS_OF + dt.timedelta(1)))),
    )
    with pytest.raises(InputRefused, match="audit"):
        other.require_of(edition)
    namesake = Audit(made.path, dataclasses.replace(made.summary, edition_sha256="0" * 64))
    with pytest.raises(InputRefused, match="audit"):
        namesake.require_of(edition)


def test_no_audit_and_a_damaged_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Audit.open(tmp_path)
    (tmp_path / SUMMARY).write_text("{}")
    with pytest.raises(InputRefused):
        Audit.open(tmp_path)
