"""Which database this process works on."""

from __future__ import annotations

import os

import django
from django.apps import apps
from django.db import connection, connections

from semesta.database.addresses import DEFAULT_URL, settings_of


def use(url: str | None = None) -> str:
    """Work on this database from here on (else on SEMESTA_DATABASE, else on the default); its address.

    Call it before importing any module with models. Calling it again changes the database of the process, but
    not of threads that already asked something: they keep theirs. Nothing is opened before the first
    statement. Each thread has a connection of its own. InputRefused for an address that is not known.
    """
    address = url or os.environ.get("SEMESTA_DATABASE") or DEFAULT_URL
    settings = settings_of(address)
    os.environ["SEMESTA_DATABASE"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.database.settings")
    if not apps.ready:
        django.setup()
    if any(connections["default"].settings_dict.get(key) != value for key, value in settings.items()):
        assert not connections["default"].in_atomic_block, "another database in the middle of a transaction"
        connections["default"].close()
        connections.settings["default"] = settings
        connections.configure_settings({"default": settings})
        del connections["default"]
    return address


def database_url() -> str:
    """The address of the database in use. It may hold a password: `addresses.shown` for people."""
    return os.environ.get("SEMESTA_DATABASE", DEFAULT_URL)


def is_postgresql() -> bool:
    """Whether the database in use is PostgreSQL; else it is SQLite."""
    return connection.vendor == "postgresql"


#: Connections of parent processes, kept from being closed here: that would hang up on the parent.
_of_parents: list[object] = []


def _leave_to_parent() -> None:
    """A forked child opens its own connection: two processes on one garble PostgreSQL's and corrupt SQLite's."""
    for parents in connections.all(initialized_only=True) if apps.ready else ():
        _of_parents.append(parents)
        del connections[parents.alias]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
