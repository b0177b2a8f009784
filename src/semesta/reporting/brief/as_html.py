"""A brief as one HTML page from a Jinja template: for a browser, a phone, and a printer on A4."""

from __future__ import annotations

import base64
import mimetypes
from pathlib import Path

import jinja2
import jinja2.meta
from markupsafe import Markup

from semesta.reporting.brief.content import Brief
from semesta.reporting.brief.templates import Template, require_needed


def html_of(brief: Brief, template: Template, *, logo: Path | None = None) -> str:
    """The page. InputRefused names the field that the template lacks or asks for in vain."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template.path.parent), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    source = template.read_text()
    try:
        used = jinja2.meta.find_undeclared_variables(environment.parse(source))
        require_needed(template, used, source)
        return environment.from_string(source).render(**values(brief), logo=_inline(logo))
    except jinja2.UndefinedError as error:
        raise template.unknown(undefined_name(error)) from error
    except jinja2.TemplateError as error:
        line = f"{getattr(error, 'lineno', None) or ''} {error}".strip()
        raise template.broken(line) from error


def values(brief: Brief) -> dict[str, object]:
    """The fields by name; the chart's drawing is markup of ours."""
    fields: dict[str, object] = {name: getattr(brief, name) for name in Brief.__slots__}
    fields["chart_svg"] = Markup(brief.chart.svg)  # noqa: S704 - drawn by us, escaped element by element
    return fields


def undefined_name(error: jinja2.UndefinedError) -> str:
    """The name in jinja's sentence: 'x' is undefined, or ... has no attribute 'x'."""
    said = str(error.message)
    quoted = said.split("'")
    return quoted[-2] if "attribute" in said and len(quoted) > 2 else quoted[1] if len(quoted) > 1 else said


def _inline(picture: Path | None) -> str:
    """A picture as a data URI, so that the page stays one file; '' for none."""
    if picture is None:
        return ""
    kind = mimetypes.guess_type(picture.name)[0] or "image/png"
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"
