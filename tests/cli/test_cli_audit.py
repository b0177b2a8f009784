"""`semesta audit` and `semesta rosters`, as a treasurer and an analyst run them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from semesta.edition.audits import Audit
from tests.cli.cli_world import Demo, Semesta


def test_an_audit_makes_its_folder_and_says_what_was_found(
    semesta: Semesta, demo: Demo, tmp_path: Path
) -> None:
    out = tmp_path / "audit"
    said = semesta("audit", demo.new, "--out", out, "--before", demo.old)
    assert said.code == 0, said.err
    assert str(out) in said.words.replace(" ", "") or out.name in said.out
    assert "Jalan masuk" in said.out and "Temuan" in said.out
    audit = Audit.open(out)
    assert audit.summary.before == "2023-08-01" and audit.summary.bill == "implied"
    assert {"findings.parquet", "ways_in.parquet", "audit.json", "rekonsiliasi.xlsx"} <= {
        file.name for file in out.iterdir()
    }


def test_a_bill_by_name_with_deaths(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    (bill,) = demo.files.glob("tagihan_*_2024-07.csv")
    (deaths,) = demo.files.glob("kematian_2024-07-01.csv")
    out = tmp_path / "audit"
    said = semesta(
        "audit",
        demo.new,
        "--out",
        out,
        "--bill",
        bill,
        "--deaths",
        deaths,
        "--payer",
        "18.71",
        "--lang",
        "en",
    )
    assert said.code == 0, said.err
    summary = Audit.open(out).summary
    assert summary.bill == "list" and summary.payer == "18.71"
    assert [name.split(" ")[0] for name in summary.inputs] == [bill.name, deaths.name]
    assert all(rate.split()[-1] in ("read", "reported", "to_be_verified") for rate in summary.rates)


def test_a_bill_of_another_month_is_refused(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    (bill,) = demo.files.glob("tagihan_*_2024-07.csv")
    said = semesta("audit", demo.new, "--out", tmp_path / "a", "--bill", bill, "--month", "2024-06")
    assert said.code == 2 and "2024-07" in said.err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("arguments", "place"),
    [(("--month", "07/2024"), "--month"), (("--month", "2024-05"), "--month"), (("--payer", "32.01"), "--payer"),
     (("--bill-amount", "1000"), "--bill-amount")],
)  # fmt: skip
def test_what_cannot_be_audited_is_refused_with_a_remedy(
    semesta: Semesta, demo: Demo, tmp_path: Path, arguments: tuple[str, str], place: str
) -> None:
    said = semesta("audit", demo.new, "--out", tmp_path / "a", *arguments)
    assert said.code in (2, 3) and place in said.err
    assert list(tmp_path.iterdir()) == []


def test_totals_of_a_bill(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "audit"
    said = semesta(
        "audit",
        demo.new,
        "--out",
        out,
        "--payer",
        "18.71",
        "--bill-persons",
        "999",
        "--bill-amount",
        999 * 37_800,
        "--lang",
        "en",
    )
    assert said.code == 0, said.err
    assert "The number of people billed" in said.words
    totals = Audit.open(out).summary
    assert totals.bill == "totals" and totals.bill_persons == 999


def test_an_existing_folder_is_left_alone(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "audit").mkdir()
    said = semesta("audit", demo.new, "--out", tmp_path / "audit")
    assert said.code == 2 and list((tmp_path / "audit").iterdir()) == []


def test_rosters_on_the_terminal_and_as_a_list_with_masked_numbers(
    semesta: Semesta, demo: Demo, tmp_path: Path
) -> None:
    said = semesta("rosters", demo.new, "--lang", "en")
    assert said.code == 0 and "council" in said.out and "right" in said.out
    listed = tmp_path / "pegawai.xlsx"
    assert semesta("rosters", demo.new, "--out", listed).code == 0
    sheet = openpyxl.load_workbook(listed)["nama"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert any("********" in cell for cell in cells)
    assert not any(len(cell) == 16 and cell.isdigit() for cell in cells)


def test_a_group_that_is_not_there_and_full_numbers_on_a_screen(semesta: Semesta, demo: Demo) -> None:
    assert semesta("rosters", demo.new, "--group", "koperasi").code == 3
    assert semesta("rosters", demo.new, "--full-nik", "rapat").code == 2


# --- bills that are wrong, or not wholly readable --------------------------------------------------------


def _bill_of(demo: Demo, folder: Path, change: Callable[[list[str]], list[str]]) -> Path:
    (bill,) = demo.files.glob("tagihan_*_2024-07.csv")
    head, *lines = bill.read_text(encoding="utf-8-sig").splitlines()
    path = folder / "tagihan.csv"
    path.write_text("\n".join(change([head, *lines])) + "\n", encoding="utf-8")
    return path


def test_what_is_refused_of_a_bill_is_told_and_kept(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    def broken(lines: list[str]) -> list[str]:
        return [*lines, lines[1] + ",9,9,9"]

    out = tmp_path / "audit"
    said = semesta("audit", demo.new, "--out", out, "--bill", _bill_of(demo, tmp_path, broken), "--no-change")
    assert said.code == 0, said.err
    assert "tagihan.csv: tagihan, CSV" in said.err  # how it was understood
    assert "lembar Ditolak" in said.words and "rejects.parquet" in said.words
    kept = pyarrow.parquet.read_table(out / "rejects.parquet").to_pylist()
    assert [row["scope"] for row in kept if row["scope"] == "row"] == ["row"]
    book = openpyxl.load_workbook(out / "rekonsiliasi.xlsx")
    told = [row for row in book["Ditolak"].iter_rows(values_only=True) if row[0] == "tagihan.csv"]
    assert len(told) == len(kept)
    assert not re.search(r"\d{16}", str(told))
    assert " rejected=1 " in Audit.open(out).summary.inputs[0]
    assert ", 0 ubah" in said.words


def test_a_bill_of_other_people_or_of_another_province_stops_unless_accepted(
    semesta: Semesta, demo: Demo, tmp_path: Path
) -> None:
    other = tmp_path / "lain.csv"
    other.write_text(
        "NO KARTU,NIK,NAMA\n0009999999991,3273010101909001,ANI\n0009999999992,3273010101909002,BENI\n"
    )
    said = semesta("audit", demo.new, "--out", tmp_path / "a", "--bill", other)
    assert said.code == 4 and "--accept-caps unmatched_bill" in " ".join(said.err.split())
    assert not (tmp_path / "a").exists()
    accepted = semesta(
        "audit",
        demo.new,
        "--out",
        tmp_path / "b",
        "--bill",
        other,
        "--accept-caps",
        "unmatched_bill",
        "--tables-only",
    )
    assert accepted.code == 0, accepted.err
    assert Audit.open(tmp_path / "b").summary.accepted_caps == ("unmatched_bill",)
    assert semesta("audit", demo.new, "--out", tmp_path / "c", "--accept-caps", "no_such_cap").code == 2


def test_a_month_in_the_title_of_a_bill_is_not_passed_over(
    semesta: Semesta, demo: Demo, tmp_path: Path
) -> None:
    title = tmp_path / "t.csv"
    title.write_text("TAGIHAN BULAN JUNI 2024,,\nNO KARTU,NIK,NAMA\n0000000000001,1871010101909001,SITI\n")
    said = semesta("audit", demo.new, "--out", tmp_path / "a", "--bill", title)
    assert said.code == 2 and "2024-06" in said.err


def test_everyone_whom_the_policy_allows_can_be_added(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    def added(out: str, *more: str) -> int:
        said = semesta("audit", demo.new, "--out", tmp_path / out, *more)
        assert said.code == 0, said.err
        found = re.search(r"Berkas mutasi: ([\d.]+) tambah", said.words)
        assert found
        return int(found[1].replace(".", ""))

    assert 0 < added("b", "--add", "way") < added("c", "--add", "allowed")
