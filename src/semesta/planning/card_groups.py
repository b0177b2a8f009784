"""All cards of an edition in groups of equal ones: what a what-if moves about, without a person in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from semesta.engine import Engine
from semesta.tables import BUCKETS, UNKNOWN_BUCKET

PBI, LOCAL, SELF_PAYING = "PBI_JK", "PBPU_BP_PEMDA", "PBPU"
#: Deciles from the best-off down; None, a household without a decile, always comes last.
DECILES: tuple[int, ...] = tuple(range(10, 0, -1))


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that are alike. `home` is the regency of the resident who is counted through the card."""

    region: str  # regency of the card; '' where its village is not known or in another province
    home: str | None  # None: a second card, or nobody's
    bucket: str
    active: bool
    third_class: bool
    decile: int | None  # of the resident


_OF_CARD = """m.village_code[1:5] AS region, m.bucket, m.status = 'AKTIF' AS active,
    coalesce(m.hospital_class, 0) = 3 AS third_class"""

#: How many cards each group has; a group without cards is not there.
Cards = Mapping[Group, int]


def card_groups(engine: Engine, regencies: Iterable[str]) -> dict[Group, int]:
    """The cards of an edition by group. `engine` has its tables; places that are none of `regencies` become ''."""
    known = set(regencies)
    # two queries: a condition on one side of an outer join would make the engine compare all with all
    rows = engine.rows(f"""
        SELECT {_OF_CARD}, r.village_code[1:5] AS home, r.decile, count(*)
        FROM members m JOIN residents r ON r.resident_id = m.resident_id WHERE m.role = 'linked' GROUP BY ALL
        UNION ALL
        SELECT {_OF_CARD}, NULL, NULL, count(*) FROM members m WHERE m.role <> 'linked' GROUP BY ALL
        ORDER BY ALL
    """)
    groups: dict[Group, int] = {}
    for region, bucket, active, third_class, home, decile, cards in rows:
        living = None if home is None else (home if home in known else "")
        group = Group(
            region if region in known else "",
            living,
            bucket,
            bool(active),
            bool(third_class),
            None if decile is None else int(decile),
        )
        assert bucket in (*BUCKETS, UNKNOWN_BUCKET)
        groups[group] = groups.get(group, 0) + int(cards)
    return groups


def total(cards: Cards, **of: object) -> int:
    """Cards whose group has these values: total(cards, bucket=PBI, active=True)."""
    return sum(
        n for group, n in cards.items() if all(getattr(group, name) == value for name, value in of.items())
    )


def within(group: Group, region: str) -> bool:
    """Whether the card lies in a region: '' and a province hold all cards of the edition."""
    return len(region) < 5 or group.region == region


def moved(cards: Cards, taken: Mapping[Group, int], **to: object) -> dict[Group, int]:
    """The cards after `taken` of each group got other values; the same number of cards."""
    after = dict(cards)
    for group, n in taken.items():
        assert 0 <= n <= after.get(group, 0), "more cards taken than there are"
        _put(after, group, -n)
        _put(after, replace(group, **to), n)  # type: ignore[arg-type]
    return after


def withdrawn(cards: Cards, taken: Mapping[Group, int]) -> dict[Group, int]:
    """The cards without those taken."""
    after = dict(cards)
    for group, n in taken.items():
        assert 0 <= n <= after.get(group, 0), "more cards taken than there are"
        _put(after, group, -n)
    return after


def spread(number: int, groups: Mapping[Group, int]) -> dict[Group, int]:
    """So many cards out of groups, in proportion: whole numbers by largest remainder, ties by the group."""
    whole = sum(groups.values())
    assert 0 <= number <= whole, "more cards asked than there are"
    if not number:
        return {}
    order = sorted(groups, key=_key)
    taken = {group: number * groups[group] // whole for group in order}
    rest = number - sum(taken.values())
    by_remainder = sorted(order, key=lambda group: (-(number * groups[group] % whole), _key(group)))
    for group in by_remainder[:rest]:
        taken[group] += 1
    return {group: n for group, n in taken.items() if n}


def in_order(number: int, groups: Mapping[Group, int], deciles: Iterable[int | None]) -> dict[Group, int]:
    """So many cards, decile after decile in the order given, in proportion within the last one."""
    taken: dict[Group, int] = {}
    left = number
    for decile in deciles:
        of_decile = {group: n for group, n in groups.items() if group.decile == decile}
        here = min(left, sum(of_decile.values()))
        taken.update(spread(here, of_decile))
        left -= here
    assert left == 0, "more cards asked than these deciles have"
    return taken


def _put(cards: dict[Group, int], group: Group, n: int) -> None:
    cards[group] = cards.get(group, 0) + n
    if not cards[group]:
        del cards[group]


def _key(group: Group) -> tuple[str, str, str, bool, bool, int]:
    return (
        group.region,
        group.home or "~",
        group.bucket,
        group.active,
        group.third_class,
        -1 if group.decile is None else group.decile,
    )
