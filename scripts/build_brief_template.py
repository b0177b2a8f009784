"""Builds the default Word template of the brief; offices then change it in Word, not here.

Run `python scripts/build_brief_template.py`: the same program writes the same bytes, and a test holds the
committed file against it.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from semesta.reporting.brief.as_docx import without_times

TARGET = Path(__file__).parents[1] / "src" / "semesta" / "reporting" / "templates" / "brief" / "brief.docx"
_ACCENT, _SOFT = RGBColor(0x0D, 0x3B, 0x47), RGBColor(0x52, 0x60, 0x6B)
_FONT = "Arial"  # on every office computer, and narrow enough for the page
_BODY = 8.0
_WIDTH_MM = 180
_THIN, _DOUBLE = "single", "thickThinSmallGap"
_FAINT = 2  # eighths of a point: lines between rows


def main() -> None:
    """Write the template."""
    TARGET.write_bytes(template())
    print(f"written: {TARGET}")


def template() -> bytes:
    """The template as bytes."""
    document = Document()
    _page(document)
    _kop(document)
    _memo(document)
    _line(document, "{%p if invented %}")
    _line(document, "{{ invented }}", size=7.5, shade="FFF6DD")
    _line(document, "{%p endif %}")
    _line(document, "{{ summary }} {{ change }}", justify=True, after=2)
    _head(document, "{{ words.figures }}", " · {{ region }} · {{ date }} · {{ basis }}")
    _table(document, "f in figures", (58, 20, 72, 30), "lrrr",
           ("{{ words.figure }}", "{{ words.share }}", "{{ words.parts }}", "{{ words.interval }}"),
           ("{{ f.label }}", "{{ f.share }}", "{{ f.parts }}", "{{ f.interval }}"), bold=(1,))  # fmt: skip
    _line(document, "{%p if standings %}")
    _head(document, "{{ words.standings }}", " · {{ date }} · {{ basis }}")
    _table(document, "s in standings", (41, 44, 13, 31, 26, 25), "llrrrr",
           ("{{ words.threshold }}", "{{ words.basis }}", "{{ words.share }}", "{{ words.parts }}", "{{ words.people }}", "{{ words.rupiah }}"),
           ("{{ s.threshold }} ({{ s.standard }})", "{{ s.basis }}", "{{ s.share }}", "{{ s.parts }}", "{{ s.people }}", "{{ s.rupiah }}"), bold=(4,), size=7)  # fmt: skip
    _line(document, "{%p endif %}")
    _regions(document)
    _line(document, "{%p if asked %}")
    _head(document, "{{ words.asked }}", "")
    _line(document, "{%p for text in asked %}")
    _line(document, "{{ loop.index }}. {{ text }}", justify=True, hanging=True)
    _line(document, "{%p endfor %}")
    _line(document, "{%p endif %}")
    _end(document)
    written = io.BytesIO()
    document.save(written)
    return without_times(written.getvalue())


# --- parts of the page ----------------------------------------------------------------------------


def _page(document: Any) -> None:  # noqa: ANN401  (python-docx has no public types for its document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(10), Mm(8)
    section.header_distance = section.footer_distance = Mm(4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    properties = document.core_properties
    properties.author, properties.title = "Semesta", "Nota dinas"
    properties.comments = "Template: docs/brief.md"
    properties.created = properties.modified = dt.datetime(2024, 1, 1)


def _kop(document: Any) -> None:  # noqa: ANN401
    table = _plain_table(document, (20, 140, 20))
    left, middle, _ = table.rows[0].cells
    _write(left.paragraphs[0], "{{ logo }}")
    lines = (("{{ kop.government }}", 11, False), ("{{ kop.office|upper }}", 13, True), ("{{ kop.address }}  {{ kop.contact }}", 7.5, False))  # fmt: skip
    for at, (text, size, bold) in enumerate(lines):
        paragraph = middle.paragraphs[0] if at == 0 else middle.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, text, size=size, bold=bold)
    for cell in table.rows[0].cells:
        _border(cell, "bottom", _DOUBLE, 18)


def _memo(document: Any) -> None:  # noqa: ANN401
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(3)
    _write(title, "{{ memo.title }}", size=11, bold=True)
    table = _plain_table(document, (18, 82, 20, 60), rows=4)
    pairs = (("to", "number"), ("sender", "nature"), ("copies", "attachment"), ("subject", "date"))
    for row, names in zip(table.rows, pairs, strict=True):
        for at, name in enumerate(names):
            _write(row.cells[2 * at].paragraphs[0], "{{ words.%s }}" % name)  # noqa: UP031  (braces of jinja)
            _write(row.cells[2 * at + 1].paragraphs[0], ": {{ memo.%s }}" % name, bold=name == "subject")  # noqa: UP031
    for cell in table.rows[-1].cells:
        _border(cell, "bottom", _THIN, 4)
    _line(document, "", size=3)


def _regions(document: Any) -> None:  # noqa: ANN401
    """The table of regions beside the chart, in one row of an outer table."""
    outer = _plain_table(document, (107, 73))
    left, right = outer.rows[0].cells
    _head_in(left.paragraphs[0], "{{ regions_title }}", " · {{ date }} · {{ basis }}")
    fields = ("name", "residents", "coverage", "activity", "activity_members", "left_out")
    heads = tuple("{{ words.%s }}" % ("region" if name == "name" else name) for name in fields)
    cells = tuple("{{ r.%s }}" % name for name in fields)  # noqa: UP031
    total = tuple("{{ total.%s }}" % name for name in fields)  # noqa: UP031
    _table(left, "r in regions", (30, 15, 14, 15, 17, 16), "lrrrrr", heads, cells, total=total, size=6.8)
    _write(left.add_paragraph(), "", size=1)
    _head_in(right.paragraphs[0], "{{ chart.title }}", "")
    _write(right.add_paragraph(), "{{ chart_picture }}")
    _write(right.add_paragraph(), "{{ chart.caption }}", size=6.5, colour=_SOFT)


def _end(document: Any) -> None:  # noqa: ANN401
    table = _plain_table(document, (112, 68))
    left, right = table.rows[0].cells
    _write(
        left.paragraphs[0],
        "{{ unit_cost }} {{ words.edition }} {{ edition }}. {{ notes|join(' ') }}",
        size=6.5,
        colour=_SOFT,
    )
    _write(right.paragraphs[0], "{{ signature.position }},")
    for text, bold in (("", False), ("", False), ("{{ signature.name }}", True), ("{{ signature.rank }}", False), ("{{ words.nip }} {{ signature.nip }}", False)):  # fmt: skip
        _write(right.add_paragraph(), text, bold=bold, size=_BODY if text else 10)
    _line(document, "", size=1)


# --- tables and paragraphs ------------------------------------------------------------------------


def _table(
    holder: Any,  # noqa: ANN401
    loop: str,
    widths: Sequence[int],
    sides: str,
    heads: Sequence[str],
    cells: Sequence[str],
    *,
    bold: Sequence[int] = (),
    total: Sequence[str] = (),
    size: float = 7.5,
) -> None:
    """Heading, a row that is repeated for each line, and the total."""
    rows = [heads, ["{%%tr for %s %%}" % loop], cells, ["{%tr endfor %}"], *([total] if total else [])]  # noqa: UP031
    table = _plain_table(holder, widths, rows=len(rows))
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for number, text in enumerate(texts):
            paragraph = row.cells[number].paragraphs[0]
            if sides[number] == "r":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            heavy = at in (0, len(rows) - 1 if total else 0) or number in bold
            _write(paragraph, text, size=size, bold=heavy)
        if at == 0 or (total and at == len(rows) - 1):
            for cell in row.cells:
                _border(cell, "bottom", _THIN, 4)
                if at:
                    _border(cell, "top", _THIN, 4)
    if not total:
        for cell in table.rows[2].cells:
            _border(cell, "bottom", _THIN, 2)


def _plain_table(holder: Any, widths: Sequence[int], rows: int = 1) -> Any:  # noqa: ANN401
    table = holder.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _margins(table)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _head(document: Any, text: str, small: str) -> None:  # noqa: ANN401
    _head_in(document.add_paragraph(), text, small)


def _head_in(paragraph: Any, text: str, small: str) -> None:  # noqa: ANN401
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(4), Pt(1)
    paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, text, bold=True, colour=_ACCENT, size=8.5)
    if small:
        _write(paragraph, small, size=6.5, colour=_SOFT)


def _line(
    document: Any,  # noqa: ANN401
    text: str,
    *,
    size: float = _BODY,
    justify: bool = False,
    hanging: bool = False,
    shade: str = "",
    after: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(after)
    if justify:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if hanging:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(4), Mm(-4)
    if shade:
        fill = OxmlElement("w:shd")
        fill.set(qn("w:val"), "clear")
        fill.set(qn("w:fill"), shade)
        paragraph._p.get_or_add_pPr().append(fill)
    _write(paragraph, text, size=size)


def _write(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    size: float = _BODY,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold or None, Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _border(cell: Any, side: str, kind: str, eighths: int) -> None:  # noqa: ANN401
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    line = OxmlElement(f"w:{side}")
    colour = "0D3B47" if eighths > _FAINT else "CFD8D8"
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _margins(table: Any) -> None:  # noqa: ANN401
    """Narrow cells: Word's own margins would cost a third of the page."""
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        width = OxmlElement(f"w:{side}")
        width.set(qn("w:w"), "40")
        width.set(qn("w:type"), "dxa")
        margins.append(width)
    properties.append(margins)


if __name__ == "__main__":
    main()
