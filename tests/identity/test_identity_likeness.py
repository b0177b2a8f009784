"""Likeness of names: its levels hold, it is symmetric, and its Jaro-Winkler is the engine's."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.identity import CLOSE, NEAR, jaro_winkler, name_similarity, normalise_name
from tests.identity.name_cases import WORDS, names

normal = names.map(normalise_name)


def likeness(one: str, other: str) -> float:
    return name_similarity(normalise_name(one), normalise_name(other))


@given(normal, normal)
def test_it_is_symmetric_and_stays_between_nothing_and_sameness(one: str, other: str) -> None:
    found = name_similarity(one, other)
    assert found == name_similarity(other, one)
    assert 0.0 <= found <= 1.0
    assert (found == 1.0) == (one.replace(" ", "") == other.replace(" ", ""))
    assert name_similarity(one, one) == 1.0
    assert name_similarity(one, "") == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Yusuf", "Yusuf"),
        ("Siti Aminah", "S. Aminah"),
        ("A. Fauzi", "Ahmad Fauzi"),
        ("Agus Setiawan Putra", "Agus Setiawan"),
        ("Nur Hayati", "Nurhayti"),
        ("Rahmat Hidayat", "Rohmat Hidayat"),
        ("Siti Aisyah", "Siti Asiyah"),
        ("Hendra Gunawan", "Gunawan Hendra"),
        ("Abd Rohman", "Abdurrahman"),
        ("Dewi Lestari", "Dwi Lestari"),
    ],
)
def test_close_names(one: str, other: str) -> None:
    assert CLOSE <= likeness(one, other) < 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "Budi"),
        ("Siti Aminah", "Siti"),
        ("Budi Santoso", "Budi Susanto"),
        ("Putra Agus Setiawan", "Agus Setiawan"),
    ],
)
def test_near_names(one: str, other: str) -> None:
    assert NEAR <= likeness(one, other) < CLOSE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yusuf", "Yunus"),
        ("Muhammad Yusuf", "Muhammad Yunus"),
        ("Siti Aminah", "Siti Rohani"),
        ("Andi", "Anto"),
        ("Agus Setiawan", "Bambang Setiawan"),
        ("Muhammad", "Siti"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert likeness(one, other) < NEAR


def test_jaro_winkler_is_the_engine_s() -> None:
    pairs = [(a, b) for a in WORDS[::3] for b in WORDS[::2]]
    with Engine(threads=1) as engine:
        engine.take("pairs", pa.table({"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}))
        found = [row[0] for row in engine.rows("SELECT jaro_winkler_similarity(a, b) FROM pairs")]
    assert len(found) > 3_000
    for (a, b), value in zip(pairs, found, strict=True):
        assert abs(jaro_winkler(a, b) - value) < 1e-9, (a, b)


@given(st.text("ABAI", max_size=12), st.text("ABAI", max_size=12))
def test_jaro_winkler_on_anything(one: str, other: str) -> None:
    found = jaro_winkler(one, other)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(jaro_winkler(other, one))
