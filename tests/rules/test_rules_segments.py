"""The 28 segment names, old and new, lead to the six reporting groups."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta import tables
from semesta.engine import Engine, literal
from semesta.rules import SEGMENTS, bucket_of, fold, fold_sql, segment_of, segment_rows
from semesta.tables import BUCKETS

# jkn.md 1.2, in the order of the source, with its roll-up
NAMES = """
PBI_JK: PBI JAMINAN KESEHATAN
PBPU_BP_PEMDA: PBPU DAN BP PEMERINTAH DAERAH
PPU_PN: ANGGOTA POLRI, DEWAN PERWAKILAN RAKYAT DAERAH, KEPALA DESA DAN PERANGKAT DESA,
 PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA, PEJABAT NEGARA, PNS MABES DAN KEMHAN, PNS DAERAH,
 PNS DAERAH DIPERBANTUKAN, PNS PUSAT, PNS PUSAT DIPERBANTUKAN, PRAJURIT AD, PRAJURIT AU, PRAJURIT AL
PPU_BU: PEGAWAI BUMN, PEGAWAI SWASTA, PEGAWAI BUMD
PBPU: PEKERJA MANDIRI
BP: VETERAN, INVESTOR, PEMBERI KERJA, PENERIMA PENSIUN PNS, PENERIMA PENSIUN POLRI, PENERIMA PENSIUN SWASTA,
 PENERIMA PENSIUN TNI, PENERIMA PENSIUN PEJABAT NEGARA, PERINTIS KEMERDEKAAN
"""


def names_by_bucket() -> dict[str, set[str]]:
    joined = re.sub(r"\n ", " ", NAMES.strip())
    return {
        bucket: {name.strip() for name in names.split(",")}
        for bucket, _, names in (line.partition(":") for line in joined.splitlines())
    }


def test_there_are_28_names_in_the_six_groups_of_the_sheet() -> None:
    assert tuple(s.name for s in SEGMENTS) == tables.SEGMENTS
    assert len(SEGMENTS) == len({s.name for s in SEGMENTS}) == 28
    found: dict[str, set[str]] = {bucket: set() for bucket in BUCKETS}
    for segment in SEGMENTS:
        found[segment.bucket].add(segment.name)
    assert found == names_by_bucket()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PBI (APBN)", "PBI JAMINAN KESEHATAN"),
        ("PBI JK (APBN)", "PBI JAMINAN KESEHATAN"),
        ("pbi (apbd)", "PBPU DAN BP PEMERINTAH DAERAH"),
        ("PBPU & BP Pemda", "PBPU DAN BP PEMERINTAH DAERAH"),
        ("Perintis Kemerdrkaan", "PERINTIS KEMERDEKAAN"),
        ("PBPU mandiri", "PEKERJA MANDIRI"),
        ("PPPK", "PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA"),
        (" anggota  DPRD ", "DEWAN PERWAKILAN RAKYAT DAERAH"),
        ("Kepala Desa/Perangkat Desa", "KEPALA DESA DAN PERANGKAT DESA"),
    ],
)
def test_old_and_new_names_are_known(text: str, name: str) -> None:
    segment = segment_of(text)
    assert segment is not None and segment.name == name


@pytest.mark.parametrize("text", ["PPU BU", "PPU PN", "BP", "PPNPN", "Pegawai Pemerintah Non Pegawai Negeri"])
def test_a_group_without_a_name_has_a_bucket_and_no_segment(text: str) -> None:
    assert segment_of(text) is None
    assert bucket_of(text) in BUCKETS


@pytest.mark.parametrize("text", ["", "PPU", "21", "1", "PBI APBX", "TIDAK ADA"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    """Bare numbers least of all: systems number segments differently (jkn.md 1.3)."""
    assert segment_of(text) is None and bucket_of(text) is None


@given(
    st.sampled_from(SEGMENTS),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from([" ", "  ", "-"]),
)
def test_case_and_punctuation_do_not_matter(segment: object, case: object, between: str) -> None:
    assert callable(case)
    name = getattr(segment, "name", "")
    assert segment_of(case(name).replace(" ", between)) == segment


def test_every_value_says_where_it_is_from() -> None:
    for segment in SEGMENTS:
        assert segment.source and re.match(r"found|derived|mem-[HML]", segment.tag)


def test_rows_serve_a_mapping_join() -> None:
    rows = segment_rows()
    assert len({text for text, _, _ in rows}) == len(rows)
    assert Counter(bucket for _, _, bucket in rows).keys() == set(BUCKETS)
    assert all(fold(text) == text for text, _, _ in rows)
    values = ", ".join(f"({literal(t)}, {literal(n)}, {literal(b)})" for t, n, b in rows)
    with Engine() as engine:
        found = engine.rows(
            f"""SELECT raw, name, bucket
            FROM (VALUES ('Pbi (Apbd)'), ('PPU BU'), ('entah')) AS cells(raw)
            LEFT JOIN (VALUES {values}) AS v(text, name, bucket) ON {fold_sql("raw")} = v.text ORDER BY raw"""
        )
    assert found == [
        ("PPU BU", None, "PPU_BU"),
        ("Pbi (Apbd)", "PBPU DAN BP PEMERINTAH DAERAH", "PBPU_BP_PEMDA"),
        ("entah", None, None),
    ]
