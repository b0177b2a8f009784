"""What the demo makes of its editions: the audit, a plan, a forecast and the official brief."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from semesta.cli.audit_files import companions
from semesta.cli.brief import brief_of
from semesta.cli.forecast import forecast_of
from semesta.cli.language import say
from semesta.cli.progress import Steps
from semesta.cli.results import keep
from semesta.edition import Edition
from semesta.edition.audits import SUMMARY, Audit, make_audit
from semesta.edition.plans import RESULT, PlanFolder, plan_edition
from semesta.findings import AuditOrder
from semesta.planning.plan_settings import read_plan
from semesta.rules.law import Law

#: Ahead; with two editions more would say little.
_MONTHS = 24


@dataclass(frozen=True, slots=True)
class DemoResults:
    """Where they lie."""

    audit: Path
    plan: Path
    forecast: Path
    brief: Path

    @classmethod
    def in_folder(cls, out: Path) -> DemoResults:
        return cls(out / "audit", out / "rencana", out / "prakiraan.json", out / "nota-dinas.docx")


def make_results(editions: Sequence[Edition], out: Path, steps: Steps) -> DemoResults:
    """Audit the newest edition with the one before, plan from the audit, forecast, and write the brief.

    Results of an earlier demo make way, because they are ours and invented.
    """
    results, oldest, newest = DemoResults.in_folder(out), editions[0], editions[-1]
    with steps.group(say("cli.demo.audit")):
        audit = _audit(newest, oldest, results.audit, steps)
    with steps.group(say("cli.demo.plan")):
        _plan(newest, audit, results.plan, steps)
    with steps.group(say("cli.demo.forecast")):
        keep(forecast_of(editions, months=_MONTHS, on_step=steps.began).to_json(), results.forecast)
    with steps.group(say("cli.demo.brief")):
        for form in (".docx", ".pdf"):
            brief_of(results.brief.with_suffix(form), newest, before=oldest)
    return results


def _audit(edition: Edition, before: Edition, out: Path, steps: Steps) -> Audit:
    """The bill that the membership file implies, for all payers."""
    remove_result(out, SUMMARY)
    manifest = edition.manifest
    order = AuditOrder(
        edition=manifest.name,
        region=manifest.region,
        as_of=manifest.as_of,
        month=manifest.as_of.replace(day=1),
    )
    written = companions(
        edition, order, template=None, quota=None, by=getpass.getuser(), full_nik_reason="", bill=()
    )
    return make_audit(
        edition, order, Law.current(), out=out, before=before, companions=written.all, on_step=steps.began
    )


def _plan(edition: Edition, audit: Audit, out: Path, steps: Steps) -> PlanFolder:
    """The default plan; where it cannot be met, the nearest one."""
    remove_result(out, RESULT)
    wanted = read_plan(None, as_of=edition.manifest.as_of)
    return plan_edition(edition, wanted, Law.current(), out=out, audited=audit, on_step=steps.began)


def remove_result(folder: Path, mark: str) -> None:
    """Remove an audit or plan, known by its file `mark`; a folder that is none stays."""
    if not (folder / mark).is_file():
        return
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)
