"""Further lists of the groups that Inpres 1/2022 names: companies' workers, state officials, contract staff, regional companies.

On each are people in the right segment, in a wrong one, with a dead card and with none: whoever the
province has in that trade, and some whom an employer never enrolled.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.synthetic import columns, workbook
from semesta.synthetic.draws import below, u
from semesta.synthetic.rosters import say_day
from semesta.synthetic.spec import DEAL_ORDER

#: Shares of those who could stand on a list [assumed]; in the province about 50,000, 32, 20,000 and 4,000 people.
LISTED_WORKERS = 0.14  # of heads of families that live on wages
UNENROLLED_WORKERS = 0.05  # of people with a wage worker's occupation whose family has another segment
LISTED_STAFF = 0.010  # of grown-ups
LISTED_REGIONAL = 0.60  # of families that live on a regional company's wages
FEWEST = 3  # people on a list by chance
_OFFICIALS_A_REGENCY = 2  # the head and the deputy

_WORKING_AGE = (19, 57)
#: Every employer's name ends so: a resemblance to a real one must not hurt it.
_INVENTED = " (REKAAN)"


@dataclass(frozen=True, slots=True)
class _List:
    """One list: the group it is of, its file, sheet and titles, its headers, and who stands on it."""

    group: str
    file: str
    title: str
    headers: tuple[tuple[str, str], ...]  # (column, header)
    query: str  # from `person` to no, name, nik, birth, body and what else the headers name


def write_payrolls(engine: Engine, out: Path, as_of: dt.date) -> tuple[tuple[str, Path], ...]:
    """The lists as workbooks: (group, path). Needs `syn_written` and `syn_council`."""
    made = []
    for one in _lists():
        path = out / f"{one.file}_{as_of}.xlsx"
        workbook.write(
            engine,
            f"WITH {_person(as_of)} {one.query}",
            path,
            columns=list(one.headers),
            titles=(one.title, f"KEADAAN {say_day(as_of)}"),
            sheet=one.file.upper()[:31],
        )
        made.append((one.group, path))
    return tuple(made)


def _lists() -> tuple[_List, ...]:
    return (
        _List("wage_workers", "pekerja_badan_usaha", "DAFTAR PEKERJA BADAN USAHA", (("no", "NO"), ("name", "NAMA KARYAWAN"), ("nik", "NO KTP"), ("birth", "TGL LAHIR"), ("body", "NAMA PERUSAHAAN")), _workers()),
        _List("state_officials", "pejabat_negara", "DAFTAR PEJABAT NEGARA", (("no", "NO"), ("name", "NAMA LENGKAP"), ("nik", "NIK"), ("birth", "TANGGAL LAHIR"), ("office", "JABATAN"), ("body", "INSTANSI")), _officials()),
        _List("non_civil_servants", "non_asn", "DAFTAR PEGAWAI NON-ASN", (("no", "NO"), ("name", "NAMA PEGAWAI"), ("nik", "NIK"), ("birth", "TANGGAL LAHIR"), ("body", "UNIT KERJA")), _staff()),
        _List("regional_companies", "bumd", "DAFTAR PIMPINAN DAN PEGAWAI BUMD", (("no", "NO"), ("name", "NAMA PEGAWAI"), ("nik", "NIK"), ("birth", "TANGGAL LAHIR"), ("body", "BADAN USAHA")), _regional()),
    )  # fmt: skip


def _person(as_of: dt.date) -> str:
    """CTE `person`: residents of working age with the card that their family has, if any."""
    lowest, highest = _WORKING_AGE
    return f"""person AS (
        SELECT p.pid, p.hid, p.name, p.nik, p.birth, p.relation, p.sex, v.code, v.name AS village_name, v.regency_name,
          date_diff('year', p.birth, DATE '{as_of}') AS age, c.bucket, c.cid, false AS council
        FROM syn_person p JOIN syn_household h USING (hid) JOIN syn_village v ON v.v = h.v
        LEFT JOIN syn_card c ON c.pid = p.pid AND NOT c.second
        WHERE p.present AND p.pid NOT IN (SELECT pid FROM syn_council)
          AND date_diff('year', p.birth, DATE '{as_of}') BETWEEN {lowest} AND {highest})"""


def _select(group: str, body: str, who: str, more: str = "", source: str = "person") -> str:
    """What every list has: running number, name, number (some missing or a digit short), day of birth, employer.

    A few are on it by chance, so that no list of a small province is empty.
    """
    chance = f"pid IN (SELECT pid FROM person ORDER BY {u('pid', f'{group} by chance')}, pid LIMIT {FEWEST})"
    who = who if source != "person" else f"{who} OR {chance}"
    lost = u("pid", "payroll nik")
    return f"""SELECT row_number() OVER (ORDER BY code, body, pid) AS no, name,
          CASE WHEN {lost} < 0.03 THEN NULL WHEN {lost} < 0.045 THEN substr(nik::VARCHAR, 1, 15) ELSE nik::VARCHAR END AS nik,
          strftime(birth, '%d-%m-%Y') AS birth, body{more}
        FROM (SELECT *, {body} AS body FROM {source} WHERE {who}) ORDER BY no"""


def _workers() -> str:
    standing = u("hid", "standing")
    company = f"""(['PT ','PT ','CV ','UD ','PT '])[1 + {below("hid", "company form", 5)}]
        || (['SIGER','RUWA','PUBIAN','SEKALA','TAPIS','PESAGI','KALIANDA','SEPUTIH','SAKAI','NUWO','MAHAN','GAMOLAN'])[1 + {below("hid", "company name", 12)}] || ' '
        || (['MAKMUR','ABADI','SENTOSA','MANDIRI','LESTARI','UTAMA','PERKASA','BERSAMA'])[1 + {below("hid", "company second", 8)}] || '{_INVENTED}'"""
    earns = f"(relation = 1 AND {standing} >= 0.110 AND {standing} < 0.200 AND {u('hid', 'company lists')} < {LISTED_WORKERS})"
    unenrolled = f"""({standing} >= 0.200 AND code % 10000 < 2000 AND {below("pid", "town work", 11)} = 6 AND sex = 'L'
        AND {u("pid", "company lists too")} < {UNENROLLED_WORKERS})"""
    return _select("worker", company, f"{earns} OR {unenrolled}")


def _officials() -> str:
    """Head and deputy of each regency, from the province's public servants."""
    standing = f"{u('hid', 'standing')} >= 0.075"
    seat = (
        f"row_number() OVER (PARTITION BY regency_name ORDER BY {standing}, {u('pid', 'seat of state')}, pid)"
    )
    office = "CASE seat WHEN 1 THEN 'KEPALA DAERAH' ELSE 'WAKIL KEPALA DAERAH' END AS office"
    servants = "relation = 1 AND age >= 35"
    return f", servant AS (SELECT *, {seat} AS seat FROM person WHERE {servants}) " + _select(
        "official",
        "'PEMERINTAH ' || regency_name",
        f"seat <= {_OFFICIALS_A_REGENCY}",
        f", {office}",
        "servant",
    )


def _staff() -> str:
    offices = "['DINAS PENDIDIKAN','DINAS KESEHATAN','SEKRETARIAT DAERAH','DINAS PEKERJAAN UMUM','SATUAN POLISI PAMONG PRAJA','DINAS LINGKUNGAN HIDUP','BADAN PENDAPATAN DAERAH']"
    body = f"({offices})[1 + {below('pid', 'contract office', 7)}] || ' ' || regency_name"
    return _select(
        "staff",
        body,
        f"""age <= 56 AND relation <= 4 AND {u("pid", "contract staff")} < {LISTED_STAFF}
            * CASE WHEN bucket = {DEAL_ORDER.index("PPU_PN")} THEN 6 ELSE 0.6 END""",
    )


def _regional() -> str:
    body = f"(['PERUMDA AIR MINUM ','PERUMDA PASAR ','PT BANK PERKREDITAN RAKYAT DAERAH ','PT ANEKA USAHA '])[1 + {below('hid', 'regional company', 4)}] || regency_name || '{_INVENTED}'"
    lives_on_it = f"""(relation = 1 AND bucket = {DEAL_ORDER.index("PPU_BU")} AND {columns.segment()} = 'PEGAWAI BUMD'
        AND {u("hid", "regional lists")} < {LISTED_REGIONAL})"""
    other = f"(relation IN (1, 3) AND {u('pid', 'regional lists too')} < 0.00015)"
    return _select("regional", body, f"{lives_on_it} OR {other}")
