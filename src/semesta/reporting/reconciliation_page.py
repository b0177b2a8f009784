"""The first sheet of a reconciliation: one printed page with both sides, what was found, what to decide, who signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from semesta.findings.actions import KIND_TEXTS
from semesta.manifest import Manifest
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.reconciliation_facts import Facts, Sum
from semesta.reporting.reconciliation_meeting import BillSide, Reconciliation
from semesta.reporting.sheets import Book
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAIN, CERTAINTIES, PROBABLE, TO_CHECK

#: Column widths: what, then for each certainty cards and three payers' money.
_WIDTHS = (38.0, *(7.5, 14.0, 14.0, 13.0) * len(CERTAINTIES))
_LAST = len(_WIDTHS) - 1
Cell = str | int | None


def write_page(book: Book, say: Speaker, manifest: Manifest, meeting: Reconciliation, facts: Facts) -> None:
    """Lay the page out, from top to bottom."""
    sheet, looks = book.blank(say("recon.sheet.summary"))
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    page = _Page(sheet, looks)
    _head(page, say, manifest, meeting, facts)
    _sides(page, say, meeting)
    _found(page, say, facts)
    _decide(page, say, meeting, facts)
    _sign(page, say)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.set_footer(f"&L&F&R{say('recon.page')}")
    sheet.hide_gridlines(2)


class _Page:
    """A sheet that is written line by line."""

    def __init__(self, sheet: Worksheet, looks: Mapping[str, Format]) -> None:
        self.sheet = sheet
        self.looks = looks
        self.at = 0

    def text(self, text: str, look: str = "plain", *, height: float | None = None) -> None:
        """One text across the whole page."""
        if height:
            self.sheet.set_row(self.at, height)
        self.sheet.merge_range(self.at, 0, self.at, _LAST, text, self.looks[look])
        self.at += 1

    def gap(self, height: float = 6) -> None:
        self.sheet.set_row(self.at, height)
        self.at += 1

    def spans(self, cells: Sequence[tuple[int, int, Cell, str]]) -> None:
        """One line of cells: (first column, last column, value, look)."""
        for first, last, value, look in cells:
            if first < last:
                self.sheet.merge_range(self.at, first, self.at, last, "", self.looks[look])
            if value is None:
                self.sheet.write_blank(self.at, first, None, self.looks[look])
            elif isinstance(value, int):
                self.sheet.write_number(self.at, first, value, self.looks[look])
            else:
                self.sheet.write_string(self.at, first, value, self.looks[look])
        self.at += 1


def _head(page: _Page, say: Speaker, manifest: Manifest, meeting: Reconciliation, facts: Facts) -> None:
    language = say.language
    month = f"{formats.MONTHS[language][meeting.month.month - 1]} {meeting.month.year}"
    edition = say(
        "recon.edition_is",
        name=manifest.name,
        as_of=formats.date(manifest.as_of, language),
        basis=manifest.population_basis or say("recon.no_basis"),
    )
    made = f"{meeting.made_by}, {formats.moment(meeting.made_at, language)}"
    page.text(say("recon.title"), "title")
    payer = meeting.payer_name or say(
        "recon.every_payer", region=facts.places.get(manifest.region, manifest.region)
    )
    page.text(say("recon.parties", payer=short_name(payer)), "bold")
    page.text(f"{say('recon.month')}: {month}")
    page.text(f"{say('recon.edition')}: {edition}", "meta")
    page.text(f"{say('recon.made')}: {made}. {nik_note(say, meeting)}", "meta")
    page.gap()


def nik_note(say: Speaker, meeting: Reconciliation) -> str:
    """Whether numbers are masked, and if not, why."""
    if meeting.full_nik_reason:
        return say("recon.nik_full", reason=meeting.full_nik_reason)
    return say("recon.nik_masked")


# --- both sides -----------------------------------------------------------------------------------


def _sides(page: _Page, say: Speaker, meeting: Reconciliation) -> None:
    bill, ours = meeting.bill, meeting.expected
    page.text(say("recon.sides"), "section")
    page.spans(_side_cells("", say("recon.people"), say("recon.rupiah"), say("recon.source"), "head"))
    if bill is None:
        page.spans(_side_cells(say("recon.side.no_bill"), None, None, say("recon.side.no_bill_source")))
    else:
        page.spans(_side_cells(say("recon.side.bill"), bill.people, bill.rupiah, bill.source))
    page.spans(_side_cells(say("recon.side.expected"), ours.people, ours.rupiah, ours.source))
    if bill is not None:
        difference = say("recon.side.difference")
        people, rupiah = _minus(bill, ours)
        page.spans(_side_cells(difference, people, rupiah, "", "total"))
    page.gap()


def _side_cells(
    what: str, people: Cell, rupiah: Cell, source: str, look: str = ""
) -> list[tuple[int, int, Cell, str]]:
    return [
        (0, 0, what, look or "cell"),
        (1, 2, people, look or "money"),
        (3, 4, rupiah, look or "money"),
        (5, _LAST, source, look or "cell"),
    ]


def _minus(bill: BillSide, ours: BillSide) -> tuple[int | None, int | None]:
    def less(one: int | None, other: int | None) -> int | None:
        return None if one is None or other is None else one - other

    return less(bill.people, ours.people), less(bill.rupiah, ours.rupiah)


# --- what was found -------------------------------------------------------------------------------


def _found(page: _Page, say: Speaker, facts: Facts) -> None:
    page.text(say("recon.found"), "section")
    tops = [(1 + 4 * n, 4 + 4 * n, say(f"recon.sheet.{sure}"), "head") for n, sure in enumerate(CERTAINTIES)]
    page.spans([(0, 0, "", "head"), *tops])
    under = [say(f"recon.{what}") for what in ("cards", "local", "centre", "member")] * len(CERTAINTIES)
    page.sheet.set_row(page.at, 30)
    page.spans([(at, at, text, "head") for at, text in enumerate((say("recon.finding"), *under))])
    for kind in facts.kinds:
        _line(page, kind_label(kind, say), (facts.sums.get((kind, sure), Sum()) for sure in CERTAINTIES))
    _line(page, say("recon.total"), (facts.of(sure) for sure in CERTAINTIES), "total")
    counted = (Sum(findings=facts.of(sure).counted) for sure in CERTAINTIES)
    cells = [
        (1 + 4 * n + i, 1 + 4 * n + i, one.findings if i == 0 else None, "money")
        for n, one in enumerate(counted)
        for i in range(4)
    ]
    page.spans([(0, 0, say("recon.of_which_counted"), "cell"), *cells])
    page.text(say("recon.counted_once"), "meta")
    page.text(say("recon.not_proof"), "bold")
    page.gap()


def _line(page: _Page, label: str, sums: Iterator[Sum], look: str = "") -> None:
    cells: list[tuple[int, int, Cell, str]] = [(0, 0, label, look or "cell")]
    for n, one in enumerate(sums):
        values = (one.findings, one.local, one.centre, one.member)
        shown = [value if one.findings else None for value in values]
        cells += [(1 + 4 * n + i, 1 + 4 * n + i, value, look or "money") for i, value in enumerate(shown)]
    page.spans(cells)


def kind_label(kind: str, say: Speaker) -> str:
    """A kind of finding as the law's words have it; for what is certain only, and for headings."""
    return KIND_TEXTS[kind].text.say(say.language).rstrip(".") if kind in KIND_TEXTS else kind


# --- what to decide, who signs --------------------------------------------------------------------


def _decide(page: _Page, say: Speaker, meeting: Reconciliation, facts: Facts) -> None:
    def cards(sure: str) -> str:
        return formats.number(facts.of(sure).findings, say.language)

    page.text(say("recon.decide"), "section")
    unverified = sum(rate.verified != "read" for rate in meeting.rates)
    local = formats.number(facts.of(CERTAIN).local, say.language)
    items = (
        say("recon.decide.certain", cards=cards(CERTAIN), local=local),
        say("recon.decide.probable", cards=cards(PROBABLE)),
        say("recon.decide.to_check", cards=cards(TO_CHECK)),
        say("recon.decide.differences"),
        *((say("recon.decide.rates", n=unverified),) if unverified else ()),
    )
    for number, item in enumerate(items, start=1):
        page.text(f"{number}. {item}")
    page.gap()


def _sign(page: _Page, say: Speaker) -> None:
    """Three places to sign, with room for a hand."""
    places = ((0, 3), (4, 8), (9, _LAST))
    who = [say(f"recon.sign.{one}") for one in ("local", "registry", "insurer")]
    page.spans([(a, b, text, "bold") for (a, b), text in zip(places, who, strict=True)])
    page.sheet.set_row(page.at, 42)
    page.spans([(a, b - 1, None, "line") for a, b in places])
    for field in ("name", "nip", "date"):
        page.spans([(a, b, say(f"recon.sign.{field}"), "plain") for a, b in places])
