"""The age to which a child is covered through a worker (jkn.md 3)."""

from __future__ import annotations

from semesta.rules.expressions import Expression, choose, later
from semesta.rules.formula import Setting

CHILD = 4  # PISA


def leaves_on(setting: Setting) -> Expression:
    """The day on which a child reaches the age limit; the students' limit only where `student` is true."""
    years = choose(
        (setting["student"], setting.number("child.student_age_limit")),
        otherwise=setting.number("child.age_limit"),
    )
    return later(setting["birth_date"], months=years * 12)
