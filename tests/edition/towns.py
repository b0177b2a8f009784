"""Invented towns that have one of everything."""

from __future__ import annotations

import datetime as dt

from tests.coverage.world import VILLAGE, World, nik


def town() -> World:
    """Twelve people of two villages and one of none; every kind of coverage and role."""
    family = 1871010101010001
    return World(
        residents=[
            {"nik": nik(0), "kk": family, "name": "BUDI", "rt": "002", "birth_date": dt.date(1990, 1, 1)},
            {"nik": nik(1), "kk": family, "name": "SITI", "rt": "001", "sex": "P"},
            {"nik": nik(2), "kk": family, "name": "AYU", "sex": "P", "birth_date": dt.date(2024, 5, 1)},
            {"nik": nik(3), "name": "TONO", "vital_status": "DEAD"},
            {"nik": nik(4), "name": "JOKO", "village": VILLAGE + 1},
            {"nik": None, "nik_written": "18E15", "name": "RINA", "village": None},
        ],
        members=[
            {"card": 1, "nik": nik(0), "name": "BUDI", "status": "NONAKTIF_TUNGGAKAN", "bucket": "PBPU"},
            {"card": 2, "nik": nik(0), "name": "BUDI"},
            {"card": 3, "nik": nik(1), "name": "SITI", "status": "NONAKTIF_DATA", "status_raw": None},
            {"card": 4, "nik": nik(3), "name": "TONO"},
            {"card": 5, "nik": nik(9), "name": "ORANG LAIN", "village": 3201011001},
            {"card": None, "nik": nik(4), "name": "JOKO", "segment": None, "bucket": "UNKNOWN"},
        ],
        links=[(0, 0, "link"), (0, 1, "duplicate"), (1, 2), (3, 3), (4, 5, "review")],
        rosters=[{"nik": nik(1), "name": "SITI"}, {"nik": nik(8), "name": "TIDAK ADA"}],
    )
