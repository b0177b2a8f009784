"""The insurer's bill to a local government, with planted faults; a list of deaths; and the truth behind both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from semesta.engine import Engine, literal
from semesta.faults import InputRefused, Text
from semesta.rules.law import Law
from semesta.synthetic import slips, workbook
from semesta.synthetic.draws import below, u
from semesta.synthetic.noise import Noise
from semesta.synthetic.people import FIRST_CARD, GONE_DEAD
from semesta.synthetic.rosters import MONTHS
from semesta.synthetic.spec import DEAL_ORDER, ProvinceSpec

BillForm = Literal["csv", "xlsx"]

#: What is wrong with a row of the bill itself; what is wrong with its holder stands beside it in the truth.
BILL_FAULTS: tuple[str, ...] = ("none", "twice", "not_member", "not_active", "amount", "other_month")
TRUTH_COLUMNS = "bill_row, member_row, person, fault, holder_fault, first_row, amount_rupiah, due_rupiah, death_date, death_row"

#: Shares of the active cards of a payer [assumed]; none is a finding about a real bill.
TWICE = 0.005
LEFT_OUT = 0.004
WRONG_AMOUNT = 0.008
NOT_MEMBER = 0.003
NOT_ACTIVE = 0.02  # of the payer's cards that are dead
OTHER_MONTH = 0.02

#: Of the dead, so many are on a list; of those, so many without a NIK or a day, or with another spelling [assumed].
LISTED_DEAD, DEAD_WITHOUT_NIK, DEAD_WITHOUT_DAY, DEAD_NAME_CHANGED = 0.85, 0.08, 0.03, 0.12
_DAYS_BEFORE_FIRST = 900

_LOCAL = DEAL_ORDER.index("PBPU_BP_PEMDA")
#: Cards that the insurer's file does not have; another range than the province's own.
_STRANGE_CARD = FIRST_CARD + 90_000_000


@dataclass(frozen=True, slots=True)
class MadeBill:
    """One bill: whom it goes to, its month, the list, what its totals say, and the truth."""

    payer: str  # 18.71, or the province's code for all its regencies
    month: dt.date
    path: Path
    truth: Path  # Parquet; see TRUTH_COLUMNS
    people: int
    rupiah: int


@dataclass(frozen=True, slots=True)
class BillOrder:
    """Which bill is to be made."""

    payer: str = "18.71"
    form: BillForm = "csv"
    other_month: bool = False  # plant rows of the month before, which make a bill unfit to be read


# --- deaths ---------------------------------------------------------------------------------------


def note_deaths(engine: Engine, as_of: dt.date, before: dt.date | None) -> None:
    """`syn_death` (pid, day): who died, and when; grows with each moment, and no day ever changes."""
    engine.run("CREATE TABLE IF NOT EXISTS syn_death (pid BIGINT, day DATE)")
    days = (as_of - before).days if before else _DAYS_BEFORE_FIRST
    engine.run(f"""
        INSERT INTO syn_death
        SELECT pid, greatest(birth, DATE '{as_of}' - 1 - {below("pid", "day of death", days)}::INT)
        FROM syn_person WHERE NOT present AND gone = {GONE_DEAD} AND pid NOT IN (SELECT pid FROM syn_death)""")


def write_deaths(engine: Engine, noise: Noise, path: Path) -> None:
    """The list of deaths as CSV, and `syn_listed_dead` (pid, row). Not all who died are on it."""
    changed = slips.name_slipped(noise, "p.pid * 2", "p.name", str(DEAD_NAME_CHANGED))
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_listed_dead AS
        SELECT d.pid, row_number() OVER (ORDER BY v.code, d.day, d.pid) AS row
        FROM syn_death d JOIN syn_person p USING (pid) JOIN syn_household h ON h.hid = p.hid JOIN syn_village v ON v.v = h.v
        WHERE {u("d.pid", "on the list of deaths")} < {LISTED_DEAD}""")
    engine.run(f"""
        COPY (
          SELECT l.row AS "NO", CASE WHEN {u("p.pid", "death nik")} >= {DEAD_WITHOUT_NIK} THEN p.nik::VARCHAR END AS "NIK",
            {changed} AS "NAMA ALMARHUM", strftime(p.birth, '%d-%m-%Y') AS "TANGGAL LAHIR",
            CASE WHEN {u("p.pid", "death day")} >= {DEAD_WITHOUT_DAY} THEN strftime(d.day, '%d-%m-%Y') END AS "TANGGAL MENINGGAL",
            v.name AS "DESA", v.district_name AS "KECAMATAN"
          FROM syn_listed_dead l JOIN syn_death d USING (pid) JOIN syn_person p ON p.pid = l.pid
          JOIN syn_household h ON h.hid = p.hid JOIN syn_village v ON v.v = h.v ORDER BY l.row)
        TO {literal(str(path))} (FORMAT csv, HEADER true, NULLSTR '')""")


# --- the bill -------------------------------------------------------------------------------------


def write_bill(
    engine: Engine, spec: ProvinceSpec, as_of: dt.date, out: Path, order: BillOrder, truth: Path
) -> MadeBill:
    """The bill of the month of `as_of`, and its truth. Needs `syn_written`, `syn_death`, `syn_listed_dead`.

    `truth` is the truth file of the members. InputRefused where the province has no such payer.
    """
    month = as_of.replace(day=1)
    _cards(engine, spec, order, truth)
    _lines(engine, month, order)
    name = f"{order.payer}_{month:%Y-%m}"
    path, proof = out / f"tagihan_{name}.{order.form}", out / f"truth_tagihan_{name}.parquet"
    if order.form == "csv":
        engine.run(f"COPY ({_CSV}) TO {literal(str(path))} (FORMAT csv, HEADER true, NULLSTR '')")
    else:
        titles = (
            "TAGIHAN IURAN PBPU DAN BP PEMERINTAH DAERAH",
            f"BULAN {MONTHS[month.month - 1]} {month.year}",
        )
        columns = [(header, header) for header in _HEADERS]
        workbook.write(engine, _workbook(), path, columns=columns, titles=titles, sheet="TAGIHAN")
    engine.write_parquet(f"SELECT {TRUTH_COLUMNS} FROM syn_bill ORDER BY bill_row", proof)
    people, rupiah = engine.row("SELECT count(*), coalesce(sum(amount_rupiah), 0)::BIGINT FROM syn_bill")
    engine.drop("syn_bill", "syn_local_card")
    return MadeBill(order.payer, month, path, proof, int(people), int(rupiah))


def local_rate_rupiah(month: dt.date) -> int:
    """What a local government pays for one person and month: its contribution and its part of the assistance."""
    law = Law.current()
    return law.number("pemda.contribution", month) + law.number("pemda.assistance_local", month)


def _cards(engine: Engine, spec: ProvinceSpec, order: BillOrder, truth: Path) -> None:
    """`syn_local_card`: the cards that the payer pays for, by the village that the insurer has for them."""
    codes = [regency.code for regency in spec.regencies]
    if order.payer not in (*codes, spec.region):
        raise InputRefused(
            place=order.payer,
            reason=Text("Provinsi rekaan ini tidak punya pemda itu.", "The invented province has no such payer."),
            remedy=Text(f"Pilih {spec.region} atau {', '.join(codes)}.", f"Choose {spec.region} or one of {', '.join(codes)}."),
        )  # fmt: skip
    here = "true" if order.payer == spec.region else f"v.r = {codes.index(order.payer)}"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_local_card AS
        SELECT w.cid, w.pid, w.no, w.card, w.nik, w.name, w.birth, w.active, v.r, t.fault AS holder_fault
        FROM syn_written w JOIN (SELECT r, min(v) AS first_v, count(*) AS villages FROM syn_village GROUP BY r) b ON b.r = w.r
        JOIN syn_village v ON v.v = coalesce(w.card_v, first_v + {below("w.pid", "foreign village", "villages")})
        JOIN read_parquet({literal(str(truth))}) t ON t.member_row = w.no
        WHERE w.bucket = {_LOCAL} AND {here}""")


def _lines(engine: Engine, month: dt.date, order: BillOrder) -> None:
    """`syn_bill`: a row for each line of the bill, with what is written and what is true."""
    rate = local_rate_rupiah(month)
    wrong = f"([{2 * rate}, {rate + 4200}, {rate - 2800}])[1 + {below('cid', 'wrong amount', 3)}]"
    other = f"{u('cid', 'bill month')} < {OTHER_MONTH if order.other_month else 0}"
    billed_dead_card = f"{u('cid', 'dead card billed')} < {NOT_ACTIVE}"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_bill AS
        WITH billed AS (
          SELECT *, CASE WHEN NOT active THEN 'not_active' WHEN {u("cid", "bill amount")} < {WRONG_AMOUNT} THEN 'amount'
              WHEN {other} THEN 'other_month' ELSE 'none' END AS fault
          FROM syn_local_card
          WHERE CASE WHEN active THEN {u("cid", "left off the bill")} >= {LEFT_OUT} ELSE {billed_dead_card} END),
        line AS (
          SELECT *, 0 AS copy, card AS place FROM billed
          UNION ALL SELECT * REPLACE ('twice' AS fault), 1, {FIRST_CARD} + {below("cid", "second line", 20_000_000)}
            FROM billed WHERE fault = 'none' AND {u("cid", "billed twice")} < {TWICE}
          UNION ALL SELECT *, 0, card FROM ({_strangers()})),
        numbered AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY r, place, card, copy) AS bill_row FROM line)
        SELECT n.bill_row, n.no AS member_row, n.pid AS person, n.fault, n.holder_fault, CASE WHEN n.copy = 1 THEN o.bill_row END AS first_row,
          CASE n.fault WHEN 'amount' THEN {wrong.replace("cid", "n.cid")} ELSE {rate} END::BIGINT AS amount_rupiah,
          CASE WHEN n.fault IN ('none', 'amount') AND NOT ({_owes_nothing(month)}) THEN {rate} ELSE 0 END::BIGINT AS due_rupiah,
          d.day AS death_date, l.row AS death_row, n.card, n.nik, n.name, n.birth, n.r,
          CASE n.fault WHEN 'other_month' THEN DATE '{month}' - INTERVAL 1 MONTH ELSE DATE '{month}' END::DATE AS month
        FROM numbered n LEFT JOIN (SELECT cid, min(bill_row) AS bill_row FROM numbered WHERE copy = 0 GROUP BY cid) o USING (cid)
        LEFT JOIN syn_death d ON d.pid = n.pid LEFT JOIN syn_listed_dead l ON l.pid = d.pid""")


def _owes_nothing(month: dt.date) -> str:
    """Whether nobody owes for the card of line n: the holder is gone, or is paid for by another card."""
    return (
        f"coalesce(d.day < DATE '{month}', false) OR n.holder_fault IN ('moved', 'duplicate', 'two_segments')"
    )


def _strangers() -> str:
    """People who hold no card and stand on the bill with a number that nobody holds; some under a false NIK."""
    share = f"round({NOT_MEMBER} * (SELECT count(*) FROM billed WHERE active))"
    nik = f"CASE WHEN {u('pid', 'stranger')} < 0.5 THEN nik::VARCHAR ELSE syn_earlier(nik::VARCHAR, {below('pid', 'stranger nik', 1_000_000)}) END"
    return f"""
        SELECT -pid AS cid, pid, NULL::BIGINT AS no, {_STRANGE_CARD} + pid % 8_000_000 AS card, {nik} AS nik, name, birth,
          true AS active, r, 'none' AS holder_fault, 'not_member' AS fault
        FROM (
          SELECT p.pid, p.nik, p.name, p.birth, h.r, row_number() OVER (ORDER BY {u("pid", "strangers")}, pid) AS turn
          FROM syn_person p JOIN syn_household h USING (hid) SEMI JOIN syn_local_card c ON c.r = h.r
          ANTI JOIN syn_card k ON k.pid = p.pid WHERE present)
        WHERE turn <= {share}"""


# --- the files ------------------------------------------------------------------------------------

_HEADERS = (
    "NO",
    "NO KARTU",
    "NIK",
    "NAMA PESERTA",
    "TGL LAHIR",
    "PEMDA PENANGGUNG",
    "BULAN",
    "JUMLAH TAGIHAN",
)
_REGENCY = "(SELECT r, any_value(code // 1000000) AS key, any_value(regency_name) AS regency FROM syn_village GROUP BY r)"
_CSV = f"""
    SELECT bill_row AS "NO", lpad(card::VARCHAR, 13, '0') AS "NO KARTU", nik AS "NIK", name AS "NAMA PESERTA",
      strftime(birth, '%d/%m/%Y') AS "TGL LAHIR", (key // 100) || '.' || lpad((key % 100)::VARCHAR, 2, '0') AS "PEMDA PENANGGUNG",
      strftime(month, '%Y-%m') AS "BULAN", amount_rupiah AS "JUMLAH TAGIHAN"
    FROM syn_bill JOIN {_REGENCY} USING (r) ORDER BY bill_row"""


def _workbook() -> str:
    """The same rows as an office types them: the payer's name, the month in words, dots in the amounts."""
    months = ", ".join(f"'{word}'" for word in MONTHS)
    return f"""
        SELECT * REPLACE (
          CASE WHEN key % 100 < 71 THEN 'KABUPATEN ' ELSE 'KOTA ' END || regency AS "PEMDA PENANGGUNG",
          ([{months}])[month("BULAN")] || ' ' || year("BULAN") AS "BULAN",
          (amount_rupiah // 1000) || '.' || lpad((amount_rupiah % 1000)::VARCHAR, 3, '0') AS "JUMLAH TAGIHAN")
        FROM (
          SELECT bill_row AS "NO", lpad(card::VARCHAR, 13, '0') AS "NO KARTU", nik AS "NIK", name AS "NAMA PESERTA",
            strftime(birth, '%d/%m/%Y') AS "TGL LAHIR", '' AS "PEMDA PENANGGUNG", month AS "BULAN", '' AS "JUMLAH TAGIHAN",
            amount_rupiah, key, regency
          FROM syn_bill JOIN {_REGENCY} USING (r)) ORDER BY "NO" """
