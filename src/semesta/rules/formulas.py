"""Every formula of law by name; docs/formulas.md shows them all."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.rules.formula import Formula
from semesta.rules.formulary.arrears import ARREARS, INPATIENT_CHARGE, INSTALMENT
from semesta.rules.formulary.contribution import CONTRIBUTION
from semesta.rules.formulary.families import DEPENDANT, JOB_LOSS, NEWBORN
from semesta.rules.formulary.joining import DOUBLE_COVER, ELIGIBILITY, FIRST_PAYMENT, LOCAL_START
from semesta.rules.formulary.local_money import LOCAL_LIABILITY, TOBACCO
from semesta.rules.formulary.pbi import PBI_SHARE
from semesta.rules.formulary.standing import STANDING
from semesta.rules.formulary.status import STATUS_ON

FORMULAS: Mapping[str, Formula] = {
    formula.name: formula
    for formula in (
        CONTRIBUTION, STATUS_ON, ARREARS, INPATIENT_CHARGE, INSTALMENT, ELIGIBILITY, DOUBLE_COVER,
        FIRST_PAYMENT, LOCAL_START, NEWBORN, DEPENDANT, JOB_LOSS, TOBACCO, LOCAL_LIABILITY,
        PBI_SHARE, STANDING,
    )
}  # fmt: skip
