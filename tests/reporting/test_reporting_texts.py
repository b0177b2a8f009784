"""The catalogue holds every text that the program asks for, in both languages, with the same places to fill."""

from __future__ import annotations

import re
import string
from pathlib import Path

import semesta
from semesta import tables
from semesta.reporting.catalogue import Speaker, catalogue
from semesta.reporting.lists import OUTCOMES

SOURCE = Path(semesta.__file__).parent
_ASKED = re.compile(r"""\b(?:say|_\w*say)\(\s*["']([a-z_0-9.+]+[a-z_0-9+])["']""")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_fill_the_same_places() -> None:
    for key, text in catalogue().items():
        assert text.id.strip() and text.en.strip(), key
        assert places(text.id) == places(text.en), key


def test_every_text_that_code_and_templates_ask_for_exists() -> None:
    files = [
        *SOURCE.glob("reporting/**/*.py"),
        *SOURCE.glob("cli/*.py"),
        *SOURCE.glob("reporting/templates/*.j2"),
    ]
    asked = {key for file in files for key in _ASKED.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 80
    assert asked <= set(catalogue()), sorted(asked - set(catalogue()))


def test_every_code_of_the_tables_has_a_label() -> None:
    wanted = [f"coverage.{code}" for code in tables.COVERAGES]
    wanted += [f"bucket.{code}" for code in (*tables.BUCKETS, tables.UNKNOWN_BUCKET)]
    wanted += [f"status.{code}" for code in tables.STATUSES]
    wanted += [f"list.what.{code}" for code in tables.COVERAGES]
    wanted += [f"list.outcome.{code}" for code in OUTCOMES]
    assert [key for key in wanted if key not in catalogue()] == []


def test_an_unknown_code_stands_as_it_is_and_an_unknown_key_is_a_fault() -> None:
    say = Speaker("en")
    assert say.code("status", "NEW_CODE") == "NEW_CODE"
    assert say.code("status", "AKTIF") == "Active"
    try:
        say("no.such.key")
    except KeyError:
        return
    raise AssertionError("a key that is not in the catalogue must be noticed")
