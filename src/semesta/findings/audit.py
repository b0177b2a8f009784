"""The audit: from the tables of an edition to findings, ways in and their sums."""

from __future__ import annotations

from collections.abc import Sequence

from semesta.engine import Engine
from semesta.findings.billed import make_billed
from semesta.findings.check_bill import check_bill
from semesta.findings.check_deaths import find_deaths
from semesta.findings.check_doubles import find_doubles
from semesta.findings.check_entitlement import find_unentitled
from semesta.findings.check_numbers import find_wrong_numbers
from semesta.findings.check_periods import find_outside_cover
from semesta.findings.check_places import find_misplaced
from semesta.findings.counting import make_findings
from semesta.findings.faults import make_faults
from semesta.findings.laws import require_laws
from semesta.findings.months import count_months
from semesta.findings.order import AuditOrder, require_sound
from semesta.findings.rates import PARTS, make_rates, parameters_used
from semesta.findings.summary import AuditSummary, summarise
from semesta.findings.ways import make_ways_in
from semesta.rules.law import Law


def audit(engine: Engine, order: AuditOrder, law: Law) -> AuditSummary:
    """Make `findings` (tables.FINDINGS) and `ways_in` (tables.WAYS_IN) in the engine, and sum them up.

    The engine has the edition's tables as views, those of an earlier edition with the prefix `before_` when
    the order names one, and the tables `bill` and `deaths` where such lists were given. Raises InputRefused
    for an order that contradicts itself or a month whose law is not known, LawBroken when the sums do.
    Source of the checks: jkn.md 5.5.
    """
    require_sound(order, engine)
    with engine.step("audit.billed"):
        make_rates(engine, law, order.month)
        make_billed(engine, order)
        make_faults(engine)
    with engine.step("audit.checks"):
        find_deaths(engine, order)
        find_doubles(engine, order, law)
        find_misplaced(engine, order)
        find_wrong_numbers(engine, order, law)
        find_unentitled(engine, order, law)
        find_outside_cover(engine, order)
        check_bill(engine, order, law)
    with engine.step("audit.months"):
        count_months(engine, order)
    with engine.step("audit.count"):
        make_findings(engine)
    with engine.step("audit.ways"):
        make_ways_in(engine, order, law)
    with engine.step("audit.laws"):
        laws = require_laws(engine, place=order.edition)
        return summarise(engine, order, laws=laws, rates=said_rates(law, order))


def said_rates(law: Law, order: AuditOrder) -> Sequence[str]:
    """The parameters behind the money, each with amount, regulation, article and how it was verified."""
    said = []
    for name in dict.fromkeys(name for bucket in PARTS for name in parameters_used(bucket)):
        found = law[name].on(order.month)
        assert found is not None, "the rates of the billed month were read before"
        where = " ".join(part for part in (found.regulation.id, found.article) if part)
        said.append(f"{name}={found.value} {where} {found.verified}")
    return said
