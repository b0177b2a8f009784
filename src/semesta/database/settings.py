"""Django's settings. SEMESTA_DATABASE names the database; the tables of the rooms are its applications."""

from __future__ import annotations

import os

from semesta.database.addresses import DEFAULT_URL, settings_of

SECRET_KEY = os.environ.get("SEMESTA_SECRET", "no page is served yet, so nothing is signed")
INSTALLED_APPS = ["semesta.register", "semesta.ledger"]
DATABASES = {"default": settings_of(os.environ.get("SEMESTA_DATABASE", DEFAULT_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
LANGUAGE_CODE = "id"
