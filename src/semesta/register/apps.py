"""The register as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Tables are named without a prefix: `person`, `membership`."""

    name = "semesta.register"
    label = "register"
