"""Codes as people write them are read; BPS codes, damaged codes and unknown ones are refused with a remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.regions import (
    Ambiguous,
    CodeDoubt,
    NoMatch,
    Region,
    Regions,
    diagnose_codes,
    parse_code,
    read_sentence,
    resolve,
)

VILLAGES = Regions.load().under("", "village")
ALL = list(Regions.load())


def bps_code(village: Region, district_step: int = 10) -> str:
    """A code of the statistics office's form: districts numbered 010, 020 ..., villages 001, 002 ..."""
    province, regency, district, number = village.code.split(".")
    return f"{province}{regency}{int(district) * district_step:03}{int(number) % 1000:03}"


@given(st.sampled_from(ALL), st.sampled_from(["", ".", " ", "-", " . "]), st.sampled_from(["", " ", "\xa0"]))
def test_every_region_is_read_however_its_code_is_written(region: Region, between: str, around: str) -> None:
    assert parse_code(around + region.code.replace(".", between) + around) == region


@pytest.mark.parametrize(
    "text", ["'1871011004", "1871011004.0", "18.71.011004", "187101.1004", " 18.71.01.1004 "]
)
def test_codes_that_passed_through_a_spreadsheet_are_read(text: str) -> None:
    found = parse_code(text)
    assert isinstance(found, Region) and found.code == "18.71.01.1004"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code_empty"),
        (" ' ", "code_empty"),
        ("1.87E+09", "code_damaged"),
        ("1,87101E+09", "code_damaged"),
        ("18.1", "code_damaged"),
        ("18.71.1.1004", "code_damaged"),
        ("Kedaton", "code_malformed"),
        ("187", "code_malformed"),
        ("18710110041", "code_malformed"),
        ("0871011004", "code_malformed"),
        ("0871010004", "code_malformed"),
        ("0871", "code_malformed"),
        ("١٨٧١", "code_malformed"),
        ("18.71.01.1999", "code_unknown"),
        ("18.71.01.0004", "code_unknown"),
        ("20", "code_unknown"),
        ("1871010004", "code_bps"),
        ("1801010", "code_bps"),
        ("18.71.010", "code_bps"),
        ("18.71.010.004", "code_bps"),
    ],
)
def test_what_is_wrong_with_a_code_is_said_with_a_remedy(text: str, code: str) -> None:
    doubt = parse_code(text)
    assert isinstance(doubt, CodeDoubt)
    assert doubt.code == code
    for sentence in (doubt.reason.id, doubt.reason.en, doubt.remedy.id, doubt.remedy.en):
        assert sentence.endswith(".")


def test_an_unknown_village_is_placed_in_the_district_that_is_known() -> None:
    doubt = parse_code("18.71.01.1999")
    assert isinstance(doubt, CodeDoubt)
    assert "Kecamatan Kedaton, Kota Bandar Lampung, Lampung" in doubt.reason.id


@given(st.text(max_size=15))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_code(text)
    assert isinstance(found, CodeDoubt) or "".join(found.code.split(".")) in "".join(
        filter(str.isdigit, text)
    )


@given(st.sampled_from(VILLAGES))
def test_a_bps_code_is_never_taken_for_a_village(village: Region) -> None:
    found = parse_code(bps_code(village))
    assert isinstance(found, CodeDoubt) and found.code == "code_bps"


def test_a_bps_code_can_fall_on_a_village_so_the_column_decides() -> None:
    # district 011, village 004 reads as 01.1004
    village = Regions.load().by_code("18.71.01.1004")
    assert village is not None and parse_code("1871011004") == village
    lampung = Regions.load().under("18", "village")
    column = [bps_code(v) for v in lampung] + ["1871011004", "1871011005"]
    diagnosis = diagnose_codes(column)
    assert diagnosis.verdict == "bps"
    assert "Lampung Selatan" in diagnosis.reason.id and "Kemendagri" in diagnosis.remedy.id


def test_a_bps_column_with_many_new_districts_is_still_recognised() -> None:
    # split districts got 011, 012 ...: their villages look like Kemendagri's; a third of the column
    lampung = Regions.load().under("18", "village")
    column = [bps_code(v, 10) if i % 3 else bps_code(v, 11) for i, v in enumerate(lampung)]
    assert diagnose_codes(column).verdict == "bps"


def test_a_kemendagri_column_passes_with_the_slips_that_people_make() -> None:
    codes = [v.code for v in Regions.load().under("18.71", "village")]
    slips = ["", "18.71.99.1001", "1871010004", "?", "18.1"]
    diagnosis = diagnose_codes([*codes, *slips])
    assert diagnosis.verdict == "kemendagri"
    assert (diagnosis.codes, diagnosis.known, diagnosis.bps) == (len(codes) + 4, len(codes), 1)


def test_regency_codes_look_alike_and_only_the_names_tell() -> None:
    bps = {"1801": "Lampung Barat", "1802": "Tanggamus", "1803": "Lampung Selatan", "1871": "Bandar Lampung"}
    assert diagnose_codes(bps.keys()).verdict == "kemendagri"  # nothing shows
    told = diagnose_codes(bps.keys(), bps.values())
    assert (told.verdict, told.names_compared, told.names_agree) == ("bps", 4, 1)
    ours = {"18.01": "KAB. LAMPUNG SELATAN", "18.02": "LAMPUNG TENGAH", "18.71": "KOTA BANDAR LAMPUNG"}
    assert diagnose_codes(ours.keys(), ours.values()).verdict == "kemendagri"


def test_names_beside_village_codes_do_not_make_them_bps() -> None:
    codes = [v.code for v in Regions.load().under("18.72", "village")]
    assert diagnose_codes(codes, ["the district's name"] * len(codes)).verdict == "kemendagri"


def test_a_column_that_says_nothing_or_nonsense_is_told_apart() -> None:
    assert diagnose_codes(["", " "]).verdict == "empty"
    assert diagnose_codes(["x", "y", "18.71.01.1004"]).verdict == "unclear"


place_names = st.one_of(
    st.sampled_from(["SUKAMAJU", "KEDATON", "Suka Maju di Ujung", "A: B", "{level}", ""]),
    st.text(max_size=20),
)


@given(st.one_of(place_names, st.from_regex(r"[0-9.]{1,13}", fullmatch=True)))
def test_what_was_said_about_a_code_in_indonesian_is_found_again_in_english(text: str) -> None:
    doubt = parse_code(text)
    if isinstance(doubt, CodeDoubt):
        assert read_sentence(doubt.reason.id) == doubt.reason
        assert read_sentence(doubt.remedy.id) == doubt.remedy


@given(place_names, place_names)
def test_what_was_said_about_a_name_in_indonesian_is_found_again_in_english(
    district: str, village: str
) -> None:
    found = resolve("LAMPUNG", None, district, village)
    if isinstance(found, NoMatch | Ambiguous):
        assert read_sentence(found.reason.id) == found.reason
        assert read_sentence(found.remedy.id) == found.remedy


def test_a_sentence_of_somebody_else_is_not_ours() -> None:
    assert read_sentence("NIK kosong.") is None
