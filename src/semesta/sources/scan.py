"""One pass over the bytes of a text file: hash, lines, encoding; and a clean copy where the engine needs one."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 23
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
    tabs: bool
    nul_bytes: int
    readable: Path


def hash_file(path: Path) -> str:
    """SHA-256 of a file, read in chunks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def scan_text(path: Path, encoding: str, copy_to: Path) -> TextScan:
    """Hash and count; where the file is not plain UTF-8 with one kind of line end, write a clean copy.

    The copy has the same lines: the same number of them, in the same places.
    """
    if encoding == "utf-16":
        return _scan_utf16(path, copy_to)
    digest = hashlib.sha256()
    lines = nul = returns = pairs = 0
    ascii_only, valid, quotes, tabs, last = True, True, False, False, b"\n"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            lines += chunk.count(b"\n")
            quotes = quotes or b'"' in chunk
            tabs = tabs or b"\t" in chunk
            if b"\0" in chunk:
                nul += chunk.count(b"\0")
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            if valid and not (ascii_only and chunk.isascii()):
                ascii_only = False
                valid = _still_valid(decoder, chunk)
            last = chunk[-1:]
    plain = valid and not nul and returns == pairs and pairs in (0, lines)
    if plain:
        return TextScan(
            digest.hexdigest(), lines + (last != b"\n"), "utf-8", ascii_only, quotes, tabs, 0, path
        )
    found, lines = _clean_copy(path, copy_to, bare_returns_end_lines=not lines)
    return TextScan(digest.hexdigest(), lines, found, ascii_only, quotes, tabs, nul, copy_to)


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


def _clean_copy(path: Path, copy_to: Path, *, bare_returns_end_lines: bool) -> tuple[str, int]:
    """UTF-8 with \\n, without NUL; returns the encoding found and the number of lines."""
    fallback = _Fallback()
    codecs.register_error("semesta-windows-1252", fallback)
    beyond_ascii = lines = 0
    ended = True
    with path.open("rb") as file, copy_to.open("wb") as copy:
        for chunk in _whole_lines(file):
            text = chunk.replace(b"\0", b"").decode("utf-8", "semesta-windows-1252").replace("\r\n", "\n")
            text = text.replace("\r", "\n" if bare_returns_end_lines else " ")
            if not text.isascii():
                beyond_ascii += sum(1 for character in text if character > "\x7f")
            lines += text.count("\n")
            ended = text.endswith("\n")
            copy.write(text.encode("utf-8"))
    encoding = "utf-8" if not fallback.replaced else "windows-1252"
    if fallback.replaced and beyond_ascii > fallback.replaced:
        encoding = "mixed"
    return encoding, lines + (not ended)


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk + file.readline(LINE_BYTES)


def _scan_utf16(path: Path, copy_to: Path) -> TextScan:
    """Decode by the byte order mark, or by where the zero bytes stand."""
    digest = hashlib.sha256()
    lines = 0
    ascii_only, quotes, tabs, ended, decoder = True, False, False, True, None
    with path.open("rb") as file, copy_to.open("wb") as copy:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            if decoder is None:
                big = chunk.startswith(codecs.BOM_UTF16_BE) or (chunk[:1] == b"\0" and chunk[1:2] != b"\0")
                decoder = codecs.getincrementaldecoder("utf-16-be" if big else "utf-16-le")("replace")
            text = decoder.decode(chunk).replace("\ufeff", "").replace("\0", "").replace("\r", "")
            lines += text.count("\n")
            ascii_only = ascii_only and text.isascii()
            quotes, tabs, ended = quotes or '"' in text, tabs or "\t" in text, text.endswith("\n")
            copy.write(text.encode("utf-8", "replace"))
    return TextScan(digest.hexdigest(), lines + (not ended), "utf-16", ascii_only, quotes, tabs, 0, copy_to)
