"""An audit, a plan and a forecast of the small invented edition, made up to be shown: their sums agree, nothing more."""

from __future__ import annotations

import datetime as dt

from semesta.faults import Text
from semesta.findings.summary import AuditSummary, Billed, FindingTotal, WayTotal
from semesta.planning.fields import Assumption
from semesta.planning.forecast_result import (
    Band,
    Crossing,
    ForecastResult,
    MonthStock,
    RegionForecast,
    Series,
)
from semesta.planning.result import (
    BindingLimit,
    CashLine,
    Conflict,
    PlanResult,
    PlanStep,
    Sensitivity,
    TargetResult,
)

AS_OF = dt.date(2024, 7, 1)


def made_audit() -> AuditSummary:
    return AuditSummary(
        edition="2024-07-01", region="18", as_of=AS_OF, month=AS_OF, payer="", before="", bill="implied",
        bill_persons=None, bill_amount_rupiah=None, local_decile=5,
        billed=(Billed("18.01", "PBPU_BP_PEMDA", 40, 1_512_000, 168_000, 0),
                Billed("18.71", "PBPU_BP_PEMDA", 60, 2_268_000, 252_000, 0)),
        totals=(FindingTotal("dead", "certain", "18.01", 3, 3, 453_600, 50_400, 0),
                FindingTotal("two_cards", "probable", "18.71", 2, 2, 75_600, 8_400, 0),
                FindingTotal("not_in_register", "to_check", "18.71", 5, 4, 151_200, 16_800, 0)),
        ways=(WayTotal("18.01", "inactive", "settle_arrears", "certain", 40, 10),
              WayTotal("18.71", "not_enrolled", "own_means", "certain", 21, 4)),
        reasons=(("inactive", "arrears", 40),), laws=("billed",),
        rates=("pemda.contribution 35.000 (Ps. 34, reported)",),
    )  # fmt: skip


def _target(basis: str, before: tuple[int, int], after: tuple[int, int], *, demanded: bool) -> TargetResult:
    def missing(numerator: int, denominator: int) -> int:
        return max(0, -(-85 * denominator // 100) - numerator)

    return TargetResult(
        "activity", "members" if basis == "members" else "population", "administrative", 8500, "18", "LAMPUNG",
        *before, missing(*before), *after, missing(*after), demanded,
    )  # fmt: skip


def made_plan(*, met: bool = True, objective: str = "least_cost") -> PlanResult:
    months = [dt.date(2024, 8, 1), dt.date(2024, 9, 1), dt.date(2024, 10, 1)]
    steps = (
        PlanStep(1, "18.01", "KABUPATEN LAMPUNG SELATAN", "remove_findings", "", months[0], months[0], 10, 8, -907_200),
        PlanStep(2, "18.71", "KOTA BANDAR LAMPUNG", "settle_arrears", "inactive", months[0], months[1], 60, 18, 100_800),
        PlanStep(3, "18.71", "KOTA BANDAR LAMPUNG", "take_over", "not_enrolled", months[1], months[2], 22, 22, 1_663_200),
    )  # fmt: skip
    cash = (
        CashLine(months[0], "18.01", "contribution", -280_000),
        CashLine(months[0], "18.01", "assistance", -22_400),
        CashLine(months[1], "18.71", "assistance_self_paying", 50_400),
        CashLine(months[1], "18.71", "contribution", 350_000),
        CashLine(months[2], "18.71", "contribution", 770_000),
    )
    return PlanResult(
        edition="2024-07-01", as_of=AS_OF, region="18", title=Text("Menuju 85%", "Towards 85%"),
        first_month=months[0], target_month=months[-1], cash_until=dt.date(2024, 12, 1), objective=objective,
        met=met, proven=True, candidates=111, rupiah=sum(step.rupiah for step in steps), people=40, payments_ended=8,
        steps=steps, cash=cash, before=(), after=(), local_before=100, local_after=114,
        targets=(_target("population", (263, 356), (303, 356) if met else (280, 356), demanded=True),
                 _target("members", (263, 353), (303, 375), demanded=False)),
        binding=(BindingLimit("target", "18", "", "people", 1, 189_000.0, 1, 189_000),
                 BindingLimit("capacity", "", "settle_arrears", "people_a_month", 3, 40_000.0, 1, 37_800),
                 BindingLimit("quota", "", "", "people", 1, 0.5, 1, 0),
                 BindingLimit("budget_regency", "18.71", "", "rupiah", 1, 250_000.0, 1_000_000, None)),
        conflicts=() if met else (Conflict("budget", "", "", 1_000_000, 2_500_000, "rupiah"),),
        sensitivity=(Sensitivity("low", 30, 10, 900_000, False, 35, 1_200_000),
                     Sensitivity("expected", 40, 0, 856_800, True, 40, 856_800)),
        assumptions=(Assumption("plan.yaml: levers.settle_arrears.success", "30%", Text("contoh", "an example")),),
        law=(Assumption("pemda.contribution", "35000", Text("Perpres 64/2020", "Perpres 64/2020")),),
    )  # fmt: skip


def made_forecast() -> ForecastResult:
    whole, selatan = (
        _region("18", "LAMPUNG", "province"),
        _region("18.01", "KABUPATEN LAMPUNG SELATAN", "regency"),
    )
    return ForecastResult(
        region="18", editions=("2023-08-01", "2024-07-01"), since=dt.date(2023, 8, 1), as_of=AS_OF, months=2,
        population_basis="DKB semester II 2023", draws=1000, seed=1, intervals=1, spread_learnt=False,
        notes=(Text("Satu selang saja.", "One interval only."),), rates=(), whole=whole, parts=(selatan,),
    )  # fmt: skip


def _region(code: str, name: str, level: str) -> RegionForecast:
    days = (AS_OF, dt.date(2024, 8, 1), dt.date(2024, 9, 1))
    crossing = Crossing(
        "RPJMN_2020", Text("RPJMN 2020-2024", "National plan 2020-2024"), "", "activity_on_population",
        "population", 8500, None, False, 0.37, dt.date(2024, 8, 1), None, None, 0.3,
    )  # fmt: skip
    measures = ("coverage_administrative", "activity_on_population", "activity_on_members")
    bands = (Band(0.7388, 0.7388, 0.7388, 0.7388, 0.7388), Band(0.71, 0.72, 0.74, 0.77, 0.79),
             Band(0.69, 0.71, 0.745, 0.80, 0.84))  # fmt: skip
    return RegionForecast(
        code, name, level,
        stocks=tuple(MonthStock(day, 356, 335, 245, 353, 263) for day in days), flows=(),
        series=tuple(Series(measure, bands) for measure in measures), crossings=(crossing,), groups=(),
    )  # fmt: skip
