"""Frozen dataclasses as plain JSON and back, so that a result can be kept in a file and shown again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Mapping
from typing import TypeVar, Union, get_args, get_origin

T = TypeVar("T")


def to_json(result: object) -> str:
    """A dataclass of numbers, texts, dates, tuples, mappings and dataclasses as JSON; the same facts, the same bytes."""
    return json.dumps(to_plain(result), ensure_ascii=False, indent=1) + "\n"


def from_json(kind: type[T], text: str) -> T:
    """What `to_json` wrote, as its dataclass. ValueError, KeyError or TypeError where it is something else."""
    made = from_plain(kind, json.loads(text))
    assert isinstance(made, kind)
    return made


def to_plain(value: object) -> object:
    """Dataclasses as mappings, dates as text, tuples as lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    assert value is None or isinstance(value, str | int | float), value
    return value


def from_plain(kind: object, raw: object) -> object:
    """A plain value as the type that a field is annotated with."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(kind) if part is not types.NoneType]
        if raw is None and len(inner) < len(get_args(kind)):
            return None
        return from_plain(inner[0], raw) if len(inner) == 1 else raw
    if origin is tuple:
        return _tuple(get_args(kind), raw)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: from_plain(get_args(kind)[1], item) for key, item in _mapping(raw).items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _dataclass(kind, _mapping(raw))
    if kind is dt.date:
        return dt.date.fromisoformat(str(raw))
    if kind in (int, str, bool, float) and not _fits(kind, raw):
        raise TypeError(f"{raw!r} is no {kind}")
    return raw


def _fits(kind: object, raw: object) -> bool:
    if kind is float:
        return isinstance(raw, int | float) and not isinstance(raw, bool)
    return isinstance(raw, typing.cast(type, kind)) and isinstance(raw, bool) == (kind is bool)


def _tuple(kinds: tuple[object, ...], raw: object) -> tuple[object, ...]:
    if not isinstance(raw, list):
        raise TypeError(f"{raw!r} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(from_plain(kinds[0], item) for item in raw)
    return tuple(from_plain(kind, item) for kind, item in zip(kinds, raw, strict=True))


def _mapping(raw: object) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise TypeError(f"{raw!r} is no mapping")
    return raw


def _dataclass(kind: type, raw: dict[str, object]) -> object:
    hints = _hints(kind)
    return kind(**{name: from_plain(hints[name], item) for name, item in raw.items()})


@functools.cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)
