"""Names: spellings of one name agree, different names stay different, nothing is lost, SQL says the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.identity import (
    NAME_RULES,
    SKELETON_RULES,
    joined,
    joined_sql,
    name_sql,
    normalise_name,
    skeleton,
    skeleton_sql,
)
from tests.identity.name_cases import ENDINGS, HANDS, RANKS, TITLES, WORDS, names


def key(name: str) -> str:
    return joined(normalise_name(name))


# --- what must agree --------------------------------------------------------------------------------

SAME = """
H. Muhammad Yusuf | Moch. Jusuf | M. Yusuf | Mohd Joesoef | Muh.Yusup | MUHAMMAD YUSUP, S.H. | Drs. H. M. Yusuf
Hj. Siti Aminah | ST. AMINAH | Sti Amina, S.Pd | SITI AMINAH S.PD | Siti Aminah S. Pd.I | Ny. Siti Aminah (Alm)
Nur Hayati | Nurhayati | Noor Hayati | Noerhajati | NUR-HAYATI
Drs. H. Abdurrahman, M.M. | Abdul Rahman | ABD. RAHMAN | Abdur Rahman | ABDURAHMAN
Achmad Djoenaidi | Ahmad Junaidi | Akhmad Yunaedi | ACH. JUNAIDI
Tjahjono | Cahyono | Cahjono
Sjarifuddin | Syarifudin | Sarifudin | SYARIFUDDIN
Chairul Anwar | Khairul Anwar | Hairul Anwar | Chaerul Anwar
Zainal Arifin | Zaenal Aripin | Jaenal Arifin
Choerul Anam | Khoirul Anam | Khoerul Anam
Aliyah | Aliah | Alijah | Aliyyah
Ahmad bin Yusuf | Ahmad b. Yusuf | Ahmad Yusuf | AHMAD BIN YUSUP
Siti binti Umar | Siti bt Umar | Siti Umar
Setyawan | Setiawan | Setijawan
Chandra Wijaya | Candra Widjaja | CANDRA WIJAYA
Christina | Kristina
Budi Santoso SE | Budi Santoso, S.E., M.M. | Budi Santoso S.E. | dr. Budi Santoso Sp.A | Ir.Budi Santoso,MT
Sukarno (Alm) | Soekarno | Alm. Sukarno | SUKARNO ALM
Letkol (Purn) Suharto | Soeharto | Bpk. Suharto
R.A. Kartini | Raden Ajeng Kartini | R. Kartini | Kartini
Dewi Nur'aini | Dewi Nuraini | Dewi Nur Aini
Ma’ruf | Maruf | Ma'ruf
Syafi'i | Syafii | Safi`i
Juwariyah | Juariah | Juwariah
N0VITA SARI | NOVITA SARI | Nofita Sari
Utsman | Usman
Rahmad | Rahmat
Erick | Erik
"""


@pytest.mark.parametrize("line", SAME.strip().splitlines())
def test_spellings_of_one_name_agree(line: str) -> None:
    keys = {name: key(name) for name in line.split(" | ")}
    assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(
    "line",
    [
        "Yusuf | Yunus",
        "Rahmat | Rohmat",  # sounds alike, is another name: left to similarity
        "Sri Wahyuni | Sri Wahyuningsih",
        "Budi Santoso | Budi Susanto",
        "I Wayan Sudiarta | Wayan Sudiarta",  # I and Ni are part of a Balinese name
        "Ni Made Ayu | I Made Ayu",
        "Siti Aminah | Siti Maimunah",
        "Ali | Alia",
        "Suparman | Suparmin",
        "By. Ny. Siti | Siti",  # a newborn is not its mother
        "Muhammad | Ahmad",
    ],
)
def test_different_names_stay_different(line: str) -> None:
    one, other = line.split(" | ")
    assert key(one) != key(other)


def test_words_that_are_several_names_are_not_folded_into_one() -> None:
    keys = {word: key(word) for word in WORDS if len(word) > 2}
    assert len(set(keys.values())) == len(keys)


@settings(max_examples=200)
@given(names, st.lists(st.sampled_from(HANDS[3:]), max_size=1), st.sampled_from(HANDS[:3]))
def test_another_hand_writes_the_same_name(
    name: str, hands: list[Callable[[str], str]], letters: Callable[[str], str]
) -> None:
    written = name
    for hand in hands:
        written = hand(written)
    assert key(letters(written)) == key(name), written


@given(names, st.sampled_from(TITLES + RANKS), st.sampled_from(ENDINGS))
def test_titles_and_degrees_change_nothing(name: str, title: str, ending: str) -> None:
    assert normalise_name(f"{title} {name}{ending}") == normalise_name(name)


@given(names.filter(lambda name: " " in name), st.sampled_from(["bin", "BINTI", "b.", "bt.", "Bin"]))
def test_son_of_and_daughter_of_change_nothing(name: str, link: str) -> None:
    first, last = name.rsplit(" ", 1)
    assert normalise_name(f"{first} {link} {last}") == normalise_name(name)


# --- what must never happen ---------------------------------------------------------------------------


@given(st.text(max_size=60) | names)
def test_the_form_of_the_result(text: str) -> None:
    found = normalise_name(text)
    if re.search("[A-Za-z]", text):
        assert re.fullmatch(r"[A-Z]+( [A-Z]+)*", found)
    assert found == found.strip(" ")
    assert "  " not in found


@pytest.mark.parametrize(
    ("alone", "kept"),
    [
        ("Haji", "HAI"),
        ("Drs", "DRS"),
        ("Drs.", "DRS"),
        ("Raden", "RADEN"),
        ("H", "H"),
        ("H.", "H"),
        ("SE", "SE"),
        ("bin", "BIN"),
        ("M", "M"),
        ("R", "R"),
        ("Alm.", "ALM"),
        ("S.Pd", "S PT"),
        ("Ny", "NI"),
        ("O", "O"),
        ("D", "T"),
    ],
)
def test_a_name_that_is_only_a_title_stays(alone: str, kept: str) -> None:
    assert normalise_name(alone) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("...", ""),
        ("-", ""),
        ("123", ""),
        ("0", ""),
        ("\xa0", ""),
        ("\x00", ""),
        ("محمد", "محمد"),
        ("王 小明", "王 小明"),
        ("😀", "😀"),
        ("José Müller", "IOSE MULER"),
        ("ſiti", "SITI"),
    ],
)
def test_names_without_latin_letters(written: str, kept: str) -> None:
    assert normalise_name(written) == kept


def test_very_long_names_are_read_at_once() -> None:
    assert len(normalise_name("SITI " * 40)) == 199
    for part in ("H. ", " ", "A", "S.Pd ", ", ", "ABDUR", "0", "MUHAM"):
        normalise_name(part * 20_000 + "x")


def test_the_chain_stays_short_and_says_why() -> None:
    assert len(NAME_RULES) <= 20
    assert all(rule.why and rule.pattern for rule in NAME_RULES + SKELETON_RULES)
    assert not any(re.search(r"\(\?[=!<]|\\[1-9]", rule.pattern) for rule in NAME_RULES + SKELETON_RULES)
    assert not any(re.match(rule.pattern, "") for rule in NAME_RULES if rule.kind == "regex")


# --- skeleton -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "bones"),
    [
        ("Rahmat", "RMT"),
        ("Rohmat", "RMT"),
        ("Saiful", "SPL"),
        ("Saeful", "SPL"),
        ("Sapul", "SPL"),
        ("Indah", "INT"),
        ("Susanto", "SNT"),
        ("Nur Hayati", "NRT"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_skeleton(name: str, bones: str) -> None:
    assert skeleton(normalise_name(name)).replace("D", "T") == bones


# --- Python and SQL say the same ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(threads=1)


def differences(engine: Engine, texts: list[str]) -> list[tuple[str, str, str]]:
    engine.take("written", pa.table({"name": pa.array(texts, pa.string())}))
    engine.run(f"CREATE OR REPLACE TABLE normal AS SELECT name, {name_sql('name')} AS normal FROM written")
    rows = engine.rows(f"SELECT name, normal, {joined_sql('normal')}, {skeleton_sql('normal')} FROM normal")
    assert len(rows) == len(texts)
    expected = [(text, found := normalise_name(text), joined(found), skeleton(found)) for text in texts]
    return [
        (text, str(got), str(want))
        for (text, *got), (_, *want) in zip(rows, expected, strict=True)
        if got != want
    ]


def test_sql_agrees_on_composed_names(engine: Engine) -> None:
    texts = [
        f"{title}{hand(f'{first} {WORDS[(i * 7 + j) % len(WORDS)]} {WORDS[(i * 3 + j * 5) % len(WORDS)]}')}{ending}"
        for i, hand in enumerate(HANDS)
        for j, (title, ending) in enumerate(
            zip(["", *(f"{t} " for t in TITLES + RANKS), ""] * 2, ["", *ENDINGS] * 3, strict=False)
        )
        for first in (("MUHAMMAD", "SITI", "ABDUL R", "AHMAD", "NUR")[j % 5], WORDS[(i + j) % len(WORDS)])
    ]
    assert len(texts) > 4_000
    assert differences(engine, texts) == []


def test_sql_agrees_on_every_letter_of_the_plane_that_python_knows(engine: Engine) -> None:
    # what a newer Unicode added is unknown to an older Python: the engine may know more marks
    known = [c for c in map(chr, range(1, 0x3000)) if unicodedata.category(c) not in ("Cn", "Cs")]
    assert differences(engine, [f"A{c}B" for c in known] + known) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cn"), max_codepoint=0xFFFF), max_size=25)
        | st.text("AEIOUHKCSJYDTMBRNZ '.,-0(", max_size=30)
        | st.lists(
            st.sampled_from(["H.", "ABDU", "R", "S", "MUH", "OE", "CH", ",", "SE", " ", "BIN", "\n"])
        ).map("".join),
        min_size=40,
        max_size=60,
    )
)
def test_sql_agrees_on_anything(engine: Engine, texts: list[str]) -> None:
    assert differences(engine, texts) == []


def test_null_stays_null(engine: Engine) -> None:
    assert engine.value(f"SELECT {name_sql('n')} FROM (SELECT NULL::VARCHAR AS n)") is None
