"""Every sentence of the reports, lists and tables, kept in both languages in texts/*.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from semesta.faults import Language, Text


@cache
def catalogue() -> dict[str, Text]:
    """All texts by key. A key without both languages is a broken program and asserts."""
    texts: dict[str, Text] = {}
    for part in sorted(files("semesta.reporting").joinpath("texts").iterdir(), key=lambda p: p.name):
        if not part.name.endswith(".yaml"):
            continue
        for key, both in yaml.safe_load(part.read_text(encoding="utf-8")).items():
            assert key not in texts, f"{key} stands twice in the catalogue"
            assert set(both) == {"id", "en"}, f"{key} needs exactly id and en"
            texts[key] = Text(id=str(both["id"]), en=str(both["en"]))
    return texts


class Speaker:
    """Says texts of the catalogue in one language: `say('regions.most', n='12')`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its {places} filled. KeyError names a key that is not in the catalogue."""
        text = catalogue()[key].say(self.language)
        return text.format(**values) if values else text

    def code(self, group: str, code: str | None) -> str:
        """The label of a code of the tables, e.g. group 'status', code 'AKTIF'; an unknown code as it stands."""
        text = catalogue().get(f"{group}.{code}")
        return text.say(self.language) if text else (code or "–")
