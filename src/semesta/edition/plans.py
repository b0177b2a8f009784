"""Plans on disk: made aside and moved into place like an edition, and opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from semesta.edition.aside import LOCK, building_place, move_into_place, refused_by_disk
from semesta.edition.audits import Audit
from semesta.edition.opened import Edition
from semesta.engine import Engine, literal
from semesta.faults import InputRefused, NotFound, Text
from semesta.findings import AuditOrder, audit
from semesta.planning.make_plan import MadePlan, make_plan
from semesta.planning.plan_settings import Plan, default_text
from semesta.planning.result import PlanResult
from semesta.planning.steps import name_people
from semesta.rules.law import Law

RESULT, STEPS, SETTINGS = "plan.json", "steps.parquet", "plan.yaml"


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A folder with a plan's result, the people of its steps, and the settings it was made from."""

    path: Path
    result: PlanResult

    @classmethod
    def open(cls, path: Path) -> PlanFolder:
        """NotFound when there is no plan at the path, InputRefused when it cannot be read."""
        file = path / RESULT
        if not file.is_file() or not (path / STEPS).is_file():
            raise NotFound(
                place=str(path),
                reason=Text("Di sini tidak ada rencana.", "There is no plan here."),
                remedy=Text("Buat dengan 'semesta plan'.", "Make one with 'semesta plan'."),
            )
        try:
            return cls(path, PlanResult.from_json(file.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            raise InputRefused(
                place=str(file),
                reason=Text("Rencana ini tidak terbaca.", "This plan cannot be read."),
                remedy=Text("Buat lagi dengan program ini.", "Make it again with this program."),
            ) from error

    def require_of(self, edition: Edition) -> None:
        """InputRefused unless the plan was made for this edition."""
        manifest = edition.manifest
        said = (self.result.edition, self.result.as_of)
        if said != (manifest.name, manifest.as_of) or self.result.edition_sha256 != edition.sha256:
            # Two editions may have one name, in two folders.
            same = said == (manifest.name, manifest.as_of)
            other = Text(" yang lain", " of another making") if same else Text("", "")
            raise InputRefused(
                place=str(self.path),
                reason=Text(
                    f"Rencana ini untuk edisi {self.result.edition}{other.id}, bukan {manifest.name}.",
                    f"This plan is for edition {self.result.edition}{other.en}, not {manifest.name}.",
                ),
                remedy=Text("Buat rencana untuk edisi ini.", "Make a plan for this edition."),
            )

    def view(self, engine: Engine) -> None:
        """The view `steps` in an engine."""
        engine.run(f"CREATE OR REPLACE VIEW steps AS FROM read_parquet({literal(str(self.path / STEPS))})")


def plan_edition(
    edition: Edition,
    plan: Plan,
    law: Law,
    *,
    out: Path,
    audited: Audit | None = None,
    settings: Path | None = None,
    on_step: Callable[[str], None] | None = None,
    threads: int | None = None,
) -> PlanFolder:
    """Make a plan into the folder `out`, which must not exist. Without an audit one is made, and kept nowhere.

    The same inputs give the same files. InputRefused for an audit of another edition, or a folder that is there.
    """
    if out.exists():
        raise _taken(out)
    if audited:
        audited.require_of(edition)
    tell = on_step or (lambda _: None)
    with building_place(out.absolute().parent, out.name) as aside:
        with edition.engine(threads=threads) as engine:
            tell("plan.candidates")
            if audited:
                audited.view(engine)
            else:
                audit(engine, _order(edition), law)
            tell("plan.solve")
            made = make_plan(engine, edition.manifest, plan, law)
            made = replace(made, result=replace(made.result, edition_sha256=edition.sha256))
            tell("plan.names")
            name_people(engine, made.draws)
            engine.write_parquet("FROM plan_steps", aside / STEPS)
        _write(aside, made, settings)
        if not move_into_place(aside, out):
            raise _taken(out)
    return PlanFolder(out, made.result)


def _write(aside: Path, made: MadePlan, settings: Path | None) -> None:
    try:
        text = settings.read_text(encoding="utf-8") if settings else default_text()
        (aside / SETTINGS).write_text(text, encoding="utf-8")
        (aside / RESULT).write_text(made.result.to_json(), encoding="utf-8")
        (aside / LOCK).unlink()
    except OSError as error:
        raise refused_by_disk(aside, error) from error


def _order(edition: Edition) -> AuditOrder:
    manifest = edition.manifest
    return AuditOrder(
        edition=manifest.name,
        region=manifest.region,
        as_of=manifest.as_of,
        month=manifest.as_of.replace(day=1),
    )


def _taken(out: Path) -> InputRefused:
    return InputRefused(
        place=str(out),
        reason=Text("Nama itu sudah dipakai.", "That name is taken."),
        remedy=Text("Pilih folder lain dengan --out.", "Choose another folder with --out."),
    )
