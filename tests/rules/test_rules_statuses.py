"""Only what says active is active; every other text keeps its reason where it gives one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.rules import (
    UNKNOWN_STATUS,
    code_system,
    fold,
    relation_names,
    relation_of,
    relation_rows,
    status_of,
    status_rows,
    vital_status_of,
    vital_status_rows,
)
from semesta.tables import STATUSES, VITAL_STATUSES


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("AKTIF", "AKTIF"),
        ("Aktif", "AKTIF"),
        (" aktif. ", "AKTIF"),
        ("TIDAK AKTIF", "TIDAK_DIKETAHUI"),
        ("Non-Aktif", "TIDAK_DIKETAHUI"),
        ("TIDAK AKTIF KARENA PREMI", "NONAKTIF_TUNGGAKAN"),
        ("Non Aktif Karna Premi", "NONAKTIF_TUNGGAKAN"),
        ("PENANGGUHAN PEMBAYARAN", "NONAKTIF_TUNGGAKAN"),
        ("PENANGGUHAN PESERTA", "TIDAK_DIKETAHUI"),
        ("NON AKTIF DIAKHIR BULAN", "TIDAK_DIKETAHUI"),
        ("DATA GANDA", "NONAKTIF_DATA"),
        ("Meninggal Dunia", "MENINGGAL"),
        ("Tidak Ditanggung / Masa Berlaku Sudah Berakhir (Anak Umur > 21)", "NONAKTIF_USIA"),
        ("non aktif karena usia anak > 21 tahun dan 26 tahun", "NONAKTIF_USIA"),
        ("TIDAK AKTIF - PESERTA MENINGGAL", "MENINGGAL"),
        ("NON AKTIF, MENUNGGAK 5 BULAN", "NONAKTIF_TUNGGAKAN"),
        ("BELUM AKTIF", "BELUM_AKTIF"),
        ("KARTU TIDAK AKTIF", "TIDAK_DIKETAHUI"),
        ("TIDAK AKTIF (NIK TIDAK PADAN)", "NONAKTIF_DATA"),
        ("TIDAK AKTIF, NIK ADA", "TIDAK_DIKETAHUI"),
    ],
)
def test_texts_lead_to_our_vocabulary(text: str, status: str) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize("text", ["", "?", "AKTIFKAN", "0", "1", "Y", "LUNAS"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    assert status_of(text) is None


@given(st.text(), st.sampled_from(["TIDAK", "NON", "BELUM", "NON-", "KARTU TIDAK"]))
def test_a_sentence_that_denies_it_is_never_active(text: str, denial: str) -> None:
    assert status_of(f"{text} {denial} AKTIF") != "AKTIF"
    assert status_of(f"{denial} AKTIF {text}") != "AKTIF"


@given(st.text())
def test_only_the_listed_words_are_active(text: str) -> None:
    listed = {folded for folded, status in status_rows() if status == "AKTIF"}
    assert (status_of(text) == "AKTIF") == (fold(text) in listed)


def test_our_own_words_are_read_back() -> None:
    for status in STATUSES:
        assert status_of(status) == status
    assert UNKNOWN_STATUS in STATUSES


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("0", "AKTIF"),
        ("2", "MENINGGAL"),
        ("6", "NONAKTIF_USIA"),
        ("7", "TIDAK_DIKETAHUI"),
        ("9", "NONAKTIF_TUNGGAKAN"),
        ("15", "TIDAK_DIKETAHUI"),
        ("0 - AKTIF", "AKTIF"),
        ("(0) Aktif", "AKTIF"),
        ("9. Non Aktif Karna Premi", "NONAKTIF_TUNGGAKAN"),
    ],
)
def test_vclaim_codes(code: str, status: str) -> None:
    assert status_of(code, "vclaim") == status


@pytest.mark.parametrize(
    ("values", "system"),
    [
        ({"AKTIF", "MENINGGAL", ""}, "words"),
        ({"0", "9"}, "vclaim"),
        ({"0", "AKTIF", "15"}, "vclaim"),
        ({"0 - AKTIF", "9 - Non Aktif Karna Premi"}, "vclaim"),
        ({"0", "1"}, "flag"),
        ({"1"}, "flag"),
        ({"y", "n", " "}, "flag"),
        ({"Ya", "Tidak"}, "flag"),
        ({"True", "False"}, "flag"),
        ({"0"}, None),
        ({"0", "99"}, "words"),
        (set(), "words"),
    ],
)
def test_the_whole_column_decides_what_zero_means(values: set[str], system: str | None) -> None:
    """0 is active in VClaim and inactive as a flag: alone it is not read at all."""
    assert code_system(values) == system


def test_zero_means_the_opposite_in_the_two_systems() -> None:
    assert (status_of("0", "vclaim"), status_of("0", "flag")) == ("AKTIF", UNKNOWN_STATUS)
    assert (status_of("y", "flag"), status_of("N", "flag")) == ("AKTIF", UNKNOWN_STATUS)


def test_rows_agree_with_the_function() -> None:
    for system in ("words", "vclaim", "flag"):
        rows = status_rows(system)
        assert len(dict(rows)) == len(rows)
        assert all(status_of(text, system) == status for text, status in rows)
        assert {status for _, status in rows} <= set(STATUSES)


def test_relations_by_word_and_by_code() -> None:
    assert list(relation_names("shdk")) == list(range(1, 12))
    assert list(relation_names("pisa")) == [1, 2, 3, 4, 5]
    for system in ("shdk", "pisa"):
        for code, name in relation_names(system).items():
            for text in (name, name.title(), str(code), f"{code:02}"):
                assert relation_of(text, system) == code
        rows = relation_rows(system)
        assert len(dict(rows)) == len(rows)


@pytest.mark.parametrize(
    ("text", "shdk", "pisa"),
    [
        ("Isteri", 3, 3),
        ("ORANG TUA", 7, None),
        ("Peserta", None, 1),
        ("Famili lain", 9, None),
        ("12", None, None),
    ],
)
def test_the_two_systems_are_kept_apart(text: str, shdk: int | None, pisa: int | None) -> None:
    assert (relation_of(text, "shdk"), relation_of(text, "pisa")) == (shdk, pisa)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "ALIVE"),
        ("Hidup", "ALIVE"),
        ("1", "ALIVE"),
        ("MENINGGAL DUNIA", "DEAD"),
        ("2", "DEAD"),
        ("pindah", "MOVED"),
        ("4", "MISSING"),
        ("6", "AWAY"),
        ("Tidak Valid", "INVALID"),
        ("5", None),
        ("entah", None),
    ],
)
def test_vital_statuses_by_word_and_opensid_code(text: str, status: str | None) -> None:
    assert vital_status_of(text) == status


def test_every_vital_status_can_be_reached() -> None:
    assert {status for _, status in vital_status_rows()} == set(VITAL_STATUSES)
