"""One pass over the bytes of a text file: hash, lines, encoding; and a clean copy where the engine needs one."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

CHUNK_BYTES = 1 << 20
_NEWLINE, _QUOTE = ord("\n"), ord('"')
#: Up to so many quotes in a piece of the file, each quoted cell is looked at by itself.
_FEW_QUOTES = 512
#: A line without an end is cut here; nothing sensible is that long.
LINE_BYTES = 1 << 26


@dataclass(frozen=True, slots=True)
class TextScan:
    """What one pass over the bytes found. `readable` is the file itself, or its clean UTF-8 copy."""

    sha256: str
    lines: int  # physical lines; the last may lack its end
    encoding: str  # utf-8, utf-16, windows-1252, mixed
    ascii: bool
    quotes: bool  # a double quote stands somewhere
    broken_quotes: bool  # a line may end inside quotes
    tabs: bool
    readable: Path


def scan_binary(path: Path, form: str) -> TextScan:
    """The same for a workbook or Parquet file, of which only the hash says anything."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return TextScan(sha256, 0, form, False, True, False, True, path)


def scan_text(path: Path, encoding: str, copy_to: Path) -> TextScan:
    """Hash and count; where the file is not plain UTF-8 with one kind of line end, write a clean copy.

    The copy has the same lines: the same number of them, in the same places.
    """
    seen = _Seen()
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        buffer = bytearray(CHUNK_BYTES)
        while size := file.readinto(buffer):
            digest.update(memoryview(buffer)[:size])
            if encoding != "utf-16":
                seen.look(bytes(memoryview(buffer)[:size]) if size < CHUNK_BYTES else buffer)
    if encoding != "utf-16" and seen.plain:
        return seen.told(digest.hexdigest(), "utf-8", path)
    found = _copy_utf16(path, copy_to) if encoding == "utf-16" else _clean_copy(path, copy_to, seen)
    again = _Seen()
    with copy_to.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            again.look(chunk)
    return again.told(digest.hexdigest(), found, copy_to)


class _Seen:
    """What the bytes so far hold; counted with arrays that stay in the processor's cache."""

    def __init__(self) -> None:
        self.lines = self.returns = self.pairs = 0
        self.ascii = self.valid = True
        self.quotes = self.tabs = self.nul = self.inside = self.broken = False
        self.last = b"\n"
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def look(self, chunk: bytes | bytearray) -> None:
        """Take the next piece of the file into account."""
        data = np.frombuffer(chunk, np.uint8)
        self.lines += int(np.count_nonzero(data == _NEWLINE))
        self.tabs = self.tabs or b"\t" in chunk
        self.nul = self.nul or b"\0" in chunk
        if b"\r" in chunk:
            self.returns += chunk.count(b"\r")
            self.pairs += chunk.count(b"\r\n")
        self.pairs += self.last == b"\r" and chunk[:1] == b"\n"
        if b'"' in chunk:
            self._look_at_quotes(data)
        elif self.inside and b"\n" in chunk:
            self.broken = True
        if self.valid and not (self.ascii and chunk.isascii()):
            self.ascii = False
            self.valid = _still_valid(self._decoder, bytes(chunk))
        self.last = bytes(chunk[-1:])

    def _look_at_quotes(self, data: npt.NDArray[np.uint8]) -> None:
        """Whether a line ends after an odd number of quotes."""
        self.quotes = True
        quotes = np.flatnonzero(data == _QUOTE)
        if len(quotes) > _FEW_QUOTES:
            before = np.searchsorted(quotes, np.flatnonzero(data == _NEWLINE))
            self.broken = self.broken or bool(np.any((before + self.inside) % 2))
        else:
            # Inside stands what is between the first quote and the second, the third and the fourth ...
            edges = [*([0] if self.inside else []), *quotes.tolist(), len(data)]
            spans = zip(edges[::2], edges[1::2], strict=False)
            self.broken = self.broken or any(_NEWLINE in data[start:end] for start, end in spans)
        self.inside = bool((len(quotes) + self.inside) % 2)

    @property
    def plain(self) -> bool:
        """UTF-8 with one kind of line end, without NUL: the engine reads it as it is."""
        return self.valid and not self.nul and self.returns == self.pairs and self.pairs in (0, self.lines)

    def told(self, sha256: str, encoding: str, readable: Path) -> TextScan:
        return TextScan(
            sha256=sha256,
            lines=self.lines + (self.last != b"\n"),
            encoding=encoding,
            ascii=self.ascii,
            quotes=self.quotes,
            broken_quotes=self.broken or self.inside,
            tabs=self.tabs,
            readable=readable,
        )


def _still_valid(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


# --- clean copies -----------------------------------------------------------------------------------


class _Fallback:
    """Takes bytes that are no UTF-8 as Windows-1252, and counts them."""

    def __init__(self) -> None:
        self.replaced = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        wrong = error.object[error.start : error.end]
        self.replaced += len(wrong)
        return "".join(_CP1252[byte] for byte in wrong), error.end


_CP1252 = [bytes([byte]).decode("windows-1252", "replace") for byte in range(256)]


def _clean_copy(path: Path, copy_to: Path, seen: _Seen) -> str:
    """UTF-8 with \\n, without NUL; returns the encoding that was found."""
    fallback = _Fallback()
    codecs.register_error("semesta-windows-1252", fallback)
    bare_return = "\n" if not seen.lines else " "
    beyond_ascii = 0
    with path.open("rb") as file, copy_to.open("wb") as copy:
        for chunk in _whole_lines(file):
            text = chunk.replace(b"\0", b"").decode("utf-8", "semesta-windows-1252")
            text = text.replace("\r\n", "\n").replace("\r", bare_return)
            data = text.encode("utf-8")
            beyond_ascii += 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))
            copy.write(data)
    if not fallback.replaced:
        return "utf-8"
    return "mixed" if beyond_ascii > fallback.replaced else "windows-1252"


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk + file.readline(LINE_BYTES)


def _copy_utf16(path: Path, copy_to: Path) -> str:
    """Decode by the byte order mark, or by where the zero bytes stand."""
    decoder = None
    with path.open("rb") as file, copy_to.open("wb") as copy:
        while chunk := file.read(CHUNK_BYTES):
            if decoder is None:
                big = chunk.startswith(codecs.BOM_UTF16_BE) or (chunk[:1] == b"\0" and chunk[1:2] != b"\0")
                decoder = codecs.getincrementaldecoder("utf-16-be" if big else "utf-16-le")("replace")
            text = decoder.decode(chunk).replace("\ufeff", "").replace("\0", "").replace("\r", "")
            copy.write(text.encode("utf-8", "replace"))
    return "utf-16"
