"""Published figures recomputed: each from its own parts, against the others, and against an edition."""

from __future__ import annotations

from semesta.reporting.published.checking import Checked, check_statements
from semesta.reporting.published.checks import VERDICTS, Check, Correction, Verdict
from semesta.reporting.published.statement_files import read_statements
from semesta.reporting.published.statements import Statement

__all__ = [
    "VERDICTS",
    "Check",
    "Checked",
    "Correction",
    "Statement",
    "Verdict",
    "check_statements",
    "read_statements",
]
