"""Where each regency stands in a tile map: one equal square for each, near its true neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Drawn by us from the map of Lampung: code -> (column, row), west to east and north to south.
LAMPUNG: dict[str, tuple[int, int]] = {
    "18.11": (3, 0),  # Mesuji
    "18.08": (1, 1),  # Way Kanan
    "18.12": (2, 1),  # Tulang Bawang Barat
    "18.05": (3, 1),  # Tulang Bawang
    "18.04": (0, 2),  # Lampung Barat
    "18.03": (1, 2),  # Lampung Utara
    "18.02": (2, 2),  # Lampung Tengah
    "18.72": (3, 2),  # Metro
    "18.07": (4, 2),  # Lampung Timur
    "18.13": (0, 3),  # Pesisir Barat
    "18.06": (1, 3),  # Tanggamus
    "18.10": (2, 3),  # Pringsewu
    "18.71": (3, 3),  # Bandar Lampung
    "18.09": (2, 4),  # Pesawaran
    "18.01": (3, 4),  # Lampung Selatan
}


def places(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Column and row of each region; regions that nobody drew stand in a grid in the order of codes."""
    if codes and all(code in LAMPUNG for code in codes):
        return {code: LAMPUNG[code] for code in codes}
    columns = max(1, math.ceil(math.sqrt(len(codes) * 1.25)))
    return {code: (at % columns, at // columns) for at, code in enumerate(sorted(codes))}
