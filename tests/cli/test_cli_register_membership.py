"""The desk registers a family from a file, changes its membership, and hears of births and deaths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from tests.cli.cli_world import Semesta
from tests.databases import fresh
from tests.register.desk_people import asked, rows

FAMILY = """
segment: pekerja mandiri
hospital_class: 3
start: 2024-07-01
people_on_card: 2
people:
  - {name: BUDI SANTOSO, sex: L, birth_date: 1988-01-01, relation: 1, nik: 1871010101889001, kk: 1871010107249001, phone: 0721700}
  - {name: SITI AMINAH, sex: P, birth_date: 1990-01-01, relation: 3, nik: 1871014101909002, kk: 1871010107249001, rt: 007}
"""
BABY = """
start: 2024-08-10
people: [{name: BAYI NY SITI, sex: P, birth_date: 2024-08-01, relation: 4}]
"""


class Desk:
    """Commands of `semesta register` on one database."""

    def __init__(self, semesta: Semesta, url: str, folder: Path) -> None:
        self.semesta, self.url, self.folder = semesta, url, folder

    def __call__(self, *words: str, code: int = 0) -> str:
        said = self.semesta("register", *words, "--database", self.url)
        assert said.code == code, said.err
        return " ".join((said.out if code == 0 else said.err).split())

    def file(self, text: str) -> str:
        path = self.folder / "keluarga.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def desk(semesta: Semesta, tmp_path: Path) -> Iterator[Desk]:
    with fresh("sqlite") as url:
        yield Desk(semesta, url, tmp_path)


def test_a_family_comes_in_with_its_first_bill(desk: Desk) -> None:
    said = desk("enrol", desk.file(FAMILY))
    assert "2 orang terdaftar dalam keluarga 1" in said
    assert "kartu 0009000000001" in said and "Rp 70.000" in said and "2024-07" in said
    again = desk("enrol", desk.file(FAMILY), code=9)
    assert "1871010101889001" not in again and "187101********01" in again
    baby = json.loads(desk("add", "1", desk.file(BABY), "--json"))
    assert [it["id"] for it in baby["people"]] == [3]
    desk("add", "99", desk.file(BABY), code=3)


def test_membership_goes_by_named_steps(desk: Desk) -> None:
    desk("enrol", desk.file(FAMILY))
    desk("change", "activate", "1", "2", "--since", "2024-07-20")
    desk("change", "suspend", "1871010101889001", "--since", "2024-09-01")
    assert "tidak ada yang berubah" in desk("change", "suspend", "1", "--since", "2024-10-01")
    assert "tidak dapat menjadi" in desk("change", "end", "2", "--ground", "NONAKTIF_PBI_KELUAR", "--since", "2024-10-01", code=9)  # fmt: skip
    desk("change", "end", "2", "--since", "2024-10-01", code=2)
    desk("change", "suspend", "2", code=2)
    desk(
        "move",
        "1",
        "2",
        "--since",
        "2024-11-01",
        "--segment",
        "PEGAWAI SWASTA",
        "--class",
        "2",
        "--payer",
        "PT Contoh",
    )
    assert rows(1)[-2:] == [
        ("2024-09-01", "2024-11-01", "SUSPENDED", "NONAKTIF_TUNGGAKAN"),
        ("2024-11-01", None, "MOVED", "AKTIF"),
    ]
    claimed = desk("move", "1", "2", "--claim", "--since", "2024-12-01", "--segment", "PBI JAMINAN KESEHATAN", "--class", "3", "--payer", "PUSAT", code=9)  # fmt: skip
    assert "didahulukan" in claimed
    desk("correct-membership", "1", "2", "--class", "1")
    desk("correct-membership", "1", code=2)
    desk("change", "void", "1", "2")
    assert rows(1)[-1] == ("2024-09-01", None, "SUSPENDED", "NONAKTIF_TUNGGAKAN")


def test_people_die_move_house_and_were_written_wrong(desk: Desk) -> None:
    desk("enrol", desk.file(FAMILY))
    desk("death", "1", "--on", "2024-08-17", "--document", "surat kematian 4/2024")
    assert rows(1)[-1] == ("2024-08-17", None, "ENDED", "MENINGGAL")
    assert "kematian" in desk("history", "1")
    desk("death", "1", "--withdraw")
    assert rows(1) == [("2024-07-01", None, "ENROLLED", "BELUM_AKTIF")]
    desk("death", "1", code=2)
    desk("correct", "2", "--name", "SITI AMINAH BINTI HASAN", "--student")
    desk("correct", "2", code=2)
    desk("address", "1", "2", "--since", "2024-08-01", "--village", "18.71.02.1003", "--rt", "4")
    assert asked(
        "SELECT name, student, rt, village FROM person_fact WHERE person_id = 2 AND valid_to IS NULL "
        "AND superseded_by_id IS NULL"
    ) == [("SITI AMINAH BINTI HASAN", 1, "4", 1871021003)]
    assert "0 anak" in desk("over-age", "--on", "2024-08-01")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (FAMILY.replace("hospital_class: 3\n", ""), "segment"),
        (FAMILY.replace("pekerja mandiri", "pekerja apa"), "pekerja apa"),
        (FAMILY.replace("2024-07-01", "01/07/2024"), "start"),
        (FAMILY.replace("relation: 3", "relation: 7"), "people[2]: relation"),
        (FAMILY.replace("sex: P", "sex: W"), "people[2]: sex"),
        (FAMILY.replace("name:", "nama:"), "people[1]: nama"),
        (FAMILY.replace("people_on_card: 2", "people_on_card: dua"), "people_on_card"),
        ("people: []\nstart: 2024-07-01", "people"),
        ("[1, 2]", "keluarga.yaml"),
        ("a: [", "keluarga.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(desk: Desk, wrong: str, place: str) -> None:
    assert place in desk("enrol", desk.file(wrong), code=2)
