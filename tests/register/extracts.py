"""Invented extracts and editions of a few cards, and what the register says about its people, ready to compare."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from semesta.register.recording import Decision
from tests.coverage.world import nik

FIRST_DAY, SECOND_DAY = dt.date(2024, 7, 1), dt.date(2024, 8, 1)
BY = Decision("uji", "coba")
KK = 1871010101199001

#: What a row of an extract says when a test does not care.
USUAL: dict[str, Any] = {
    "card": None, "nik": None, "kk": None, "name": "SITI", "sex": "P", "birth_date": "1990-04-13", "relation": 1,
    "village_code": "18.71.01.1004", "address": "JALAN MAWAR", "segment": "PEKERJA MANDIRI", "hospital_class": 3,
    "status": "AKTIF", "start_date": "2020-01-01", "end_date": None, "payer_region": None, "facility": "PUSKESMAS",
}  # fmt: skip


def row(number: int, **values: object) -> dict[str, Any]:
    """The row of card and NIK number so and so."""
    return {**USUAL, "card": card(number), "nik": nik(number), **values}


def card(number: int) -> str:
    return f"00090000{number:05d}"


def write_extract(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "peserta.csv") -> Path:
    """A CSV file in the columns of layout `semesta`; None is an empty cell."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def present() -> dict[str, dict[str, Any]]:
    """Card (or nothing, then NIK as written) -> what is known now of its person; `family`: the cards of the family."""
    found = _rows(
        "SELECT p.id, p.family_id, f.name, f.sex, f.birth_date, f.kk, f.village, f.address, f.facility, m.relation, "
        "m.segment, m.hospital_class, m.status, m.status_raw, m.start_date, m.end_date, m.payer_written, y.code AS payer "
        "FROM person p JOIN person_fact f ON f.person_id = p.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
        "JOIN membership m ON m.person_id = p.id AND m.superseded_by_id IS NULL AND m.valid_to IS NULL "
        "LEFT JOIN payer y ON y.id = m.payer_id"
    )
    numbers = {(n["person_id"], n["kind"]): n["value"] for n in _rows(
        "SELECT person_id, kind, value FROM identifier WHERE superseded_by_id IS NULL AND valid_to IS NULL"
    )}  # fmt: skip
    people = {}
    families: dict[int, set[str]] = {}
    for one in found:
        person, family = one.pop("id"), one.pop("family_id")
        key = numbers.get((person, 2)) or f"tanpa kartu {numbers.get((person, 4))}"
        one["nik"], one["nik_written"] = numbers.get((person, 1)), numbers.get((person, 4))
        people[key] = one
        families.setdefault(family, set()).add(key)
        one["family"] = families[family]
    return people


def count(table: str, where: str = "1 = 1") -> int:
    return int(_rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"])


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, one, strict=True)) for one in cursor.fetchall()]


def cards_of_all_kinds() -> list[dict[str, Any]]:
    """Staged members for an edition: everything that could get lost on the way through the register."""
    day = dt.date(2020, 2, 29)
    rows: list[dict[str, Any]] = [
        {"card": 900000001, "nik": nik(0), "kk": KK, "name": "BUDI", "relation": 1, "birth_date": day, "hospital_class": 3},
        {"card": 900000002, "nik": nik(1), "kk": KK, "name": "SITI", "relation": 3, "hospital_class": 3},
        {"card": 900000003, "nik": nik(2), "kk": KK, "name": "JOKO", "segment": "PEKERJA MANDIRI", "bucket": "PBPU", "hospital_class": 1},
        {"card": 900000004, "nik": nik(0), "name": "BUDI LAGI", "status": "NONAKTIF_DATA", "status_raw": "DATA GANDA"},
        {"card": 900000005, "nik": None, "nik_written": "'18E15, bukan \"NIK\"", "name": "RINA"},
        {"card": None, "nik": nik(4), "name": "TANPA KARTU", "village": None},
        {"card": 900000007, "nik": nik(5), "name": None, "sex": None, "address": "GG. \"MELATI\", RT 1\tRW 2"},
        {"card": 900000008, "nik": nik(6), "name": "WATI", "segment": None, "bucket": "PPU_BU"},
        {"card": 900000009, "nik": nik(7), "name": "AGUS", "segment": None, "bucket": "UNKNOWN", "status_raw": None, "status": "TIDAK_DIKETAHUI"},
        {"card": 900000010, "nik": nik(8), "name": "DEWI", "segment": "PBPU DAN BP PEMERINTAH DAERAH", "bucket": "PBPU_BP_PEMDA", "payer_region": "18"},
        {"card": 900000011, "nik": nik(9), "name": "EKO", "segment": "PBPU DAN BP PEMERINTAH DAERAH", "bucket": "PBPU_BP_PEMDA", "payer_region": "Pemkot Bandar Lampung"},
        {"card": 900000012, "nik": nik(10), "name": "FAJAR", "segment": "PEGAWAI SWASTA", "bucket": "PPU_BU", "payer_region": "PT  Maju"},
        {"card": 900000013, "nik": nik(11), "name": "GITA", "status": "MENINGGAL", "status_raw": "MENINGGAL", "start_date": day, "end_date": dt.date(2024, 6, 1), "facility": "KLINIK"},
        {"card": 900000014, "nik": nik(12), "name": "HADI", "status": "AKTIF", "status_raw": "0", "village": 1872011001, "address": "x" * 400},
    ]  # fmt: skip
    return [{"village": 1871011004, **one} for one in rows]
