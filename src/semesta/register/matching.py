"""Which person each row of an extract is: by card, then by NIK; and which rows wait for a person to decide.

Reasons for holding a row, and nothing of it is applied:

* `card_twice`: the extract gives this card to two rows that differ;
* `nik_of_another`: card unknown, and the NIK is held by somebody with another name and another birth date;
* `nik_taken`: the row gives its person a NIK that another one holds;
* `unclear`: no number, and several people or rows look like it;
* `known_later`: the register knows later facts than the extract's day, or the person only from a later day on.
"""

from __future__ import annotations

from semesta.engine import Engine
from semesta.register.state import REGISTER

HELD = ("card_twice", "nik_of_another", "nik_taken", "unclear", "known_later")


def read_people(engine: Engine) -> None:
    """Make `people` (person, card, nik): the numbers that people hold now; inside `attached`."""
    engine.run(f"""
        CREATE OR REPLACE TABLE people AS
        SELECT id AS person, card, nik FROM {REGISTER}.person WHERE merged_into_id IS NULL
    """)


def match(engine: Engine) -> None:
    """Make `matched` (seq, person), `held` (seq, reason, person or NULL) and `unknown` (seq) of `incoming`."""
    _by_card(engine)
    _by_nik(engine)
    _by_likeness(engine)
    engine.run("""
        CREATE OR REPLACE TABLE matched AS
        SELECT seq, person FROM by_card UNION ALL SELECT seq, person FROM by_nik
        UNION ALL SELECT seq, person FROM by_likeness
    """)
    _hold_what_is_known_later(engine)
    engine.run("""
        DELETE FROM matched WHERE seq IN (SELECT seq FROM held);
        CREATE OR REPLACE TABLE unknown AS
        SELECT seq FROM incoming ANTI JOIN matched USING (seq) ANTI JOIN held USING (seq)
    """)


def _by_card(engine: Engine) -> None:
    engine.run("""
        CREATE OR REPLACE TABLE twice AS
        SELECT card FROM incoming WHERE card IS NOT NULL GROUP BY card HAVING count(*) > 1;
        CREATE OR REPLACE TABLE held AS
        SELECT i.seq, 'card_twice' AS reason, p.person
        FROM incoming i SEMI JOIN twice USING (card) LEFT JOIN people p ON p.card = i.card;
        CREATE OR REPLACE TABLE by_card AS
        SELECT i.seq, p.person FROM incoming i JOIN people p ON p.card = i.card ANTI JOIN twice t ON t.card = i.card
    """)


def _by_nik(engine: Engine) -> None:
    """Only people of whom no row has the card: else it is a second card with the NIK of the first."""
    engine.run("""
        CREATE OR REPLACE TABLE niks AS
        SELECT i.seq, p.person, i.name = s.name OR i.birth_date = s.birth_date AS alike,
               row_number() OVER (PARTITION BY p.person ORDER BY i.seq) AS place
        FROM incoming i JOIN people p ON p.nik = i.nik LEFT JOIN state s ON s.person = p.person
        WHERE i.seq NOT IN (SELECT seq FROM by_card) AND i.seq NOT IN (SELECT seq FROM held)
          AND p.person NOT IN (SELECT person FROM by_card)
          AND p.person NOT IN (SELECT person FROM held WHERE person IS NOT NULL);
        CREATE OR REPLACE TABLE by_nik AS SELECT seq, person FROM niks WHERE place = 1 AND coalesce(alike, true);
        INSERT INTO held SELECT seq, 'nik_of_another', person FROM niks WHERE place = 1 AND NOT coalesce(alike, true)
    """)


def _by_likeness(engine: Engine) -> None:
    """Rows without card and NIK: the one person without numbers who has the same name, birth date, KK and written NIK."""
    alike = "coalesce(nik_written, '') AS written, name, birth_date, kk"
    engine.run(f"""
        CREATE OR REPLACE TABLE nameless AS
        SELECT {alike}, list(DISTINCT seq) FILTER (WHERE seq IS NOT NULL) AS rows,
               list(DISTINCT person) FILTER (WHERE person IS NOT NULL) AS people
        FROM (SELECT seq, NULL AS person, nik_written, name, birth_date, kk FROM incoming WHERE card IS NULL AND nik IS NULL
              UNION ALL
              SELECT NULL, person, nik_written, name, birth_date, kk FROM state WHERE card IS NULL AND nik IS NULL)
        GROUP BY ALL;
        CREATE OR REPLACE TABLE by_likeness AS
        SELECT rows[1] AS seq, people[1] AS person FROM nameless WHERE len(rows) = 1 AND len(people) = 1;
        INSERT INTO held SELECT unnest(rows), 'unclear', NULL FROM nameless
        WHERE len(rows) > 1 OR (len(rows) = 1 AND len(people) > 1)
    """)


def _hold_what_is_known_later(engine: Engine) -> None:
    """People of a later day; and other numbers for people whose numbers change later, as the register knows."""
    engine.run("""
        INSERT INTO held
        SELECT m.seq, 'known_later', m.person FROM matched m JOIN incoming i USING (seq) LEFT JOIN state s ON s.person = m.person
        WHERE s.person IS NULL OR (m.person IN (SELECT person FROM numbers WHERE valid_to IS NOT NULL)
            AND (coalesce(i.nik, s.nik) IS DISTINCT FROM s.nik OR coalesce(i.card, s.card) IS DISTINCT FROM s.card))
    """)


def hold_taken_niks(engine: Engine) -> None:
    """Of `changed`: a NIK has one holder after the import too. Who is held keeps the old one, which others may want."""
    engine.run("""
        CREATE OR REPLACE VIEW wanted AS SELECT seq, person, nik FROM changed WHERE list_contains(columns, 'nik');
        CREATE OR REPLACE VIEW taken AS
        SELECT seq, person FROM wanted
        WHERE nik IN (SELECT nik FROM people WHERE nik IS NOT NULL AND person NOT IN (SELECT person FROM wanted))
           OR nik IN (SELECT nik FROM wanted GROUP BY nik HAVING count(*) > 1)
    """)
    while engine.count("taken"):
        hold(engine, "nik_taken", "FROM taken")


def hold(engine: Engine, reason: str, rows: str) -> None:
    """Hold rows (a query of seq, person) that were taken as changed."""
    assert reason in HELD
    engine.run(f"""
        CREATE OR REPLACE TABLE to_hold AS {rows};
        INSERT INTO held SELECT seq, '{reason}', person FROM to_hold;
        DELETE FROM changed WHERE seq IN (SELECT seq FROM to_hold);
        DELETE FROM matched WHERE seq IN (SELECT seq FROM to_hold)
    """)
