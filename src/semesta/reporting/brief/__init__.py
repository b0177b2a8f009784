"""The one-page official brief of an edition: one content, written as DOCX, PDF or HTML from templates."""

from __future__ import annotations

from semesta.reporting.brief.compose import compose
from semesta.reporting.brief.content import Brief
from semesta.reporting.brief.letterhead import Settings, read_settings
from semesta.reporting.brief.writing import FORMS, write_brief

__all__ = ["FORMS", "Brief", "Settings", "compose", "read_settings", "write_brief"]
