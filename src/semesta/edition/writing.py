"""The tables of an edition as queries on what classification made, and the files they become."""

from __future__ import annotations

import hashlib
from pathlib import Path

from semesta.coverage.order import Arrangement, resident_number
from semesta.edition.aside import sync_file
from semesta.engine import Engine
from semesta.manifest import TableFile
from semesta.tables import EDITION_TABLES

_PERSON = """
    {p}.nik::VARCHAR AS nik, {p}.nik_written, {p}.kk::VARCHAR AS kk, {p}.name, {p}.sex, {p}.birth_date,
    {p}.relation, {village} AS village_code, {p}.address"""

# ENUMs are written cheaper than text, but with the smallest and largest of *all* their words as the
# statistics of every row group: where readers skip row groups by village, its code must be text.
_VILLAGE_TO_SKIP_BY, _VILLAGE = "s.village_code::VARCHAR", "s.village_code"
# Adding 10^13 and cutting the 1 off keeps leading zeros at half the cost of lpad.
_CARD = "substr((10000000000000 + {card})::VARCHAR, 2) AS card"

_KIND = "s.segment, s.bucket, s.status, s.status_raw"

_RESIDENTS = f"""
    SELECT {{number}} AS resident_id, {_PERSON.format(p="r", village=_VILLAGE_TO_SKIP_BY)}, r.rt, r.rw, r.occupation, r.decile,
           r.vital_status, t.coverage, t.reason, t.action AS suggested_action,
           c.member::BIGINT + 1 AS member_id, {_CARD.format(card="c.card")}, {_KIND}, c.end_date,
           coalesce(c.cards, 0)::UTINYINT AS cards, r.source, r.source_row
    FROM residents r POSITIONAL JOIN quick.resident_state s POSITIONAL JOIN quick.card_of_resident c
    JOIN quick.states t ON t.state = s.state
"""

_MEMBERS = f"""
    SELECT s.member::BIGINT + 1 AS member_id, {_CARD.format(card="m.card")}, {_PERSON.format(p="m", village=_VILLAGE)},
           s.segment, s.bucket, m.hospital_class, s.status, s.status_raw, m.start_date, m.end_date,
           m.payer_region, m.facility,
           (CASE s.tie WHEN 1 THEN 'linked' WHEN 2 THEN 'duplicate' ELSE 'outside' END)::role_text AS role,
           CASE WHEN s.tie IN (1, 2) THEN {{number}} END AS resident_id, m.source, m.source_row
    FROM members m POSITIONAL JOIN quick.card_state s POSITIONAL JOIN quick.link_of_member l
"""

_LINKS = """
    SELECT {number} AS resident_id, s.member::BIGINT + 1 AS member_id, k.outcome, k.method,
           l.probability, k.evidence
    FROM quick.card_state s POSITIONAL JOIN quick.link_of_member l JOIN quick.link_kinds k ON k.kind = l.link_kind
"""

_OUTSIDE = f"""
    SELECT s.member::BIGINT + 1 AS member_id, {_PERSON.format(p="m", village=_VILLAGE_TO_SKIP_BY)}, t.reason, t.action AS suggested_action,
           {_CARD.format(card="m.card")}, {_KIND}, m.end_date, m.source, m.source_row
    FROM members m JOIN quick.outside_cards o ON o.member = m.rowid
    JOIN quick.card_state s ON s.member = o.member
    JOIN quick.states t ON t.state = o.state
    ORDER BY s.village_code::VARCHAR, s.member
"""

_ROSTERS = """
    SELECT r."group", r.employer, r.nik::VARCHAR AS nik, r.name, r.birth_date,
           {number} AS resident_id, t.coverage, s.segment, r.source, r.source_row
    FROM rosters r LEFT JOIN quick.roster_matches x ON x.roster = r.rowid
    LEFT JOIN quick.resident_state s ON s.resident = x.resident
    LEFT JOIN quick.states t ON t.state = s.state
    ORDER BY r.rowid
"""


def residents_query(how: Arrangement) -> str:
    """The residents in the order of their numbers, with as little sorting as the register allows."""
    residents = _RESIDENTS.format(number=resident_number(how, "s"))
    if how == "as_is":
        return residents
    if how == "unknown_first":
        return f"{residents} WHERE r.village IS NULL UNION ALL {residents} WHERE r.village IS NOT NULL"
    return f"{residents} ORDER BY s.resident_id"


def write_tables(engine: Engine, folder: Path, how: Arrangement) -> None:
    """Write every table of the edition as `folder/NAME.parquet`."""

    def job(name: str, query: str) -> tuple[str, Path]:
        return query, folder / f"{name}.parquet"

    of_link, of_roster = resident_number(how, "l"), resident_number(how, "s")
    engine.write_parquet_together(
        [
            [
                job("residents", residents_query(how)),
                job("cube", "FROM cube"),
                job("rosters", _ROSTERS.format(number=of_roster)),
            ],
            [
                job("members", _MEMBERS.format(number=of_link)),
                job("links", _LINKS.format(number=of_link)),
                job("outside", _OUTSIDE),
                job("card_cube", "FROM card_cube"),
                job("regions", "FROM regions"),
                job("rejects", 'FROM rejects ORDER BY source, "row", "column", code'),
            ],
        ]
    )


def table_files(engine: Engine, folder: Path) -> tuple[TableFile, ...]:
    """Rows, size and hash of each written table; the files are on the disk afterwards."""
    found = []
    for table in EDITION_TABLES:
        path = folder / f"{table.name}.parquet"
        sync_file(path)
        rows = int(engine.value("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]))
        found.append(TableFile(table.name, path.name, rows, path.stat().st_size, sha256(path)))
    return tuple(found)


def sha256(path: Path) -> str:
    """The file's SHA-256 as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
