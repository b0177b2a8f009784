"""Editions: built aside from files, moved into place at once, opened, verified and compared."""

from semesta.edition.build import Stages, build
from semesta.edition.opened import Edition
from semesta.edition.request import BuildRequest
from semesta.edition.verify import Difference, Verification, verify

__all__ = ["BuildRequest", "Difference", "Edition", "Stages", "Verification", "build", "verify"]
