"""Templates of the brief: ours, or an office's own; what is missing or broken in one is told by its name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from semesta.faults import InputRefused, NotFound, Text
from semesta.reporting.brief.content import NEEDED, NEEDED_OF_FIGURE, Brief

#: File of each form in a folder of templates.
NAMES = {".docx": "brief.docx", ".pdf": "brief.typ", ".html": "brief.html.j2"}
FIELDS = tuple(field.name for field in dataclasses.fields(Brief))


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """One template file with what lies beside it, and how its faults are named."""

    path: Path
    own: bool  # an office's, not ours

    def read_text(self) -> str:
        """InputRefused for a file that is no text."""
        try:
            return self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise self.broken(str(error)) from error

    def broken(self, why: str) -> InputRefused:
        """The template cannot be read or run."""
        shown = " ".join(why.split())
        return InputRefused(
            place=str(self.path),
            reason=Text(f"Template ini rusak ({shown}).", f"This template is broken ({shown})."),
            remedy=Text(
                "Perbaiki, atau mulai lagi dari template bawaan (docs/brief.md).",
                "Mend it, or begin again from the default template (docs/brief.md).",
            ),
        )

    def unknown(self, field: str) -> InputRefused:
        """The template asks for a field that a brief does not have."""
        near = ", ".join(FIELDS)
        return InputRefused(
            place=f"{self.path}, {field}",
            reason=Text(f"Ruas {field!r} tidak ada.", f"There is no field {field!r}."),
            remedy=Text(f"Yang ada: {near}; lihat docs/brief.md.", f"There are: {near}; see docs/brief.md."),
        )


def template_of(form: str, folder: Path | None) -> Template:
    """The template for .docx, .pdf or .html; NotFound where the office's folder has none for the form."""
    name = NAMES[form]
    if folder is None:
        # The package is installed as files; a zipped one would have to be unpacked first.
        with as_file(files("semesta.reporting").joinpath("templates", "brief", name)) as path:
            return Template(Path(path), own=False)
    path = folder / name
    if not path.is_file():
        raise NotFound(
            place=str(path),
            reason=Text("Template itu tidak ada.", "There is no such template."),
            remedy=Text(
                f"Untuk {form} folder itu harus memuat {name}; lihat docs/brief.md.",
                f"For {form} the folder must hold {name}; see docs/brief.md.",
            ),
        )
    return Template(path, own=True)


def require_needed(template: Template, used: Iterable[str], text: str) -> None:
    """InputRefused when the template leaves out what every brief must say.

    `used` are the names of fields that it uses, `text` is its text, where the parts of a figure are sought.
    """
    lacking = [name for name in NEEDED if name not in set(used)]
    lacking += [f"figures.{name}" for name in NEEDED_OF_FIGURE if not re.search(rf"\.{name}\b", text)]
    if lacking:
        listed = ", ".join(lacking)
        raise InputRefused(
            place=f"{template.path}, {lacking[0]}",
            reason=Text(f"Template ini tidak memakai: {listed}.", f"This template does not use: {listed}."),
            remedy=Text(
                "Setiap angka harus tampil dengan bagian, tanggal dan dasarnya; tambahkan ruas itu (docs/brief.md).",
                "Every figure must be shown with its parts, date and basis; add that field (docs/brief.md).",
            ),
        )
