"""What a plan says about each lever: whom it reaches, how sure it is, how much an office can do in a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from semesta.faults import InputRefused, Text
from semesta.planning.fields import WHOLE, Assumption, Fields
from semesta.planning.levers import LEVERS, REMOVE
from semesta.tables import CERTAINTIES, FINDING_KINDS

_COMMON = (
    "use",
    "reach",
    "success",
    "capacity_month",
    "capacity_month_per_10000",
    "capacity_month_regency",
    "active_after_months",
    "handling_rupiah",
)
_OF_REMOVAL = ("obligatory", "kinds", "certainties")
_RESIDENTS_PER = 10_000


@dataclass(frozen=True, slots=True)
class Success:
    """Share of the people approached who are then covered, in basis points: low, expected and high."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True, slots=True)
class LeverSettings:
    """The limits of one lever. Shares are basis points, capacities people brought in a month in one regency."""

    name: str
    use: bool
    reach: int
    success: Success
    capacity_month: int | None  # the same for every regency
    capacity_per_10000: int | None  # for each 10,000 residents
    capacity_regency: Mapping[str, int]
    active_after_months: int
    handling_rupiah: int  # once, for each success
    obligatory: bool = False
    kinds: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()

    def capacity(self, region: str, residents: int) -> int | None:
        """People a month in a regency; None: no limit."""
        if region in self.capacity_regency:
            return self.capacity_regency[region]
        if self.capacity_month is not None:
            return self.capacity_month
        if self.capacity_per_10000 is None:
            return None
        return self.capacity_per_10000 * residents // _RESIDENTS_PER


def read_levers(fields: Fields) -> dict[str, LeverSettings]:
    """Every lever by name, in the order of `LEVERS`; InputRefused for one that is not known."""
    fields.only(tuple(LEVERS))
    return {name: _lever(name, fields.inside(name)) for name in LEVERS}


def _lever(name: str, fields: Fields) -> LeverSettings:
    removal = name == REMOVE
    fields.only((*_COMMON, *(_OF_REMOVAL if removal else ())))
    one = fields.has("capacity_month")
    regency = fields.inside("capacity_month_regency")
    return LeverSettings(
        name=name,
        use=fields.flag("use"),
        reach=fields.share("reach"),
        success=_success(fields.inside("success")),
        capacity_month=fields.number("capacity_month") if one else None,
        capacity_per_10000=None if one else fields.number("capacity_month_per_10000", high=_RESIDENTS_PER),
        capacity_regency={code: regency.number(code) for code in regency.raw},
        active_after_months=fields.number("active_after_months", high=60),
        handling_rupiah=fields.number("handling_rupiah", high=100_000_000),
        obligatory=removal and fields.flag("obligatory"),
        kinds=fields.words("kinds", FINDING_KINDS) if removal else (),
        certainties=fields.words("certainties", CERTAINTIES) if removal else (),
    )


def _success(fields: Fields) -> Success:
    fields.only(("low", "expected", "high", "assumption", "source"))
    found = Success(*(fields.share(name) for name in ("low", "expected", "high")))
    if not 0 < found.low <= found.expected <= found.high <= WHOLE:
        raise InputRefused(
            place=fields.place,
            reason=Text(
                "Ketiga angka ini tidak urut, atau nol.", "These three are not in order, or nothing."
            ),
            remedy=Text(
                "Tulis low, expected, high dari kecil ke besar, di atas 0%; kalau tidak dipakai, `use: false`.",
                "Write low, expected, high from small to large, above 0%; if it is not used, `use: false`.",
            ),
        )
    if fields.has("assumption"):
        said = "/".join(str(fields.raw[name]) for name in ("low", "expected", "high"))
        fields.notes.assumptions.append(Assumption(fields.place, said, fields.text("assumption")))
    return found
