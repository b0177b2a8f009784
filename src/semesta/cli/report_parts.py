"""What further sections of the report are made from: audit, plan and forecast, each of the same edition."""

from __future__ import annotations

from pathlib import Path

from semesta.edition import Edition
from semesta.edition.audits import Audit
from semesta.edition.plans import PlanFolder
from semesta.faults import InputRefused, NotFound, Text
from semesta.planning.forecast_result import ForecastResult
from semesta.planning.result import PlanResult
from semesta.planning.standing import RegionStanding, standing_of, totals_of_regions
from semesta.reporting.page import Further
from semesta.rules.law import Law


def further_of(
    edition: Edition,
    *,
    region: str = "",
    audit: Path | None = None,
    plan: Path | None = None,
    forecast: Path | None = None,
) -> Further:
    """The parts that were given, and the standings. NotFound or InputRefused for one that does not belong here."""
    region = region or edition.manifest.region
    made = None
    if audit is not None:
        opened = Audit.open(audit)
        opened.require_of(edition)
        made = opened.summary
    return Further(
        standings=_standings(edition, region),
        audit=made,
        plan=_plan_of(edition, region, plan) if plan is not None else None,
        forecast=_forecast_of(edition, region, forecast) if forecast is not None else None,
    )


def _standings(edition: Edition, region: str) -> tuple[RegionStanding, ...]:
    """The region and the regencies in it; none for a district or village, which no threshold is for."""
    with edition.engine() as engine:
        totals = totals_of_regions(engine, edition.manifest)
    law = Law.current()
    inside = [t for t in totals if t.region_code == region or t.region_code.startswith(f"{region}.")]
    return tuple(standing_of(t, law=law) for t in inside)


def _plan_of(edition: Edition, region: str, folder: Path) -> PlanResult:
    opened = PlanFolder.open(folder)
    opened.require_of(edition)
    if opened.result.region != region:
        raise _other(folder, opened.result.region, region)
    return opened.result


def _forecast_of(edition: Edition, region: str, file: Path) -> ForecastResult:
    forecast = _read_forecast(file)
    if forecast.as_of != edition.manifest.as_of or forecast.editions[-1] != edition.manifest.name:
        raise _other(file, forecast.editions[-1], edition.manifest.name)
    if region not in (forecast.region, forecast.whole.code, *(part.code for part in forecast.parts)):
        raise _other(file, forecast.region, region)
    return forecast


def _read_forecast(file: Path) -> ForecastResult:
    if not file.is_file():
        raise NotFound(
            place=str(file),
            reason=Text("Di sini tidak ada prakiraan.", "There is no forecast here."),
            remedy=Text("Buat dengan 'semesta forecast --out'.", "Make one with 'semesta forecast --out'."),
        )
    try:
        return ForecastResult.from_json(file.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise InputRefused(
            place=str(file),
            reason=Text("Ini bukan prakiraan yang utuh.", "This is no sound forecast."),
            remedy=Text(
                "Buat lagi dengan 'semesta forecast --out'.", "Make it again with 'semesta forecast --out'."
            ),
        ) from error


def _other(file: Path, found: str, wanted: str) -> InputRefused:
    return InputRefused(
        place=str(file),
        reason=Text(f"Ini tentang {found}, bukan {wanted}.", f"This is about {found}, not {wanted}."),
        remedy=Text("Beri hasil dari edisi dan wilayah laporan ini.", "Give the result of the report's own edition and region."),
    )  # fmt: skip
