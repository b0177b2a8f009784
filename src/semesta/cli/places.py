"""Which region a person means: a code with or without dots, checked against the edition at hand."""

from __future__ import annotations

from semesta.edition import Edition
from semesta.engine import Engine
from semesta.faults import NotFound, Text
from semesta.regions import LEVELS, CodeDoubt, Region, Regions, parse_code
from semesta.reporting.views.context import short_name

#: So many places that may be meant are named.
_SUGGESTED = 5


def place_in(opened: Edition, written: str, *, option: str) -> str:
    """The code with dots of a place of the edition; '' stays ''. NotFound names places that may be meant."""
    if not written:
        return ""
    with opened.engine() as engine:
        if _holds(engine, written):
            return written
        found = parse_code(written)
        if isinstance(found, Region) and _holds(engine, found.code):
            return found.code
        doubted = isinstance(found, CodeDoubt) and _digits(written) and found.code != "code_unknown"
        meant = () if isinstance(found, Region) or doubted else _near(engine, written)
    raise NotFound(
        place=f"{option} {written}",
        reason=_reason(opened, found, named=not _digits(written)),
        remedy=found.remedy if isinstance(found, CodeDoubt) and doubted else _remedy(opened, meant),
    )


def _holds(engine: Engine, code: str) -> bool:
    return bool(engine.rows("SELECT 1 FROM regions WHERE code = ?", [code]))


def _reason(opened: Edition, found: Region | CodeDoubt, *, named: bool) -> Text:
    if isinstance(found, CodeDoubt):
        if named:
            return Text("Ini nama, bukan kode wilayah.", "This is a name, not the code of a region.")
        return found.reason
    path, edition = Regions.load().path_name(found.code), opened.manifest.name
    return Text(
        f"{path} ada dalam daftar Kemendagri, tetapi edisi {edition} tidak memuat penduduk di sana.",
        f"{path} is in Kemendagri's list, but edition {edition} has no residents there.",
    )


def _remedy(opened: Edition, meant: tuple[tuple[str, str], ...]) -> Text:
    if meant:
        listed = "; ".join(f"{code} {short_name(name)}" for code, name in meant)
        return Text(f"Mungkin maksudnya: {listed}.", f"Perhaps one of these is meant: {listed}.")
    return Text(
        f"Wilayah yang ada: `semesta show {opened.path} --region KODE`, dari provinsi turun ke desa.",
        f"The regions that are there: `semesta show {opened.path} --region CODE`, from the province down to a village.",
    )


def _near(engine: Engine, written: str) -> tuple[tuple[str, str], ...]:
    """Places of the edition of that name, or the neighbours of that code below the nearest parent it has."""
    if not _digits(written):
        return _named(engine, written)
    digits = _digits(written)
    cuts = [digits[:2], digits[2:4], digits[4:6], digits[6:10]]
    parents = [".".join(cuts[:length]) for length in range(3, 0, -1) if all(cuts[:length])]
    parent = next((code for code in parents if _holds(engine, code)), "")
    number = cuts[parent.count(".") + 1 if parent else 0] or "0"
    found = engine.rows(
        "SELECT code, name FROM regions WHERE parent = ? "
        f"ORDER BY abs(split_part(code, '.', -1)::INTEGER - {int(number)}), code LIMIT {_SUGGESTED}",
        [parent],
    )
    return tuple(found)


def _named(engine: Engine, name: str) -> tuple[tuple[str, str], ...]:
    """The larger place first; names that only begin or go on otherwise after those that are the same."""
    order = ", ".join(f"level <> '{level}'" for level in LEVELS)
    found = engine.rows(
        "SELECT code, name FROM regions WHERE contains(upper(name), upper(?)) "
        f"ORDER BY length(name) > length(?) + 10, {order}, length(name), code LIMIT {_SUGGESTED}",
        [name.strip(), name.strip()],
    )
    return tuple(found)


def _digits(written: str) -> str:
    """The digits of a code; '' where it holds letters."""
    if any(character.isalpha() for character in written):
        return ""
    return "".join(character for character in written if character.isascii() and character.isdigit())
