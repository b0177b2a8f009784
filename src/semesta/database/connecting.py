"""Which database this process works on, and bringing its tables up to date."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any

import django
from django.apps import apps
from django.db import connection, connections

from semesta.database.addresses import DEFAULT_URL, settings_of
from semesta.faults import InputRefused, Text


def use(url: str | None = None) -> str:
    """Work on this database from here on (else on SEMESTA_DATABASE, else on the default); its address.

    Call it before importing any module with models. Calling it again changes the database of the process;
    nothing is opened before the first statement. InputRefused for an address that is not known.
    """
    address = url or os.environ.get("SEMESTA_DATABASE") or DEFAULT_URL
    settings = settings_of(address)
    _require_driver(settings)
    os.environ["SEMESTA_DATABASE"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.database.settings")
    if not apps.ready:
        django.setup()
    if any(connections["default"].settings_dict.get(key) != value for key, value in settings.items()):
        connections["default"].close()
        connections.settings["default"] = settings
        connections.configure_settings({"default": settings})
        del connections["default"]
    return address


def database_url() -> str:
    """The address of the database in use."""
    return os.environ.get("SEMESTA_DATABASE", DEFAULT_URL)


def is_postgresql() -> bool:
    """Whether the database in use is PostgreSQL; else it is SQLite."""
    return connection.vendor == "postgresql"


def migrate() -> None:
    """Make the tables, or bring those of an earlier release up to date, data and all."""
    from django.core.management import call_command  # needs the settings, which `use` gives

    call_command("migrate", verbosity=0, interactive=False)


def _require_driver(settings: dict[str, Any]) -> None:
    """PostgreSQL's driver is an extra: whoever uses SQLite need not have it."""
    if settings["ENGINE"].endswith("postgresql") and find_spec("psycopg") is None:
        raise InputRefused(
            place="postgresql://",
            reason=Text("Penghubung ke PostgreSQL belum terpasang.", "The driver for PostgreSQL is not installed."),
            remedy=Text("Pasang: pip install 'semesta[postgresql]'.", "Install it: pip install 'semesta[postgresql]'."),
        )  # fmt: skip
