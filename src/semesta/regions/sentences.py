"""What this room says about a place that it did not find, with the parts of the case put in.

An edition keeps these sentences in Indonesian only; `read_sentence` gives them back in both languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from semesta.faults import Text
from semesta.regions.region import Level

LEVEL_NAMES: Final[dict[Level, Text]] = {
    "province": Text("provinsi", "province"),
    "regency": Text("kabupaten/kota", "regency or city"),
    "district": Text("kecamatan", "district"),
    "village": Text("desa/kelurahan", "village"),
}
_LEVELS_EN: Final = {name.id: name.en for name in LEVEL_NAMES.values()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in two languages; `{level}` is a level's name, other parts are the same in both."""

    id: str
    en: str

    def said(self, *, level: Level | None = None, **parts: object) -> Text:
        name = LEVEL_NAMES[level] if level else Text("", "")
        return Text(self.id.format(level=name.id, **parts), self.en.format(level=name.en, **parts))

    def of(self, said: str) -> Text | None:
        """The text whose Indonesian this is; None if it is another sentence."""
        found = re.fullmatch(self._pattern(), said, re.DOTALL)
        if found is None:
            return None
        parts = found.groupdict()
        if "level" in parts:
            parts["level"] = _LEVELS_EN[parts["level"]]
        return Text(said, self.en.format(**parts))

    def _pattern(self) -> str:
        levels = "|".join(re.escape(name) for name in _LEVELS_EN)
        pattern = re.escape(self.id).replace(r"\{level\}", f"(?P<level>{levels})")
        return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", pattern)


CODE_EMPTY: Final = Sentence("Kode wilayah kosong.", "The region code is empty.")
CODE_ROUNDED: Final = Sentence(
    "Kode {text} sudah dirusak Excel menjadi angka pembulatan.",
    "Excel has turned the code {text} into a rounded number.",
)
CODE_MALFORMED: Final = Sentence(
    "{text} bukan kode wilayah: harus 2, 4, 6 atau 10 angka.",
    "{text} is not a region code: it must have 2, 4, 6 or 10 digits.",
)
CODE_BPS: Final = Sentence(
    "{text} adalah kode BPS; kode BPS dan kode Kemendagri menunjuk tempat yang berbeda.",
    "{text} is a BPS code; BPS and Kemendagri codes mean different places.",
)
CODE_INCOMPLETE: Final = Sentence(
    "Kode {text} tidak lengkap: mungkin angka nol hilang (18.1 bisa 18.01 atau 18.10).",
    "The code {text} is incomplete: a zero may be lost (18.1 can be 18.01 or 18.10).",
)
CODE_UNKNOWN: Final = Sentence(
    "Kode {text} tidak ada dalam daftar Kemendagri{place}.",
    "The code {text} is not in Kemendagri's list{place}.",
)
USE_KEMENDAGRI: Final = Sentence(
    "Pakai kode wilayah Kemendagri (PP.KK.CC.DDDD, seperti di KTP dan DKB), atau pakai kolom nama kecamatan dan desa sebagai gantinya.",
    "Use Kemendagri region codes (PP.KK.CC.DDDD, as on ID cards and in the DKB), or use the columns with district and village names instead.",
)
WRITE_AS_TEXT: Final = Sentence(
    "Simpan kolom kode sebagai teks dan tulis lengkap, misalnya 18.71.01.1004.",
    "Store the code column as text and write codes in full, for example 18.71.01.1004.",
)
CHECK_CODE: Final = Sentence(
    "Periksa kodenya, atau isi nama kecamatan dan desa; kalau desanya baru, perbarui daftar wilayah.",
    "Check the code, or fill in district and village names; if the village is new, refresh the list of regions.",
)

NAME_EMPTY: Final = Sentence("Nama {level} kosong.", "The name of the {level} is empty.")
NAME_UNKNOWN: Final = Sentence(
    "Tidak ada {level} bernama {name} di {within}.", "There is no {level} called {name} in {within}."
)
NAME_AMBIGUOUS: Final = Sentence(
    "Ada {count} {level} bernama {name}: {listed}.",
    "There are {count} of the name {name} ({level}): {listed}.",
)
CHECK_NAME: Final = Sentence(
    "Periksa nama itu dan nama wilayah di atasnya.",
    "Check the name and the names of the regions above it.",
)
PERHAPS: Final = Sentence("Mungkin maksudnya: {listed}.", "Perhaps one of these is meant: {listed}.")
BE_PRECISE: Final = Sentence(
    "Tulis kode wilayah Kemendagri, atau sebut jenis dan wilayah di atasnya (KOTA/KAB, KEL/DESA, kecamatan).",
    "Write the Kemendagri code, or say its kind and the region above it (KOTA/KAB, KEL/DESA, district).",
)

_ALL: Final = tuple(found for found in list(globals().values()) if isinstance(found, Sentence))


def read_sentence(said: str) -> Text | None:
    """Both languages of an Indonesian sentence of this room; None if it is none."""
    return next((text for sentence in _ALL if (text := sentence.of(said))), None)
