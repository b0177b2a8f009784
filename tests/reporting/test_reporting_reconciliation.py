"""The workbook of the reconciliation meeting: a page to sign, names kept apart by certainty, no money lost, nobody accused."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from semesta.faults import MachineFailed
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker, catalogue
from semesta.reporting.evidence import evidence_words
from semesta.reporting.reconciliation import write_reconciliation
from semesta.tables import CERTAIN, CERTAINTIES, FINDING_KINDS
from tests.reporting.meeting import city, meeting, reconciled, table

BY_NAME = ("Pasti", "Kemungkinan", "Perlu diperiksa")


def test_the_sheets_of_the_meeting(tmp_path: Path, manifest: Manifest) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    assert list(sheets) == ["Ringkasan", *BY_NAME, "Per wilayah", "Selisih", "Tarif"]


def test_every_finding_stands_on_the_sheet_of_its_certainty(tmp_path: Path, manifest: Manifest) -> None:
    desk = city()
    count, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    wanted = dict(desk.engine.rows("SELECT certainty, count(*) FROM findings GROUP BY ALL"))
    found = {sure: len(table(sheets[name])) for sure, name in zip(CERTAINTIES, BY_NAME, strict=True)}
    assert found == {sure: wanted.get(sure, 0) for sure in CERTAINTIES}
    assert count == sum(wanted.values()) and all(found.values())


def test_money_by_name_is_the_money_of_the_findings(tmp_path: Path, manifest: Manifest) -> None:
    desk = city()
    _, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    for sure, name in zip(CERTAINTIES, BY_NAME, strict=True):
        rows = table(sheets[name])
        money = next(column for column in rows[0] if column.endswith("Pemda (Rp)"))
        listed = sum(int(str(row[money])) for row in rows)
        counted = sum(int(str(row[money])) for row in rows if row["Uangnya dihitung"] == "Ya")
        where = f"FROM findings WHERE certainty = '{sure}'"
        assert listed == desk.engine.value(f"SELECT sum(rupiah_local) {where}")
        assert counted == desk.engine.value(f"SELECT coalesce(sum(rupiah_local) FILTER (counted), 0) {where}")


def test_the_page_says_who_meets_which_month_both_sides_and_what_to_decide(
    tmp_path: Path, manifest: Manifest
) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    page = sheets["Ringkasan"]
    cells = [cell for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    text = "\n".join(str(cell) for cell in cells)
    for wanted in ("Kota Bandar Lampung dengan BPJS Kesehatan", "Juli 2024", "Edisi 2024-07-01", "Dinas Kesehatan",
                   "tagihan.csv", "bukan bukti", "Yang diputuskan rapat ini", "NIP/NPP:"):  # fmt: skip
        assert wanted in text, wanted
    assert 75_600 in cells  # the difference of 453,600 and 378,000
    assert page.page_setup.orientation == "landscape" and page.page_setup.fitToHeight in (None, 1)
    assert page.sheet_properties.pageSetUpPr is not None and page.sheet_properties.pageSetUpPr.fitToPage


def test_without_a_bill_the_page_says_that_an_implied_one_was_looked_at(
    tmp_path: Path, manifest: Manifest
) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest, bill=None)
    text = "\n".join(str(c) for row in sheets["Ringkasan"].iter_rows(values_only=True) for c in row if c)
    assert "tidak diberikan" in text and "tersirat" in text and "Selisih (tagihan" not in text


def test_what_is_not_certain_is_asked_and_never_said(tmp_path: Path, manifest: Manifest) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    for name in BY_NAME[1:]:
        rows = table(sheets[name])
        assert all(str(row["Yang ditanyakan"]).endswith("?") for row in rows)
        assert all("henti" not in str(row["Cara memeriksa"]).lower() for row in rows)
        assert "Temuan" not in rows[0] and "Yang dilakukan" not in rows[0]


@pytest.mark.parametrize("kind", FINDING_KINDS)
def test_every_kind_has_a_question_and_a_way_to_find_out(kind: str) -> None:
    for language in ("id", "en"):
        say = Speaker(language)
        assert say(f"recon.ask.{kind}").endswith("?")
        assert not re.search(r"henti|tagih kembali|end the card|claim", say(f"recon.verify.{kind}"), re.I)


def test_officers_fill_in_yes_or_no_a_note_and_a_name(tmp_path: Path, manifest: Manifest) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    sheet = sheets["Pasti"]
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"Ya,Tidak"'
    assert {"Disepakati?", "Catatan", "Diputuskan oleh"} <= set(table(sheet)[0])
    assert sheet.print_title_rows and sheet.page_setup.fitToHeight == 0 and sheet.freeze_panes


def test_nik_and_card_are_masked_unless_a_reason_is_given(tmp_path: Path, manifest: Manifest) -> None:
    engine = city().engine
    _, sheets = reconciled(tmp_path / "r.xlsx", engine, manifest)
    rows = table(sheets["Pasti"])
    assert {row["NIK"] for row in rows} == {"18710101********"}
    assert all(str(row["Kartu"]).startswith("…") for row in rows)
    _, full = reconciled(tmp_path / "f.xlsx", engine, manifest, full_nik_reason="rapat 20 Juli")
    assert "1871010101909001" in {row["NIK"] for row in table(full["Pasti"])}
    for name in ("Ringkasan", *BY_NAME):
        text = "\n".join(str(c) for row in full[name].iter_rows(values_only=True) for c in row if c)
        assert "NIK LENGKAP. Alasan: rapat 20 Juli" in text


def test_evidence_is_told_in_words(tmp_path: Path, manifest: Manifest) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    told = {str(row["Nama"]): str(row["Apa kata data"]) for row in table(sheets["Pasti"])}
    assert (
        told["BUDI"]
        == "data kependudukan mencatat meninggal; penduduknya dikenali dari NIK dan tanggal lahir"
    )
    every = [str(row["Apa kata data"]) for name in BY_NAME for row in table(sheets[name])]
    assert every and not any("=" in text for text in every)


@pytest.mark.parametrize(
    ("codes", "words"),
    [("deaths=2024-03-20 by=nik link=nik", "ada di daftar kematian, wafat 20 Maret 2024; dicocokkan lewat NIK; penduduknya dikenali dari NIK dan tanggal lahir"),
     ("lives=18.01 pays=18.71 payer_by=card_address", "tercatat sebagai penduduk LAMPUNG SELATAN; ditanggung 18.71; pembayar diambil dari alamat kartu"),
     ("billed=75600 rate=37800", "ditagih 75.600; tarif bulan itu 37.800"),
     ("first_row=1234", "sudah ditagih di baris 1234 tagihan"),
     ("link=scored p=1.0000", "penduduknya dinilai dari nama, lahir, dan keluarga; peluang cocok >0,9999"),
     ("something=new", "something=new")],
)  # fmt: skip
def test_evidence_codes_as_sentences(codes: str, words: str) -> None:
    assert evidence_words(codes, Speaker("id"), {"18.01": "LAMPUNG SELATAN"}) == words


def test_regions_add_up_to_the_findings(tmp_path: Path, manifest: Manifest) -> None:
    desk = city()
    _, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    rows = table(sheets["Per wilayah"])
    tops = [row for row in rows if row["Tingkat"] != "kecamatan"]
    assert sum(int(str(row["Pasti: Temuan"])) for row in tops) == desk.engine.count(
        "findings", f"certainty = '{CERTAIN}'"
    )
    assert [row["Kode"] for row in rows if row["Tingkat"] == "kecamatan"] == ["18.71.01"]


def test_a_card_with_two_findings_has_its_money_once_in_its_region(
    tmp_path: Path, manifest: Manifest
) -> None:
    cards = "nik  | link  | segment | payer\n9002 | 2     | PEMDA   | 18.71\n9002 | 2 dup | PPU_BU  | -"
    desk = city(cards=cards)
    assert desk.engine.value("SELECT sum(rupiah_local) FROM findings") == 2 * 37_800  # same NIK, two segments
    _, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    (regency, district) = table(sheets["Per wilayah"])
    assert regency["Pasti: Rp Pemda"] == district["Pasti: Rp Pemda"] == 37_800
    assert regency["Pasti: Temuan"] == 2


def test_differences_show_the_amounts_of_the_bill_against_the_rate(
    tmp_path: Path, manifest: Manifest
) -> None:
    bill = "card | nik  | amount\n1    | 9001 | 37800\n2    | 9002 | 75600\n2    | 9002 | 37800\n99   | -    | 37800"
    desk = city(bill=bill)
    _, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    rows = {str(row["Hal"]): row for row in table(sheets["Selisih"])}
    assert rows["3 baris @ Rp 37.800"]["Selisih"] == 0
    assert rows["1 baris @ Rp 75.600"]["Selisih"] == 37_800
    assert rows["Ditagih lebih dari sekali"]["Selisih"] == 1
    assert rows["Ditagih, tetapi bukan peserta"]["Selisih"] == 1
    assert rows["Orang"]["Selisih"] == 2
    assert "Baris tagihan" in table(sheets["Pasti"])[0]


def test_findings_of_the_bill_as_a_whole_stand_among_the_differences(
    tmp_path: Path, manifest: Manifest
) -> None:
    desk = city(bill_persons=20, bill_amount=800_000)
    _, sheets = reconciled(tmp_path / "r.xlsx", desk.engine, manifest)
    told = [str(row["Hal"]) for row in table(sheets["Selisih"])]
    assert any(text.startswith("Jumlah orang yang ditagih") for text in told)
    by_name = sum(len(table(sheets[name])) for name in BY_NAME)
    assert by_name == desk.engine.count("findings", "member_id IS NOT NULL OR bill_row IS NOT NULL")


def test_rates_stand_with_article_and_how_they_were_verified(tmp_path: Path, manifest: Manifest) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest)
    rows = table(sheets["Tarif"])
    assert [row["Rp per orang per bulan"] for row in rows[:2]] == [35_000, 2_800]
    labels = {text.id for key, text in catalogue().items() if key.startswith("recon.verified.")}
    assert all(row["Pasal"] and row["Peraturan"] and row["Verifikasi"] in labels for row in rows)


def test_long_lists_go_on_in_a_further_sheet(tmp_path: Path, manifest: Manifest) -> None:
    engine = city().engine
    engine.run("""
        CREATE OR REPLACE TABLE findings AS
        SELECT f.* REPLACE (row_number() OVER () AS finding_id) FROM (SELECT * FROM findings WHERE kind = 'dead' AND certainty = 'certain' LIMIT 1) f, range(30)""")
    path = tmp_path / "long.xlsx"
    assert write_reconciliation(path, engine, manifest=manifest, meeting=meeting(), rows_per_sheet=18) == 30
    names = openpyxl.load_workbook(path).sheetnames
    assert {"Pasti", "Pasti 2", "Pasti 3"} <= set(names)


def test_nothing_is_left_in_the_engine_and_a_closed_folder_is_told(
    tmp_path: Path, manifest: Manifest
) -> None:
    engine = city().engine
    reconciled(tmp_path / "r.xlsx", engine, manifest)
    assert not engine.has_table("named_cards")
    with pytest.raises(MachineFailed, match="written"):
        reconciled(tmp_path / "no" / "r.xlsx", engine, manifest)


def test_the_page_names_the_region_whose_payers_meet_and_says_what_a_dash_means(
    tmp_path: Path, manifest: Manifest
) -> None:
    _, sheets = reconciled(tmp_path / "r.xlsx", city().engine, manifest, payer_code="", payer_name="")
    told = "\n".join(str(c) for row in sheets["Ringkasan"].iter_rows(values_only=True) for c in row if c)
    assert "Semua pemerintah daerah di LAMPUNG dengan BPJS" in told
    assert "Tanda –" in told
