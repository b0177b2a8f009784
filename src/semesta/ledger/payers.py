"""The payers that a bill run needs to be there: the centre, and the local government of every regency and city."""

from __future__ import annotations

import functools

from django.db import connection

from semesta.database import insert_rows
from semesta.regions import Region, Regions
from semesta.register.payers import CENTRE_CODE, CENTRE_NAME
from semesta.register.recording import Recording
from semesta.register.vocabulary import PayerKind


def ensure_payers(during: Recording) -> int:
    """Write the payers that lack, inside the caller's transaction; the number of the centre's payer."""
    centre = centre_payer()
    present = _regions()
    wanted = [r for r in _regencies() if r.code not in present]
    rows: list[tuple[object, ...]] = [
        (int(PayerKind.REGION), r.code, r.name, r.code, during.change) for r in wanted
    ]
    if centre is None:
        rows.append((int(PayerKind.CENTRE), CENTRE_CODE, CENTRE_NAME, "", during.change))
    insert_rows("payer", ("kind", "code", "name", "region", "change_id"), rows)
    found = centre_payer()
    assert found is not None
    return found


def centre_payer() -> int | None:
    """The number of the centre among the payers; None before the first bill run or adoption."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM payer WHERE kind = %s AND code = %s",
            [int(PayerKind.CENTRE), CENTRE_CODE],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def make_regencies() -> None:
    """Temporary table `regency` (number 1871, payer_id), inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS regency")
        cursor.execute(
            "CREATE TEMPORARY TABLE regency (number integer PRIMARY KEY, payer_id bigint NOT NULL)"
        )
        cursor.execute("SELECT code, id FROM payer WHERE kind = %s", [int(PayerKind.REGION)])
        payers = dict(cursor.fetchall())
    rows = [(r.key, payers[r.code]) for r in _regencies() if r.code in payers]
    insert_rows("regency", ("number", "payer_id"), rows)


def _regions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM payer WHERE kind = %s", [int(PayerKind.REGION)])
        return {code for (code,) in cursor.fetchall()}


@functools.cache
def _regencies() -> tuple[Region, ...]:
    return tuple(region for region in Regions.load() if region.level == "regency")
