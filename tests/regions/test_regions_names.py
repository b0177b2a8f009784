"""Places are found by the names that officers write; what is doubtful is refused with suggestions."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.regions import Ambiguous, Level, Match, NoMatch, Region, Regions, find, resolve
from semesta.regions.customs import PREFIXES
from semesta.regions.names import letters_in, numbered, numbers_in, plain, spelled, words_of
from semesta.regions.spelling import allowed, distance

INDONESIA = Regions.load()
VILLAGES = INDONESIA.under("", "village")
LAMPUNG = INDONESIA.under("18", "village")

# written, within, code found, how much was forgiven
DESK_CASES = """
LAMPUNG                       | -        | 18            | exact
Prov. Lampung                 | -        | 18            | folded
DKI JAKARTA                   | -        | 31            | folded
D.I. YOGYAKARTA               | -        | 34            | folded
KEP. RIAU                     | -        | 21            | variant
Sumut                         | -        | 12            | folded
KOTA BANDUNG                  | 32       | 32.73         | exact
KAB. BANDUNG                  | 32       | 32.04         | folded
KODYA METRO                   | 18       | 18.72         | folded
METRO                         | 18       | 18.72         | folded
LAMPUNG SEL                   | 18       | 18.01         | variant
Kab.Tulangbawang Barat        | 18       | 18.12         | folded
KOTA BARU                     | 63       | 63.02         | folded
KAB ADM KEP SERIBU            | 31       | 31.01         | variant
KAB. ADMINISTRASI KEPULAUAN SERIBU | 31  | 31.01         | folded
Kec. Tj. Karang Pusat         | 18.71    | 18.71.06      | variant
TELUK BETUNG UTR              | 18.71    | 18.71.09      | variant
KEC TELUKBETUNG-UTARA         | 18.71    | 18.71.09      | folded
KEL. SURABAYA                 | 18.71.01 | 18.71.01.1004 | folded
DESA/KEL. SURABAYA            | 18.71.01 | 18.71.01.1004 | folded
SURABYA                       | 18.71.01 | 18.71.01.1004 | near
SUKA MENANTI  BARU            | 18.71.01 | 18.71.01.1009 | folded
KLAMBIR V KEBUN               | 12.07.24 | 12.07.24.2009 | roman
KLAMBIR 5 KEBUN               | 12.07.24 | 12.07.24.2009 | roman
KELAMBIR LIMA KEBUN           | 12.07.24 | 12.07.24.2009 | variant
KELAMBIR V KEBON              | 12.07.24 | 12.07.24.2009 | variant
PAHIEME SATU                  | 12.01.10 | 12.01.10.2003 | roman
KEL SORKAM KANAN              | 12.01.10 | 12.01.10.1001 | folded
DESA SORKAM KANAN             | 12.01.10 | 12.01.10.2018 | folded
"""


@pytest.mark.parametrize("case", DESK_CASES.strip().splitlines())
def test_a_name_as_written_finds_the_place(case: str) -> None:
    written, within, code, how = (part.strip() for part in case.split("|"))
    found = find(written, "" if within == "-" else within)
    assert isinstance(found, Match), found
    assert (found.region.code, found.how) == (code, how)


def means(found: object, village: Region) -> bool:
    """Found, or among namesakes that nothing in the name could tell apart."""
    if isinstance(found, Match):
        return found.region == village or plain(found.region.name) == plain(village.name)
    return isinstance(found, Ambiguous) and village in found.candidates


village_prefixes = [" ".join(words) for words in PREFIXES["village"]]


@given(
    st.sampled_from(VILLAGES),
    st.sampled_from(["", *village_prefixes, "KEL.", "Desa ", "desa\xa0"]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from([" ", "  ", "\xa0", "-", ""]),
)
def test_noise_of_case_prefix_and_spacing_changes_nothing(
    village: Region, prefix: str, case: object, between: str
) -> None:
    assert callable(case)
    written = f"{prefix} {between.join(village.name.split(' '))}"
    assert means(find(case(written), village.parent), village)


def test_every_village_is_found_by_its_own_name_among_its_neighbours() -> None:
    """One call per distinct combination, for all of Indonesia, in a few seconds."""
    began = time.process_time()
    answers: Counter[str] = Counter()
    for village in VILLAGES:
        province, regency, district = (r.name for r in INDONESIA.parents(village.code))
        found = resolve(province, regency, district, village.name)
        assert means(found, village), (village, found)
        answers[type(found).__name__] += 1
    assert time.process_time() - began < 30  # 2 on a quiet machine
    assert answers == {"Match": 83_730, "Ambiguous": 32}  # 16 pairs of namesakes in one district


def test_prefixes_and_capitals_lose_no_village_of_lampung() -> None:
    for village in LAMPUNG:
        _, regency, district = (r.name.upper() for r in INDONESIA.parents(village.code))
        found = resolve(
            None,
            regency.replace("KABUPATEN", "KAB."),
            f"KEC. {district}",
            f"PEKON {village.name}",
            within="18",
        )
        assert isinstance(found, Match) and found.region == village


def test_numerals_in_any_form_are_one_name_and_different_numbers_never_are() -> None:
    assert (
        numbered(words_of("Blok XIV"))
        == numbered(words_of("BLOK 14"))
        == numbered(words_of("blok empat belas"))
    )
    assert numbered(("DUA", "PULUH")) == ("20",)
    found = find("PAHIEME III", "12.01.10")
    assert isinstance(found, NoMatch)
    assert [r.name for r in found.suggestions] == ["Pahieme I", "Pahieme II"]


def test_a_bare_name_of_a_city_and_a_regency_is_ambiguous_until_more_is_said() -> None:
    bare = find("BANDUNG", "32")
    assert isinstance(bare, Ambiguous)
    assert [r.code for r in bare.candidates] == ["32.04", "32.73"]
    assert "Kota Bandung (32.73)" in bare.reason.id and "KOTA/KAB" in bare.remedy.id
    decided = resolve("JAWA BARAT", "BANDUNG", "CICENDO", "ARJUNA")
    assert isinstance(decided, Match) and decided.region.code == "32.73.06.1002"
    assert decided.how == "folded"


def test_a_city_is_not_taken_for_a_regency_of_the_same_name() -> None:
    found = find("KAB. METRO", "18")
    assert isinstance(found, NoMatch)
    assert [r.name for r in found.suggestions] == ["Kota Metro"]


def test_the_right_name_in_the_wrong_district_is_refused_and_the_right_one_suggested() -> None:
    found = find("GEDONG AIR", "18.71.01")
    assert isinstance(found, NoMatch)
    assert [r.code for r in found.suggestions] == ["18.71.03.1001"]
    assert "Kecamatan Kedaton" in found.reason.id and "18.71.03.1001" in found.remedy.id


@pytest.mark.parametrize(
    ("name", "district", "neighbour"),
    [
        # bearers of the left name lie in another district of Lampung Selatan
        ("LEMATANG", "18.01.06", "Pematang"),
        ("SIDOREJO", "18.01.24", "Sidoreno"),
        ("PURWOSARI", "18.01.23", "Purwodadi"),
        ("TANJUNG SARI", "18.01.18", "Tanjung Baru"),
        ("KRAWANG SARI", "18.01.13", "Karang Sari"),
        # two are equally near
        ("RAJABASA QAYA", "18.71.10", "Rajabasa Raya"),
        # a whole word too many, or a number that cannot be read
        ("LABUHAN RATU QII", "18.07.21", "Labuhan Ratu"),
        # numbers are never slips
        ("MUARA TIGA", "18.03.12", "Muara Dua"),
        ("MUARA 97", "18.03.12", "Muara Dua"),
        ("SUKARAME I", "18.71.08", "Sukarame II"),
    ],
)
def test_a_neighbour_with_nearly_the_name_is_not_taken(name: str, district: str, neighbour: str) -> None:
    found = find(name, district)
    assert isinstance(found, NoMatch)
    assert neighbour in {region.name for region in INDONESIA.children(district)}
    assert found.suggestions


@given(st.sampled_from(VILLAGES), st.sampled_from(INDONESIA.under("18", "district")))
def test_a_name_that_some_place_bears_is_never_called_a_misspelling(
    village: Region, district: Region
) -> None:
    found = find(village.name, district.code)
    assert not isinstance(found, Match) or found.how != "near"


@given(st.sampled_from(LAMPUNG), st.data())
def test_one_slip_finds_the_village_or_nothing_but_no_other(village: Region, data: st.DataObject) -> None:
    """A slip inside a word, which leaves numbers alone, may turn into another word; then nothing is found."""
    letters = [i for i, c in enumerate(village.name) if c.isalpha() and len(village.name.split()[-1]) > 4]
    if not letters or any(w.isdigit() for w in numbered(words_of(village.name))):
        return
    place = data.draw(st.sampled_from(letters))
    other = data.draw(st.sampled_from("QXZ"))  # letters that make no other Indonesian name
    found = find(village.name[:place] + other + village.name[place + 1 :], village.parent)
    assert isinstance(found, NoMatch) or means(found, village)


def test_most_slips_are_forgiven() -> None:
    forgiven = 0
    for village in LAMPUNG[::5]:
        middle = len(village.name) // 2
        found = find(village.name[:middle] + "Q" + village.name[middle + 1 :], village.parent)
        forgiven += isinstance(found, Match)
        assert not isinstance(found, Match) or means(found, village), (village, found)
    assert forgiven > 0.8 * len(LAMPUNG[::5])


@given(st.text(max_size=30), st.sampled_from(["", "18", "18.71", "18.71.01"]))
def test_no_text_breaks_the_finder(name: str, within: str) -> None:
    found = find(name, within)
    assert isinstance(found, Match | NoMatch | Ambiguous)
    if isinstance(found, NoMatch):
        assert len(found.suggestions) <= 3
    if not isinstance(found, Match):
        assert found.reason.id and found.reason.en and found.remedy.id and found.remedy.en


def test_levels_may_be_left_out() -> None:
    in_metro = resolve(regency="METRO", village="IMOPURO", within="18")
    assert isinstance(in_metro, Match) and in_metro.region.code == "18.72.01.1003"
    anywhere = resolve(village="SURABAYA", within="18")
    assert isinstance(anywhere, Ambiguous) and len(anywhere.candidates) == 2
    district = resolve("LAMPUNG", "METRO", "METRO PUSAT", " ")
    assert isinstance(district, Match) and district.region.level == "district"
    assert isinstance(resolve(None, "", " ", None), NoMatch)


def test_what_is_known_beforehand_stands_in_only_for_levels_above_the_first_name() -> None:
    elsewhere = resolve("BANTEN", "KOTA SERANG", within="18")
    assert isinstance(elsewhere, Match) and elsewhere.region.code == "36.73"
    here = resolve(district="KEDATON", within="18.71.05")
    assert isinstance(here, Match) and here.region.code == "18.71.01"


def test_a_fault_higher_up_is_reported_there() -> None:
    found = resolve("LAMPUNG", "KOTA BATAVIA", "KEDATON", "SURABAYA")
    assert isinstance(found, NoMatch) and found.level == "regency"


@pytest.mark.parametrize("level", ["province", "regency", "district"])
def test_second_spellings_never_bring_two_places_together(level: Level) -> None:
    for region in INDONESIA:
        if region.level == level:
            assert means(find(" ".join(spelled(words_of(region.name))), region.parent, level), region)


def test_in_all_indonesia_three_pairs_of_villages_sound_alike_in_one_district() -> None:
    alike = []
    for district in INDONESIA.under("", "district"):
        first: dict[tuple[str, tuple[str, ...]], str] = {}
        for village in INDONESIA.children(district.code):
            sound = spelled(words_of(village.name))
            other = first.setdefault((letters_in(sound), numbers_in(sound)), village.name)
            if plain(other) != plain(village.name):
                alike.append((other, village.name))
    assert len(alike) == 3, alike


@given(st.text("ABCDE", max_size=9), st.text("ABCDE", max_size=9), st.integers(0, 4))
def test_distance_is_bounded_symmetric_and_zero_only_for_equals(a: str, b: str, most: int) -> None:
    steps = distance(a, b, most)
    assert steps == distance(b, a, most) <= most + 1
    assert (steps == 0) == (a == b)
    assert distance(a, b, 20) <= max(len(a), len(b))
    assert steps == min(distance(a, b, 20), most + 1)


@pytest.mark.parametrize(
    ("a", "b", "steps"),
    [
        ("METRO", "METOR", 1),
        ("METRO", "METR", 1),
        ("METRO", "NETRO", 1),
        ("METRO", "METROO", 1),
        ("CA", "ABC", 3),
    ],
)
def test_one_slip_is_one_step(a: str, b: str, steps: int) -> None:
    assert distance(a, b, 3) == steps


def test_short_names_are_forgiven_nothing() -> None:
    assert [allowed(n) for n in (1, 4, 5, 8, 9, 30)] == [0, 0, 1, 1, 2, 2]
