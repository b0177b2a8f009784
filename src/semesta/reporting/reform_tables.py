"""What a reform changes, in the terminal: changed parameters, each payer, each kind of card, each regency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from semesta.faults import Language
from semesta.planning.reform_result import PAYERS, Effect, Payment, ReformEffect
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.law_tables import sureness_text
from semesta.reporting.law_values import cited, value_text


def reform_view(effect: ReformEffect, names: Mapping[str, str], language: Language) -> RenderableType:
    """Headings, tables and what the figures leave out. `names` are those of the regencies by code."""
    say = Speaker(language)
    title = effect.title.say(language)
    head = RichText.assemble(
        (say("reform.title", title=title), "bold"),
        (f"  {say('explain.on', date=formats.date(effect.on, language))}", "dim"),
    )
    parts: list[RenderableType] = [head, _changes(effect, language), _by_payer(effect.total, language)]
    parts += [_by_kind(effect, language), _by_regency(effect, names, language)]
    return Group(*parts, *_left_out(effect, language))


def _changes(effect: ReformEffect, language: Language) -> Table:
    table = _table(language, "reform.changes", "parameter", "before", "after", "law", "sure", numeric=())
    for changed in effect.changed:
        after = changed.after
        table.add_row(
            RichText.assemble(changed.parameter.name, "\n", (changed.parameter.title.say(language), "dim")),
            value_text(changed.before.value if changed.before else None, changed.parameter.unit, language),
            value_text(after.value if after else None, changed.parameter.unit, language),
            RichText(cited(after, language) if after else ""),
            sureness_text(after, language) if after else "",
        )
    return table


def _by_payer(total: Effect, language: Language) -> Table:
    say = Speaker(language)
    table = _table(language, "reform.payers", "payer", "before_rp", "after_rp", "change_rp", "more", "less")
    for payer, payment in total.payments.items():
        unseen = _unseen(payment, total)
        table.add_row(
            say(f"reform.payer.{payer}"),
            formats.number(None if unseen else payment.before_rupiah, language),
            formats.number(None if unseen else payment.after_rupiah, language),
            _payment(payment, total, language),
            formats.number(payment.more, language),
            formats.number(payment.less, language),
        )
    before = sum(p.before_rupiah for p in total.payments.values())
    after = sum(p.after_rupiah for p in total.payments.values())
    table.add_section()
    table.add_row(
        say("reform.total"), formats.number(before, language), formats.number(after, language),
        _change(after - before, language), "", "", style="bold",
    )  # fmt: skip
    return table


def _by_kind(effect: ReformEffect, language: Language) -> Table:
    say = Speaker(language)
    table = _table(
        language, "reform.kinds", "kind", "cards", "member_more", "member_less",
        *(f"change.{payer}" for payer in PAYERS), "unknown",
    )  # fmt: skip
    for (bucket, hospital_class), part in effect.by_kind.items():
        level = say("law.unit.hospital_class", n=hospital_class) if hospital_class else say("reform.no_class")
        table.add_row(f"{bucket}, {level}", *_cells(part, language), *_unknown(part, language))
    return table


def _by_regency(effect: ReformEffect, names: Mapping[str, str], language: Language) -> Table:
    say = Speaker(language)
    table = _table(
        language, "reform.regencies", "regency", "cards", "member_more", "member_less",
        *(f"change.{payer}" for payer in PAYERS), "unknown",
    )  # fmt: skip
    for code, part in effect.by_regency.items():
        name = f"{code} {names.get(code, '')}".strip() or say("reform.no_region")
        table.add_row(name, *_cells(part, language), *_unknown(part, language))
    table.add_section()
    total = effect.total
    table.add_row(say("reform.total"), *_cells(total, language), *_unknown(total, language), style="bold")
    return table


def _cells(part: Effect, language: Language) -> Iterator[RichText | str]:
    member = part.payments["member"]
    yield formats.number(part.cards, language)
    yield formats.number(member.more, language)
    yield formats.number(member.less, language)
    for payment in part.payments.values():
        yield _payment(payment, part, language)


def _payment(payment: Payment, part: Effect, language: Language) -> RichText:
    """A change of money; a dash where all that this payer pays is unknown, because 0 would be a claim."""
    if _unseen(payment, part):
        return RichText(formats.NO_FIGURE, style="dim")
    return _change(payment.change_rupiah, language)


def _unseen(payment: Payment, part: Effect) -> bool:
    """Whether a payer pays nothing that is known, while there are cards of which nothing is known."""
    nothing = payment.before_rupiah == payment.after_rupiah == 0
    return nothing and part.unknown + part.untouched > 0


def _unknown(part: Effect, language: Language) -> tuple[RichText]:
    style = "yellow" if part.unknown else "dim"
    return (RichText(formats.number(part.unknown, language), style=style),)


def _change(rupiah: int, language: Language) -> RichText:
    style = "red" if rupiah > 0 else "green" if rupiah < 0 else "dim"
    return RichText(formats.signed(rupiah, language), style=style)


def _left_out(effect: ReformEffect, language: Language) -> Iterator[RenderableType]:
    say = Speaker(language)
    total = effect.total

    def count(number: int) -> str:
        return formats.number(number, language)

    yield RichText(
        say("reform.basis", known=count(total.known), inactive=count(effect.not_active)), style="dim"
    )
    if total.untouched:
        yield RichText(say("reform.untouched", n=count(total.untouched)), style="dim")
    if total.unknown:
        yield RichText(say("reform.unknown", n=count(total.unknown)), style="yellow")


def _table(language: Language, caption: str, *columns: str, numeric: tuple[int, ...] | None = None) -> Table:
    say = Speaker(language)
    table = Table(
        box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0),
        title=say(caption), title_justify="left", title_style="bold underline",
    )  # fmt: skip
    for at, column in enumerate(columns):
        right = at > 0 if numeric is None else at in numeric
        table.add_column(
            say(f"reform.column.{column}"), justify="right" if right else "left", overflow="fold"
        )
    return table
