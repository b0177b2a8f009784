"""`semesta audit` and `semesta rosters`, as a treasurer and an analyst run them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
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
