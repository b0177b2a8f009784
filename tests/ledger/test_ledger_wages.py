"""Wage lists: who is on them is billed by them, who cannot be is named with a remedy, and again changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused
from semesta.ledger.adjusting import adjust
from semesta.ledger.billing import run_bills
from semesta.ledger.closing import close_month
from semesta.ledger.wage_files import read_wage_list
from semesta.ledger.wages import WagesTaken, take_wages
from semesta.register.payer_records import employer
from semesta.register.people import Enrolled
from semesta.register.vocabulary import Relation
from tests.ledger.ledger_world import asked, books, lines_by_party, parts_of
from tests.register.desk_people import BY, POOR, WORKER, enrol, four, person

pytestmark = pytest.mark.usefixtures("database")
JULY, AUGUST = dt.date(2024, 7, 1), dt.date(2024, 8, 1)
TODAY = dt.date(2024, 8, 20)


def _list(folder: Path, *rows: str, header: str = "No;NIK;Nama Pegawai;Gaji;Bulan") -> Path:
    file = folder / "daftar.csv"
    file.write_text("DAFTAR GAJI PT CONTOH\n" + "\n".join((header, *rows)) + "\n", encoding="utf-8")
    return file


def _take(file: Path, payer: int, month: dt.date = JULY) -> WagesTaken:
    return take_wages(listed=read_wage_list(file, month=month, today=TODAY), payer=payer, by=BY)


def _nik(family: Enrolled, place: int = 0) -> str:
    [(nik,)] = asked("SELECT nik FROM person WHERE id = %s", family.people[place].id)
    return str(nik)


def test_a_worker_goes_over_to_the_new_employer_with_the_family_and_is_billed(tmp_path: Path) -> None:
    family = enrol(segment=WORKER, hospital_class=2)
    new = employer(code="PT Baru", name="PT Baru", by=BY)
    taken = _take(_list(tmp_path, f"1;{_nik(family)};Budi Santosa;Rp 5.000.000,-;Juli 2024"), new)
    assert (taken.outcomes, taken.moved, taken.rejects) == ({"NEW": 1}, 1, ())
    assert asked("SELECT DISTINCT payer_id FROM person") == [(new,)]
    done = run_bills(month=JULY, by=BY)
    assert done.rupiah == {"EMPLOYER": 250_000}
    assert done.outcomes == {"BILLED": 1, "COVERED_BY_WORKER": 3}


def test_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    family = enrol(segment=WORKER, hospital_class=2)
    new = employer(code="PT Baru", name="PT Baru", by=BY)
    file = _list(tmp_path, f"1;{_nik(family)};BUDI SANTOSO;5000000;2024-07")
    _take(file, new)
    before = asked("SELECT count(*) FROM change"), asked("SELECT count(*) FROM wage")
    again = _take(file, new)
    assert (again.outcomes, again.moved) == ({"UNCHANGED": 1}, 0)
    assert before == (asked("SELECT count(*) FROM change"), asked("SELECT count(*) FROM wage"))


def test_a_corrected_wage_of_a_billed_month_is_the_difference_in_the_open_one(tmp_path: Path) -> None:
    family = enrol(segment=WORKER, hospital_class=2)
    payer = employer(code="PT Contoh", name="PT Contoh", by=BY)
    _take(_list(tmp_path, f"1;{_nik(family)};BUDI SANTOSO;4000000;"), payer)
    run_bills(month=JULY, by=BY)
    close_month(month=JULY, by=BY)
    taken = _take(_list(tmp_path, f"1;{_nik(family)};BUDI SANTOSO;4500000;"), payer)
    assert taken.outcomes == {"CHANGED": 1}
    done = adjust(on=JULY, by=BY)
    assert (done.month, done.rupiah) == (AUGUST, {"EMPLOYER": 25_000})
    assert parts_of(family.people[0].id, JULY) == (45_000, 180_000, 0, 0)
    assert books() == lines_by_party()


def test_every_row_is_taken_or_refused_with_its_place_and_remedy(tmp_path: Path) -> None:
    worker, poor = enrol(segment=WORKER, hospital_class=2), enrol(four(), segment=POOR)
    payer = employer(code="PT Contoh", name="PT Contoh", by=BY)
    nik = _nik(worker)
    taken = _take(
        _list(
            tmp_path,
            f"1;{nik};BUDI SANTOSO;4000000;",
            f"2;{nik};BUDI SANTOSO;4100000;",
            f"3;{_nik(poor)};BUDI SANTOSO;4000000;",
            f"4;{_nik(worker, 1)};SITI AMINAH;4000000;",
            "5;1871010101809000;SIAPA;4000000;",
            f"6;{nik};BUDI SANTOSO;0;",
            f"7;{nik};BUDI SANTOSO;empat juta;",
            f"8;{nik};SRI WAHYUNI;4000000;",
            "9;3.27E+15;BUDI;4000000;",
            "10;;BUDI;4000000;",
        ),
        payer,
    )
    assert taken.outcomes == {"NEW": 1, "REJECTED": 9} and taken.rows == 10
    assert {it.row - 2: it.code for it in taken.rejects} == {
        2: "repeated",
        3: "not_by_wage",
        4: "not_by_wage",
        5: "unknown",
        6: "wage_zero",
        7: "amount_unknown",
        8: "name_other",
        9: "nik_scientific",
        10: "number_missing",
    }
    assert all(it.remedy.id and it.remedy.en for it in taken.rejects)
    assert nik not in str(taken.rejects)


def test_a_family_that_the_law_does_not_let_go_over_is_refused_with_the_rule(tmp_path: Path) -> None:
    rini = person("RINI", "P", dt.date(2004, 6, 1), Relation.CHILD)
    family = enrol([*four()[:2], rini], segment=WORKER, hospital_class=2)
    new = employer(code="PT Baru", name="PT Baru", by=BY)
    before = asked("SELECT count(*) FROM change")
    taken = _take(_list(tmp_path, f"1;{_nik(family)};BUDI SANTOSO;5000000;2025-07"), new)
    assert [it.code for it in taken.rejects] == ["family.dependant"]
    assert before == asked("SELECT count(*) FROM change")


def test_a_file_without_wages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="wage"):
        read_wage_list(_list(tmp_path, header="NIK;Nama"), month=JULY, today=TODAY)
