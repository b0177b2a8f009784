"""Who is left out and why; who is paid for and should not be."""

from semesta.findings.audit import audit
from semesta.findings.order import BEFORE, AuditOrder, EarlierEdition
from semesta.findings.summary import AuditSummary, Billed, FindingTotal, WayTotal

__all__ = [
    "BEFORE",
    "AuditOrder",
    "AuditSummary",
    "Billed",
    "EarlierEdition",
    "FindingTotal",
    "WayTotal",
    "audit",
]
