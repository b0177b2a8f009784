"""Clean and slightly dirty files become staged tables as the contract says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from semesta.faults import InputRefused
from semesta.sources import SourceRequest
from semesta.tables import REJECTS, STAGED_MEMBERS, STAGED_RESIDENTS, STAGED_ROSTERS
from tests.sources.desk import (
    AS_OF,
    RESIDENTS_HEADER,
    Desk,
    csv_of,
    member,
    members_csv,
    read_files,
    read_request,
    resident,
    residents_csv,
)


@pytest.fixture
def clean(tmp_path: Path) -> Desk:
    return read_files(
        tmp_path,
        {"dkb.csv": residents_csv([resident(i) for i in range(5)])},
        {"master.csv": members_csv([member(i) for i in range(4)])},
    )


def test_tables_have_exactly_the_columns_and_types_of_the_contract(clean: Desk) -> None:
    for table in (STAGED_RESIDENTS, STAGED_MEMBERS, STAGED_ROSTERS, REJECTS):
        described = clean.engine.rows(f"DESCRIBE {table.name}")
        assert [(row[0], row[1]) for row in described] == [(c.name, c.type) for c in table.columns]


def test_a_resident_is_staged_as_written(clean: Desk) -> None:
    assert clean.engine.row("SELECT * FROM residents WHERE rowid = 1") == (
        1871010201809001, None, 1871010101159000, "WARGA 1", "L", dt.date(1980, 1, 2), 1, 1871011004,
        "JL. MAWAR", "001", "002", None, 3, "ALIVE", 0, 3,
    )  # fmt: skip


def test_a_member_is_staged_as_written(clean: Desk) -> None:
    assert clean.engine.row("SELECT * FROM members WHERE rowid = 0") == (
        1000000, 1871010101809000, None, 1871010101159000, "WARGA 0", "L", dt.date(1980, 1, 1), 1,
        1871011004, None, "PBI JAMINAN KESEHATAN", "PBI_JK", 3, "AKTIF", "AKTIF", dt.date(2020, 1, 1),
        None, None, None, 1, 2,
    )  # fmt: skip


def test_nothing_of_a_clean_file_is_refused(clean: Desk) -> None:
    assert clean.rejects() == []
    assert [(f.rows_in, f.rows_taken, f.rows_rejected) for f in clean.files] == [(5, 5, 0), (4, 4, 0)]


def test_rowids_are_the_order_of_the_files_over_many_row_groups(tmp_path: Path) -> None:
    """The parallel reader must not shuffle: 150,000 rows are several row groups and several chunks."""
    first = csv_of(
        "NIK,NAMA",
        [{"NIK": f"187101{1 + i % 28:02}0180{i % 10000:04}", "NAMA": f"A{i}"} for i in range(150_000)],
    )
    second = csv_of("NIK,NAMA", [{"NIK": "1871010101809000", "NAMA": f"B{i}"} for i in range(10)])
    desk = read_files(tmp_path, {"a.csv": first, "b.csv": second})
    wrong = "SELECT count(*) FROM residents WHERE name <> CASE WHEN rowid < 150000 THEN 'A' || rowid ELSE 'B' || (rowid - 150000) END"
    assert desk.engine.value(wrong) == 0
    assert (
        desk.engine.value(
            "SELECT count(*) FROM residents WHERE source_row <> CASE WHEN rowid < 150000 THEN rowid ELSE rowid - 150000 END + 2"
        )
        == 0
    )


def test_rowids_stay_dense_and_in_order_when_rows_are_refused(tmp_path: Path) -> None:
    people = [resident(i) for i in range(6)]
    people.insert(3, resident(1))
    text = residents_csv(people) + "JUMLAH,6,,,,,,,,,,\n"
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.column("residents", "name") == [f"WARGA {i}" for i in range(6)]
    assert desk.column("residents", "rowid") == list(range(6))
    assert desk.column("residents", "source_row") == [2, 3, 4, 6, 7, 8]
    assert desk.codes() == [(5, "row_repeated"), (9, "row_total")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_delimiters_and_encodings_give_the_same_table(tmp_path: Path, delimiter: str, encoding: str) -> None:
    people = [resident(1, NAMA_LGKP="José Müller"), resident(2)]
    desk = read_files(tmp_path, {"dkb.csv": csv_of(RESIDENTS_HEADER, people, delimiter).encode(encoding)})
    assert desk.column("residents", "name") == ["JOSÉ MÜLLER", "WARGA 2"]
    assert desk.column("residents", "village") == [1871011004] * 2
    assert desk.files[0].delimiter == delimiter
    assert desk.files[0].encoding == encoding.replace("-sig", "").removesuffix("-le")


def test_mixed_encodings_in_one_file_are_read_and_said(tmp_path: Path) -> None:
    lines = residents_csv([resident(1, NAMA_LGKP="José"), resident(2, NAMA_LGKP="René")]).splitlines(
        keepends=True
    )
    mixed = lines[0].encode() + lines[1].encode() + lines[2].encode("windows-1252")
    desk = read_files(tmp_path, {"dkb.csv": mixed})
    assert desk.column("residents", "name") == ["JOSÉ", "RENÉ"]
    assert desk.files[0].encoding == "mixed"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems(tmp_path: Path, end: str) -> None:
    text = residents_csv([resident(1), resident(2)]).replace("\n", end)
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.column("residents", "source_row") == [2, 3]
    assert desk.column("residents", "decile") == [3, 3]


def test_nul_bytes_are_dropped(tmp_path: Path) -> None:
    desk = read_files(tmp_path, {"dkb.csv": residents_csv([resident(1)]).replace("WARGA", "WAR\0GA")})
    assert desk.column("residents", "name") == ["WARGA 1"]


def test_titles_above_the_header_and_other_headers(tmp_path: Path) -> None:
    text = "DAFTAR PENDUDUK\nKelurahan Kota Karang,,,\n\nNo.;No. NIK;Nama Lengkap;Tgl. Lahir;L/P\n1;1871010101809001;Budi;12 Agustus 1980;L\n"
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.files[0].header_row == 4
    assert desk.engine.row("SELECT name, birth_date, sex, source_row FROM residents") == (
        "BUDI",
        dt.date(1980, 8, 12),
        "L",
        5,
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12-08-1980", dt.date(1980, 8, 12)), ("12/08/1980", dt.date(1980, 8, 12)), ("12.08.1980", dt.date(1980, 8, 12)),
        ("1980-08-12", dt.date(1980, 8, 12)), ("1980/08/12", dt.date(1980, 8, 12)), ("19800812", dt.date(1980, 8, 12)),
        ("12081980", dt.date(1980, 8, 12)), ("2-8-1980", dt.date(1980, 8, 2)), ("2/8/1980", dt.date(1980, 8, 2)),
        ("1980-08-12 00:00:00", dt.date(1980, 8, 12)), ("29445", dt.date(1980, 8, 12)), ("12 Agt 80", dt.date(1980, 8, 12)),
        ("Metro, 12 Agustus 1980", dt.date(1980, 8, 12)),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(tmp_path: Path, written: str, day: dt.date) -> None:
    lines = [f'18710112088090{i:02},N{i},"{written}"' for i in range(3)]
    desk = read_files(tmp_path, {"d.csv": "NIK,NAMA,TGL LAHIR\n" + "\n".join(lines) + "\n"})
    assert desk.column("residents", "birth_date") == [day] * 3


def test_month_first_only_when_a_map_says_so(tmp_path: Path) -> None:
    text = "NIK,NAMA,TGL LAHIR\n1871011208809001,A,08/12/1980\n1871011308809001,B,08/13/1980\n"
    plain = read_files(tmp_path, {"d.csv": text})
    assert plain.codes() == [(3, "date_month_first")]
    maps = tmp_path / "map.yaml"
    maps.write_text("month_first: [birth_date]\n")
    mapped = read_files(tmp_path, {"d.csv": text}, maps=maps)
    assert mapped.column("residents", "birth_date") == [dt.date(1980, 8, 12), dt.date(1980, 8, 13)]


def test_cards_that_lost_their_zeros_are_restored_and_counted(tmp_path: Path) -> None:
    people = [member(0, NOKAPST="1336526592"), member(1), member(2, NOKAPST="0001336526593")]
    desk = read_files(tmp_path, members={"m.csv": members_csv(people)})
    assert desk.column("members", "card") == [1336526592, 1000001, 1336526593]
    assert desk.files[0].repaired == {"card_zeros_restored": 1}


def test_segments_old_and_new_and_statuses_with_the_raw_text_kept(tmp_path: Path) -> None:
    people = [
        member(0, SEGMEN="PBI (APBD)", STATUS="Non Aktif Karena Premi"),
        member(1, SEGMEN="pekerja mandiri", STATUS="AKTIF"),
        member(2, SEGMEN="KELOMPOK LAIN", STATUS="ENTAH"),
        member(3, SEGMEN="", STATUS=""),
    ]
    desk = read_files(tmp_path, members={"m.csv": members_csv(people)})
    rows = desk.engine.rows("SELECT segment, bucket, status, status_raw FROM members ORDER BY rowid")
    assert rows == [
        ("PBPU DAN BP PEMERINTAH DAERAH", "PBPU_BP_PEMDA", "NONAKTIF_TUNGGAKAN", "Non Aktif Karena Premi"),
        ("PEKERJA MANDIRI", "PBPU", "AKTIF", "AKTIF"),
        (None, "UNKNOWN", "TIDAK_DIKETAHUI", "ENTAH"),
        (None, "UNKNOWN", "TIDAK_DIKETAHUI", None),
    ]
    assert desk.codes() == [(4, "segment_unknown"), (4, "status_unknown")]


def test_a_map_adds_headers_values_and_constants(tmp_path: Path) -> None:
    maps = tmp_path / "map.yaml"
    maps.write_text(
        "headers: {card: [Nomor Ajaib], name: [Siapa]}\nvalues: {segment: {Golongan A: PBI (APBN)}}\nconstants: {status: AKTIF}\n"
    )
    text = "Nomor Ajaib;Siapa;Segmen\n0000001000001;Budi;Golongan A\n"
    desk = read_files(tmp_path, members={"m.csv": text}, maps=maps)
    assert desk.engine.row("SELECT card, name, bucket, status FROM members") == (
        1000001,
        "BUDI",
        "PBI_JK",
        "AKTIF",
    )


def test_villages_by_names_and_by_code_parts(tmp_path: Path) -> None:
    names = "NIK,NAMA,KAB,NAMA KECAMATAN,NAMA DESA\n1871010101809001,A,Kota Bandar Lampung,TELUK BETUNG BARAT,KEL. BAKUNG\n1871010101809002,B,Kota Bandar Lampung,TELUK BETUNG BARAT,ATLANTIS\n"
    parts = "NIK,NAMA,NO_PROP,NO_KAB,NO_KEC,NO_KEL\n1871010101809003,A,18,71,1,1004\n"
    maps = tmp_path / "map.yaml"
    maps.write_text("headers: {regency_name: [KAB]}\n")
    desk = read_files(tmp_path, {"names.csv": names, "parts.csv": parts}, maps=maps)
    village = desk.engine.value("SELECT village FROM residents WHERE name = 'A' AND \"source\" = 0")
    assert str(village).startswith("1871")
    assert desk.column("residents", "village")[2] == 1871011004
    assert [(row, value) for row, value, scope in desk.rejects('"row", value, scope')] == [
        (3, "Kota Bandar Lampung | TELUK BETUNG BARAT | ATLANTIS")
    ]


def test_opensid_export_by_its_codes(tmp_path: Path) -> None:
    header = "alamat,dusun,rw,rt,nama,no_kk,nik,sex,tempatlahir,tanggallahir,kk_level,status_dasar"
    text = (
        header
        + "\nJL A,D,1,2,BUDI,1871010101159001,1871010101809001,1,METRO,1980-01-01,1,1\nJL A,D,1,2,SITI,1871010101159001,1871014101809001,2,METRO,1980-01-01,3,2\n"
    )
    desk = read_files(tmp_path, {"o.csv": text})
    rows = desk.engine.rows("SELECT sex, relation, vital_status, rt, rw FROM residents ORDER BY rowid")
    assert rows == [("L", 1, "ALIVE", "002", "001"), ("P", 3, "DEAD", "002", "001")]
    assert desk.understood[0].layout == "opensid"


def test_insurers_sample_layout_has_codes_and_no_names(tmp_path: Path) -> None:
    header = ",".join(f"PSTV{i:02}" for i in range(1, 19))
    maps = tmp_path / "map.yaml"
    maps.write_text("values: {status: {'1': AKTIF}}\n")
    text = header + "\n123456789,987,1980-01-01,1,1,2,3,2,18,71,1,1,18,71,1.5,2021,1,\n"
    desk = read_files(tmp_path, members={"p.csv": text}, maps=maps)
    row = desk.engine.row(
        "SELECT card, name, birth_date, sex, relation, hospital_class, bucket, status FROM members"
    )
    assert row == (123456789, None, dt.date(1980, 1, 1), "L", 1, 3, "PBI_JK", "AKTIF")
    assert desk.understood[0].layout == "pstv"


def test_a_roster_keeps_its_group(tmp_path: Path) -> None:
    path = tmp_path / "dprd.csv"
    path.write_text("No,Nama,NIK,Instansi\n1,Budi,1871010101809001,DPRD\n")
    desk = read_files(tmp_path, rosters=(("council", path),))
    assert desk.engine.row("SELECT * FROM rosters") == (
        "council",
        "DPRD",
        1871010101809001,
        None,
        "BUDI",
        None,
        0,
        2,
    )


def test_a_folder_of_files_of_one_kind(tmp_path: Path) -> None:
    folder = tmp_path / "dkb"
    folder.mkdir()
    for number in (2, 1):
        (folder / f"kec{number}.csv").write_text(residents_csv([resident(number)]))
    (folder / ".~lock.csv").write_text("x")
    desk = read_request(tmp_path, SourceRequest(residents=(folder,), members=(), as_of=AS_OF))
    assert [f.name for f in desk.files] == ["kec1.csv", "kec2.csv"]
    assert desk.column("residents", "source") == [0, 1]


def test_columns_that_are_not_there_are_said(clean: Desk) -> None:
    residents, members = clean.understood
    assert "NO" in residents.ignored
    text = "\n".join(residents.lines("id") + members.lines("en"))
    for told in (
        "dkb.csv: penduduk",
        "judul di baris 1",
        "NIK",
        "LAKI-LAKI = L",
        "dd-mm-yyyy",
        "header in row 1",
    ):
        assert told in text


def test_a_file_without_status_is_refused_with_the_headers_seen(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_files(tmp_path, members={"m.csv": "NOKA,NAMA,KETERANGAN\n0000001000001,Budi,x\n"})
    assert "status" in refused.value.reason.id
    assert "'KETERANGAN'" in refused.value.reason.en
    assert "--map" in refused.value.remedy.id
