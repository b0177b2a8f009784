"""The lists that an audit reads beside an edition: what of them was refused, and whether a bill is of this edition at all."""

from __future__ import annotations

from collections.abc import Sequence

from semesta.edition import caps
from semesta.engine import Engine, identifier, literal
from semesta.manifest import SourceFile
from semesta.tables import REJECTS

#: Refused rows and cells of all lists (tables.REJECTS); `source` is the place of the file in `audit.json`, from 0.
LIST_REJECTS = "list_rejects"


def gather_rejects(engine: Engine, files: Sequence[SourceFile]) -> None:
    """Make LIST_REJECTS of what each kind of list refused: nothing that stood in a file is lost."""
    engine.run(REJECTS.ddl(LIST_REJECTS))
    for kind in dict.fromkeys(file.kind for file in files):
        before = [file.kind for file in files].index(kind)
        engine.run(
            f'INSERT INTO {LIST_REJECTS} SELECT * REPLACE (("source" + {before})::UTINYINT AS "source") '
            f"FROM {identifier(f'{kind}_rejects')} ORDER BY rowid"
        )


def said_input(file: SourceFile) -> str:
    """A list that was read, for `audit.json`: name, content, and how many of its rows and cells were refused."""
    counts = f"rows={file.rows_in} rejected={file.rows_rejected} cells_rejected={file.cells_rejected}"
    return f"{file.name} sha256={file.sha256} {counts}"


def require_our_bill(engine: Engine, region: str, accepted: frozenset[str]) -> None:
    """BuildStopped for a bill of another province, or another file altogether: that is no bill with a million faults.

    Looks at `quick.billed`, which an audit makes; `accepted` are names of caps.AUDIT_CAPS.
    """
    if not engine.has_table("bill"):
        return
    rows, without = engine.row("SELECT count(*), count(*) FILTER (member_id IS NULL) FROM quick.billed")
    here = literal(region)
    elsewhere = engine.rows(f"""
        SELECT payer, count(*) FROM quick.billed
        WHERE payer <> '' AND payer <> {here} AND NOT starts_with(payer, {here} || '.') AND NOT starts_with({here}, payer || '.')
        GROUP BY payer""")
    caps.check_bill(rows, without, {str(payer): int(n) for payer, n in elsewhere}, accepted)
