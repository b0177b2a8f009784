"""`semesta plan`: how a target is reached at least cost, month by month and by name."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.edition import Edition
from semesta.edition.audits import Audit
from semesta.edition.plans import PlanFolder, plan_edition
from semesta.faults import InputRefused, NotFound, Text
from semesta.planning.plan_settings import read_plan
from semesta.planning.result import PlanResult
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.lists import ListOrder, write_list
from semesta.reporting.people import people_of_step, villages_of
from semesta.reporting.plan_view import conflict_text, plan_view, step_name
from semesta.rules.law import Law


def plan(
    edition: options.EditionPath,
    out: Annotated[Path, typer.Option("--out", help="cli.plan.out", show_default=False)],
    settings: Annotated[Path | None, typer.Option("--plan", help="cli.plan.plan", show_default=False)] = None,
    audit: Annotated[Path | None, typer.Option("--audit", help="cli.plan.audit", show_default=False)] = None,
    listing: Annotated[Path | None, typer.Option("--list", help="cli.plan.list", show_default=False)] = None,
    step: Annotated[int, typer.Option("--step", min=0, help="cli.plan.step", show_default=False)] = 0,
    village: Annotated[str, typer.Option("--village", help="cli.list.village", show_default=False)] = "",
    full_nik: Annotated[
        str, typer.Option("--full-nik", metavar="REASON", help="cli.list.full_nik", show_default=False)
    ] = "",
    by: Annotated[str, typer.Option("--by", help="cli.list.by", show_default=False)] = "",
    _lang: options.Lang = None,
) -> None:
    """Make the plan's folder and show it; or, with --list, write the people of a step of a plan that is there."""
    opened = open_edition(edition)
    if listing is not None:
        _write_step(opened, PlanFolder.open(out), listing, step, village, full_nik, by)
        return
    if step or village or full_nik:
        raise InputRefused(
            place="--step, --village, --full-nik",
            reason=Text("Ini untuk daftar nama.", "These are for a list of names."),
            remedy=Text("Tambahkan --list daftar.xlsx.", "Add --list list.xlsx."),
        )
    wanted = read_plan(settings, as_of=opened.manifest.as_of)
    audited = Audit.open(audit) if audit else None
    with Steps() as steps:
        made = plan_edition(
            opened, wanted, Law.current(), out=out, audited=audited, settings=settings, on_step=steps.began
        )
    output().print(plan_view(made.result, Speaker(current())))
    output().print(say("cli.plan.done", path=made.path), style="bold green", markup=False)
    if not made.result.met:
        raise cannot_be_met(made.result, settings, out)


def cannot_be_met(result: PlanResult, settings: Path | None, out: Path) -> InputRefused:
    """Which limits conflict, and where the nearest plan lies."""
    languages = {"id": Speaker("id"), "en": Speaker("en")}
    missing = result.missing()
    said = {
        code: "; ".join(conflict_text(c, result, s) for c in result.conflicts)
        for code, s in languages.items()
    }
    number = {code: formats.number(missing, s.language) for code, s in languages.items()}
    if result.conflicts:
        reason = Text(
            f"Target tidak bisa dicapai karena batas-batas ini bersama-sama: {said['id']}.",
            f"The target cannot be reached because of these limits together: {said['en']}.",
        )
    else:
        reason = Text(
            "Target tidak bisa dicapai sampai bulan itu, batas mana pun yang dilonggarkan: orangnya tidak cukup.",
            "The target cannot be reached by that month whatever limit is lifted: there are not enough people.",
        )
    remedy = Text(
        f"Longgarkan batas itu, mundurkan target_month, atau turunkan target; rencana terdekat ada di {out} (kurang {number['id']} orang).",
        f"Loosen those limits, move target_month, or lower the target; the nearest plan is in {out} ({number['en']} people short).",
    )
    return InputRefused(place=str(settings or "plan.yaml"), reason=reason, remedy=remedy)


def _write_step(
    opened: Edition, folder: PlanFolder, out: Path, number: int, village: str, full_nik: str, by: str
) -> None:
    options.require_xlsx(out, option="--list")
    folder.require_of(opened)
    step = next((s for s in folder.result.steps if s.id == number), None)
    if step is None:
        raise NotFound(
            place=f"--step {number}",
            reason=Text("Rencana ini tidak punya langkah itu.", "The plan has no such step."),
            remedy=Text(f"Langkahnya 1 sampai {len(folder.result.steps)}; lihat plan.json.", f"Steps are 1 to {len(folder.result.steps)}; see plan.json."),
        )  # fmt: skip
    where = place_in(opened, village, option="--village")
    order = ListOrder(
        region_name=f"{where or step.region_name} · {step_name(step, Speaker(current()))}",
        coverages=(step.coverage or "outside",),
        made_by=by or getpass.getuser(),
        made_at=dt.datetime.now().astimezone(),
        full_nik_reason=full_nik,
    )
    with opened.engine() as engine:
        folder.view(engine)
        villages = villages_of(engine, where or step.region_code)
        found = people_of_step(engine, step=number, region=where)
        written = write_list(
            out, found, manifest=opened.manifest, order=order, villages=villages, language=current()
        )
    output().print(say("cli.list.written", n=formats.number(written, current()), path=out), markup=False)
