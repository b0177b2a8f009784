"""The mutation file: removals and changes that are certain, additions by the policy; what is not certain never gets in."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.engine import Engine, literal
from semesta.manifest import Manifest
from semesta.reporting.form_filling import Filling, fill_form
from semesta.reporting.mutation_fields import FIELDS, FORM_FIELDS
from semesta.reporting.mutation_template import open_form
from tests.reporting.meeting import city, mutated, table

COMPANY = """
nik  | name | link | segment | payer
9002 | SITI | 2    | PEMDA   | 18.71
9002 | SITI | 2 dup | PPU_BU | -
"""


def rows(path: Path, manifest: Manifest, **changes: object) -> list[dict[str, object]]:
    _, sheets = mutated(path, city().engine, manifest, **changes)  # type: ignore[arg-type]
    return table(sheets["MUTASI"])


def named(found: list[dict[str, object]], kind: str) -> list[object]:
    return [row["Nama"] for row in found if row["Jenis"] == kind]


# --- which rows -------------------------------------------------------------------------------------


def test_a_certain_death_ends_the_card_with_its_number_reason_and_day(
    tmp_path: Path, manifest: Manifest
) -> None:
    row = next(r for r in rows(tmp_path / "m.xlsx", manifest) if r["Nama"] == "BUDI")
    assert (row["Jenis"], row["Alasan"], row["No. kartu"]) == ("KURANG", "MENINGGAL", "0000000000001")
    assert (row["NIK"], row["Periode"], row["Pengusul"]) == ("1871010101909001", "2024-07", "Dinas Kesehatan")
    assert str(row["TMT"])[:10] == "2024-08-01" and str(row["Tanggal lahir"])[:10] == "1990-01-01"


def test_a_death_that_is_only_probable_is_asked_and_never_proposed(
    tmp_path: Path, manifest: Manifest
) -> None:
    done, sheets = mutated(tmp_path / "m.xlsx", city().engine, manifest)
    assert "ADI" not in {row["Nama"] for row in table(sheets["MUTASI"])}
    beside = openpyxl.load_workbook(tmp_path / "m-perlu-diperiksa.xlsx").worksheets[0]
    asked = {str(row["Nama"]): row for row in table(beside)}
    assert asked["ADI"]["Yang ditanyakan"] == "Apakah pemegang kartu masih hidup?"
    assert set(asked) == {"ADI"} and done.to_verify == len(asked)
    assert asked["ADI"]["NIK"] == "18710101********"


def test_nobody_of_an_uncertain_finding_is_in_the_file(tmp_path: Path, manifest: Manifest) -> None:
    desk = city()
    _, sheets = mutated(tmp_path / "m.xlsx", desk.engine, manifest, add=True, add_allowed=True)
    doubted = {
        card
        for (card,) in desk.engine.rows(
            "SELECT m.card FROM findings f JOIN members m USING (member_id) WHERE certainty <> 'certain'"
        )
    }
    certain = {
        card
        for (card,) in desk.engine.rows(
            "SELECT m.card FROM findings f JOIN members m USING (member_id) WHERE certainty = 'certain'"
        )
    }
    written = {row["No. kartu"] for row in table(sheets["MUTASI"])}
    assert doubted - certain and not written & (doubted - certain)


def test_of_two_segments_the_local_card_ends_because_of_the_job(tmp_path: Path, manifest: Manifest) -> None:
    engine = city(cards=COMPANY).engine
    _, sheets = mutated(tmp_path / "m.xlsx", engine, manifest)
    found = [row for row in table(sheets["MUTASI"]) if row["Jenis"] == "KURANG"]
    assert [(row["No. kartu"], row["Alasan"]) for row in found] == [("0000000000001", "BEKERJA_PPU")]


def test_one_card_is_proposed_once_whatever_its_findings(tmp_path: Path, manifest: Manifest) -> None:
    cards = [row["No. kartu"] for row in rows(tmp_path / "m.xlsx", manifest) if row["No. kartu"]]
    assert len(cards) == len(set(cards))


def test_what_the_register_has_otherwise_is_a_change_with_old_and_new(
    tmp_path: Path, manifest: Manifest
) -> None:
    row = next(r for r in rows(tmp_path / "m.xlsx", manifest) if r["Nama"] == "SITI AMINAH")
    assert (row["Jenis"], row["Alasan"]) == ("UBAH", "PERBAIKAN_DATA")
    assert row["Perubahan"] == "KK: (kosong) -> 1871010101109002; NAMA: SITI A -> SITI AMINAH"
    assert row["No. KK"] == "1871010101109002"


def test_changes_can_be_left_out(tmp_path: Path, manifest: Manifest) -> None:
    assert named(rows(tmp_path / "m.xlsx", manifest, change=False), "UBAH") == []


def test_a_card_of_another_segment_is_no_business_of_the_local_government(
    tmp_path: Path, manifest: Manifest
) -> None:
    assert "WATI" not in {row["Nama"] for row in rows(tmp_path / "m.xlsx", manifest)}


def test_additions_only_when_asked_poorest_first_within_the_quota_and_with_a_nik(
    tmp_path: Path, manifest: Manifest
) -> None:
    assert named(rows(tmp_path / "a.xlsx", manifest), "TAMBAH") == []
    every = named(rows(tmp_path / "b.xlsx", manifest, add=True), "TAMBAH")
    assert every == ["EKO", "JOKO", "UMI"]  # in the order of names; who has no NIK cannot be registered
    assert len(named(rows(tmp_path / "c.xlsx", manifest, add=True, quota=2), "TAMBAH")) == 2
    row = next(r for r in rows(tmp_path / "d.xlsx", manifest, add=True) if r["Nama"] == "EKO")
    assert (row["Kelas"], row["Alasan"], row["Desa/kelurahan"]) == ("3", "PENDAFTARAN", "SURABAYA")


def test_another_payer_gets_none_of_these_rows(tmp_path: Path, manifest: Manifest) -> None:
    done, _ = mutated(tmp_path / "m.xlsx", city().engine, manifest, payer_region="18.01", add=True)
    assert (done.added, done.removed, done.changed, done.to_verify) == (0, 0, 0, 0)


def test_counts_are_the_rows_of_the_file(tmp_path: Path, manifest: Manifest) -> None:
    done, sheets = mutated(tmp_path / "m.xlsx", city().engine, manifest, add=True)
    found = table(sheets["MUTASI"])
    assert (done.added, done.removed, done.changed) == tuple(
        len(named(found, k)) for k in ("TAMBAH", "KURANG", "UBAH")
    )
    head = str(sheets["MUTASI"]["A5"].value)
    assert (
        head
        == f"TAMBAH {done.added}   KURANG {done.removed}   UBAH {done.changed}   seluruhnya {done.added + done.removed + done.changed}"
    )


def test_every_field_can_stand_in_a_form(tmp_path: Path, manifest: Manifest) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fields = (*FIELDS, *FORM_FIELDS)
    for at, field in enumerate(fields, start=1):
        sheet.cell(1, at, field)
        sheet.cell(2, at, "{" + field + "}")
    book.save(tmp_path / "t.xlsx")
    _, sheets = mutated(tmp_path / "m.xlsx", city().engine, manifest, template=tmp_path / "t.xlsx", add=True)
    found = table(next(iter(sheets.values())))
    assert [row["no"] for row in found] == list(range(1, len(found) + 1))
    budi = next(row for row in found if row["nama"] == "BUDI")
    assert (budi["kab_nama"], budi["kec_kode"], budi["tmt"]) == (
        "KOTA BANDAR LAMPUNG",
        "18.71.01",
        "01-08-2024",
    )
    assert not any("{" in str(value) for row in found for value in row.values())
    assert "meninggal" in str(budi["keterangan"]) and "=" not in str(budi["keterangan"])


# --- what is written ----------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_name_comes_back_as_it_was_and_never_as_a_formula(tmp_path: Path, names: list[str]) -> None:
    names = [re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", name) for name in names]
    form = open_form(None)
    listed = ", ".join(f"({n}, {literal(name)})" for n, name in enumerate(names, start=1))
    empty = ", ".join(f"'' AS {field}" for field in FIELDS if field not in ("no", "nama", "tgl_lahir", "tmt"))
    query = f"SELECT *, NULL::DATE AS tgl_lahir, NULL::DATE AS tmt, {empty} FROM (VALUES {listed}) t(row_no, nama) ORDER BY row_no"
    values = dict.fromkeys(FORM_FIELDS, "x")
    with Engine(threads=1) as engine:
        fill_form(engine, form, [Filling(form.sheets[0], query, len(names), values)], tmp_path / "n.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "n.xlsx").worksheets[0]
    found = [sheet.cell(form.sheets[0].row + i, 6) for i in range(len(names))]
    assert [cell.value or "" for cell in found] == [
        name.replace("\r\n", "\n").replace("\r", "\n") for name in names
    ]
    assert all(cell.data_type != "f" for cell in found)


def test_the_same_order_gives_the_same_bytes(tmp_path: Path, manifest: Manifest) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        mutated(tmp_path / name, city().engine, manifest, add=True)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("quota", [None, 1])
def test_nothing_is_left_in_the_engine(tmp_path: Path, manifest: Manifest, quota: int | None) -> None:
    engine = city().engine
    before = engine.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1")
    mutated(tmp_path / "m.xlsx", engine, manifest, add=True, quota=quota)
    assert engine.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1") == before
