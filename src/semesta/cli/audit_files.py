"""The files around an audit: lists that it reads, and workbooks that are written into its folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from semesta.cli.language import current, say
from semesta.cli.understood import show_understanding
from semesta.edition import Edition
from semesta.edition.audits import Companion, ListReader
from semesta.engine import Engine
from semesta.findings import AuditOrder, AuditSummary
from semesta.findings.rates import PEMDA
from semesta.manifest import SourceFile
from semesta.reporting import formats
from semesta.reporting.mutation import MutationOrder, write_mutations
from semesta.reporting.reconciliation import write_reconciliation
from semesta.reporting.reconciliation_meeting import BillSide, Reconciliation, rates_used
from semesta.rules.law import Law
from semesta.sources import Understanding, read_bill, read_deaths

RECONCILIATION, MUTATIONS, TO_VERIFY = "rekonsiliasi.xlsx", "mutasi.xlsx", "perlu_diperiksa.xlsx"


@dataclass
class Companions:
    """The writers of the further files, and what they have to say when they are done."""

    all: tuple[Companion, ...] = ()
    said: list[str] = field(default_factory=list)


def lists_reader(
    order: AuditOrder,
    *,
    bills: tuple[Path, ...],
    deaths: tuple[Path, ...],
    maps: Path | None,
    said: list[str],
) -> ListReader | None:
    """Reads the bill and the lists of deaths that were given, and shows how each was understood; None where none was.

    What was refused is added to `said`.
    """
    if not bills and not deaths:
        return None

    def read(engine: Engine, scratch: Path) -> tuple[SourceFile, ...]:
        files: tuple[SourceFile, ...] = ()
        if bills:
            files += read_bill(
                engine,
                bills,
                month=order.month,
                as_of=order.as_of,
                scratch=scratch,
                maps=maps,
                on_understood=_show,
            ).files
        if deaths:
            files += read_deaths(
                engine, deaths, as_of=order.as_of, scratch=scratch, maps=maps, on_understood=_show
            ).files
        said.extend(_refused(file) for file in files if file.rows_rejected + file.cells_rejected)
        return files

    return read


def _show(one: Understanding) -> None:
    show_understanding((one,))


def _refused(file: SourceFile) -> str:
    where = "refused_bill" if file.kind == "bill" else "refused"
    numbers = (file.rows_rejected, file.rows_in, file.cells_rejected)
    rows, all_rows, cells = (formats.number(n, current()) for n in numbers)
    return say(f"cli.audit.{where}", file=file.name, rows=rows, all=all_rows, cells=cells)


def companions(
    edition: Edition,
    order: AuditOrder,
    *,
    template: Path | None,
    quota: int | None,
    by: str,
    full_nik_reason: str,
    bill: Sequence[Path],
    add: Literal["way", "allowed"] | None = None,
    change: bool = True,
) -> Companions:
    """The workbook for the reconciliation meeting, and the mutation file with the list to verify first."""
    found = Companions()

    def reconcile(engine: Engine, summary: AuditSummary, folder: Path) -> None:
        meeting = Reconciliation(
            payer_code=order.payer,
            payer_name=_name_of(engine, order.payer),
            month=order.month,
            bill=_bill_side(summary, bill),
            expected=_expected_side(engine, order),
            rates=rates_used(Law.current(), order.month, current()),
            made_by=by,
            made_at=dt.datetime.now().astimezone(),
            full_nik_reason=full_nik_reason,
            lists=tuple(each.split(" sha256=")[0] for each in summary.inputs),
        )
        write_reconciliation(
            folder / RECONCILIATION, engine, manifest=edition.manifest, meeting=meeting, language=current()
        )

    def mutate(engine: Engine, summary: AuditSummary, folder: Path) -> None:  # noqa: ARG001
        wanted = MutationOrder(
            month=order.month,
            start=order.next_month,
            payer_region=order.payer,
            proposer=by,
            add=quota is not None or add is not None,
            add_allowed=add == "allowed",
            quota=quota,
            change=change,
        )
        done = write_mutations(
            folder / MUTATIONS,
            engine,
            manifest=edition.manifest,
            order=wanted,
            template=template,
            verify_list=folder / TO_VERIFY,
            language=current(),
        )
        numbers = {
            name: formats.number(getattr(done, name), current())
            for name in ("added", "removed", "changed", "to_verify")
        }
        found.said.append(say("cli.audit.mutations", **numbers))

    found.all = (reconcile, mutate)
    return found


def _bill_side(summary: AuditSummary, bill: Sequence[Path]) -> BillSide | None:
    """What the bill says: its stated totals, else the sums of its list; None without a bill."""
    if summary.bill == "implied":
        return None
    people = sum(each.cards for each in summary.billed)
    rupiah = sum(each.rupiah_local for each in summary.billed)
    if summary.bill == "totals":
        return BillSide(summary.bill_persons, summary.bill_amount_rupiah, "--bill-persons, --bill-amount")
    stated = summary.bill_persons if summary.bill_persons is not None else people
    amount = summary.bill_amount_rupiah if summary.bill_amount_rupiah is not None else rupiah
    return BillSide(stated, amount, ", ".join(path.name for path in bill))


def _expected_side(engine: Engine, order: AuditOrder) -> BillSide:
    """What the membership file and the rate of the month say: active cards of the payer x the local part."""
    inside = (
        "true" if not order.payer else f"(payer = '{order.payer}' OR starts_with(payer, '{order.payer}.'))"
    )
    people, rate = engine.row(f"""
        SELECT count(*), (SELECT local FROM quick.rates WHERE bucket = '{PEMDA}' AND months = 1)
        FROM quick.cards WHERE status = 'AKTIF' AND bucket = '{PEMDA}' AND {inside}
    """)
    return BillSide(people, people * rate, say("cli.audit.expected"))


def _name_of(engine: Engine, code: str) -> str:
    found = engine.rows("SELECT name FROM regions WHERE code = ?", [code])
    return str(found[0][0]) if found else ""
