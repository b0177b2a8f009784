"""What the register's word for somebody's work says about how the person could be insured."""

from __future__ import annotations

from importlib import resources

import yaml

from semesta.engine import Engine, literal

WAGE, PENSION, OWN, NO_INCOME, UNKNOWN = 1, 2, 3, 4, 0
_NAMES = {"wage": WAGE, "pension": PENSION, "own": OWN, "none": NO_INCOME}


def _read() -> tuple[dict[str, int], frozenset[str]]:
    raw = yaml.safe_load(
        resources.files("semesta.findings").joinpath("ways.yaml").read_text(encoding="utf-8")
    )
    return {word: number for name, number in _NAMES.items() for word in raw[name]}, frozenset(raw["student"])


#: Word -> one of WAGE, PENSION, OWN, NO_INCOME; words that mean formal education.
WORK_OF_WORD, STUDENT_WORDS = _read()


def make_occupations(engine: Engine) -> None:
    """`quick.occupations(occupation, work, student)`: one row per word of the register, UNKNOWN where we do not know it."""
    works = " ".join(f"WHEN {literal(word)} THEN {work}" for word, work in WORK_OF_WORD.items())
    students = ", ".join(map(literal, sorted(STUDENT_WORDS)))
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.occupations AS
        SELECT occupation, (CASE upper(trim(occupation)) {works} ELSE {UNKNOWN} END)::UTINYINT AS work,
               upper(trim(occupation)) IN ({students}) AS student
        FROM (SELECT DISTINCT occupation FROM residents WHERE occupation IS NOT NULL)
    """)
