"""The law as dated parameters, from the documents of `rules/data/law/`, and reforms laid over it.

A reform is a document of the same form: its values replace, from their first day to their last, what the
law says, and nothing outside.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from semesta.faults import Text, refusal_of_machine
from semesta.rules import law_documents
from semesta.rules.law_documents import Document, bilingual, refused
from semesta.rules.parameters import DatedValue, LawValue, Parameter, Period, Regulation, Unit, Verified

__all__ = [
    "DatedValue",
    "Law",
    "LawValue",
    "Parameter",
    "Period",
    "Regulation",
    "Unit",
    "Verified",
    "read_law",
]


@dataclass(frozen=True)
class Law:
    """All parameters by name, and the regulations that they cite. A reform makes another one."""

    parameters: Mapping[str, Parameter]
    regulations: Mapping[str, Regulation]
    reform: Text | None = None

    @classmethod
    def current(cls) -> Law:
        """The law that the program ships."""
        return _shipped()

    def __getitem__(self, name: str) -> Parameter:
        assert name in self.parameters, f"the law has no parameter {name}"
        return self.parameters[name]

    def number(self, name: str, day: dt.date) -> int:
        """A parameter's number in force on a day; InputRefused where none is known."""
        return self[name].number(day)

    def with_reform(self, path: Path) -> Law:
        """The law with a reform laid over it; InputRefused, with place and remedy, where the file is wrong."""
        return _overlaid(self, _reform(path), path)


def read_law(folder: Traversable | Path) -> Law:
    """The law in a folder: `regulations.yaml` and one document for each topic. InputRefused for a wrong one."""
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    named = {f.name: law_documents.document(f.name, f.read_text(encoding="utf-8")) for f in files}
    regulations = law_documents.regulations(named.pop("regulations.yaml", {}), "regulations.yaml")
    parameters: dict[str, Parameter] = {}
    for name, document in named.items():
        for parameter in law_documents.parameters(document, name, regulations):
            if parameter.name in parameters:
                raise refused(
                    f"{name}: {parameter.name}",
                    Text("Parameter ini sudah ada.", "This parameter is there already."),
                    Text("Gabungkan masa berlakunya di satu tempat.", "Keep its periods in one place."),
                )
            parameters[parameter.name] = parameter
    return Law(parameters, regulations)


@functools.cache
def _shipped() -> Law:
    return read_law(resources.files("semesta.rules").joinpath("data").joinpath("law"))


# --- a reform -----------------------------------------------------------------------------------


def _reform(path: Path) -> Document:
    try:
        return law_documents.document(path.name, path.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = Text("Periksa nama berkasnya.", "Check the file's name.")
        raise refused(str(path), refusal_of_machine(error), remedy) from error
    except UnicodeDecodeError as error:
        remedy = Text("Simpan berkas itu sebagai UTF-8.", "Save the file as UTF-8.")
        raise refused(str(path), Text("Ini bukan teks UTF-8.", "This is no UTF-8 text."), remedy) from error


def _overlaid(law: Law, document: Document, path: Path) -> Law:
    regulations = {**law.regulations, **law_documents.regulations(document, path.name)}
    changes = tuple(law_documents.parameters(document, path.name, regulations, known=law.parameters))
    if not changes:
        raise refused(
            path.name,
            Text("Berkas ini tidak mengubah parameter apa pun.", "This file changes no parameter."),
            Text("Tulis daftar `parameters`.", "Write a list `parameters`."),
        )
    names = [change.name for change in changes]
    for name in {name for name in names if names.count(name) > 1}:
        raise refused(
            f"{path.name}: {name}",
            Text("Parameter ini tertulis dua kali.", "This parameter stands twice."),
            Text("Gabungkan masa berlakunya di satu tempat.", "Keep its periods in one place."),
        )
    parameters = {**law.parameters, **{c.name: _changed(law.parameters[c.name], c) for c in changes}}
    title = document.get("title")
    return Law(parameters, regulations, bilingual(title, path.name) if title else Text(path.stem, path.stem))


def _changed(old: Parameter, change: Parameter) -> Parameter:
    kept = [rest for value in old.values for rest in _outside(value, change.values)]
    values = sorted((*kept, *change.values), key=lambda v: v.period.since or dt.date.min)
    return replace(old, values=tuple(values))


def _outside(value: DatedValue, over: Sequence[DatedValue]) -> Iterator[DatedValue]:
    """What is left of a value's period outside the periods laid over it."""
    pieces = [value.period]
    for other in over:
        pieces = [rest for piece in pieces for rest in piece.without(other.period)]
    yield from (replace(value, period=piece) for piece in pieces)
