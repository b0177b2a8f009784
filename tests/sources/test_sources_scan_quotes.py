"""A line that ends inside quotes is noticed wherever the pieces of the file are cut."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from semesta.sources.scan import _Seen

PIECES = st.lists(st.text(alphabet='"\nab,', max_size=40).map(str.encode), max_size=6)


@given(PIECES)
@example([b'"a\n', b'b"\n'])
@example([b'"a"\n' * 300, b'x"\n'])
@example([b'"a"\n' * 300 + b'"a\nb"\n'])
def test_a_line_end_inside_quotes_is_seen(pieces: list[bytes]) -> None:
    seen = _Seen()
    for piece in pieces:
        seen.look(piece)
    inside = broken = False
    for byte in b"".join(pieces):
        inside ^= byte == ord('"')
        broken |= inside and byte == ord("\n")
    assert (seen.broken, seen.inside) == (broken, inside)
