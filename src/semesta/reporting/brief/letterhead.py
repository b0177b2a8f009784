"""kop.yaml: what an office writes above and below a brief; what it leaves out stays a placeholder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from semesta.faults import InputRefused, NotFound, Text

#: Keys of the file by group. Each may be missing; any other is refused, because it would be ignored.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kop": ("government", "office", "address", "contact", "logo"),
        "memo": ("title", "to", "sender", "copies", "date", "number", "nature", "attachment", "subject"),
        "signature": ("position", "name", "rank", "nip"),
    }
)
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, by group and key, and where its pictures lie."""

    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folder: Path | None = None

    def get(self, group: str, key: str) -> str:
        """'' where the file does not say it."""
        assert key in KEYS[group], (group, key)
        return self.groups.get(group, {}).get(key, "")

    @property
    def logo(self) -> Path | None:
        """The picture beside the letterhead."""
        name = self.get("kop", "logo")
        return self.folder / name if name and self.folder else None


def read_settings(path: Path) -> Settings:
    """NotFound without the file; InputRefused names the key that is not known or not a text."""
    if not path.is_file():
        raise NotFound(
            place=str(path),
            reason=Text("Berkas kop surat itu tidak ada.", "There is no such letterhead file."),
            remedy=Text("Contohnya docs/examples/kop.yaml.", "An example is docs/examples/kop.yaml."),
        )
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = " ".join(str(error).split())
        raise _refused(
            str(path), f"Berkas ini bukan YAML yang utuh ({where}).", f"This file is no sound YAML ({where})."
        ) from error
    groups = {} if document is None else document
    if not isinstance(groups, dict):
        raise _refused(str(path), "Isinya harus kop, memo, signature.", "It must hold kop, memo, signature.")
    read = {str(name): _group(path, str(name), group) for name, group in groups.items()}
    settings = Settings(read, path.parent)
    if settings.logo is not None and (
        not settings.logo.is_file() or settings.logo.suffix.lower() not in _PICTURES
    ):
        raise _refused(
            f"{path}, kop.logo {settings.logo.name}",
            "Gambar itu tidak ada di sebelah berkas ini, atau bukan PNG, JPG, SVG.",
            "There is no such picture beside this file, or it is no PNG, JPG or SVG.",
        )
    return settings


def _group(path: Path, name: str, group: object) -> dict[str, str]:
    if name not in KEYS:
        raise _refused(f"{path}, {name}", "Bagian ini tidak dikenal.", "This part is not known.")
    if not isinstance(group, dict):
        raise _refused(
            f"{path}, {name}",
            "Bagian ini harus berisi kunci dan teks.",
            "This part must hold keys and texts.",
        )
    for key, value in group.items():
        if key not in KEYS[name]:
            raise _refused(f"{path}, {name}.{key}", "Kunci ini tidak dikenal.", "This key is not known.")
        if isinstance(value, dict | list | float):
            raise _refused(f"{path}, {name}.{key}", "Ini harus teks.", "This must be a text.")
    return {str(key): " ".join(str(value).split()) for key, value in group.items() if value is not None}


def _refused(place: str, indonesian: str, english: str) -> InputRefused:
    listed = "; ".join(f"{group}: {', '.join(keys)}" for group, keys in KEYS.items())
    return InputRefused(
        place=place,
        reason=Text(indonesian, english),
        remedy=Text(f"Yang dikenal: {listed}.", f"Known are: {listed}."),
    )
