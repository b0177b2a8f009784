"""The XML of a form's rows of data, made by the engine from the row of placeholders; no row passes through Python one by one."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from semesta.engine import identifier, literal
from semesta.reporting.mutation_fields import DATES, PLACEHOLDER
from semesta.reporting.mutation_template import FormSheet

CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([\w:]+)="([^"]*)"')
#: Characters that XML cannot hold, for the engine's regular expressions.
_NO_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of an XML tag, from the text between its name and its end."""
    return dict(_ATTRIBUTE.findall(text))


def without_type(attributes: str) -> str:
    """The attributes of a cell but for the type of its value."""
    return re.sub(r'\st="[^"]*"', "", attributes)


def empty_row(sheet: FormSheet, row: re.Match[str]) -> str:
    placed = dict(sheet.cells)

    def cell(found: re.Match[str]) -> str:
        column = re.sub(r"\d", "", attributes_of(found[1]).get("r", ""))
        return f"<c{without_type(found[1])}/>" if column in placed else found[0]

    return f"<row{row[1]}>{CELL.sub(cell, row[2] or '')}</row>"


def row_sql(sheet: FormSheet, row: re.Match[str]) -> str:
    """SQL that makes the XML of one row from the columns of a query; `row_no` is its number among the rows from 1."""
    number = f"(row_no + {sheet.row - 1})::VARCHAR"
    placed = dict(sheet.cells)
    before, after = re.split(r'\br="\d+"', row[1], maxsplit=1)
    parts = [literal(f'<row{before}r="'), number, literal(f'"{after}>')]
    for found in CELL.finditer(row[2] or ""):
        attributes = attributes_of(found[1])
        column = re.sub(r"\d", "", attributes.get("r", ""))
        style = f' s="{attributes["s"]}"' if "s" in attributes else ""
        if column in placed:
            parts.append(_value_sql(placed[column], column in sheet.dates, column, style, number))
        else:
            start, end = re.split(r'\br="[A-Z]+\d+"', found[1], maxsplit=1)
            inside = "/>" if found[2] is None else f">{found[2]}</c>"
            parts += [literal(f'<c{start}r="{column}'), number, literal(f'"{end}{inside}')]
    return " || ".join([*parts, literal("</row>")])


def _value_sql(text: str, is_date: bool, column: str, style: str, number: str) -> str:
    """One cell: a number for {no}, a day where the cell is formatted as one, else text."""
    start = f"{literal(f'<c r={chr(34)}{column}')} || {number}"
    whole = PLACEHOLDER.fullmatch(text.strip())
    field = whole[1].lower() if whole else ""
    if field == "no":
        return f"{start} || {literal(f'{chr(34)}{style}><v>')} || row_no::VARCHAR || '</v></c>'"
    if field and is_date:
        day = f"(TRY_CAST({identifier(field)} AS DATE) - DATE '1899-12-30')::VARCHAR"
        return f"{start} || coalesce({literal(f'{chr(34)}{style}><v>')} || {day} || '</v></c>', {literal(f'{chr(34)}{style}/>')})"
    value = _text_sql(text)
    inline = literal(f'{chr(34)}{style} t="inlineStr"><is><t xml:space="preserve">')
    filled = f"{inline} || {value} || '</t></is></c>'"
    return f"{start} || CASE WHEN {value} = '' THEN {literal(f'{chr(34)}{style}/>')} ELSE {filled} END"


def _text_sql(text: str) -> str:
    """The cell's text with its fields, escaped for XML."""
    parts: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(text):
        parts += [literal(escape(text[at : found.start()]))] if found.start() > at else []
        column = f"regexp_replace(coalesce({_as_text(found[1].lower())}, ''), {literal(_NO_XML)}, '', 'g')"
        parts.append(f"replace(replace(replace({column}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')")
        at = found.end()
    parts += [literal(escape(text[at:]))] if at < len(text) else []
    return "(" + " || ".join(parts) + ")"


def _as_text(field: str) -> str:
    """A field as text; days as offices write them."""
    if field == "no":
        return "row_no::VARCHAR"
    column = identifier(field)
    return f"strftime({column}, '%d-%m-%Y')" if field in DATES else f"{column}::VARCHAR"
