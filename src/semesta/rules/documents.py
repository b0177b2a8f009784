"""Reads the YAML documents of the rules, each value with its source, and states their version."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from semesta.faults import Text

#: The newest text of law that the documents rest on (jkn.md, head).
TEXTS_UNTIL = "2026-02"

Entry = Mapping[str, object]

#: The safe loader written in C, ten times as fast, where PyYAML was built with it.
LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str) -> Entry:
    """One document of rules/data, as a mapping."""
    document = yaml.load(_data().joinpath(name).read_bytes(), Loader=LOADER)  # noqa: S506
    assert isinstance(document, dict), name
    return document


def entries(holder: Entry, key: str) -> Sequence[Entry]:
    """A list of mappings; empty where the key is missing."""
    found = holder.get(key, [])
    assert isinstance(found, list) and all(isinstance(item, dict) for item in found), key
    return found


def text(entry: Entry, key: str) -> str:
    """A text that must be there."""
    found = entry[key]
    assert isinstance(found, str), (key, found)
    return found


def texts(entry: Entry, key: str) -> tuple[str, ...]:
    """A list of texts; empty where the key is missing. YAML must have quoted what looks like a number."""
    found = entry.get(key, [])
    assert isinstance(found, list), (key, found)
    for item in found:
        assert isinstance(item, str), (key, item)
    return tuple(found)


def number(entry: Entry, key: str) -> int:
    """A whole number that must be there."""
    found = entry[key]
    assert isinstance(found, int) and not isinstance(found, bool), (key, found)
    return found


def day(entry: Entry, key: str) -> dt.date | None:
    """A date written as quoted text, or None where the document says null."""
    return None if entry[key] is None else dt.date.fromisoformat(text(entry, key))


def bilingual(entry: object) -> Text:
    """A mapping with `id` and `en`."""
    assert isinstance(entry, dict), entry
    return Text(id=text(entry, "id"), en=text(entry, "en"))


def version_of(folder: Traversable | Path) -> str:
    """Month of the newest text, and a hash of all documents of a folder of rules and of its folder `law`.

    The same rules give the same version, whatever the ends of lines.
    """
    digest = hashlib.sha256()
    folders = (("", folder), ("law/", folder / "law"))
    named = [(at + f.name, f) for at, place in folders for f in place.iterdir() if f.name.endswith(".yaml")]
    for name, file in sorted(named, key=lambda pair: pair[0]):
        digest.update(name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"{TEXTS_UNTIL}+{digest.hexdigest()[:12]}"


def _data() -> Traversable:
    return resources.files("semesta.rules").joinpath("data")


RULES_VERSION = version_of(_data())
