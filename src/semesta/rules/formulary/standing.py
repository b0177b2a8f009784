"""Where a region stands against a threshold, in people and in rupiah, on both bases (jkn.md 4.1, 4.6)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, given_or, greatest
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import quantity

_WHOLE = 10_000


def build(setting: Setting) -> Mapping[str, Expression]:
    months = given_or(setting["months"], 12)
    unit_cost = setting.number("pemda.contribution") + setting.number("pemda.assistance_local")
    registered = _missing(setting["coverage_share"], setting["members"], setting["residents"])
    population = _missing(setting["activity_share"], setting["active"], setting["residents"])
    members = _missing(setting["activity_share"], setting["active"], setting["members"])
    return {
        "registered_missing": registered,
        "active_missing_population": population,
        "active_missing_members": members,
        "unit_cost": unit_cost,
        "cost_registered": registered * unit_cost * months,
        "cost_population": population * unit_cost * months,
        "cost_members": members * unit_cost * months,
    }


def _missing(share: Expression, numerator: Expression, denominator: Expression) -> Expression:
    """ceil(share x denominator) - numerator, 0 once reached; the same as `thresholds.people_missing`."""
    return greatest((share * denominator + (_WHOLE - 1)) // _WHOLE - numerator, 0)


STANDING = Formula(
    "standing",
    Text("Jarak sebuah daerah ke ambang UHC", "A region's distance to a threshold"),
    (
        quantity("residents", "persons", "penduduk", "residents"),
        quantity("members", "persons", "peserta terdaftar", "members registered"),
        quantity("active", "persons", "peserta aktif", "active members"),
        quantity("coverage_share", "basis_points", "ambang cakupan; 9800 = 98%", "threshold of coverage; 9800 = 98%", optional=True),
        quantity("activity_share", "basis_points", "ambang keaktifan; 8000 = 80%", "threshold of activity; 8000 = 80%", optional=True),
        quantity("months", "months", "bulan pembayaran; kosong: 12", "months to be paid; empty: 12", optional=True),
    ),
    (
        quantity("registered_missing", "persons", "kurang terdaftar", "missing to be registered"),
        quantity("active_missing_population", "persons", "kurang aktif, atas dasar penduduk", "missing active, on population"),
        quantity("active_missing_members", "persons", "kurang aktif, atas dasar peserta", "missing active, on members"),
        quantity("unit_cost", "rupiah", "biaya pemda per jiwa sebulan", "local government's cost a person and month"),
        quantity("cost_registered", "rupiah", "biaya mendaftarkan yang kurang", "cost of registering those missing"),
        quantity("cost_population", "rupiah", "biaya keaktifan, atas dasar penduduk", "cost of activity, on population"),
        quantity("cost_members", "rupiah", "biaya keaktifan, atas dasar peserta", "cost of activity, on members"),
    ),
    build,
    Text("Semua yang kurang dihitung seolah ditanggung pemda, dengan besaran pada hari itu.", "All who are missing are counted as if the local government paid, at the rate of the day."),
)  # fmt: skip
