"""Layouts: which headers mean which field, and how values are spelled, as YAML that a user can extend.

A file in `layouts/` has `name`, `title`, `kinds`, `headers` (field -> headers, most telling first),
and may have `values` (field -> text in the file -> text it stands for), `constants` (field -> text for
every row) and `month_first` (fields whose dates are month/day/year). A user's map has the same form,
needs none of the keys, and wins over what is shipped.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import cast, get_args

import yaml

from semesta.faults import InputRefused, Text, refusal_of_machine
from semesta.rules import fold
from semesta.sources.fields import FIELDS
from semesta.sources.model import Kind

_KINDS: tuple[Kind, ...] = get_args(Kind)
_KEYS = ("name", "title", "kinds", "headers", "values", "constants", "month_first")
_NAME_OF_MAP = "--map"


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout; headers and value texts are folded."""

    name: str
    title: Text
    kinds: tuple[Kind, ...]
    headers: Mapping[str, tuple[str, ...]]  # field -> folded headers, most telling first
    values: Mapping[str, Mapping[str, str]]  # field -> folded text -> text it stands for
    constants: Mapping[str, str]
    month_first: tuple[str, ...]


@functools.cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the program, by name."""
    folder = resources.files("semesta.sources").joinpath("layouts")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(
        _layout(yaml.safe_load(file.read_text("utf-8")), file.name)
        for file in files
        if file.name != "values.yaml"
    )


@functools.cache
def words_of(field: str) -> Mapping[str, str]:
    """Folded text -> meaning, for the fields of layouts/values.yaml (sex, hospital_class)."""
    text = resources.files("semesta.sources").joinpath("layouts", "values.yaml").read_text("utf-8")
    return {fold(word): meaning for meaning, words in yaml.safe_load(text)[field].items() for word in words}


def layouts_for(kind: Kind, maps: Path | None) -> tuple[Layout, ...]:
    """Layouts of a kind, the user's first."""
    own = (read_map(maps),) if maps else ()
    return tuple(layout for layout in (*own, *shipped_layouts()) if kind in layout.kinds)


def read_map(path: Path) -> Layout:
    """The user's map; InputRefused where it is no YAML of the form above."""
    try:
        document = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputRefused(
            place=str(path),
            reason=refusal_of_machine(error),
            remedy=Text(
                "Periksa nama dan letak berkas --map.", "Check the name and place of the --map file."
            ),
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise _map_refused(path, str(error).splitlines()[0]) from error
    try:
        return _layout({"name": _NAME_OF_MAP, **(document or {})}, str(path))
    except (TypeError, ValueError, AttributeError) as error:
        raise _map_refused(path, str(error)) from error


# --- from YAML --------------------------------------------------------------------------------------


def _layout(document: object, place: str) -> Layout:
    if not isinstance(document, dict):
        raise TypeError(f"{place}: a mapping is expected")
    _only(document, _KEYS, "key")
    kinds = tuple(document.get("kinds") or _KINDS)
    _only(kinds, _KINDS, "kind")
    title = document.get("title") or {}
    return Layout(
        name=str(document["name"]),
        title=Text(title.get("id") or str(document["name"]), title.get("en") or str(document["name"])),
        kinds=cast("tuple[Kind, ...]", kinds),
        headers={f: tuple(fold(str(h)) for h in _listed(hs)) for f, hs in _by_field(document, "headers")},
        values={
            f: {fold(str(t)): str(v) for t, v in dict(cast("dict[object, object]", texts)).items()}
            for f, texts in _by_field(document, "values")
        },
        constants={f: str(v) for f, v in _by_field(document, "constants")},
        month_first=tuple(_listed(document.get("month_first") or [])),
    )


def _listed(found: object) -> list[str]:
    """A list, or one text in its place."""
    return list(found) if isinstance(found, list) else [str(found)]


def _by_field(document: dict[str, dict[str, object]], key: str) -> Iterator[tuple[str, object]]:
    known = {name for fields in FIELDS.values() for name in fields}
    found = document.get(key) or {}
    _only(found, tuple(sorted(known)), "field")
    yield from found.items()


def _only(found: object, known: tuple[str, ...], what: str) -> None:
    for item in cast("list[str]", found):
        if item not in known:
            raise ValueError(f"unknown {what} {item!r}; known: {', '.join(known)}")


def _map_refused(path: Path, why: str) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(f"Berkas pemetaan tidak terbaca: {why}.", f"The map cannot be read: {why}."),
        remedy=Text(
            "Tulis YAML dengan kunci headers (bidang: [judul kolom, ...]); contohnya ada di dokumen sumber data.",
            "Write YAML with a key headers (field: [header, ...]); the documentation of sources has an example.",
        ),
    )
