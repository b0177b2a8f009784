"""The rows that new people become, as queries of the engine over `cards`: nothing is written here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.database import Rows
from semesta.engine import Engine, literal
from semesta.regions import Regions
from semesta.register.cards import find_payers
from semesta.register.payers import CENTRE_CODE, CENTRE_NAME
from semesta.register.vocabulary import IdentifierKind, PayerKind, Transition


@dataclass(frozen=True, slots=True)
class Numbers:
    """The last number given so far in each table, and the number that the next change gets."""

    change: int
    payer: int
    family: int
    person: int
    person_fact: int
    identifier: int
    membership: int


def place_newcomers(engine: Engine, last: Numbers) -> int:
    """Make `placed`, row by row beside `cards`: family, payer, and whether NIK or card have a holder already.

    And `new_payers`, `payers` (id, kind, code). What the register holds already stands in `held_niks`, `held_cards`,
    `known_payers`, `known_families`, and what an extract asks for in `changed_payers`: the caller made them. A
    family is the cards of one KK, segment and class; without a KK a card is alone. One of two cards with the
    same number holds it: the first. How many cards there are.
    """
    find_payers(engine, of="cards", into="card_payers")
    for number in ("nik", "card"):
        engine.repeated_numbers("cards", number, into=f"twice_{number}")
    engine.run(f"""
        CREATE OR REPLACE TABLE new_payers AS
        SELECT {last.payer} + row_number() OVER (ORDER BY kind, code) AS id, kind, code, code AS name,
               CASE WHEN kind = {PayerKind.REGION.value} THEN code ELSE '' END AS region
        FROM (SELECT kind, code FROM card_payers UNION SELECT kind, code FROM changed_payers) ANTI JOIN known_payers USING (kind, code);
        CREATE OR REPLACE TABLE payers AS
        SELECT id, kind, code FROM known_payers UNION ALL SELECT id, kind, code FROM new_payers;
        CREATE OR REPLACE TABLE groups AS
        SELECT kk, segment, hospital_class, min(seq) AS first, count(*) AS people
        FROM cards WHERE kk IS NOT NULL GROUP BY ALL HAVING people > 1;
        CREATE OR REPLACE TABLE second_holders AS
        SELECT seq, 'nik' AS what FROM (
            SELECT seq, row_number() OVER (PARTITION BY nik ORDER BY seq) AS place FROM cards
            WHERE nik IN (SELECT id FROM twice_nik)) WHERE place > 1
        UNION SELECT seq, 'nik' FROM cards WHERE nik IN (FROM held_niks)
        UNION SELECT seq, 'card' FROM (
            SELECT seq, row_number() OVER (PARTITION BY card ORDER BY seq) AS place FROM cards
            WHERE card IN (SELECT id FROM twice_card)) WHERE place > 1
        UNION SELECT seq, 'card' FROM cards WHERE card IN (FROM held_cards)
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE placed AS
        SELECT c.seq, coalesce(f.family, {last.family} + coalesce(g.first, c.seq)) AS family,
               f.family IS NULL AND coalesce(g.first, c.seq) = c.seq AS begins,
               p.id AS payer,
               n.seq IS NOT NULL AS nik_contested, k.seq IS NOT NULL AS card_contested
        FROM cards c LEFT JOIN card_payers w ON w.seq = c.seq
        LEFT JOIN groups g ON g.kk = c.kk AND g.segment = c.segment AND g.hospital_class IS NOT DISTINCT FROM c.hospital_class
        LEFT JOIN known_families f
            ON f.kk = c.kk AND f.segment = c.segment AND f.hospital_class IS NOT DISTINCT FROM c.hospital_class
        LEFT JOIN payers p ON p.kind = w.kind AND p.code = w.code
        LEFT JOIN (SELECT seq FROM second_holders WHERE what = 'nik') n ON n.seq = c.seq
        LEFT JOIN (SELECT seq FROM second_holders WHERE what = 'card') k ON k.seq = c.seq
        ORDER BY c.seq
    """)
    _name_payers(engine)
    return engine.count("placed")


def _name_payers(engine: Engine) -> None:
    """The centre and the regions among `new_payers` get their names; an employer's name is what it is known by."""
    names = {CENTRE_CODE: CENTRE_NAME}
    for (code,) in engine.rows("SELECT code FROM new_payers WHERE region <> ''"):
        found = Regions.load().by_code(code)
        if found:
            names[code] = found.name
    for code, name in names.items():
        engine.run(
            f"UPDATE new_payers SET name = {literal(name)} WHERE code = {literal(code)} AND kind <> {PayerKind.EMPLOYER.value}"
        )


def rows_of_newcomers(last: Numbers, since: dt.date, people: int) -> tuple[Rows, ...]:
    """Every row of the `people` placed, in the order in which the tables refer to each other. Facts hold from `since`."""
    change = f"{last.change}::BIGINT"
    fact = {
        "valid_from": f"DATE '{since.isoformat()}'",
        "valid_to": "NULL::DATE",
        "change_id": change,
        "superseded_by_id": "NULL::BIGINT",
        "person_id": f"{last.person} + c.seq",
    }
    lives = {"kk": "c.kk", "village": "c.village"}
    belongs = {
        "family_id": "p.family", "relation": "c.relation", "spell": "1::SMALLINT", "segment": "c.segment",
        "hospital_class": "c.hospital_class", "payer_id": "p.payer", "status": "c.status",
    }  # fmt: skip
    nothing = {
        "died_on": "NULL::DATE",
        "student": "NULL::BOOLEAN",
        **dict.fromkeys(("rt", "rw", "phone", "email"), "NULL::VARCHAR"),
    }
    as_written = ("name", "sex", "birth_date", "address", "facility")
    return (
        Rows(
            "payer",
            ("id", "kind", "code", "name", "region", "change_id"),
            f"SELECT id, kind, code, name, region, {change} FROM new_payers ORDER BY id",
        ),
        _rows("family", {"id": "p.family", "change_id": change}, "WHERE p.begins"),
        _rows(
            "person",
            {
                "id": f"{last.person} + c.seq",
                "change_id": change,
                "nik": "CASE WHEN NOT p.nik_contested THEN c.nik END",
                "card": "CASE WHEN NOT p.card_contested THEN c.card END",
                **lives,
                **belongs,
                "since": fact["valid_from"],
                "merged_into_id": "NULL::BIGINT",
            },
        ),
        _rows(
            "person_fact",
            {
                "id": f"{last.person_fact} + c.seq",
                **fact,
                **lives,
                **{name: f"c.{name}" for name in as_written},
                **nothing,
            },
        ),
        _identifiers(last, fact, people),
        _rows(
            "membership",
            {
                "id": f"{last.membership} + c.seq",
                **fact,
                **belongs,
                "transition": f"{Transition.ADOPTED.value}::SMALLINT",
                **{name: f"c.{name}" for name in ("start_date", "end_date", "status_raw", "payer_written")},
            },
        ),
    )


_FROM = "FROM cards c POSITIONAL JOIN placed p"


def _rows(table: str, columns: dict[str, str], where: str = "") -> Rows:
    # The two sides stand beside each other only as long as both keep their order: no wrong row may pass.
    beside = "CASE WHEN c.seq = p.seq THEN {} ELSE error('cards and placed are not in one order') END"
    checked = columns | {"id": beside.format(columns["id"])}
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in checked.items())
    return Rows(table, tuple(columns), f"SELECT {chosen} {_FROM} {where}")


def _identifiers(last: Numbers, fact: dict[str, str], people: int) -> Rows:
    """A card's number, and its NIK as it is right or as it was written: two series of ids, so that both are in order."""
    card = "substr((10000000000000 + c.card)::VARCHAR, 2)"
    kind = f"CASE WHEN c.nik IS NULL THEN {IdentifierKind.NIK_AS_WRITTEN.value} ELSE {IdentifierKind.NIK.value} END::SMALLINT"
    cards = {
        "id": f"{last.identifier} + c.seq", **fact, "kind": f"{IdentifierKind.CARD.value}::SMALLINT", "value": card,
        "contested": "p.card_contested",
    }  # fmt: skip
    niks = {
        "id": f"{last.identifier} + {people} + c.seq", **fact, "kind": kind,
        "value": "coalesce(lpad(c.nik::VARCHAR, 16, '0'), c.nik_written)", "contested": "p.nik_contested",
    }  # fmt: skip
    first = _rows("identifier", cards, "WHERE c.card IS NOT NULL")
    second = _rows("identifier", niks, "WHERE coalesce(c.nik::VARCHAR, c.nik_written) IS NOT NULL")
    return Rows("identifier", first.columns, f"{first.query} UNION ALL {second.query}", times=2)
