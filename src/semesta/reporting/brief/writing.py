"""A brief into a file: the form follows from the name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from semesta.faults import InputRefused, MachineFailed, Text, refusal_of_machine
from semesta.reporting.brief.as_docx import docx_of
from semesta.reporting.brief.as_html import html_of
from semesta.reporting.brief.as_pdf import pages_of, pdf_of
from semesta.reporting.brief.content import Brief
from semesta.reporting.brief.templates import NAMES, template_of

FORMS = tuple(NAMES)


def write_brief(
    path: Path, brief: Brief, *, as_of: dt.date, templates: Path | None = None, logo: Path | None = None
) -> int | None:
    """Write it and return its pages, which only a PDF knows. InputRefused for another ending or a faulty template, MachineFailed when the disk refuses."""
    form, pages = form_of(path), None
    template = template_of(form, templates)
    if form == ".html":
        made = html_of(brief, template, logo=logo).encode("utf-8")
    elif form == ".pdf":
        made = pdf_of(brief, template, as_of=as_of, logo=logo)
        pages = pages_of(made)
    else:
        made = docx_of(brief, template, logo=logo)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    except OSError as error:
        raise MachineFailed(
            place=str(path),
            reason=refusal_of_machine(error),
            remedy=Text(
                "Tutup berkas itu kalau sedang terbuka, periksa ruang dan izin tulis, lalu ulangi.",
                "Close the file if it is open, check space and permission, then repeat.",
            ),
        ) from error
    return pages


def form_of(path: Path) -> str:
    """.docx, .pdf or .html; InputRefused for any other ending."""
    form = path.suffix.lower()
    if form not in FORMS:
        listed = ", ".join(FORMS)
        raise InputRefused(
            place=f"--out {path}",
            reason=Text(f"Nota ditulis sebagai {listed}.", f"Briefs are written as {listed}."),
            remedy=Text(
                f"Tulis misalnya --out {path.with_suffix('.docx')}.",
                f"Write for example --out {path.with_suffix('.docx')}.",
            ),
        )
    return form
