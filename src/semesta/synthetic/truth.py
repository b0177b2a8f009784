"""What is written in both files and what is true behind it, row by row, before anything is formatted."""

from __future__ import annotations

import datetime as dt

from semesta.engine import Engine
from semesta.synthetic import slips
from semesta.synthetic.cards import FOREIGN, GONE, RESIDENT
from semesta.synthetic.draws import below, u
from semesta.synthetic.noise import Noise
from semesta.synthetic.people import GONE_DEAD, GONE_MOVED

NEWBORN_DAYS = 100

COLUMNS = "member_row, resident_row, person, fault, nik_broken, duplicate, name_differs, birth_differs, twin"


def number_residents(engine: Engine, *, noise: Noise, shuffle: bool) -> None:
    """`syn_resident`: pid, no (row in the residents' file), nik as written there (text; NULL if missing)."""
    order = u("pid", "shuffle") if shuffle else "v.code, h.kk, slot"
    missing, typo = noise.register_nik_missing, noise.register_nik_missing + noise.register_nik_typo
    kind = f"CASE WHEN {u('pid', 'register nik')} < {missing} THEN 'nik_missing' WHEN {u('pid', 'register nik')} < {typo} THEN 'nik_typo' END"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_resident AS
        WITH sorted AS (
          SELECT pid, nik AS number, row_number() OVER (ORDER BY {order}, pid) AS no
          FROM syn_person JOIN syn_household h USING (hid) JOIN syn_village v USING (v) WHERE present),
        judged AS (SELECT pid, no, number::VARCHAR AS number, {kind} AS kind FROM sorted)
        SELECT pid, no, {slips.nik_slipped("kind", "pid", "number")} AS nik FROM judged""")


def write_down(engine: Engine, noise: Noise, as_of: dt.date) -> None:
    """`syn_written`: one row per card: what the insurer has as NIK, name and birth date, and what is wrong with it."""
    _others_niks(engine, noise)
    infant = (
        f"(birth > DATE '{as_of}' - {NEWBORN_DAYS} AND {u('c.cid', 'newborn')} < {noise.newborn_unnamed})"
    )
    kind, _ = slips.own_nik(noise, "c.cid", "nik")
    duplicate_kind = f"""CASE WHEN {u("c.cid", "nik of duplicate")} < 0.22 THEN NULL WHEN {u("c.cid", "nik of duplicate")} < 0.50 THEN 'nik_missing'
        WHEN {u("c.cid", "nik of duplicate")} < 0.78 THEN 'nik_old' WHEN {u("c.cid", "nik of duplicate")} < 0.90 THEN 'nik_typo' ELSE 'nik_two_digits' END"""
    rate = f"CASE WHEN second THEN {min(0.9, noise.name_changed * 2.2)} ELSE {noise.name_changed} END"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_written AS
        WITH person AS (
          SELECT c.cid, c.pid, c.second, c.kind AS holder, c.no, c.bucket, c.active, c.card, c.r, p.hid, p.sex, p.relation, p.card_v, p.nik::VARCHAR AS nik, p.name, p.birth, p.gone,
            CASE WHEN c.second THEN {duplicate_kind} ELSE {kind} END AS own_kind,
            o.nik AS other_nik, o.kind AS other_kind, m.name AS mother,
            c.kind <> {FOREIGN} AND {infant} AS infant
          FROM syn_card c LEFT JOIN syn_person p USING (pid) LEFT JOIN syn_other o USING (cid)
          LEFT JOIN syn_mother m ON m.pid = c.pid),
        judged AS (SELECT *, CASE WHEN infant THEN 'newborn' ELSE coalesce(other_kind, own_kind) END AS kind FROM person)
        SELECT cid, pid, second, holder, no, bucket, active, card, r, hid, sex, relation, card_v, gone, kind, infant, nik AS true_nik, name AS true_name, birth AS true_birth,
          CASE WHEN holder = {FOREIGN} THEN {_permit("pid")} WHEN infant THEN NULL WHEN other_nik IS NOT NULL THEN other_nik
               ELSE {slips.nik_slipped("kind", "cid", "nik")} END AS nik,
          CASE WHEN holder = {FOREIGN} THEN {_foreign_name("pid")}
               WHEN infant THEN 'BAYI NY ' || coalesce(mother, 'SITI') ELSE {slips.name_slipped(noise, "cid", "name", rate)} END AS name,
          CASE WHEN holder = {FOREIGN} THEN DATE '1958-01-01' + {below("pid", "foreign birth", 16000)}::INT
               ELSE {slips.birth_slipped(noise, "cid", "birth")} END AS birth
        FROM judged""")
    engine.drop("syn_other", "syn_mother")


def truth_sql() -> str:
    """The truth file's query: member_row, resident_row, person, fault, nik_broken, duplicate and what else differs."""
    broken = "(r.pid IS NOT NULL AND (w.nik IS NULL OR w.nik IS DISTINCT FROM r.nik))"
    return f"""
        WITH keyed AS (
          SELECT *, CASE WHEN holder = {RESIDENT} THEN pid END AS resident, CASE WHEN second THEN cid - 1 END AS first_cid FROM syn_written),
        twins AS (
          SELECT pid FROM syn_person WHERE twin_of IS NOT NULL UNION SELECT twin_of FROM syn_person WHERE twin_of IS NOT NULL)
        SELECT w.no AS member_row, r.no AS resident_row, w.pid AS person,
          CASE WHEN w.holder = {FOREIGN} THEN 'foreigner'
            WHEN w.holder = {GONE} THEN CASE w.gone WHEN {GONE_DEAD} THEN 'dead' WHEN {GONE_MOVED} THEN 'moved' ELSE 'unregistered' END
            WHEN w.second THEN CASE WHEN w.bucket = first.bucket THEN 'duplicate' ELSE 'two_segments' END
            WHEN w.infant THEN 'newborn'
            WHEN w.nik IS DISTINCT FROM w.true_nik THEN w.kind
            WHEN {broken} THEN 'register_nik' ELSE 'none' END AS fault,
          {broken} AS nik_broken, w.second AS duplicate,
          w.holder <> {FOREIGN} AND w.name <> w.true_name AS name_differs,
          w.holder <> {FOREIGN} AND w.birth <> w.true_birth AS birth_differs,
          t.pid IS NOT NULL AS twin
        FROM keyed w LEFT JOIN syn_resident r ON r.pid = w.resident
        LEFT JOIN syn_card first ON first.cid = w.first_cid
        LEFT JOIN twins t ON t.pid = w.pid
        ORDER BY member_row"""


def _others_niks(engine: Engine, noise: Noise) -> None:
    """`syn_other` (cid, nik, kind): cards that carry somebody else's number. `syn_mother` (pid of an infant, name)."""
    family, anyone = noise.nik_borrowed_family, noise.nik_borrowed_family + noise.nik_borrowed
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_other AS
        WITH borrower AS (
          SELECT cid, c.pid, p.hid, {u("c.cid", "borrowed")} < {family} AS in_family,
            row_number() OVER (ORDER BY {u("c.cid", "borrower")}, cid) AS i
          FROM syn_card c JOIN syn_person p USING (pid)
          WHERE NOT second AND {u("c.cid", "borrowed")} < {anyone}),
        lender AS (
          SELECT nik, row_number() OVER (ORDER BY {u("pid", "lender")}, pid) AS i FROM syn_person
          WHERE {u("pid", "lends")} < {2 * noise.nik_borrowed + 0.0005}),
        relative AS (
          SELECT b.cid, arg_min(p.nik, {u("p.pid * 8 + b.pid % 7", "relative")}) AS nik
          FROM borrower b JOIN syn_person p ON p.hid = b.hid AND p.pid <> b.pid WHERE b.in_family GROUP BY b.cid),
        swapper AS (
          SELECT c.cid, p.pid, p.nik, p.hid, row_number() OVER (PARTITION BY p.hid ORDER BY abs(p.relation - 4), p.pid) AS i
          FROM syn_card c JOIN syn_person p USING (pid)
          WHERE NOT second AND {u("p.hid", "swapped")} < {noise.nik_swapped} * 1.9)
        SELECT cid, nik::VARCHAR AS nik, 'nik_borrowed_family' AS kind FROM relative
        UNION ALL
        SELECT b.cid, l.nik::VARCHAR, 'nik_borrowed' FROM borrower b JOIN lender l
          ON l.i = 1 + b.i % (SELECT greatest(1, count(*)) FROM lender) WHERE NOT b.in_family
        UNION ALL
        SELECT a.cid, b.nik::VARCHAR, 'nik_swapped' FROM swapper a JOIN swapper b
          ON a.hid = b.hid AND a.i + b.i = 3 AND a.cid NOT IN (SELECT cid FROM borrower);
        CREATE OR REPLACE TABLE syn_mother AS
        SELECT c.pid, any_value(m.name ORDER BY m.slot DESC) AS name
        FROM syn_person c JOIN syn_person m ON m.hid = c.hid AND m.sex = 'P' AND m.slot IN (0, 1, 9) AND m.birth < c.birth - 5000
        WHERE c.birth > (SELECT max(birth) FROM syn_person) - {NEWBORN_DAYS + 30} GROUP BY c.pid""")


def _permit(pid: str) -> str:
    """SQL: the number of a foreigner's stay permit, invented, in the look of a KITAS."""
    return f"'2C2' || {below(pid, 'permit kind', 9)} || 'JE' || lpad({below(pid, 'permit', 10000)}::VARCHAR, 4, '0') || '-' || chr((65 + {below(pid, 'permit letter', 26)})::INT)"


def _foreign_name(pid: str) -> str:
    first = "['JOHN','DAVID','WEI','MIN','HIROSHI','KENJI','RAJESH','ANIL','PETER','THOMAS','LI','CHEN','MARIE','ANNA','SUNG','JOSE','MEI','SARAH','PAUL','MARK']"
    last = "['SMITH','LEE','WANG','ZHANG','TANAKA','SUZUKI','KUMAR','PATEL','MULLER','BROWN','KIM','PARK','GARCIA','SANTOS','NGUYEN','TAN','LIM','WILSON','SATO','CRUZ']"
    return f"({first})[1 + {below(pid, 'foreign first', 20)}] || ' ' || ({last})[1 + {below(pid, 'foreign last', 20)}]"
