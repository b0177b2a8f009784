"""The one SELECT that turns raw text columns into a staged table: cheap checks for what is usual, and
an extra column `odd` that holds the raw cells of the few rows where something needs a closer look.

What is taken here is either equal to a text whose meaning `values.read_cell` gave (words, village
codes), or passes a check that only accepts what `read_cell` accepts (cards, dates; NIK and KK, whose
digits `numbers` then looks at).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from semesta.engine import literal
from semesta.sources.dates import cover_day_sql, date_sql, plausible_sql
from semesta.sources.describing import habits_of
from semesta.sources.fields import DEFAULTS, FIELDS, TABLES
from semesta.sources.model import MappedColumn, SourceRequest, Understanding
from semesta.sources.places import PLACE, place_sql, village_type
from semesta.sources.values import last_death, read_cell
from semesta.tables import Column

#: Between the raw cells packed in `odd`.
SEPARATOR = "chr(31)"
ODD = "odd"

#: Readings that are checked, so that a cell can be refused.
CHECKED = ("nik", "kk", "card", "sex", "birth", "cover_date", "shdk", "pisa", "village", "decile", "class",
           "vital", "segment", "status", "death", "month", "amount")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Load:
    """How a file fills a staged table (with `place` and `odd` behind it)."""

    select: Callable[[str], str]  # from a FROM item with the raw columns c0, c1, ... to the whole SELECT
    packed: tuple[
        str, ...
    ]  # fields whose raw cells stand in `odd`, in order; '' for an unmapped first column


def load_select(
    understood: Understanding,
    request: SourceRequest,
    number: int,
    *,
    ascii_only: bool = False,
    tabs: bool = True,
    placed: bool = False,
) -> Load:
    """The SELECT that stages a file whose raw columns are c0, c1, ... in VARCHAR, empty as NULL.

    `placed` says that the table has a column for places that are resolved later. `ascii_only` and
    `tabs` say which white space names can hold: none but blanks where the file is ASCII and no cell
    has a tab or a line end.
    """
    maker = _Maker(understood, request, ascii_only=ascii_only, tabs=tabs)
    values = {"source": f"{number}::UTINYINT", "source_row": "0::BIGINT"}
    if understood.kind == "roster":
        values["group"] = literal(understood.group)
    for mapped in understood.columns:
        values |= maker.column(mapped)
    for field, text in understood.constants:
        if understood.column(field) is None and field in FIELDS[understood.kind]:
            values |= maker.constant(field, text)
    outputs = [_output(column, values.get(column.name)) for column in TABLES[understood.kind].columns]
    packed = maker.packed()
    outputs.append(f"CASE WHEN {maker.odd()} THEN {maker.pack(packed)} END AS {ODD}")
    outputs += [f"{place_sql(understood)} AS {PLACE}"] if placed else []
    return Load(
        select=lambda source: f"SELECT {', '.join(outputs)} FROM ({maker.levels(source)})",
        packed=tuple(field for field, _ in packed),
    )


def _output(column: Column, value: str | None) -> str:
    default = DEFAULTS.get(column.name)
    if default is not None:
        usual = f"{literal(default)}::{column.type}"
        value = f"coalesce({value}, {usual})" if value else usual
    return f'CAST({value or "NULL"} AS {column.type}) AS "{column.name}"'


class _Maker:
    """Collects the expressions that the columns of one file need."""

    def __init__(
        self, understood: Understanding, request: SourceRequest, *, ascii_only: bool, tabs: bool
    ) -> None:
        self.understood = understood
        self.request = request
        self.ascii_only = ascii_only
        self.tabs = tabs
        self._types = {column.name: column.type for column in TABLES[understood.kind].columns}
        self._zero: list[str] = []  # expressions over raw columns
        self._one: list[str] = []  # over those
        self._checks: list[str] = []  # conditions that make a row odd
        self._typed: dict[str, str] = {}

    def column(self, column: MappedColumn) -> dict[str, str]:
        """Expressions for the columns that this field fills."""
        field = FIELDS[self.understood.kind][column.field]
        raw = f"c{column.position}"
        reading = field.reading
        if not field.fills:
            return {}
        if reading in ("nik", "kk", "card"):
            made = [self._number(reading, field.name, raw)]
        elif reading in ("birth", "death", "cover_date"):
            made = [self._date(column, raw, reading)]
        elif reading == "village":
            made = [self._village(column, raw)]
        elif reading == "name":
            made = [self._name(raw)]
        elif reading == "text":
            made = [raw]
        elif reading == "unit":
            made = [_unit(raw)]
        elif reading == "units":
            made = [_unit(f"split_part(replace({raw}, '\\', '/'), '/', {part})") for part in (1, 2)]
        else:
            made = self._words(column, raw)
        if reading == "cover_date" and column.date_format:
            self._zero.append(f"{made[0]} AS day{column.position}")
            made = [f"day{column.position}"]
        if reading in CHECKED:
            self._checks.append(f"({made[-1]} IS NULL AND {raw} IS NOT NULL)")
        self._typed[field.name] = made[0]
        filled = dict(zip(field.fills, made, strict=True))
        if reading == "nik":
            filled["nik_written"] = f"CASE WHEN t_nik IS NULL AND trim({raw}) <> '' THEN {raw} END"
        if reading == "status" and not self.understood.column("status_raw"):
            filled["status_raw"] = raw
        return filled

    def constant(self, field: str, text: str) -> dict[str, str]:
        """A value that the layout or map gives for every row."""
        spec = FIELDS[self.understood.kind][field]
        if spec.reading in ("text", "name", "unit"):
            return {spec.fills[0]: literal(text)}
        cell = read_cell(
            spec.reading, text, habits_of(self.understood, MappedColumn(field, 0, ""), self.request)
        )
        return {fill: _sql(value) for fill, value in zip(spec.fills, cell.values, strict=True)}

    # --- parts of the statement -----------------------------------------------------------------

    def levels(self, source: str) -> str:
        """The raw columns and what is computed from them, each level from the one before.

        Levels keep the engine from computing an expression again wherever it is used. No join stands
        here: a join would lose the order of the file.
        """
        query = f"SELECT * FROM {source}"
        for level in (self._zero, self._one):
            if level:
                query = f"SELECT *, {', '.join(level)} FROM ({query})"
        return query

    def odd(self) -> str:
        """Whether a row needs a closer look: a cell that was not taken, or nobody's number in it."""
        nobody = [f"{self._typed[f]} IS NULL" for f in ("nik", "card") if f in self._typed] or ["true"]
        return " OR ".join([*self._checks, "(" + " AND ".join(nobody) + ")"])

    def packed(self) -> list[tuple[str, str]]:
        """(field, raw column) of what goes into `odd`: all mapped columns, and the first if it is not mapped."""
        found = [(c.field, f"c{c.position}") for c in self.understood.columns]
        first = [] if any(raw == "c0" for _, raw in found) else [("", "c0")]
        return first + found

    @staticmethod
    def pack(packed: Sequence[tuple[str, str]]) -> str:
        cells = ", ".join(f"replace(coalesce({raw}, ''), {SEPARATOR}, ' ')" for _, raw in packed)
        return f"concat_ws({SEPARATOR}, {cells})"

    # --- readings -------------------------------------------------------------------------------

    def _number(self, reading: str, field: str, raw: str) -> str:
        """NIK, KK or card as an integer. Region and date in it are looked at afterwards: see `numbers`."""
        if reading == "card":  # the 1 in front makes anything but 13 digits fall outside the range
            self._zero.append(
                f"CASE WHEN strlen({raw}) = 13 THEN TRY_CAST('1' || {raw} AS BIGINT) END AS n_{field}"
            )
            self._one.append(f"CASE WHEN {_card_is_right(raw)} THEN n_card - {_CARD_MARK} END AS t_card")
            return "t_card"
        self._zero.append(f"CASE WHEN strlen({raw}) = 16 THEN TRY_CAST({raw} AS BIGINT) END AS n_{field}")
        right = (
            f"n_{field} BETWEEN 1100000000000000 AND 9699999999999999 AND {_no_exponent(f'n_{field}', raw)}"
        )
        self._one.append(f"CASE WHEN {right} THEN n_{field} END AS t_{field}")
        return f"t_{field}"

    def _words(self, column: MappedColumn, raw: str) -> list[str]:
        """CASE over the spellings seen in the sample, the most frequent first."""
        field = FIELDS[self.understood.kind][column.field]
        habits = habits_of(self.understood, column, self.request)
        cells = [(text, read_cell(field.reading, text, habits).values) for text, _ in column.words]
        if not cells:
            return ["NULL"] * len(field.fills)
        made = []
        for i, fill in enumerate(field.fills):
            kind = self._types[fill]
            whens = " ".join(f"WHEN {literal(text)} THEN {_sql(values[i])}::{kind}" for text, values in cells)
            self._zero.append(f"CASE {raw} {whens} END AS w_{fill}")
            made.append(f"w_{fill}")
        return made

    def _date(self, column: MappedColumn, raw: str, reading: str) -> str:
        if not column.date_format:
            return "NULL::DATE"
        if reading == "cover_date":
            return cover_day_sql(column.date_format, raw, self.request.as_of)
        day = f"day{column.position}"
        self._zero.append(f"{date_sql(column.date_format, raw)} AS {day}")
        last = last_death(self.request.as_of) if reading == "death" else self.request.as_of
        self._one.append(f"CASE WHEN {plausible_sql(day, last)} THEN {day} END AS t_{day}")
        return f"t_{day}"

    def _village(self, column: MappedColumn, raw: str) -> str:
        """The place of the code among all villages, turned into the village afterwards: see `places`."""
        if not column.words:
            return "NULL::BIGINT"
        self._zero.append(f"enum_code(TRY_CAST({raw} AS {village_type(column)})) AS t_village")
        return "t_village"

    def _name(self, raw: str) -> str:
        """Upper case with white space folded; the folding only where there is something to fold."""
        white = r"'[\s\p{Z}\x0B\x1C-\x1F\x{85}\x{200B}\x{FEFF}]+'"
        folded = f"nullif(upper(trim(regexp_replace({raw}, {white}, ' ', 'g'))), '')"
        dirty = [f"{raw} < '!'", f"contains({raw}, '  ')", f"ends_with({raw}, ' ')"]
        if not self.ascii_only:
            dirty.append(f"strlen({raw}) <> length({raw})")
        if self.tabs:
            dirty += [f"contains({raw}, chr(9))", f"contains({raw}, chr(10))"]
        return f"CASE WHEN {' OR '.join(dirty)} THEN {folded} ELSE upper({raw}) END"


def _unit(raw: str) -> str:
    """RT or RW: three digits where it is a number, else as written."""
    bare = f"nullif(trim({raw}, ' '''), '')"
    return (
        f"CASE WHEN strlen({raw}) = 3 THEN {raw} WHEN TRY_CAST({bare} AS UTINYINT) IS NOT NULL AND strlen({bare}) < 3 "
        f"THEN lpad({bare}, 3, '0') ELSE {bare} END"
    )


_CARD_MARK = 10_000_000_000_000


def _card_is_right(raw: str) -> str:
    """13 digits that are not one digit repeated; `n_card` has a 1 in front of them."""
    n = "n_card"
    return (
        f"{n} BETWEEN {_CARD_MARK} AND {2 * _CARD_MARK - 1} AND ({n} - {_CARD_MARK}) % 1111111111111 <> 0 "
        f"AND {_no_exponent(n, raw)}"
    )


def _no_exponent(number: str, raw: str) -> str:
    """16 characters such as 3.27123456789E15 also cast to a number; it then ends in zeros."""
    return f"({number} % 100 <> 0 OR NOT (contains({raw}, 'E') OR contains({raw}, 'e')))"


def _sql(value: object) -> str:
    """A value of `read_cell` as SQL."""
    if value is None or isinstance(value, (int, str)):
        return literal(value)
    return f"DATE {literal(str(value))}"
