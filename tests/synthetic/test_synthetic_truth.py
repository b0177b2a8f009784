"""The truth file says of every member row who it is and what is wrong with it, and it does not lie."""

from __future__ import annotations

import pytest

from semesta.synthetic import HARSH, LAMPUNG_MOMENTS, STANDARD, Noise
from semesta.synthetic.apportion import rounded
from tests.synthetic.synthetic_province import SCALE, Province

BOTH = pytest.mark.parametrize("index", [0, 1])

PAIRS = """(SELECT t.*, m.NIK AS m_nik, r.NIK AS r_nik, m.NAMA, r.NAMA_LGKP, r.TGL_LHR, m.TGL_LAHIR, m.SEGMEN
  FROM truth_{0} t JOIN members_{0} m ON m.row = member_row LEFT JOIN residents_{0} r ON r.row = resident_row)"""


@BOTH
def test_every_member_row_stands_in_the_truth_once(lampung: Province, index: int) -> None:
    rows, first, last, distinct = lampung.engine.row(
        f"SELECT count(*), min(member_row), max(member_row), count(DISTINCT member_row) FROM truth_{index}"
    )
    cards = lampung.engine.count(f"members_{index}")
    assert (rows, first, last, distinct) == (cards, 1, cards, cards)


@BOTH
def test_a_resident_has_one_first_card(lampung: Province, index: int) -> None:
    engine = lampung.engine
    people, cards = engine.row(
        f"SELECT count(DISTINCT resident_row), count(resident_row) FROM truth_{index} WHERE NOT duplicate"
    )
    assert people == cards
    without_first = f"""SELECT count(*) FROM truth_{index} WHERE duplicate AND resident_row NOT IN
        (SELECT resident_row FROM truth_{index} WHERE NOT duplicate AND resident_row IS NOT NULL)"""
    assert engine.value(without_first) == 0
    assert engine.value(f"SELECT max(resident_row) FROM truth_{index}") <= engine.count(f"residents_{index}")


@BOTH
def test_members_are_linked_duplicate_or_partnerless(lampung: Province, index: int) -> None:
    engine, totals = lampung.engine, lampung.made[index].totals
    duplicates = engine.count(f"truth_{index}", "duplicate")
    partnerless = engine.count(f"truth_{index}", "resident_row IS NULL")
    assert (duplicates, partnerless) == (totals.duplicates, totals.partnerless)
    members = rounded(SCALE * LAMPUNG_MOMENTS[index].members)
    assert duplicates == pytest.approx(members * STANDARD.duplicates, abs=1)
    assert partnerless == pytest.approx(members * STANDARD.partnerless, abs=1)


@BOTH
def test_nik_broken_means_that_the_two_files_disagree(lampung: Province, index: int) -> None:
    pairs = PAIRS.format(index)
    wrong = f"""SELECT count(*) FROM {pairs} WHERE resident_row IS NOT NULL
        AND nik_broken <> (m_nik IS NULL OR r_nik IS NULL OR m_nik <> r_nik)"""
    assert lampung.engine.value(wrong) == 0
    assert lampung.engine.count(f"truth_{index}", "resident_row IS NULL AND nik_broken") == 0


@BOTH
def test_names_and_dates_differ_where_the_truth_says_so(lampung: Province, index: int) -> None:
    wrong = f"""SELECT count(*) FROM {PAIRS.format(index)} WHERE resident_row IS NOT NULL AND (
        name_differs <> (NAMA <> NAMA_LGKP) OR birth_differs <> (strptime(TGL_LAHIR, '%d/%m/%Y')::DATE <> TGL_LHR::DATE))"""
    assert lampung.engine.value(wrong) == 0


@BOTH
def test_fault_kinds_are_what_they_are_called(lampung: Province, index: int) -> None:
    odd = lampung.engine.rows(f"""
        SELECT fault, count(*) FROM {PAIRS.format(index)} WHERE NOT CASE
          WHEN fault = 'none' THEN NOT nik_broken AND resident_row IS NOT NULL AND NOT duplicate
          WHEN fault = 'nik_missing' THEN m_nik IS NULL
          WHEN fault = 'nik_typo' THEN hamming(m_nik, coalesce(r_nik, m_nik)) <= 2 AND length(m_nik) = 16
          WHEN fault = 'nik_length' THEN length(m_nik) IN (15, 17)
          WHEN fault = 'nik_letter' THEN regexp_matches(m_nik, '[OI]')
          WHEN fault = 'newborn' THEN m_nik IS NULL AND NAMA LIKE 'BAYI NY %'
          WHEN fault = 'foreigner' THEN m_nik LIKE '2C2%' AND resident_row IS NULL
          WHEN fault IN ('dead', 'moved', 'unregistered') THEN resident_row IS NULL
          WHEN fault IN ('duplicate', 'two_segments') THEN duplicate
          WHEN fault = 'register_nik' THEN r_nik IS NULL OR r_nik <> m_nik
          ELSE nik_broken AND NOT duplicate AND resident_row IS NOT NULL END GROUP BY ALL""")
    assert odd == []


@BOTH
def test_borrowed_and_swapped_numbers_are_somebody_elses(lampung: Province, index: int) -> None:
    """A family's number is on the same family card of the register, or its owner has just left it."""
    found = lampung.engine.row(f"""
        WITH p AS (FROM {PAIRS.format(index)})
        SELECT count(*) FILTER (o.row IS NOT NULL), count(*) FILTER (o.row IS NOT NULL AND o.NO_KK = r.NO_KK),
               count(*) FILTER (o.row = resident_row)
        FROM p JOIN residents_{index} r ON r.row = resident_row LEFT JOIN residents_{index} o ON o.NIK = m_nik
        WHERE fault IN ('nik_borrowed_family', 'nik_swapped')""")
    owned, same_family, own = found
    assert owned > 50
    assert (same_family, own) == (owned, 0)


def _rates(province: Province, index: int) -> tuple[float, float, float]:
    row = province.engine.row(f"""
        SELECT avg(nik_broken::INT) FILTER (NOT duplicate AND resident_row IS NOT NULL),
               avg(name_differs::INT) FILTER (NOT duplicate), avg(birth_differs::INT) FROM truth_{index}""")
    return float(row[0]), float(row[1]), float(row[2])


def test_the_usual_noise_breaks_three_percent_of_the_numbers(lampung: Province) -> None:
    broken, names, dates = _rates(lampung, 1)
    assert broken == pytest.approx(0.031, abs=0.004)
    assert names == pytest.approx(STANDARD.name_changed, abs=0.03)
    assert dates == pytest.approx(STANDARD.birth_changed, abs=0.004)


def test_the_harsh_noise_breaks_three_times_as_many(lampung: Province, harsh: Province) -> None:
    usual, rough = _rates(lampung, 1), _rates(harsh, 0)
    assert 2.5 < rough[0] / usual[0] < 3.6
    assert rough[1] == pytest.approx(HARSH.name_changed, abs=0.06)
    assert rough[2] > 2 * usual[2]


@pytest.mark.parametrize("noise", [STANDARD, HARSH], ids=lambda noise: noise.name)
def test_each_kind_of_number_fault_comes_as_often_as_its_rate(
    lampung: Province, harsh: Province, noise: Noise
) -> None:
    engine, table = (lampung.engine, "truth_1") if noise is STANDARD else (harsh.engine, "truth_0")
    first_cards = engine.count(table, "NOT duplicate AND resident_row IS NOT NULL")
    found = dict(engine.rows(f"SELECT fault, count(*) FROM {table} GROUP BY ALL"))
    for kind, rate in (*noise.nik_faults, ("nik_borrowed_family", noise.nik_borrowed_family)):
        expected = rate * first_cards
        assert found[kind] == pytest.approx(expected, abs=5 * expected**0.5 + 0.15 * expected), kind
