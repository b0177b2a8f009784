"""Formulas of law, written once: the same expression is SQL over nine million rows and a value for one person."""

from semesta.rules.date_terms import (
    DayOf,
    FirstDayOf,
    Later,
    MonthOf,
    first_day_of,
    later,
    month_number,
    months_after,
)
from semesta.rules.law_terms import AmongInForce, InForce, PlaceInForce, SumOverMonths
from semesta.rules.terms import (
    Constant,
    Expression,
    Input,
    Row,
    Trace,
    Value,
    choose,
    given_or,
    greatest,
    least,
    lift,
)

__all__ = [
    "AmongInForce",
    "Constant",
    "DayOf",
    "Expression",
    "FirstDayOf",
    "InForce",
    "Input",
    "Later",
    "MonthOf",
    "PlaceInForce",
    "Row",
    "SumOverMonths",
    "Trace",
    "Value",
    "choose",
    "first_day_of",
    "given_or",
    "greatest",
    "later",
    "least",
    "lift",
    "month_number",
    "months_after",
]
