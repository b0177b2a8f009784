"""The two files as officers get them: the population register and the insurer's masterfile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from semesta.engine import Engine, literal
from semesta.synthetic import columns, workbook
from semesta.synthetic.cards import FOREIGN
from semesta.synthetic.draws import below, u
from semesta.synthetic.noise import Noise

RESIDENT_HEADERS = (
    "NO", "NIK", "NO_KK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "STAT_HBKEL", "PEKERJAAN",
    "ALAMAT", "NO_RT", "NO_RW", "KODE_WILAYAH", "NAMA_KEL", "NAMA_KEC", "DESIL",
)  # fmt: skip
MEMBER_HEADERS = (
    "NOKAPST", "NIK", "NO_KK", "NAMA", "TGL_LAHIR", "JENKEL", "PISA", "ALAMAT", "NAMA_DESA", "NAMA_KEC",
    "KODE_DESA", "KELAS", "SEGMEN", "STATUS", "TMT", "TAT", "FASKES",
)  # fmt: skip

#: The headers of the workbook, in the same order.
WORKBOOK_HEADERS = (
    "NO KARTU", "NIK/KITAS", "NO KK", "NAMA PESERTA", "TGL LAHIR", "JK", "PISA", "ALAMAT", "NAMA DESA", "NAMA KECAMATAN",
    "KODE DESA", "KELAS RAWAT", "SEGMEN PESERTA", "STATUS KEPESERTAAN", "TMT", "TAT", "FASKES TK I",
)  # fmt: skip

Style = Literal["plain", "office"]


def residents_sql(as_of: dt.date) -> str:
    """One row per resident, in the order of the file."""
    return f"""
        WITH person AS (
          SELECT r.no, r.nik, p.pid, p.hid, p.name, p.sex, p.place, p.birth, p.relation, h.kk, v.code, v.code::VARCHAR AS digits,
            v.name AS village_name, v.district_name
          FROM syn_resident r JOIN syn_person p USING (pid) JOIN syn_household h ON h.hid = p.hid JOIN syn_village v ON v.v = h.v)
        SELECT no AS "NO", nik AS "NIK", kk::VARCHAR AS "NO_KK", name AS "NAMA_LGKP", sex AS "JENIS_KLMIN", place AS "TMPT_LHR",
          strftime(birth, '%Y-%m-%d') AS "TGL_LHR", {columns.RELATIONS} AS "STAT_HBKEL", {columns.occupation(as_of)} AS "PEKERJAAN",
          {columns.address("hid")} AS "ALAMAT", {columns.neighbourhood("rt", 9, "hid")} AS "NO_RT", {columns.neighbourhood("rw", 5, "hid")} AS "NO_RW",
          digits[1:2] || '.' || digits[3:4] || '.' || digits[5:6] || '.' || digits[7:10] AS "KODE_WILAYAH",
          village_name AS "NAMA_KEL", district_name AS "NAMA_KEC", {columns.decile()} AS "DESIL"
        FROM person ORDER BY no"""


def members_sql(noise: Noise, as_of: dt.date) -> str:
    """One row per card, in the order of the card numbers."""
    former_kk = f"""((v.district * 1000000 + (1 + {below("former", "old kk day", 28)}) * 10000 + (1 + {below("former", "old kk month", 12)}) * 100
        + {below("former", "old kk year", 9)}) * 10000 + 9000 + {below("former", "old kk serial", 1000)})::VARCHAR"""
    return f"""
        WITH card AS (
          SELECT w.* EXCLUDE (r), k.hid IS NOT NULL AS council, h.kk,
            coalesce(card_v, first_v + {below("pid", "foreign village", "villages")}) AS v,
            CASE WHEN {u("w.hid", "kk old family")} < {noise.kk_old_family} THEN w.hid
                 WHEN second OR {u("cid", "kk old")} < {noise.kk_old_person} THEN cid + 1 END AS former
          FROM syn_written w LEFT JOIN syn_household h ON h.hid = w.hid
          LEFT JOIN (SELECT DISTINCT hid FROM syn_council) k ON k.hid = w.hid
          JOIN (SELECT r, min(v) AS first_v, count(*) AS villages FROM syn_village GROUP BY r) b ON b.r = w.r),
        located AS (
          SELECT w.*, v.code, v.name AS village_name, v.district_name, v.district, {former_kk} AS former_kk
          FROM card w JOIN syn_village v ON v.v = w.v)
        SELECT lpad(card::VARCHAR, 13, '0') AS "NOKAPST", nik AS "NIK",
          CASE WHEN holder = {FOREIGN} OR {u("cid", "kk missing")} < {noise.kk_missing} THEN NULL WHEN former IS NOT NULL THEN former_kk ELSE kk::VARCHAR END AS "NO_KK",
          name AS "NAMA", strftime(birth, '%d/%m/%Y') AS "TGL_LAHIR",
          CASE WHEN sex IS NULL THEN (['L','P'])[1 + {below("pid", "foreign sex", 2)}]
               WHEN {u("cid", "sex wrong")} < {noise.sex_wrong} THEN CASE sex WHEN 'L' THEN 'P' ELSE 'L' END ELSE sex END AS "JENKEL",
          {columns.pisa()} AS "PISA", {_address(noise)} AS "ALAMAT", village_name AS "NAMA_DESA", district_name AS "NAMA_KEC",
          CASE WHEN {u("cid", "village missing")} >= {noise.village_missing} THEN code::VARCHAR END AS "KODE_DESA",
          {columns.hospital_class()} AS "KELAS", {columns.segment()} AS "SEGMEN", {columns.status()} AS "STATUS",
          strftime({columns.start_date(as_of)}, '%d/%m/%Y') AS "TMT", strftime({columns.end_date(as_of)}, '%d/%m/%Y') AS "TAT",
          CASE WHEN bucket < 4 AND {u("coalesce(hid, cid)", "clinic")} < 0.35 THEN 'KLINIK ' || (['SEHAT','MEDIKA','HUSADA','BUNDA','PRATAMA'])[1 + {below("coalesce(hid, cid)", "which clinic", 5)}] || ' '
               ELSE 'PUSKESMAS ' END || district_name AS "FASKES"
        FROM located ORDER BY no"""


def _address(noise: Noise) -> str:
    """The insurer's address: often the register's, some of years ago, some with the RT in it, some missing."""
    family = (
        f"CASE WHEN {u('cid', 'address old')} < {noise.address_old} THEN cid + 1 ELSE coalesce(hid, pid) END"
    )
    full, rt = columns.address(f"({family})"), columns.neighbourhood("rt", 9, f"({family})")
    return f"""CASE WHEN {u("cid", "address missing")} < {noise.address_missing} THEN NULL
        WHEN {u("cid", "address style")} < 0.4 THEN {full} || ' RT ' || {rt}
        WHEN {u("cid", "address style")} < 0.5 THEN village_name ELSE {full} END"""


def write_residents(engine: Engine, as_of: dt.date, path: Path, style: Style) -> None:
    """The population register: a plain CSV, or the same rows as some offices send them.

    'office': semicolons, Windows-1252, title rows, words for the sex, days before months.
    """
    query = residents_sql(as_of)
    if style == "plain":
        engine.run(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER true, NULLSTR '')")
        return
    query = f"""SELECT * REPLACE (
          replace("NAMA_LGKP", chr(39), chr(8217)) AS "NAMA_LGKP", CASE "JENIS_KLMIN" WHEN 'L' THEN 'LAKI-LAKI' ELSE 'PEREMPUAN' END AS "JENIS_KLMIN",
          strftime("TGL_LHR"::DATE, '%d-%m-%Y') AS "TGL_LHR") FROM ({query}) ORDER BY "NO" """
    draft = path.with_suffix(".draft")
    engine.run(
        f"COPY ({query}) TO {literal(str(draft))} (FORMAT csv, HEADER true, DELIMITER ';', NULLSTR '')"
    )
    titles = ("DATA KEPENDUDUKAN BERSIH PROVINSI LAMPUNG", f"KEADAAN {as_of:%d-%m-%Y}", "")
    with (
        draft.open(encoding="utf-8", newline="") as read,
        path.open("w", encoding="cp1252", newline="") as written,
    ):
        written.writelines(f"{title}{';' * (len(RESIDENT_HEADERS) - 1)}\n" for title in titles)
        while chunk := read.read(1 << 22):
            written.write(chunk)
    draft.unlink()


def write_members(
    engine: Engine, noise: Noise, as_of: dt.date, path: Path, workbook_path: Path | None, sheet_rows: int
) -> None:
    """The insurer's masterfile as CSV, and on demand as a workbook of the same rows with an office's headers."""
    engine.run(
        f"COPY ({members_sql(noise, as_of)}) TO {literal(str(path))} (FORMAT csv, HEADER true, NULLSTR '')"
    )
    if workbook_path is not None:
        lost = f"{u('no', 'lost zeros')} < {noise.xlsx_lost_zeros}"
        workbook.write(
            engine,
            workbook.csv_rows(path),
            workbook_path,
            columns=list(zip(MEMBER_HEADERS, WORKBOOK_HEADERS, strict=True)),
            titles=("DATA PESERTA JAMINAN KESEHATAN NASIONAL", f"POSISI {as_of:%d-%m-%Y}"),
            numbers={"NOKAPST": lost},
            sheet="PESERTA",
            sheet_rows=sheet_rows,
        )
