"""Folding in Python and in the engine are the same thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.rules import fold, fold_sql


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("PBI (APBN)", "PBI APBN"),
        ("  pbpu\xa0dan  bp\tPemerintah daerah. ", "PBPU DAN BP PEMERINTAH DAERAH"),
        ("Non-Aktif", "NON AKTIF"),
        ("NONAKTIF_USIA", "NONAKTIF USIA"),
        ("(…)", ""),
        # letters whose capital is, or is not, an ASCII letter, by who is asked
        ("stra\u00dfe \ufb01 \u0131 \u017f \u212a", "STRA E"),
    ],
)
def test_folding_keeps_letters_and_digits_only(engine: Engine, text: str, folded: str) -> None:
    assert fold(text) == folded
    assert engine.value(f"SELECT {fold_sql('?::VARCHAR')}", [text]) == folded


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=20))
def test_the_engine_folds_as_python_does(engine: Engine, texts: list[str]) -> None:
    rows = engine.rows(f"SELECT t, {fold_sql('t')} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts])
    assert [folded for _, folded in rows] == [fold(text) for text in texts]


def test_the_engine_leaves_null_alone(engine: Engine) -> None:
    assert engine.value(f"SELECT {fold_sql('CAST(NULL AS VARCHAR)')}") is None


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
