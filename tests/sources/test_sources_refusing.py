"""What bad input gets: a sentence with place, reason and remedy; and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.faults import InputRefused
from semesta.sources import SourceRequest
from tests.sources.desk import (
    AS_OF,
    Desk,
    csv_of,
    member,
    members_csv,
    read_files,
    read_request,
    resident,
    residents_csv,
)


def data_lines(text: str) -> int:
    """Physical lines under the header that are not empty: counted without the room."""
    return sum(1 for line in text.splitlines()[1:] if line.strip(", ;"))


def assert_nothing_lost(desk: Desk, *texts: str) -> None:
    """Rows in = rows in tables + rows in rejects, per file, and as an independent count says."""
    for file, text in zip(desk.files, texts, strict=True):
        table = {"residents": "residents", "members": "members", "roster": "rosters"}[file.kind]
        taken = desk.engine.count(table, f'"source" = {file.number}')
        refused = desk.engine.count("rejects", f"\"source\" = {file.number} AND scope = 'row'")
        assert file.rows_in == file.rows_taken + file.rows_rejected == taken + refused == data_lines(text)


# --- files that cannot be used ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "kosong"),
        ("header.csv", b"NIK,NAMA\n", "judul kolom"),
        ("header.csv", b"NIK,NAMA\n\n,,\n", "judul kolom"),
        ("spaces.csv", b"NIK,NAMA\n , \n", "judul kolom"),
        ("nothing.csv", b"\0" * 500, "NUL"),
        ("prose.csv", b"Yth. Bapak Bupati,\ndengan hormat\n", "Kolom kunci"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, ".xls"),
        ("packed.csv", b"\x1f\x8b" + b"x" * 100, "dimampatkan"),
        ("cut.xlsx", b"PK\x03\x04" + b"x" * 100, "terpotong"),
        ("text.xlsx", b"NIK,NAMA\n", "tidak sesuai"),
        ("cut.parquet", b"PAR1" + b"x" * 100, "Parquet"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_files(tmp_path, {name: content})
    assert name in refused.value.place
    assert said in refused.value.reason.id
    assert refused.value.remedy.id and refused.value.remedy.en


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    for path in (tmp_path / "tiada.csv", tmp_path / "kosong"):
        with pytest.raises(InputRefused):
            read_request(tmp_path, SourceRequest(residents=(path,), members=(), as_of=AS_OF))


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    text = residents_csv([resident(1)])
    with pytest.raises(InputRefused, match="byte for byte"):
        read_files(tmp_path, {"a.csv": text, "b.csv": text})


def test_codes_of_the_statistics_office_are_refused(tmp_path: Path) -> None:
    people = [resident(i, KODE_WILAYAH=f"18710100{i:02}") for i in range(1, 9)]
    with pytest.raises(InputRefused, match="BPS"):
        read_files(tmp_path, {"dkb.csv": residents_csv(people)})


def test_a_column_whose_last_digit_a_spreadsheet_ate_is_refused(tmp_path: Path) -> None:
    people = [resident(i, NIK=f"187101{1 + i % 28:02}018090{i // 28}0") for i in range(200)]
    with pytest.raises(InputRefused, match="sixteenth"):
        read_files(tmp_path, {"dkb.csv": residents_csv(people)})


def test_a_broken_map_is_refused(tmp_path: Path) -> None:
    maps = tmp_path / "map.yaml"
    for content in ("headers: [a", "headers: {planet: [X]}", "- 1", "kinds: [people]", "headers: 7"):
        maps.write_text(content)
        with pytest.raises(InputRefused, match="map"):
            read_files(tmp_path, {"dkb.csv": residents_csv([resident(1)])}, maps=maps)


# --- rows -----------------------------------------------------------------------------------------------


def test_rows_that_are_no_person_are_refused_with_their_line(tmp_path: Path) -> None:
    text = (
        "DAFTAR PENDUDUK,,\n"
        "NO,NIK,NAMA\n"
        "(1),(2),(3)\n"
        "1,1871010101809001,BUDI\n"
        "\n"
        "NO,NIK,NAMA\n"
        "2,1871010101809002,SITI\n"
        ",,\n"
        "3,,\n"
        "JUMLAH,2,\n"
        "Sumber: Dukcapil,,\n"
    )
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.column("residents", "source_row") == [4, 7]
    assert desk.codes() == [
        (3, "row_column_numbers"), (6, "row_header_again"), (9, "row_without_person"), (10, "row_total"),
        (11, "row_without_person"),
    ]  # fmt: skip
    assert (desk.files[0].rows_in, desk.files[0].rows_rejected) == (7, 5)


def test_lines_with_too_few_or_too_many_columns(tmp_path: Path) -> None:
    good = [resident(i) for i in range(4)]
    lines = residents_csv(good).splitlines()
    lines[2] += ",lebih"
    lines[3] = ",".join(lines[3].split(",")[:4])
    text = "\n".join(lines) + "\n"
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.codes() == [(3, "csv_too_many_columns"), (4, "csv_too_few_columns")]
    assert desk.column("residents", "source_row") == [2, 5]
    assert desk.rejects("value")[0] == (lines[2],)
    assert_nothing_lost(desk, text)


def test_blank_lines_are_no_rows_and_lines_are_still_counted(tmp_path: Path) -> None:
    lines = residents_csv([resident(i) for i in range(4)]).splitlines()
    text = "\n".join(
        [lines[0], "", lines[1], "   ", "", lines[2], ",,,,,,,,,,,", lines[3], "", lines[4], "", ""]
    )
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.column("residents", "source_row") == [3, 6, 8, 10]
    assert desk.rejects() == []
    assert_nothing_lost(desk, text)


def test_a_cell_with_line_breaks_is_one_row(tmp_path: Path) -> None:
    people = [resident(0), resident(1, ALAMAT='"JL. MAWAR\nGG. 2, NO 3"'), resident(2, DESIL="11")]
    desk = read_files(tmp_path, {"dkb.csv": residents_csv(people)})
    assert desk.column("residents", "address") == ["JL. MAWAR", "JL. MAWAR GG. 2, NO 3", "JL. MAWAR"]
    assert desk.column("residents", "source_row") == [2, 3, 5]
    assert desk.codes() == [(5, "decile_unknown")]


def test_an_unclosed_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    people = [resident(i) for i in range(200)]
    people[10]["ALAMAT"] = '"JL. MAWAR'
    people[150]["NAMA_LGKP"] = '"WARGA 150'
    people[180]["DESIL"] = "99"
    text = residents_csv(people)
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.codes() == [(12, "csv_quote"), (152, "csv_quote"), (182, "decile_unknown")]
    assert desk.files[0].rows_taken == 198
    assert_nothing_lost(desk, text)


def test_quotes_inside_a_cell_are_kept(tmp_path: Path) -> None:
    desk = read_files(
        tmp_path,
        {"d.csv": 'NIK,NAMA,ALAMAT\n1871010101809001,A,GG. "MAWAR" 5"\n1871010101809002,B,"GG. ""X"", 2"\n'},
    )
    assert desk.column("residents", "address") == ['GG. "MAWAR" 5"', 'GG. "X", 2']


def test_a_person_repeated_exactly_is_taken_once(tmp_path: Path) -> None:
    first = residents_csv([resident(1), resident(2), resident(1), resident(1, NAMA_LGKP="LAIN")])
    second = residents_csv([resident(2, ALAMAT="PINDAH"), resident(3)])
    desk = read_files(tmp_path, {"a.csv": first, "b.csv": second})
    assert desk.column("residents", "name") == ["WARGA 1", "WARGA 2", "LAIN", "WARGA 3"]
    assert desk.rejects('"source", "row", code, value') == [
        (0, 4, "row_repeated", "WARGA 1 = baris 2"), (1, 2, "row_repeated", "WARGA 2 = baris 3 berkas 0"),
    ]  # fmt: skip
    assert_nothing_lost(desk, first, second)


def test_one_nik_under_two_names_stays_and_so_do_two_cards_of_one_person(tmp_path: Path) -> None:
    cards = [
        member(1),
        member(1, NOKAPST="0009999999991"),
        member(1),
        member(2, NAMA="A"),
        member(2, NAMA="B"),
    ]
    desk = read_files(tmp_path, members={"m.csv": members_csv(cards)})
    assert desk.files[0].rows_taken == 4


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"NIK": "3.27E+15"}, "nik_scientific"), ({"NIK": "3.27123456789E15"}, "nik_scientific"),
        ({"NIK": "18710112018090E2"}, "nik_scientific"),
        ({"NIK": "187101010180900"}, "nik_15_digits"), ({"NIK": "9971010101809001"}, "nik_region"),
        ({"NIK": "1871013202809001"}, "nik_day"), ({"NIK": "1871010113809001"}, "nik_month"),
        ({"NIK": "1111111111111111"}, "nik_placeholder"), ({"NIK": "TIDAK ADA"}, "nik_not_digits"),
        ({"NO_KK": "1.87E+15"}, "kk_scientific"), ({"JENIS_KLMIN": "X"}, "sex_unknown"),
        ({"TGL_LHR": "02-07-2024"}, "date_future"), ({"TGL_LHR": "31-02-1980"}, "date_impossible"),
        ({"TGL_LHR": "01-01-1900"}, "date_placeholder"), ({"STAT_HBKEL": "TETANGGA"}, "relation_unknown"),
        ({"KODE_WILAYAH": "18.71.01.1999"}, "code_unknown"), ({"KODE_WILAYAH": "18.71"}, "village_not_village"),
        ({"DESIL": "0"}, "decile_unknown"),
    ],
)  # fmt: skip
def test_a_refused_cell_leaves_its_row(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    people = [resident(i) for i in range(20)]
    people[7] |= changes
    text = residents_csv(people)
    desk = read_files(tmp_path, {"dkb.csv": text})
    ((header, value),) = changes.items()
    assert desk.rejects('"source", "row", scope, "column", value, code') == [
        (0, 9, "cell", header, value, code)
    ]
    assert desk.files[0].cells_rejected == 1
    written = desk.engine.value("SELECT nik_written FROM residents WHERE rowid = 7")
    assert written == (value if header == "NIK" else None)
    assert_nothing_lost(desk, text)


def test_a_card_with_a_hidden_exponent_is_refused(tmp_path: Path) -> None:
    """13 characters that the engine's own cast would take for 1336526000."""
    people = [member(1), member(2, NOKAPST="0001336526E03")]
    desk = read_files(tmp_path, members={"m.csv": members_csv(people)})
    assert desk.column("members", "card") == [1000001, None]
    assert desk.codes() == [(3, "card_scientific")]


def test_a_doubtful_nik_that_can_be_read_is_read(tmp_path: Path) -> None:
    people = [resident(0), resident(1, NIK="'1871010201809001"), resident(2, NIK="187101 030180 9002")]
    desk = read_files(tmp_path, {"dkb.csv": residents_csv(people)})
    assert desk.column("residents", "nik")[1:] == [1871010201809001, 1871010301809002]
    assert desk.column("residents", "nik_written") == [None] * 3
    assert desk.rejects() == []


def test_long_cells_are_kept_and_cut_only_in_rejects(tmp_path: Path) -> None:
    people = [resident(1, ALAMAT="X" * 10_000, DESIL="Y" * 10_000)]
    desk = read_files(tmp_path, {"dkb.csv": residents_csv(people)})
    assert len(desk.column("residents", "address")[0]) == 10_000
    assert len(desk.rejects("value")[0][0]) == 200


def test_all_niks_missing_is_no_reason_to_stop(tmp_path: Path) -> None:
    desk = read_files(tmp_path, {"dkb.csv": residents_csv([resident(i, NIK="") for i in range(5)])})
    assert desk.column("residents", "nik") == [None] * 5
    assert desk.rejects() == []


def test_a_wrong_delimiter_inside_names_is_seen(tmp_path: Path) -> None:
    text = csv_of(
        "NIK,NAMA",
        [{"NIK": "1871010101809001", "NAMA": "BUDI, S.Pd"}, {"NIK": "1871010101809002", "NAMA": "SITI"}],
    )
    desk = read_files(tmp_path, {"dkb.csv": text})
    assert desk.codes() == [(2, "csv_too_many_columns")]
    assert_nothing_lost(desk, text)


def test_names_are_folded_and_upper(tmp_path: Path) -> None:
    people = [
        resident(0, NAMA_LGKP="  siti   nur "),
        resident(1, NAMA_LGKP="A\tB"),
        resident(2, NAMA_LGKP="A\u00a0B"),
        resident(3, NAMA_LGKP="\u200bX"),
    ]
    desk = read_files(tmp_path, {"dkb.csv": residents_csv(people)})
    assert desk.column("residents", "name") == ["SITI NUR", "A B", "A B", "X"]
