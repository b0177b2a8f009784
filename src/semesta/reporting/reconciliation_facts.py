"""The sums that a reconciliation shows, taken from the table of findings before it is written by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.tables import FINDING_KINDS

#: The findings of the bill as a whole have neither a card nor a row; they stand on a sheet of their own.
OF_THE_WHOLE = "f.member_id IS NULL AND f.bill_row IS NULL"


@dataclass(frozen=True, slots=True)
class Sum:
    """Findings, and the money of those whose money is counted."""

    findings: int = 0
    counted: int = 0
    local: int = 0
    centre: int = 0
    member: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.findings + other.findings,
            self.counted + other.counted,
            self.local + other.local,
            self.centre + other.centre,
            self.member + other.member,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """Sums by (kind, certainty), names of regions by code, and what the engine holds beside the edition."""

    sums: Mapping[tuple[str, str], Sum]
    places: Mapping[str, str]  # provinces, regencies
    has_bill: bool
    has_bill_rejects: bool

    @property
    def kinds(self) -> Sequence[str]:
        """Kinds that were found, in the order of precedence."""
        return [kind for kind in FINDING_KINDS if any(found == kind for found, _ in self.sums)]

    def of(self, certainty: str) -> Sum:
        return sum((s for (_, sure), s in self.sums.items() if sure == certainty), Sum())

    def of_kind(self, *kinds: str) -> Sum:
        return sum((s for (kind, _), s in self.sums.items() if kind in kinds), Sum())


def gather_facts(engine: Engine) -> Facts:
    """Everything small that the workbook needs: the engine can answer nothing else while findings stream."""
    money = ", ".join(
        f"coalesce(sum(rupiah_{p}) FILTER (counted), 0)::BIGINT" for p in ("local", "centre", "member")
    )
    rows = engine.rows(
        f"SELECT kind, certainty, count(*), count(*) FILTER (counted), {money} FROM findings GROUP BY ALL"
    )
    places = dict(engine.rows("SELECT code, name FROM regions WHERE level IN ('province', 'regency')"))
    return Facts(
        sums={(kind, certainty): Sum(*map(int, values)) for kind, certainty, *values in rows},
        places=places,
        has_bill=_has(engine, "bill"),
        has_bill_rejects=_has(engine, "bill_rejects"),
    )


#: The cards that findings name, taken out of the edition once: a join with nine million for each sheet costs more.
CARDS = "quick.named_cards"


def take_cards(engine: Engine) -> None:
    """Make CARDS (member_id, card, nik_written, birth_date); the caller drops it."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {CARDS} AS
        SELECT member_id, card, nik_written, birth_date FROM members WHERE member_id IN (
          SELECT member_id FROM findings WHERE member_id IS NOT NULL
          UNION SELECT other_member_id FROM findings WHERE other_member_id IS NOT NULL)""")


def _has(engine: Engine, name: str) -> bool:
    found = engine.value(f"SELECT count(*) FROM information_schema.tables WHERE table_name = {literal(name)}")
    return bool(found)
