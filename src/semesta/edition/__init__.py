"""Editions: built aside from files, moved into place at once, opened, verified and compared."""

from semesta.edition.build import Stages, build
from semesta.edition.compare import Comparison, compare
from semesta.edition.flows import Flow
from semesta.edition.opened import Edition
from semesta.edition.request import BuildRequest
from semesta.edition.verify import Difference, Verification, verify

__all__ = [
    "BuildRequest",
    "Comparison",
    "Difference",
    "Edition",
    "Flow",
    "Stages",
    "Verification",
    "build",
    "compare",
    "verify",
]
