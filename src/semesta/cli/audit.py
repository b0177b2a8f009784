"""`semesta audit`: who is paid for and should not be, and how those left out could come in."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from semesta.cli import options
from semesta.cli.audit_files import companions, lists_reader
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.coverage.reasons import PROPOSE_UP_TO_DECILE
from semesta.edition.audits import Audit, make_audit
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.findings import AuditOrder
from semesta.reporting.audit_tables import findings_grid, payers_grid, ways_grid
from semesta.reporting.catalogue import Speaker
from semesta.reporting.mutation import check_template
from semesta.reporting.terminal import grid_table
from semesta.rules.law import Law


def audit(
    edition: options.EditionPath,
    out: Annotated[Path, typer.Option("--out", help="cli.audit.out", show_default=False)],
    bill: Annotated[
        list[Path] | None, typer.Option("--bill", help="cli.audit.bill", show_default=False)
    ] = None,
    bill_persons: Annotated[
        int | None, typer.Option("--bill-persons", min=0, help="cli.audit.bill_persons", show_default=False)
    ] = None,
    bill_amount: Annotated[
        int | None,
        typer.Option("--bill-amount", min=0, metavar="RP", help="cli.audit.bill_amount", show_default=False),
    ] = None,
    month: Annotated[
        str, typer.Option("--month", metavar="YYYY-MM", help="cli.audit.month", show_default=False)
    ] = "",
    payer: Annotated[str, typer.Option("--payer", help="cli.audit.payer", show_default=False)] = "",
    deaths: Annotated[
        list[Path] | None, typer.Option("--deaths", help="cli.audit.deaths", show_default=False)
    ] = None,
    before: Annotated[
        Path | None, typer.Option("--before", metavar="EDITION", help="cli.audit.before", show_default=False)
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="cli.audit.template", show_default=False)
    ] = None,
    quota: Annotated[
        int | None, typer.Option("--quota", min=1, help="cli.audit.quota", show_default=False)
    ] = None,
    add: Annotated[
        Literal["way", "allowed"] | None, typer.Option("--add", help="cli.audit.add", show_default=False)
    ] = None,
    no_change: Annotated[bool, typer.Option("--no-change", help="cli.audit.no_change")] = False,
    local_decile: Annotated[
        int, typer.Option("--local-decile", min=0, max=10, help="cli.audit.local_decile")
    ] = PROPOSE_UP_TO_DECILE,
    maps: Annotated[Path | None, typer.Option("--map", help="cli.audit.map", show_default=False)] = None,
    full_nik: Annotated[
        str, typer.Option("--full-nik", metavar="REASON", help="cli.audit.full_nik", show_default=False)
    ] = "",
    tables_only: Annotated[bool, typer.Option("--tables-only", help="cli.audit.tables_only")] = False,
    accept_caps: Annotated[
        list[str] | None,
        typer.Option("--accept-caps", metavar="NAME", help="cli.audit.accept_caps", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="cli.audit.by", show_default=False)] = "",
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", min=256, help="cli.audit.memory", show_default=False),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="cli.build.threads", show_default=False)
    ] = None,
    _lang: options.Lang = None,
) -> None:
    """Make the audit's folder and show its sums."""
    check_template(template)
    opened = open_edition(edition)
    manifest = opened.manifest
    order = AuditOrder(
        edition=manifest.name,
        region=manifest.region,
        as_of=manifest.as_of,
        month=options.parse_month(month) if month else manifest.as_of.replace(day=1),
        payer=place_in(opened, payer, option="--payer"),
        bill_persons=bill_persons,
        bill_amount=bill_amount,
        local_decile=local_decile,
    )
    written = companions(
        opened,
        order,
        template=template,
        quota=quota,
        add=add,
        change=not no_change,
        by=by or getpass.getuser(),
        full_nik_reason=full_nik,
        bill=tuple(bill or ()),
    )
    with Steps() as steps:
        made = make_audit(
            opened,
            order,
            Law.current(),
            out=out,
            before=open_edition(before) if before else None,
            read=lists_reader(
                order, bills=tuple(bill or ()), deaths=tuple(deaths or ()), maps=maps, said=written.said
            ),
            accept_caps=frozenset(accept_caps or ()),
            companions=() if tables_only else written.all,
            on_step=steps.began,
            memory_mb=memory or DEFAULT_MEMORY_MB,
            threads=threads,
        )
    show_audit(made, written.said)


def show_audit(made: Audit, remarks: Sequence[str] = ()) -> None:
    """The sums of an audit on the terminal, and where it lies."""
    console, speak = output(), Speaker(current())
    for grid in (
        findings_grid(made.summary, speak),
        payers_grid(made.summary, speak),
        ways_grid(made.summary, speak),
    ):
        console.print(grid_table(grid, number_cells=16))
    for remark in remarks:
        console.print(remark, markup=False)
    console.print(say("cli.audit.done", path=made.path), style="bold green", markup=False)
