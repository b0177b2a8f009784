"""What a card costs whom, month by month, from the dated parameters of the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.rules.law import Law

#: Cards that the public pays for, wholly or in part.
PBI, PEMDA, SELF = "PBI_JK", "PBPU_BP_PEMDA", "PBPU"

#: Which parameters make up each payer's part of one card: local government, centre, member.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    PBI: ((), ("pbi.total",), ()),
    PEMDA: (("pemda.contribution", "pemda.assistance_local"), ("pemda.assistance_centre",), ()),
    SELF: (("pbpu.class_3.local",), ("pbpu.class_3.centre",), ("pbpu.class_3.member",)),
}

_EARLIEST = dt.date(2014, 1, 1)  # JKN began


@dataclass(frozen=True, slots=True)
class Money:
    """Rupiah by payer."""

    local: int
    centre: int
    member: int

    def __add__(self, other: Money) -> Money:
        return Money(self.local + other.local, self.centre + other.centre, self.member + other.member)

    @property
    def total(self) -> int:
        return self.local + self.centre + self.member


def rate_of(law: Law, bucket: str, month: dt.date) -> Money:
    """What one card costs in a month; InputRefused where the law of that month is not known to us."""
    return Money(*(sum(law.number(name, month) for name in names) for names in PARTS[bucket]))


def parameters_used(bucket: str) -> tuple[str, ...]:
    """Names of the parameters behind `rate_of`, in the order local, centre, member."""
    return tuple(name for names in PARTS[bucket] for name in names)


def make_rates(engine: Engine, law: Law, month: dt.date) -> None:
    """`quick.rates(bucket, first_month, months, local, centre, member)`: totals from a month to the billed one.

    Goes back as far as the law is known without a gap. InputRefused when it is not for the billed month.
    """
    rows = [row for bucket in PARTS for row in _backwards(law, bucket, month)]
    values = ", ".join(
        f"({literal(bucket)}, DATE {literal(first.isoformat())}, {months}, {m.local}, {m.centre}, {m.member})"
        for bucket, first, months, m in rows
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.rates AS
        SELECT bucket, first_month, months::INTEGER AS months, local::BIGINT AS local, centre::BIGINT AS centre,
               member::BIGINT AS member
        FROM (VALUES {values}) t(bucket, first_month, months, local, centre, member)
    """)


def _backwards(law: Law, bucket: str, month: dt.date) -> Iterator[tuple[str, dt.date, int, Money]]:
    total = rate_of(law, bucket, month)
    months = 1
    yield bucket, month, months, total
    while (month := (month - dt.timedelta(days=1)).replace(day=1)) >= _EARLIEST:
        if any(law[name].on(month) is None for name in parameters_used(bucket)):
            return
        total += rate_of(law, bucket, month)
        months += 1
        yield bucket, month, months, total
