"""The page database.md: tables and columns from the models, what they mean from columns.yaml, words from the vocabularies."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import IntEnum
from functools import partial
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models

from semesta.database import use

if not apps.ready:
    use("sqlite:///unused.sqlite3")  # nothing is opened: the models are read, no database is

from semesta.ledger import vocabulary as of_ledger
from semesta.ledger.models import Entry
from semesta.register import vocabulary as of_register
from semesta.register.models import Person

MEANINGS = Path(__file__).parent / "columns.yaml"
_TYPES = {
    "BigAutoField": "integer, numbered",
    "BigIntegerField": "integer",
    "IntegerField": "integer",
    "SmallIntegerField": "small integer",
    "DateField": "date",
    "DateTimeField": "time",
    "BooleanField": "yes or no",
    "JSONField": "JSON",
    "CharField": "text",
    "TextField": "text",
    "ForeignKey": "integer",
}


def database_page() -> str:
    """The whole page."""
    register = "\n".join(table_section(model) for model in tables_of(Person))
    ledger = "\n".join(table_section(model) for model in tables_of(Entry))
    return f"""# The operational database

Made by `python3 tasks.py docs` from the models and vocabularies of `semesta.register` and `semesta.ledger` and from
`docs/columns.yaml`: change it there. What the two rooms do: [register.md](register.md), [ledger.md](ledger.md).

The same tables on SQLite and PostgreSQL. Codes are integers ([ADR 17](adr/0017-integer-codes-in-the-operational-database.md)),
money is whole rupiah, periods are half-open. A column that ends in `_id` is the number of a row of another table. Rows are
written by the services and by nobody else; triggers refuse to change or delete what was written.

## Tables of the register

{register}
## Tables of the ledger

{ledger}
## Numbers and their words

A number once given is never given to another word.

{"".join(vocabulary_section(name, words) for name, words in vocabularies())}"""


def tables_of(member: type[models.Model]) -> list[type[models.Model]]:
    """The models of the room that a model belongs to, in the order in which they are written there."""
    return list(apps.get_app_config(member._meta.app_label).get_models())


def table_section(model: type[models.Model]) -> str:
    means = meanings_of(model._meta.db_table)
    rows = "\n".join(
        f"| `{field.column}` | {type_of(field)} | {'yes' if field.null else 'no'} | {_escape(means.get(str(field.column), ''))} |"
        for field in model._meta.concrete_fields
    )
    once = "".join(f"\n{line}" for line in once_lines(model))
    about = _escape(" ".join(inspect.cleandoc(model.__doc__ or "").split()))
    return (
        f"### `{model._meta.db_table}`\n\n{about}\n\n"
        f"| column | type | may be empty | meaning |\n|---|---|---|---|\n{rows}\n{once}{chr(10) if once else ''}"
    )


def type_of(field: models.Field) -> str:  # type: ignore[type-arg]
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        return f"→ `{field.model._meta.db_table if isinstance(related, str) else related._meta.db_table}`"
    if isinstance(field, models.CharField):
        return f"text, {field.max_length}"
    return _TYPES[type(field).__name__]


def once_lines(model: type[models.Model]) -> Iterator[str]:
    """What the database itself keeps unique."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = ", ".join(f"`{column_of(model, name)}`" for name in constraint.fields)
            yield f"- once: {columns}{' (of some rows, see the model)' if constraint.condition else ''}"


def column_of(model: type[models.Model], name: str) -> str:
    return next(str(field.column) for field in model._meta.concrete_fields if field.name == name)


def meanings_of(table: str) -> dict[str, str]:
    """What the columns of a table mean: its own words over the words that all tables share."""
    written: dict[str, dict[str, str]] = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    return {**written["all"], **written.get(table, {})}


def vocabularies() -> Iterator[tuple[str, dict[int, str]]]:
    """Each list of numbers with its words."""
    yield "segment", {of_register.UNKNOWN_SEGMENT: "not known", **of_register.SEGMENT_NAMES}
    yield "status", of_register.STATUS_NAMES
    for module in (of_register, of_ledger):
        for name, words in inspect.getmembers(module, partial(_is_list_of, module=module.__name__)):
            yield f"{module.__name__.split('.')[1]}: {name}", {word.value: word.name for word in words}


def _is_list_of(found: object, *, module: str) -> bool:
    """An enumeration that this module defines; the statuses have been said already."""
    own = inspect.isclass(found) and issubclass(found, IntEnum) and found.__module__ == module
    return own and found.__name__ != "Status"  # type: ignore[attr-defined]


def vocabulary_section(name: str, words: dict[int, str]) -> str:
    return f"- `{name}`: {', '.join(f'{number} `{word}`' for number, word in words.items())}\n"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
