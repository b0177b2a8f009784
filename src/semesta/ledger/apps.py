"""The ledger as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Tables are named without a prefix: `entry`, `posting`."""

    name = "semesta.ledger"
    label = "ledger"
