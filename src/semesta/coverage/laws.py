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


#: Every big table is read once; the laws compare these sums. Readers see dictionaries there, so that
#: the grouping costs little.
_SUMS = {
    "_people": """
        SELECT village_code, coverage, vital_status = 'ALIVE' AS alive, count(*) AS n,
               sum(cards)::BIGINT AS cards, sum(resident_id)::BIGINT AS ids
        FROM residents GROUP BY ALL""",
    "_cards": """
        SELECT village_code, role, count(*) AS n, sum(member_id)::BIGINT AS ids,
               sum(resident_id)::BIGINT AS resident_ids
        FROM members GROUP BY ALL""",
    "_outside": """
        SELECT village_code, starts_with(reason, 'register_') AS departed, count(*) AS n,
               sum(member_id)::BIGINT AS ids
        FROM outside GROUP BY ALL""",
    "_links": "SELECT outcome, count(*) AS n FROM links GROUP BY ALL",
    "_resident_order": """
        SELECT count(*) AS n FROM (
            SELECT resident_id, village_code, lag(village_code, 1, '') OVER () AS before,
                   row_number() OVER () AS position FROM residents)
        WHERE resident_id <> position OR village_code < before""",
    "_member_order": """
        SELECT count(*) AS n FROM (SELECT member_id, row_number() OVER () AS position FROM members)
        WHERE member_id <> position""",
}


def _per_village(left: str, right: str, *, by: str = "''") -> str:
    """Two sums by village (and a second key) that must agree: 'table.column WHERE condition'."""

    def side(of: str) -> str:
        source, _, condition = of.partition(" WHERE ")
        table, _, column = source.partition(".")
        where = f"WHERE {condition}" if condition else ""
        return f"(SELECT village_code, {by} AS part, sum({column}) AS n FROM {table} {where} GROUP BY ALL)"

    return f"""
        SELECT village_code || ' ' || part, coalesce(l.n, 0)::BIGINT, coalesce(r.n, 0)::BIGINT
        FROM {side(left)} l FULL JOIN {side(right)} r USING (village_code, part)
        WHERE coalesce(l.n, 0) <> coalesce(r.n, 0) ORDER BY ALL
    """


def _total(left: str, right: str) -> str:
    """Two sums that must agree, each 'table.column WHERE condition', several joined by +."""

    def side(of: str) -> str:
        parts = []
        for part in of.split(" + "):
            source, _, condition = part.partition(" WHERE ")
            table, _, column = source.partition(".")
            where = f"WHERE {condition}" if condition else ""
            parts.append(f"(SELECT coalesce(sum({column}), 0) FROM {table} {where})")
        return " + ".join(parts)

    return f"SELECT '', l, r FROM (SELECT ({side(left)})::BIGINT AS l, ({side(right)})::BIGINT AS r) WHERE l <> r"


_RESIDENT = "coverage IN ('active', 'inactive', 'not_enrolled')"
_WITH_CARD = "coverage IN ('active', 'inactive')"
_HELD = "role IN ('linked', 'duplicate')"

LAWS: tuple[Law, ...] = (
    Law(
        "residents",
        Text(
            "aktif + tidak aktif + belum terdaftar = penduduk", "active + inactive + not enrolled = residents"
        ),
        _per_village(f"cube.persons WHERE {_RESIDENT}", "_people.n WHERE alive"),
    ),
    Law(
        "departed",
        Text("yang pergi di kubus = yang pergi di data", "departed in the cube = departed in the register"),
        _per_village("cube.persons WHERE coverage = 'departed'", "_people.n WHERE NOT alive"),
    ),
    Law(
        "cube",
        Text("kubus = daftar nama, menurut cakupan", "the cube = the by-name list, by coverage"),
        _per_village("cube.persons WHERE coverage <> 'outside'", "_people.n", by="coverage"),
    ),
    Law(
        "members",
        Text("kartu = tertaut + ganda + di luar", "cards = linked + duplicate + outside"),
        _per_village("card_cube.cards", "_cards.n", by="role"),
    ),
    Law(
        "roles",
        Text("setiap kartu berperan satu dari tiga", "every card has one of the three roles"),
        _total("_cards.n WHERE role IN ('linked', 'duplicate', 'outside')", "_cards.n"),
    ),
    Law(
        "linked",
        Text("kartu tertaut = penduduk yang punya kartu", "linked cards = residents with a card"),
        _total("_cards.n WHERE role = 'linked'", f"_people.n WHERE {_WITH_CARD}"),
    ),
    Law(
        # Equal counts could still name other people; equal sums of their numbers hardly could.
        "linked_people",
        Text("yang tertaut adalah orang yang sama", "linked cards and residents name the same people"),
        _total("_cards.resident_ids WHERE role = 'linked'", f"_people.ids WHERE {_WITH_CARD}"),
    ),
    Law(
        "cards_held",
        Text("kartu milik penduduk = tertaut + ganda", "cards held by residents = linked + duplicate"),
        _total("_people.cards", f"_cards.n WHERE {_HELD}"),
    ),
    Law(
        "outside",
        Text("kartu di luar = daftar kartu di luar", "cards outside = the list of cards outside"),
        _per_village("cube.persons WHERE coverage = 'outside'", "_outside.n"),
    ),
    Law(
        "outside_people",
        Text("kartu di luar adalah kartu yang sama", "the list of cards outside names the same cards"),
        _total("_outside.ids", "_cards.ids WHERE role = 'outside'"),
    ),
    Law(
        "links",
        Text(
            "tautan yang diterima = kartu tertaut + ganda + milik yang pergi",
            "accepted links = cards linked + duplicate + of the departed",
        ),
        _total("_links.n WHERE outcome <> 'review'", f"_cards.n WHERE {_HELD} + _outside.n WHERE departed"),
    ),
    Law(
        "resident_order",
        Text("penduduk berurut menurut desa dan nomor", "residents stand in the order of village and number"),
        "SELECT '', n, 0 FROM _resident_order WHERE n > 0",
    ),
    Law(
        "member_order",
        Text("kartu berurut menurut nomor", "cards stand in the order of their number"),
        "SELECT '', n, 0 FROM _member_order WHERE n > 0",
    ),
)


def broken_laws(engine: Engine, laws: tuple[Law, ...] = LAWS, *, at_most: int = 20) -> list[Failure]:
    """Every law that does not hold on the engine's edition tables, with up to `at_most` places each."""
    for name, query in _SUMS.items():
        engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
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
