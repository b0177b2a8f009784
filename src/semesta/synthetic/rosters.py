"""Lists that agencies keep of their own people: the councils, and the officials of villages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from semesta.engine import Engine
from semesta.synthetic import workbook
from semesta.synthetic.apportion import rounded
from semesta.synthetic.columns import OFFICIAL, servant_trade
from semesta.synthetic.draws import below, u

COUNCIL_SEATS = 760  # 15 councils of 45 and a provincial one of 85 [assumed]
FEWEST_SEATS = 30  # so that a small province has a council too

MONTHS = ("JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DESEMBER")  # fmt: skip


def say_day(day: dt.date) -> str:
    """1 JULI 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def seat_council(engine: Engine, scale: float, as_of: dt.date) -> None:
    """`syn_council` (pid, hid): residents who sit in a council; people of standing, aged 28 to 68."""
    seats = max(FEWEST_SEATS, rounded(scale * COUNCIL_SEATS))
    age = f"date_diff('year', birth, DATE '{as_of}')"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_council AS
        SELECT pid, hid FROM syn_person WHERE present AND slot IN (0, 1) AND {u("hid", "standing")} < 0.075 AND {age} BETWEEN 28 AND 68
        ORDER BY {u("pid", "council")}, pid LIMIT {seats}""")


def write(engine: Engine, out: Path, as_of: dt.date) -> tuple[tuple[str, Path], ...]:
    """The rosters as workbooks: (name, path). Names carry titles, a few numbers are missing or lack a digit."""
    council, officials = out / f"dprd_{as_of}.xlsx", out / f"perangkat_desa_{as_of}.xlsx"
    person = """(SELECT p.*, v.code, v.name AS village_name, v.district_name, v.regency_name
        FROM syn_person p JOIN syn_household h USING (hid) JOIN syn_village v ON v.v = h.v)"""
    titled = f"""name || CASE WHEN contains(name, ',') OR {u("pid", "roster title")} > 0.6 THEN '' ELSE
        (['', ', S.H.', ', S.E., M.M.', ', S.Sos.', ', S.T.', ', M.H.', ', S.Pd.'])[1 + {below("pid", "which roster title", 7)}] END"""
    nik = f"CASE WHEN {u('pid', 'roster nik')} < 0.04 THEN NULL WHEN {u('pid', 'roster nik')} < 0.06 THEN substr(nik::VARCHAR, 1, 15) ELSE nik::VARCHAR END"
    common = f"row_number() OVER (ORDER BY code, pid) AS no, {titled} AS name, {nik} AS nik, strftime(birth, '%d-%m-%Y') AS birth"
    columns = [("no", "NO"), ("name", "NAMA LENGKAP"), ("nik", "NIK"), ("birth", "TANGGAL LAHIR")]
    workbook.write(
        engine,
        f"""SELECT {common}, CASE WHEN {u("pid", "provincial seat")} < 0.11 THEN 'DPRD PROVINSI LAMPUNG' ELSE 'DPRD ' || regency_name END AS body
            FROM {person} WHERE pid IN (SELECT pid FROM syn_council) ORDER BY no""",
        council,
        columns=[*columns, ("body", "INSTANSI")],
        titles=("DAFTAR ANGGOTA DPRD", f"KEADAAN {say_day(as_of)}"),
        sheet="DPRD",
    )
    workbook.write(
        engine,
        f"""SELECT {common}, 'PEMERINTAH DESA ' || village_name AS body, district_name AS district,
              (['KEPALA DESA','SEKRETARIS DESA','KAUR KEUANGAN','KAUR UMUM','KASI PEMERINTAHAN','KASI KESEJAHTERAAN','KEPALA DUSUN','KEPALA DUSUN'])[1 + {below("pid", "office", 8)}] AS office
            FROM {person} WHERE present AND relation = 1 AND code % 10000 >= 2000 AND {u("hid", "standing")} < 0.075
              AND {servant_trade("hid")} = {OFFICIAL} AND date_diff('year', birth, DATE '{as_of}') BETWEEN 20 AND 60 ORDER BY no""",
        officials,
        columns=[*columns, ("office", "JABATAN"), ("body", "INSTANSI"), ("district", "KECAMATAN")],
        titles=("DAFTAR KEPALA DESA DAN PERANGKAT DESA", f"KEADAAN {say_day(as_of)}"),
        sheet="PERANGKAT",
    )
    return ("council", council), ("village_officials", officials)
