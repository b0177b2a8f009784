"""A brief as DOCX, filled into a template that an office changes in Word; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docxtpl
import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm

from semesta.reporting.brief.as_html import undefined_name, values
from semesta.reporting.brief.as_pdf import png_of
from semesta.reporting.brief.content import Brief
from semesta.reporting.brief.templates import Template, require_needed

_CHART_WIDTH_MM = 68
_LOGO_HEIGHT_MM = 18
#: Word pictures take no SVG.
_LOGO_FORMS = (".png", ".jpg", ".jpeg")
#: The earliest moment that a ZIP file can hold: Word files carry no time of their own then.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def docx_of(brief: Brief, template: Template, *, logo: Path | None = None) -> bytes:
    """The document. InputRefused names the field that the template lacks or asks for in vain."""
    try:
        document = docxtpl.DocxTemplate(str(template.path))
        document.init_docx()
        source = document.patch_xml(document.get_xml())
    except (ValueError, KeyError, zipfile.BadZipFile, PackageNotFoundError) as error:
        raise template.broken(str(error)) from error
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    try:
        require_needed(template, document.get_undeclared_template_variables(environment), source)
        picture = docxtpl.InlineImage(
            document, io.BytesIO(png_of(brief.chart.svg)), width=Mm(_CHART_WIDTH_MM)
        )
        filled = {**values(brief), "chart_picture": picture, "logo": _logo(document, logo)}
        document.render(filled, environment)
    except jinja2.UndefinedError as error:
        raise template.unknown(undefined_name(error)) from error
    except jinja2.TemplateError as error:
        raise template.broken(str(error)) from error
    written = io.BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def without_times(document: bytes) -> bytes:
    """The same ZIP with its files in order of name and without the moment of writing."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(result, "w") as target:
        # Word wants the list of content types first.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


def _logo(document: object, logo: Path | None) -> object:
    if logo is None or logo.suffix.lower() not in _LOGO_FORMS:
        return ""
    return docxtpl.InlineImage(document, str(logo), height=Mm(_LOGO_HEIGHT_MM))
