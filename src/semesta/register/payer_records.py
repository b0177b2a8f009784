"""Those who owe contributions for others: found by their code, made when first met."""

from __future__ import annotations

import re

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused, Text
from semesta.regions import Region, Regions, parse_code
from semesta.register.payers import CENTRE_CODE, CENTRE_NAME
from semesta.register.recording import Decision, Recording, record
from semesta.register.vocabulary import PayerKind


def employer(*, code: str, name: str, by: Decision, region: str = "", during: Recording | None = None) -> int:
    """The employer of that code (its number with the insurer, or its name as extracts write it).

    Made with its name where it is new; InputRefused where code or name is empty.
    """
    if not code.strip() or not name.strip():
        raise InputRefused(
            place="employer",
            reason=Text("Nomor atau nama pemberi kerja kosong.", "The employer's code or name is empty."),
            remedy=Text("Isi keduanya.", "Fill in both."),
        )
    return _found_or_made(PayerKind.EMPLOYER, as_written(code), name.strip(), region, by, during)


def region(*, code: str, by: Decision, during: Recording | None = None) -> int:
    """The government of a province or regency by its code (18, 18.71). InputRefused for another code."""
    found = parse_code(code, Regions.load())
    if not isinstance(found, Region):
        raise InputRefused(place="region", reason=found.reason, remedy=found.remedy)
    if found.level not in ("province", "regency"):
        raise InputRefused(
            place="region",
            reason=Text(
                f"{found.code} bukan provinsi atau kabupaten/kota.",
                f"{found.code} is no province or regency.",
            ),
            remedy=Text("Tulis kode pemda: 18 atau 18.71.", "Write the government's code: 18 or 18.71."),
        )
    return _found_or_made(PayerKind.REGION, found.code, found.name, found.code, by, during)


def centre(*, by: Decision, during: Recording | None = None) -> int:
    """The central government, of which there is one."""
    return _found_or_made(PayerKind.CENTRE, CENTRE_CODE, CENTRE_NAME, "", by, during)


def named(*, text: str, by: Decision, during: Recording | None = None) -> int | None:
    """The payer that a person at the desk means: PUSAT, a region's code, else an employer; '' is nobody."""
    if not text:
        return None
    if text.upper() == CENTRE_CODE:
        return centre(by=by, during=during)
    if _REGION_CODE.match(text):
        return region(code=text, by=by, during=during)
    return employer(code=text, name=text, by=by, during=during)


_REGION_CODE = re.compile(r"^\d{2}([.\s]?\d{2})?$")


def as_written(code: str) -> str:
    """An employer's code as `payers.code_sql` makes it of an extract: capitals, one blank between words."""
    return " ".join(code.upper().split())


def payer_of(kind: PayerKind, code: str) -> int | None:
    """The number of a payer that is known; None if it is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM payer WHERE kind = %s AND code = %s", [int(kind), code])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _found_or_made(
    kind: PayerKind, code: str, name: str, region: str, by: Decision, during: Recording | None
) -> int:
    found = payer_of(kind, code)
    if found is not None:
        return found
    with writing():
        found = payer_of(kind, code)  # another process may have made it before we could write
        if found is not None:
            return found
        change = (during or record("payer", by)).change
        [made] = insert_rows(
            "payer",
            ("kind", "code", "name", "region", "change_id"),
            [(int(kind), code, name, region, change)],
            returning="id",
        )
    return int(made)
