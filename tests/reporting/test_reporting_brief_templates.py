"""An office's own templates and letterhead: used where they are right, refused by field and remedy where not."""

from __future__ import annotations

import datetime as dt
import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from semesta.engine import Engine
from semesta.faults import InputRefused, NotFound, SemestaError
from semesta.manifest import Manifest
from semesta.reporting.brief import Brief, compose, read_settings, write_brief
from semesta.reporting.brief.templates import NAMES, template_of
from semesta.reporting.facts import gather

ROOT = Path(__file__).parents[2]
AS_OF = dt.date(2024, 7, 1)
FORMS = tuple(NAMES)


@pytest.fixture
def brief(engine: Engine, manifest: Manifest) -> Brief:
    return compose(gather(engine, manifest))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default templates, as an office would copy them."""
    own = tmp_path / "template"
    own.mkdir()
    for form, name in NAMES.items():
        shutil.copyfile(template_of(form, None).path, own / name)
    return own


def changed(folder: Path, form: str, change: Callable[[str], str]) -> None:
    """Edit a template the way its owner would; in Word, that is the text of its paragraphs and cells."""
    path = folder / NAMES[form]
    if form != ".docx":
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        return
    document = docx.Document(str(path))
    for node in document.element.body.iter():
        if node.tag.endswith("}t") and node.text:
            node.text = change(node.text)
    document.save(str(path))


def written(brief: Brief, form: str, folder: Path) -> SemestaError | None:
    try:
        write_brief(folder.parent / f"nota{form}", brief, as_of=AS_OF, templates=folder)
    except SemestaError as error:
        return error
    return None


@pytest.mark.parametrize("form", FORMS)
def test_an_own_template_is_used(brief: Brief, folder: Path, form: str) -> None:
    assert written(brief, form, folder) is None
    changed(folder, form, lambda text: text.replace("summary", "region"))
    assert written(brief, form, folder) is None, "a template may leave out what is not needed"


@pytest.mark.parametrize("form", FORMS)
def test_a_field_that_does_not_exist_is_named(brief: Brief, folder: Path, form: str) -> None:
    changed(folder, form, lambda text: text.replace("summary", "ringkasan"))
    error = written(brief, form, folder)
    assert isinstance(error, InputRefused)
    assert "ringkasan" in error.place and NAMES[form] in error.place
    assert "summary" in error.remedy.en and "docs/brief.md" in error.remedy.id


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("field", "told"), [("basis", "basis"), (".parts", "figures.parts")])
def test_a_template_that_drops_basis_or_parts_of_a_figure_is_refused(
    brief: Brief, folder: Path, form: str, field: str, told: str
) -> None:
    other = {"basis": "region", ".parts": ".label"}[field]
    names = ("s.basis", "words.basis", "w.basis")  # headings and lines of thresholds keep theirs

    def drop(text: str) -> str:
        for number, name in enumerate(names):
            text = text.replace(name, f"\0{number}")
        text = text.replace(field, other)
        if field == ".parts":
            return text.replace("\0", "words.basis" if form != ".pdf" else "w.basis").replace(
                ".label", ".share"
            )
        for number, name in enumerate(names):
            text = text.replace(f"\0{number}", name)
        return text

    if field == ".parts":
        changed(folder, form, lambda text: text.replace(".parts", ".share"))
    else:
        changed(folder, form, drop)
    error = written(brief, form, folder)
    assert isinstance(error, InputRefused), "a figure without its basis is no figure"
    assert told in error.reason.en


@pytest.mark.parametrize(
    ("form", "spoilt"), [(".html", "{% for %}"), (".pdf", "#let ("), (".docx", "{{ 1 + }}")]
)
def test_a_broken_template_is_told_with_its_file(brief: Brief, folder: Path, form: str, spoilt: str) -> None:
    if form == ".docx":
        changed(folder, form, lambda text: text.replace("{{ memo.title }}", spoilt))
    else:
        changed(folder, form, lambda text: text + spoilt)
    error = written(brief, form, folder)
    assert isinstance(error, InputRefused) and NAMES[form] in error.place and "broken" in error.reason.en


def test_a_file_that_is_no_word_document_is_refused(brief: Brief, folder: Path) -> None:
    (folder / "brief.docx").write_bytes(b"not a document")
    error = written(brief, ".docx", folder)
    assert isinstance(error, InputRefused) and "brief.docx" in error.place


def test_a_folder_without_the_template_says_which_file(brief: Brief, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"brief\.typ"):
        write_brief(tmp_path / "a.pdf", brief, as_of=AS_OF, templates=tmp_path)


def test_another_ending_is_refused(brief: Brief, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"a\.docx"):
        write_brief(tmp_path / "a.odt", brief, as_of=AS_OF)


def test_the_word_template_is_the_one_that_the_script_builds() -> None:
    spec = importlib.util.spec_from_file_location("build", ROOT / "scripts" / "build_brief_template.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.template() == template_of(".docx", None).path.read_bytes()


def test_the_documentation_names_every_field() -> None:
    import dataclasses

    from semesta.reporting.brief import content

    page = (ROOT / "docs" / "brief.md").read_text("utf-8")
    for kind in (content.Brief, content.Letterhead, content.Memo, content.Signature, content.FigureLine,
                 content.StandingLine, content.RegionLine, content.Chart):  # fmt: skip
        for field in dataclasses.fields(kind):
            assert f"`{field.name}`" in page, f"{kind.__name__}.{field.name}"


# --- letterhead -----------------------------------------------------------------------------------


def test_the_letterhead_fills_its_blanks(engine: Engine, manifest: Manifest) -> None:
    office = read_settings(ROOT / "docs" / "examples" / "kop.yaml")
    found = compose(gather(engine, manifest), settings=office)
    assert found.kop.office == "Dinas Kesehatan" and found.memo.sender == "Bidang Pelayanan Kesehatan"
    assert found.memo.number == "[nomor surat]" and found.signature.name == "[nama]", "never invented"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("kop: [1]", "kop"),
        ("kop: {kantor: x}", "kop.kantor"),
        ("surat: {a: b}", "surat"),
        ("memo: {number: 1.5}", "memo.number"),
        ("- a", "kop.yaml"),
        ("kop: {logo: tidak-ada.png}", "kop.logo"),
        ("kop: {", "kop.yaml"),
    ],
)
def test_a_key_that_would_be_ignored_is_refused(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "kop.yaml").write_text(text, "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_settings(tmp_path / "kop.yaml")
    assert place in caught.value.place
    with pytest.raises(NotFound):
        read_settings(tmp_path / "none.yaml")
