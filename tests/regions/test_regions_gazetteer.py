"""The shipped gazetteer holds all of Indonesia, and Lampung exactly as the Ministry counts it."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from semesta.engine import Engine
from semesta.regions import Region, Regions, code_of, key_of, level_of, parent_of
from semesta.regions.gazetteer import pack, read_packed

# jkn.md 6.1: code, name, districts, kelurahan, desa
LAMPUNG = """
18.01 Kabupaten Lampung Selatan 17 4 256
18.02 Kabupaten Lampung Tengah 28 10 301
18.03 Kabupaten Lampung Utara 23 15 232
18.04 Kabupaten Lampung Barat 15 5 131
18.05 Kabupaten Tulang Bawang 15 4 147
18.06 Kabupaten Tanggamus 20 3 299
18.07 Kabupaten Lampung Timur 24 0 264
18.08 Kabupaten Way Kanan 15 6 221
18.09 Kabupaten Pesawaran 11 0 148
18.10 Kabupaten Pringsewu 9 5 126
18.11 Kabupaten Mesuji 7 0 105
18.12 Kabupaten Tulang Bawang Barat 9 3 100
18.13 Kabupaten Pesisir Barat 11 2 116
18.71 Kota Bandar Lampung 20 126 0
18.72 Kota Metro 5 22 0
"""


def test_all_of_indonesia_is_there(indonesia: Regions) -> None:
    levels = Counter(region.level for region in indonesia)
    assert levels == {"province": 38, "regency": 514, "district": 7_285, "village": 83_762}
    assert indonesia.version == "4.0.1"


def test_every_region_stands_under_its_parent_and_parents_come_first(indonesia: Regions) -> None:
    seen = {""}
    for region in indonesia:
        assert region.parent == parent_of(region.code)
        assert region.level == level_of(region.code)
        assert region.parent in seen
        seen.add(region.code)


def test_keys_are_unique_and_lead_back(indonesia: Regions) -> None:
    keys = [region.key for region in indonesia]
    assert len(set(keys)) == len(keys)
    assert all(code_of(region.key, region.level) == region.code for region in indonesia)
    assert key_of("18.71.01.1004") == key_of("1871011004") == 1_871_011_004
    assert indonesia.village_keys() == sorted(k for k in keys if k > 1_000_000_000)


@pytest.mark.parametrize("wrong", ["", "1", "18.7", "08.71", "18.71.01.100", "18.71.01.10010", "1٨"])
def test_what_is_no_code_has_no_key(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a region code"):
        key_of(wrong)


@pytest.mark.parametrize(("key", "level"), [(187, None), (1871, "village"), (0, None)])
def test_what_is_no_key_has_no_code(key: int, level: None) -> None:
    with pytest.raises(ValueError, match="not the number"):
        code_of(key, level)


def test_lampung_is_as_the_ministry_counts_it(indonesia: Regions) -> None:
    counted = []
    for regency in indonesia.children("18"):
        kinds = Counter(village.kind for village in indonesia.under(regency.code, "village"))
        districts = len(indonesia.children(regency.code))
        counted.append(f"{regency.code} {regency.name} {districts} {kinds['kelurahan']} {kinds['desa']}")
    assert counted == LAMPUNG.strip().splitlines()
    kinds = Counter(village.kind for village in indonesia.under("18", "village"))
    assert (len(indonesia.under("18", "district")), kinds) == (229, {"kelurahan": 205, "desa": 2_446})


def test_a_village_knows_who_holds_it(indonesia: Regions) -> None:
    assert [r.name for r in indonesia.parents("18.71.01.1004")] == [
        "Lampung",
        "Kota Bandar Lampung",
        "Kedaton",
    ]
    assert indonesia.path_name("18.71.01.1004") == "Surabaya, Kecamatan Kedaton, Kota Bandar Lampung, Lampung"
    assert indonesia.path_name("18.71.01") == "Kecamatan Kedaton, Kota Bandar Lampung, Lampung"
    assert indonesia.parents("18") == ()


def test_under_reaches_any_level_below_and_the_region_itself(indonesia: Regions) -> None:
    assert len(indonesia.under("", "province")) == 38
    assert len(indonesia.under("", "village")) == 83_762
    assert [r.code for r in indonesia.under("18.71", "regency")] == ["18.71"]
    assert all(r.code.startswith("18.71.") for r in indonesia.under("18.71", "village"))


def test_cities_are_told_from_regencies_and_desa_from_kelurahan(indonesia: Regions) -> None:
    for region in indonesia:
        if region.level == "regency":
            assert region.name.upper().startswith(region.kind.upper())
    assert Counter(r.kind for r in indonesia if r.level == "village")["desa adat"] == 14


def test_a_nik_may_begin_with_any_province_of_today_or_before(indonesia: Regions) -> None:
    provinces = indonesia.provinces_of_any_vintage()
    assert {18, 91, 96, 54} <= provinces
    assert not {0, 10, 20, 50, 99} & provinces


def test_rows_make_an_engine_table(indonesia: Regions) -> None:
    rows = list(indonesia.rows())
    assert len(rows) == len(indonesia) == 91_599
    assert ("18.71.01.1004", 1_871_011_004, "village", "Surabaya", "18.71.01") in rows
    with Engine() as engine:
        digits = "CAST(replace('18.71.01.1004', '.', '') AS BIGINT)"
        assert engine.value(f"SELECT {digits}") == key_of("18.71.01.1004")


def test_packing_is_deterministic_and_loses_nothing(indonesia: Regions) -> None:
    some = [*indonesia.children(), *indonesia.children("18"), *indonesia.children("18.71")]
    some += indonesia.children("18.71.01")
    again = read_packed(pack(reversed(some), "4.0.1"))
    assert {r.code: r for r in again} == {r.code: r for r in some}
    assert pack(some, "4.0.1") == pack(list(again), "4.0.1")


def test_a_name_with_a_comma_survives_packing() -> None:
    odd = Region("18", "province", "Lampung, yang lain", "")
    assert list(read_packed(pack([odd], "x"))) == [odd]


def test_the_file_is_small_and_quickly_read() -> None:
    from importlib import resources

    packed = resources.files("semesta.regions").joinpath("data", "regions.csv.xz").read_bytes()
    assert len(packed) < 700_000
    began = time.process_time()
    read_packed(packed)
    assert time.process_time() - began < 5  # a third of a second on a quiet machine
