"""The laws of the register: whatever happened in whatever order, these hold; each is one query over everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from semesta.database.laws import Law, LawChecked, check_laws
from semesta.faults import LawBroken, Text
from semesta.register.rebuilding import differing

#: The tables of facts, and those of which a person has at most one version a day.
FACTS = ("person_fact", "identifier", "membership")
VERSIONED = ("person_fact", "membership")


def check(*, on_law: Callable[[LawChecked], None] | None = None) -> tuple[LawChecked, ...]:
    """All laws of the register on one state of the database; what fails is counted, the first places are named.

    Places are numbers of records, never a NIK. `on_law` hears of each law as it is done.
    """
    return check_laws(laws(), on_law=on_law)


def require(checked: Sequence[LawChecked]) -> None:
    """LawBroken with the first broken laws, if any is."""
    broken = [law for law in checked if not law.holds]
    if not broken:
        return
    raise LawBroken(
        place="register",
        reason=Text(
            "Register bertentangan: " + "; ".join(law.say("id") for law in broken[:3]) + ".",
            "The register contradicts itself: " + "; ".join(law.say("en") for law in broken[:3]) + ".",
        ),
        remedy=Text(
            "Jika hanya keadaan kini yang berbeda: semesta register rebuild. Selain itu laporkan kesalahan program ini.",
            "If only the present state differs: semesta register rebuild. Else report this fault of the program.",
        ),
    )


def laws() -> tuple[Law, ...]:
    """The laws, cheap ones first."""
    return (
        _CHANGES_IN_ORDER,
        *(_proper(table) for table in FACTS),
        *(_one_open(table) for table in VERSIONED),
        *(_one_version_known(table) for table in VERSIONED),
        *(_one_version_ever(table) for table in VERSIONED),
        _MERGED_ARE_EMPTY,
        _ONE_NUMBER_OF_A_KIND,
        _ONE_HOLDER,
        _FAMILIES_ADD_UP,
        _ONE_SPELL_ONE_PAYER,
        _DEAD_STAY_DEAD,
        Law(
            "person_state",
            Text("Keadaan kini setiap orang sama dengan faktanya", "Everybody's present state is what the facts say"),
            f"SELECT 'person ' || d.id, 1, 0 FROM ({differing()}) AS d",
            "SELECT count(*) FROM person",
        ),
    )  # fmt: skip


_CHANGES_IN_ORDER = Law(
    "changes_in_order",
    Text("Nomor keputusan tumbuh searah waktu pencatatan", "Changes are numbered in the order of recording"),
    "SELECT 'change ' || id, 1, 0 FROM (SELECT id, recorded_at, lag(recorded_at) OVER (ORDER BY id) AS before "
    "FROM change) AS c WHERE recorded_at < before",
    "SELECT count(*) FROM change",
)


def _proper(table: str) -> Law:
    return Law(
        f"{table}_periods",
        Text(f"Setiap fakta di {table} berlaku paling sedikit sehari dan tidak digantikan sebelum dicatat",
             f"Every fact of {table} holds for a day at least and is not superseded before it is recorded"),
        f"SELECT '{table} ' || id, 1, 0 FROM {table} WHERE valid_to <= valid_from OR superseded_by_id < change_id",
        f"SELECT count(*) FROM {table}",
    )  # fmt: skip


def _one_open(table: str) -> Law:
    """Nobody registered is without a present, nobody has two of them."""
    return Law(
        f"{table}_one_open",
        Text(f"Setiap orang terdaftar punya tepat satu baris {table} yang kini berlaku tanpa akhir",
             f"Everybody registered has exactly one open row of {table}"),
        "SELECT 'person ' || p.id, CASE WHEN p.merged_into_id IS NULL THEN 1 ELSE 0 END, coalesce(f.open, 0) "
        f"FROM person p LEFT JOIN (SELECT person_id, count(*) AS open FROM {table} "
        "WHERE superseded_by_id IS NULL AND valid_to IS NULL GROUP BY person_id) AS f ON f.person_id = p.id "
        "WHERE coalesce(f.open, 0) <> CASE WHEN p.merged_into_id IS NULL THEN 1 ELSE 0 END",
        "SELECT count(*) FROM person",
    )  # fmt: skip


def _one_version_known(table: str) -> Law:
    """By a window: each row known now ends before the next one of the person begins."""
    return Law(
        f"{table}_one_version",
        Text(f"Menurut pengetahuan kini, paling banyak satu baris {table} per orang per hari",
             f"As known now, at most one row of {table} for a person and a day"),
        "SELECT 'person ' || person_id, 1, count(*) + 1 FROM (SELECT person_id, valid_to, "
        "lead(valid_from) OVER (PARTITION BY person_id ORDER BY valid_from, id) AS next "
        f"FROM {table} WHERE superseded_by_id IS NULL) AS f "
        "WHERE next IS NOT NULL AND (valid_to IS NULL OR valid_to > next) GROUP BY person_id",
        f"SELECT count(*) FROM {table} WHERE superseded_by_id IS NULL",
    )  # fmt: skip


def _one_version_ever(table: str) -> Law:
    """Two rectangles of days and knowledge that meet; only a superseded row can meet another unseen above."""
    return Law(
        f"{table}_one_version_ever",
        Text(f"Menurut pengetahuan kapan pun, paling banyak satu baris {table} per orang per hari",
             f"As known at any time, at most one row of {table} for a person and a day"),
        f"SELECT 'person ' || a.person_id, 1, count(*) + 1 FROM {table} a JOIN {table} b "
        "ON b.person_id = a.person_id AND b.id <> a.id AND (b.superseded_by_id IS NULL OR b.id > a.id) "
        "AND b.change_id < a.superseded_by_id AND (b.superseded_by_id IS NULL OR b.superseded_by_id > a.change_id) "
        "AND a.superseded_by_id > a.change_id AND (b.superseded_by_id IS NULL OR b.superseded_by_id > b.change_id) "
        "AND (b.valid_to IS NULL OR b.valid_to > a.valid_from) AND (a.valid_to IS NULL OR a.valid_to > b.valid_from) "
        "WHERE a.superseded_by_id IS NOT NULL GROUP BY a.person_id",
        f"SELECT count(*) FROM {table} WHERE superseded_by_id IS NOT NULL",
    )  # fmt: skip


_MERGED_ARE_EMPTY = Law(
    "merged_are_empty",
    Text("Catatan yang sudah digabungkan tidak punya fakta lagi", "A record merged into another has no facts left"),
    "SELECT 'person ' || g.merged_id, 0, (" + " + ".join(
        f"(SELECT count(*) FROM {table} f WHERE f.person_id = g.merged_id AND f.superseded_by_id IS NULL)"
        for table in FACTS
    ) + ") AS facts FROM merge g WHERE g.undone_by_id IS NULL AND ("
    + " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} f WHERE f.person_id = g.merged_id AND f.superseded_by_id IS NULL)"
        for table in FACTS
    ) + ")",
    "SELECT count(*) FROM merge WHERE undone_by_id IS NULL",
)  # fmt: skip

_ONE_NUMBER_OF_A_KIND = Law(
    "one_number_of_a_kind",
    Text("Seorang memegang paling banyak satu NIK, satu kartu, satu paspor", "A person holds at most one NIK, one card, one passport"),
    "SELECT 'person ' || person_id, 1, count(*) FROM identifier WHERE superseded_by_id IS NULL AND valid_to IS NULL "
    "AND NOT contested AND kind < 4 GROUP BY person_id, kind HAVING count(*) > 1",
    "SELECT count(*) FROM identifier WHERE superseded_by_id IS NULL AND valid_to IS NULL",
)  # fmt: skip

_OTHER_HOLDER = (
    "SELECT a.person_id AS person FROM identifier a JOIN identifier b ON b.value = a.value AND b.kind = a.kind "
    "AND b.person_id <> a.person_id AND b.superseded_by_id IS NULL AND NOT b.contested AND b.kind < 4 "
    "AND b.valid_from < a.valid_to AND {ends} "
    "WHERE a.superseded_by_id IS NULL AND a.valid_to IS NOT NULL AND NOT a.contested AND a.kind < 4"
)
#: The open ones are kept apart by a unique index, so only a closed one can meet another; those are few.
#: Two halves, so that each finds its index.
_ONE_HOLDER = Law(
    "one_holder",
    Text("Pada hari apa pun, sebuah nomor milik paling banyak satu orang", "On any day a number is of one person at most"),
    "SELECT 'person ' || person, 1, count(*) + 1 FROM ("
    + " UNION ALL ".join(_OTHER_HOLDER.format(ends=ends) for ends in
                         ("b.valid_to IS NULL", "b.valid_to IS NOT NULL AND b.valid_to > a.valid_from"))
    + ") AS held GROUP BY person",
    "SELECT count(*) FROM identifier WHERE superseded_by_id IS NULL AND NOT contested AND kind < 4",
)  # fmt: skip

_FAMILIES_ADD_UP = Law(
    "families_add_up",
    Text("Jumlah orang sama dengan jumlah anggota semua keluarga", "People are as many as the members of all families"),
    "SELECT 'family ' || coalesce(family, 0), sum(people), sum(members) FROM ("
    "SELECT family_id AS family, count(*) AS people, 0 AS members FROM person WHERE merged_into_id IS NULL GROUP BY family_id "
    "UNION ALL SELECT m.family_id, 0, count(f.id) FROM membership m LEFT JOIN family f ON f.id = m.family_id "
    "WHERE m.superseded_by_id IS NULL AND m.valid_to IS NULL GROUP BY m.family_id"
    ") AS counted GROUP BY family HAVING sum(people) <> sum(members)",
    "SELECT count(*) FROM person WHERE merged_into_id IS NULL",
)  # fmt: skip

_ONE_SPELL_ONE_PAYER = Law(
    "one_spell",
    Text("Baris satu masa kepesertaan punya segmen, kelas, pembayar, dan keluarga yang sama",
         "The rows of one spell have the same segment, class, payer and family"),
    "SELECT 'person ' || person_id, 1, 2 FROM (SELECT person_id, "
    + ", ".join(f"{name}, lag({name}) OVER w AS {name}_before" for name in ("segment", "hospital_class", "payer_id", "family_id"))
    + ", lag(id) OVER w AS before FROM membership WHERE superseded_by_id IS NULL "
    "WINDOW w AS (PARTITION BY person_id, spell ORDER BY valid_from)) AS m WHERE before IS NOT NULL AND ("
    + " OR ".join(f"coalesce({name}, 0) <> coalesce({name}_before, 0)" for name in ("segment", "hospital_class", "payer_id", "family_id"))
    + ") GROUP BY person_id",
    "SELECT count(*) FROM membership WHERE superseded_by_id IS NULL",
)  # fmt: skip

#: An extract can say that a card's holder died without saying when; so not the other way round.
_DEAD_STAY_DEAD = Law(
    "dead_stay_dead",
    Text("Kepesertaan orang yang tanggal meninggalnya dikenal berstatus meninggal", "Who is known to have died on a day has no membership but that of the dead"),
    "SELECT 'person ' || f.person_id, 8, m.status FROM person_fact f JOIN membership m ON m.person_id = f.person_id "
    "AND m.superseded_by_id IS NULL AND m.valid_to IS NULL AND m.status <> 8 "
    "WHERE f.superseded_by_id IS NULL AND f.valid_to IS NULL AND f.died_on IS NOT NULL",
    "SELECT count(*) FROM person_fact WHERE superseded_by_id IS NULL AND valid_to IS NULL AND died_on IS NOT NULL",
)  # fmt: skip
