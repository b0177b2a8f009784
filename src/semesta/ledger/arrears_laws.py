"""The laws that tie statuses to arrears, judged by what the last arrears run could know."""

from __future__ import annotations

from semesta.database.laws import Law

ARREARS_LAWS: tuple[Law, ...] = ()
