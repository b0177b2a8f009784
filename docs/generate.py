"""Rewrites the pages made from the code: tables.md, database.md, formulas.md, parts of register.md and commands.md."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from semesta import tables
from semesta.coverage.laws import LAWS, Law
from semesta.coverage.reasons import ACTIONS, REASONS, Action, Reason
from semesta.edition.caps import CAPS
from semesta.findings.actions import ACTION_OF_KIND, FINDING_ACTIONS, KIND_TEXTS, WAY_TEXTS
from semesta.findings.laws import LAWS as AUDIT_LAWS
from semesta.findings.laws import AuditLaw
from semesta.rules.formula import Formula, Quantity
from semesta.rules.formulas import FORMULAS

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))  # run as a file, it finds the page beside it
BEGIN, END = "<!-- generated from the program: begin -->", "<!-- generated from the program: end -->"
FURTHER_TABLES = (tables.STAGED_RESIDENTS, tables.STAGED_MEMBERS, tables.STAGED_ROSTERS, tables.STAGED_LINKS,
                  tables.STAGED_BILL, tables.STAGED_DEATHS)  # fmt: skip


def main() -> None:
    """Write every page that is out of date and name it."""
    for page, text in pages().items():
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: docs/{page.name}")


def pages() -> dict[Path, str]:
    """Each generated page with the text it should have."""
    from docs.database_page import database_page
    from docs.transitions_table import with_transitions

    commands, register = DOCS / "commands.md", DOCS / "register.md"
    return {
        DOCS / "tables.md": tables_page(),
        DOCS / "database.md": database_page(),
        DOCS / "formulas.md": formulas_page(),
        register: with_transitions(register.read_text(encoding="utf-8")),
        commands: with_reference(commands.read_text(encoding="utf-8"), command_reference()),
    }


# --- tables ---------------------------------------------------------------------------------------


def tables_page() -> str:
    edition = "\n".join(table_section(table) for table in tables.EDITION_TABLES)
    audit = "\n".join(table_section(table) for table in tables.AUDIT_TABLES)
    staged = "\n".join(table_section(table) for table in FURTHER_TABLES)
    return f"""# Tables

Made by `python3 tasks.py docs` from `src/semesta/tables.py`, `coverage/reasons.yaml`, `coverage/laws.py`,
`findings/actions.yaml`, `findings/laws.py` and `edition/caps.py`: change it there.

## Tables of an edition

One Parquet file each. Codes are text, dates are dates. The view `persons` is `residents` and `outside` together.

{edition}
## Tables of an audit

Made by `semesta audit`; what they mean: [audit.md](audit.md).

{audit}
## Staged tables

They live in the engine only while an edition is built or an audit is made. What identifies is an integer there, for fast joins
([ADR 3](adr/0003-staged-keys-are-integers.md)); rows are known by their rowid.

{staged}
## Vocabularies

{vocabularies()}
### Reasons

| code | alasan | reason | first suggested action |
|---|---|---|---|
{both_languages(REASONS.values())}

### Suggested actions

| code | tindakan | action |
|---|---|---|
{both_languages(ACTIONS.values())}

### Findings

| code | temuan | finding | action |
|---|---|---|---|
{kinds_of_findings()}

| action | tindakan | what to do | mutation |
|---|---|---|---|
{actions_of_findings()}

### Ways in

| code | jalan masuk | way in |
|---|---|---|
{ways_in()}

## Laws of an audit

| name | hukum | law |
|---|---|---|
{both_languages(AUDIT_LAWS)}

## Laws

Checked on the finished files at every build, and by `semesta verify`.

| name | hukum | law |
|---|---|---|
{both_languages(LAWS)}

## Safety caps

A build stops when a share is so high that a file must be the wrong one or misread. Limits of ours, not of the law;
`--accept-caps NAME` goes on all the same, and the manifest keeps that.

| name | more than | of |
|---|---|---|
{safety_caps()}
"""


def kinds_of_findings() -> str:
    return "\n".join(
        f"| `{kind}` | {escape(word.text.id)} | {escape(word.text.en)} | `{ACTION_OF_KIND[kind]}` |"
        for kind, word in KIND_TEXTS.items()
    )


def actions_of_findings() -> str:
    return "\n".join(
        f"| `{a.code}` | {escape(a.text.id)} | {escape(a.text.en)} | {f'{a.mutation} {a.reason}' if a.mutation else '–'} |"
        for a in FINDING_ACTIONS.values()
    )


def ways_in() -> str:
    return "\n".join(
        f"| `{w.code}` | {escape(w.text.id)} | {escape(w.text.en)} |" for w in WAY_TEXTS.values()
    )


def both_languages(items: Iterable[Reason | Action | Law | AuditLaw]) -> str:
    """Rows of code, Indonesian, English, and for a reason its usual action."""
    rows = []
    for item in items:
        code = item.name if isinstance(item, (Law, AuditLaw)) else item.code
        cells = [f"`{code}`", escape(item.text.id), escape(item.text.en)]
        rows.append([*cells, f"`{item.action}`"] if isinstance(item, Reason) else cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def safety_caps() -> str:
    return "\n".join(
        f"| `{cap.name}` | {cap.share:.0%} {cap.part.en} | {cap.whole.en} |" for cap in CAPS.values()
    )


def table_section(table: tables.Table) -> str:
    rows = "\n".join(
        f"| `{column.name}` | {column.type.partition('(')[0]} | {'yes' if column.nullable else 'no'} | {escape(column.meaning)} |"
        for column in table.columns
    )
    head = f"### `{table.name}`\n\nOne row per {escape(table.grain)}.\n"
    return f"{head}\n| column | type | may be empty | meaning |\n|---|---|---|---|\n{rows}\n"


def vocabularies() -> str:
    lists = {
        "coverage": tables.COVERAGES,
        "bucket": (*tables.BUCKETS, tables.UNKNOWN_BUCKET),
        "status": tables.STATUSES,
        "vital_status": tables.VITAL_STATUSES,
        "outcome": tables.OUTCOMES,
        "certainty": tables.CERTAINTIES,
    }
    return "".join(f"- `{name}`: {', '.join(f'`{v}`' for v in values)}\n" for name, values in lists.items())


def escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


# --- formulas -------------------------------------------------------------------------------------


def formulas_page() -> str:
    sections = "\n".join(formula_section(formula) for formula in FORMULAS.values())
    return f"""# Formulas

Made by `python3 tasks.py docs` from `src/semesta/rules/formulary/`: change it there. What they rest on, how to trace a
result and how to add a law: [law.md](law.md).

Every formula takes a day (`on`) and the inputs below, and answers the same for one person and for a column. `rupiah` are
whole, `basis_points` 9800 is 98%, dates are dates, `flag` is true or false. An optional input may be unknown. What is
unknown makes unknown what depends on it.

{sections}"""


def formula_section(formula: Formula) -> str:
    note = f"\n{escape(formula.note.id)}\n\n{escape(formula.note.en)}\n" if formula.note else ""
    head = f"## `{formula.name}`\n\n{formula.title.id}. {formula.title.en}.\n{note}"
    table = "| | kind | arti | meaning |\n|---|---|---|---|"
    inputs = "\n".join(quantity_row(q, "input") for q in formula.inputs)
    outputs = "\n".join(quantity_row(q, "output") for q in formula.outputs)
    return f"{head}\n{table}\n{inputs}\n{outputs}\n"


def quantity_row(it: Quantity, side: str) -> str:
    words = "" if not it.words or len(it.words) > 12 else f": {', '.join(f'`{w}`' for w in it.words)}"
    said = f"{side}{', optional' if it.optional else ''} `{it.name}`"
    return f"| {said} | {it.kind} | {escape(it.title.id)} | {escape(it.title.en)}{words} |"


# --- commands -------------------------------------------------------------------------------------


class Option(NamedTuple):
    """One option or argument of a command: how it is written, what it means, what holds without it."""

    spelling: str
    indonesian: str
    english: str
    default: str


class Command(NamedTuple):
    """One command of the program, e.g. `linkage evaluate`."""

    name: str
    indonesian: str
    english: str
    options: tuple[Option, ...]


def commands() -> Iterator[Command]:
    """Every command that the program offers, read from the program itself in both languages."""
    from semesta.cli.main import command

    yield from _walk(command("id"), command("en"), "")


def _walk(indonesian: Any, english: Any, name: str) -> Iterator[Command]:  # noqa: ANN401  (typer's own click has no public types)
    if getattr(english, "hidden", False):
        return
    options = tuple(
        Option(_spelling(en), _flat(getattr(id_, "help", "")), _flat(getattr(en, "help", "")), _default(en))
        for id_, en in zip(indonesian.params, english.params, strict=True)
        if not getattr(en, "hidden", False) and "--help" not in en.opts
    )
    yield Command(name, _flat(indonesian.help), _flat(english.help), options)
    for child, both in getattr(english, "commands", {}).items():
        yield from _walk(indonesian.commands[child], both, f"{name} {child}".strip())


def _spelling(parameter: Any) -> str:  # noqa: ANN401
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).upper()
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def _default(parameter: Any) -> str:  # noqa: ANN401
    if parameter.required:
        return "required"
    value = parameter.default
    # A default that is computed (today, number of cores) would make this page differ between machines.
    if value is None or value is False or callable(value) or value in ((), [], ""):
        return ""
    return "yes" if value is True else str(getattr(value, "value", value))


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def command_reference() -> str:
    return "\n".join(_command_section(command) for command in commands())


def _command_section(command: Command) -> str:
    title = f"### `{f'semesta {command.name}'.strip()}`"
    rows = "\n".join(
        f"| `{o.spelling}` | {escape(o.indonesian)} | {escape(o.english)} | {escape(o.default)} |"
        for o in command.options
    )
    table = f"\n| option | arti | meaning | default |\n|---|---|---|---|\n{rows}\n" if rows else ""
    return f"{title}\n\n{escape(command.indonesian)}\n\n{escape(command.english)}\n{table}"


def with_reference(page: str, reference: str) -> str:
    """The page with what stands between the two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference}\n{END}{after}"


if __name__ == "__main__":
    main()
