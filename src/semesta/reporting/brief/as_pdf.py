"""A brief as PDF: typeset by Typst, offline, with the fonts that it brings, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path

import typst

from semesta.planning.plain import to_json
from semesta.reporting.brief.content import Brief
from semesta.reporting.brief.templates import FIELDS, Template, require_needed

_PIXELS_PER_INCH = 220.0
#: What lies beside a template and may be used by it (pictures, parts), at most.
_BESIDE_BYTES = 20_000_000
_SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" '


def pdf_of(brief: Brief, template: Template, *, as_of: dt.date, logo: Path | None = None) -> bytes:
    """The PDF. Its time stamp is the edition's date, so that the same brief gives the same bytes.

    The template finds the brief in `brief.json` and the chart in `chart.svg` beside it. InputRefused names
    the field that it lacks or asks for in vain.
    """
    source = template.read_text()
    code = re.sub(r"(?m)(^|\s)//.*$", "", source)
    used = {name for name in FIELDS if re.search(rf"\bbrief\.{name}\b", code)}
    require_needed(template, used, code)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _copy_beside(template, folder)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        (folder / "brief.json").write_text(to_json(brief), encoding="utf-8")
        (folder / "chart.svg").write_text(standalone(brief.chart.svg), encoding="utf-8")
        if logo is not None:
            shutil.copyfile(logo, folder / logo.name)
        return _compile(template, folder, _moment(as_of))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has: what its page tree says."""
    return max((int(count) for count in re.findall(rb"/Count (\d+)", pdf)), default=0)


def png_of(svg: str) -> bytes:
    """A drawing as PNG, for Word, which shows no SVG without help."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "chart.svg").write_text(standalone(svg), encoding="utf-8")
        page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: 95mm)\n'
        (folder / "main.typ").write_text(page, encoding="utf-8")
        drawn = typst.compile(
            folder / "main.typ", root=folder, format="png", ppi=_PIXELS_PER_INCH, ignore_system_fonts=True
        )
    assert isinstance(drawn, bytes), "one page, one picture"
    return drawn


def standalone(svg: str) -> str:
    """A drawing that stands in a page, as a file of its own."""
    return svg.replace("<svg ", _SVG_HEAD, 1)


def _compile(template: Template, folder: Path, timestamp: dt.datetime) -> bytes:
    try:
        made = typst.compile(
            folder / "main.typ", root=folder, format="pdf", ignore_system_fonts=True, timestamp=timestamp
        )
    except typst.TypstError as error:
        missing = re.search(r'dictionary does not contain key "([^"]+)"', error.message)
        if missing:
            raise template.unknown(missing[1]) from error
        raise template.broken(error.diagnostic or error.message) from error
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _copy_beside(template: Template, folder: Path) -> None:
    """The office's pictures and parts; a folder that holds more than templates would be a mistake."""
    if not template.own:
        return
    beside = [path for path in template.path.parent.iterdir() if path.is_file()]
    if sum(path.stat().st_size for path in beside) > _BESIDE_BYTES:
        raise template.broken("the folder holds more than 20 MB")
    for path in beside:
        shutil.copyfile(path, folder / path.name)


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
