"""The conservation laws of an edition: checked on its finished tables, in each village and in total."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.engine import Engine
from semesta.faults import LawBroken, Text


@dataclass(frozen=True, slots=True)
class Law:
    """A query that returns the rows in which the law does not hold: place, left side, right side."""

    name: str
    text: Text
    failures: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a law does not hold: a village, or '' for the whole edition; both sides as numbers."""

    law: Law
    place: str
    left: int
    right: int

    def say(self, language: str = "id") -> str:
        place = self.place or ("seluruhnya" if language == "id" else "in total")
        sentence = self.law.text.id if language == "id" else self.law.text.en
        return f"{sentence} ({place}): {self.left} ≠ {self.right}"


def _per_village(left: str, right: str) -> str:
    """Two queries of (village_code, n) that must agree in every village."""
    return f"""
        SELECT village_code, coalesce(l.n, 0)::BIGINT, coalesce(r.n, 0)::BIGINT
        FROM ({left}) l FULL JOIN ({right}) r USING (village_code)
        WHERE coalesce(l.n, 0) <> coalesce(r.n, 0) ORDER BY village_code
    """


def _total(left: str, right: str) -> str:
    """Two scalar expressions that must agree."""
    return f"SELECT '', l, r FROM (SELECT coalesce({left}, 0)::BIGINT AS l, coalesce({right}, 0)::BIGINT AS r) WHERE l <> r"


LAWS: tuple[Law, ...] = (
    Law(
        "residents",
        Text("aktif + tidak aktif + belum terdaftar = penduduk", "active + inactive + not enrolled = residents"),
        _per_village(
            "SELECT village_code, sum(persons) AS n FROM cube "
            "WHERE coverage IN ('active', 'inactive', 'not_enrolled') GROUP BY ALL",
            "SELECT village_code, count(*) AS n FROM residents WHERE vital_status = 'ALIVE' GROUP BY ALL",
        ),
    ),
    Law(
        "departed",
        Text("yang pergi di kubus = yang pergi di data", "departed in the cube = departed in the register"),
        _per_village(
            "SELECT village_code, sum(persons) AS n FROM cube WHERE coverage = 'departed' GROUP BY ALL",
            "SELECT village_code, count(*) AS n FROM residents WHERE vital_status <> 'ALIVE' GROUP BY ALL",
        ),
    ),
    Law(
        "cube_coverage",
        Text("kubus = daftar nama, menurut cakupan", "cube = by-name list, by coverage"),
        _per_village(
            "SELECT village_code || ' ' || coverage AS village_code, sum(persons) AS n FROM cube "
            "WHERE coverage <> 'outside' GROUP BY ALL",
            "SELECT village_code || ' ' || coverage AS village_code, n FROM "
            "(SELECT village_code, coverage, count(*) AS n FROM residents GROUP BY ALL)",
        ),
    ),
    Law(
        "members",
        Text("kartu = tertaut + ganda + di luar", "cards = linked + duplicate + outside"),
        _per_village(
            "SELECT village_code || ' ' || role AS village_code, sum(cards) AS n FROM card_cube GROUP BY ALL",
            "SELECT village_code || ' ' || role AS village_code, n FROM "
            "(SELECT village_code, role, count(*) AS n FROM members GROUP BY ALL)",
        ),
    ),
    Law(
        "roles",
        Text("peran setiap kartu dikenal", "every card has one of the three roles"),
        _total(
            "(SELECT count(*) FROM members WHERE role IN ('linked', 'duplicate', 'outside'))",
            "(SELECT count(*) FROM members)",
        ),
    ),
    Law(
        "linked",
        Text("kartu tertaut = penduduk yang punya kartu", "linked cards = residents with a card"),
        _total(
            "(SELECT count(*) FROM members WHERE role = 'linked')",
            "(SELECT count(*) FROM residents WHERE coverage IN ('active', 'inactive'))",
        ),
    ),
    Law(
        # Equal counts could still name other people; equal sums of their numbers could hardly.
        "linked_people",
        Text("yang tertaut adalah orang yang sama", "linked cards and residents name the same people"),
        _total(
            "(SELECT sum(resident_id) FROM members WHERE role = 'linked')",
            "(SELECT sum(resident_id) FROM residents WHERE coverage IN ('active', 'inactive'))",
        ),
    ),
    Law(
        "cards_held",
        Text("kartu milik penduduk = tertaut + ganda", "cards held by residents = linked + duplicate"),
        _total(
            "(SELECT sum(cards) FROM residents)",
            "(SELECT count(*) FROM members WHERE role IN ('linked', 'duplicate'))",
        ),
    ),
    Law(
        "outside",
        Text("kartu di luar = daftar kartu di luar", "cards outside = list of cards outside"),
        _per_village(
            "SELECT village_code, sum(persons) AS n FROM cube WHERE coverage = 'outside' GROUP BY ALL",
            "SELECT village_code, count(*) AS n FROM outside GROUP BY ALL",
        ),
    ),
    Law(
        "outside_people",
        Text("kartu di luar adalah kartu yang sama", "the list of cards outside names the same cards"),
        _total(
            "(SELECT sum(member_id) FROM outside)",
            "(SELECT sum(member_id) FROM members WHERE role = 'outside')",
        ),
    ),
    Law(
        "links",
        Text("tautan yang diterima = kartu tertaut + ganda + milik yang pergi", "accepted links = cards linked + duplicate + of the departed"),
        _total(
            "(SELECT count(*) FROM links WHERE outcome <> 'review')",
            "(SELECT count(*) FROM members WHERE role <> 'outside') + "
            "(SELECT count(*) FROM outside WHERE starts_with(reason, 'register_'))",
        ),
    ),
    Law(
        "order",
        Text("penduduk berurut menurut desa dan nomornya", "residents stand in the order of village and number"),
        "SELECT '', count(*)::BIGINT, 0::BIGINT FROM (SELECT resident_id, village_code, "
        "lag(village_code, 1, '') OVER () AS before, row_number() OVER () AS position FROM residents) "
        "WHERE resident_id <> position OR village_code < before HAVING count(*) > 0",
    ),
    Law(
        "member_order",
        Text("kartu berurut menurut nomornya", "cards stand in the order of their number"),
        "SELECT '', count(*)::BIGINT, 0::BIGINT FROM (SELECT member_id, row_number() OVER () AS position "
        "FROM members) WHERE member_id <> position HAVING count(*) > 0",
    ),
)  # fmt: skip


def broken_laws(engine: Engine, laws: tuple[Law, ...] = LAWS, *, at_most: int = 20) -> list[Failure]:
    """Every law that does not hold on the engine's edition tables, with up to `at_most` places each."""
    found: list[Failure] = []
    for law in laws:
        rows = engine.rows(f"{law.failures} LIMIT {at_most}")
        found += [Failure(law, str(place).strip(), int(left), int(right)) for place, left, right in rows]
    return found


def require_laws(engine: Engine, *, place: str) -> tuple[str, ...]:
    """The names of the laws, all of which hold; LawBroken with the first failures otherwise."""
    failures = broken_laws(engine)
    if failures:
        raise LawBroken(
            place=place,
            reason=Text(
                "Angka-angkanya bertentangan: " + "; ".join(f.say("id") for f in failures[:3]) + ".",
                "The figures contradict themselves: " + "; ".join(f.say("en") for f in failures[:3]) + ".",
            ),
            remedy=Text(
                "Edisi tidak dibuat. Laporkan kesalahan program ini beserta kalimat di atas.",
                "No edition was made. Report this fault of the program with the sentence above.",
            ),
        )
    return tuple(law.name for law in LAWS)
