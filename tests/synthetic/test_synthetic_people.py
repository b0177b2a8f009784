"""The people look like people: families, ages, names, numbers, villages, and a life between two dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.engine import Engine
from semesta.synthetic import people
from semesta.synthetic.make import make
from semesta.synthetic.spec import LAMPUNG_MOMENTS
from tests.synthetic.synthetic_province import Province

BOTH = pytest.mark.parametrize("index", [0, 1])


@BOTH
def test_only_serials_that_are_not_issued(lampung: Province, harsh: Province, index: int) -> None:
    """No number of 16 digits in any file could be a real person's or family's: serials 9000 to 9999."""
    for engine in (lampung.engine, harsh.engine):
        for kind in ("residents", "members"):
            if not engine.has_table(f"{kind}_{index}"):
                continue
            for column in ("NIK", "NO_KK"):
                issued = f"length({column}) = 16 AND try_cast({column} AS BIGINT) IS NOT NULL AND {column}[13] <> '9'"
                assert engine.count(f"{kind}_{index}", issued) == 0


@BOTH
def test_numbers_of_the_register_are_unique_and_say_sex_and_birth(lampung: Province, index: int) -> None:
    written, distinct, agreeing = lampung.engine.row(f"""
        SELECT count(NIK), count(DISTINCT NIK), count(*) FILTER (
            NIK[7:8]::INT - CASE JENIS_KLMIN WHEN 'P' THEN 40 ELSE 0 END = day(TGL_LHR::DATE)
            AND NIK[9:10]::INT = month(TGL_LHR::DATE) AND NIK[11:12]::INT = year(TGL_LHR::DATE) % 100)
        FROM residents_{index} WHERE length(NIK) = 16""")
    assert distinct >= written - 2  # a mistyped one may hit another
    assert 0.985 < agreeing / written < 0.998  # a few dates were corrected after the number was given


def test_a_district_without_serials_sends_people_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three Lampungs at once do not fit into the thousand serials of a district and a day."""
    monkeypatch.setattr(people, "SERIALS", 1)
    with Engine() as engine:
        (files,) = make(engine, tmp_path, moments=LAMPUNG_MOMENTS[:1], seed=5, scale=0.002)
        repeated, crowded = engine.row(f"""
            SELECT count(NIK) - count(DISTINCT NIK), count(*) FILTER (NIK[13:16]::INT > {people.FIRST_SERIAL})
            FROM read_csv('{files.residents}', all_varchar = true)
            WHERE regexp_full_match(NIK, '[0-9]{{16}}')""")
    assert repeated <= 2  # a mistyped one may hit another
    assert crowded <= 12  # mistyped serials; 41 people share district, day and sex with another


@BOTH
def test_cards_are_unique_and_have_their_zeros(lampung: Province, index: int) -> None:
    engine = lampung.engine
    assert engine.count(f"members_{index}", "NOT regexp_full_match(NOKAPST, '0000[0-9]{9}')") == 0
    assert engine.value(f"SELECT count(DISTINCT NOKAPST) = count(*) FROM members_{index}")


@BOTH
def test_families_have_a_head_and_spouses_of_the_other_sex(lampung: Province, index: int) -> None:
    engine = lampung.engine
    families, people, heads = engine.row(f"""
        SELECT count(DISTINCT NO_KK), count(*), count(*) FILTER (STAT_HBKEL = 'KEPALA KELUARGA') FROM residents_{index}""")
    assert 3.0 < people / families < 4.2
    assert heads / families > 0.93  # of the others the head has died or left
    same_sex = engine.value(f"""
        SELECT count(*) FROM residents_{index} h JOIN residents_{index} s USING (NO_KK)
        WHERE h.STAT_HBKEL = 'KEPALA KELUARGA' AND s.STAT_HBKEL = 'ISTRI' AND h.JENIS_KLMIN = s.JENIS_KLMIN""")
    assert same_sex == 0
    one_village = f"SELECT count(*) FROM (SELECT NO_KK FROM residents_{index} GROUP BY 1 HAVING count(DISTINCT KODE_WILAYAH) > 1)"
    assert engine.value(one_village) == 0


@BOTH
def test_mothers_are_older_than_their_children(lampung: Province, index: int) -> None:
    pairs, young = lampung.engine.row(f"""
        SELECT count(*), count(*) FILTER (date_diff('day', m.TGL_LHR::DATE, c.TGL_LHR::DATE) < 14 * 365)
        FROM residents_{index} m JOIN residents_{index} c USING (NO_KK) WHERE m.STAT_HBKEL = 'ISTRI' AND c.STAT_HBKEL = 'ANAK'""")
    assert pairs > 1_000
    assert young / pairs < 0.02  # unknown days, and stepmothers


@BOTH
def test_ages_and_names_have_the_shape_of_the_province(lampung: Province, index: int) -> None:
    as_of = lampung.made[index].moment.as_of
    young, old, single, muhammad = lampung.engine.row(f"""
        WITH p AS (SELECT *, date_diff('year', TGL_LHR::DATE, DATE '{as_of}') AS age FROM residents_{index})
        SELECT avg((age < 15)::INT), avg((age >= 65)::INT), avg((NOT contains(NAMA_LGKP, ' '))::INT),
          avg(regexp_matches(NAMA_LGKP, '(^| )(M|MU[CH]?H?|MOH|MOCH|M[UO]C?H?AM+AD)[. ]')::INT) FILTER (JENIS_KLMIN = 'L') FROM p""")
    assert 0.20 < young < 0.30
    assert 0.05 < old < 0.11
    assert 0.22 < single < 0.36
    assert 0.13 < muhammad < 0.22


@BOTH
def test_no_one_has_no_name(lampung: Province, index: int) -> None:
    assert lampung.engine.count(f"residents_{index}", "coalesce(NAMA_LGKP, '') = ''") == 0
    assert lampung.engine.count(f"members_{index}", "coalesce(NAMA, '') = ''") == 0


def test_twins_share_family_day_and_look_alike(lampung: Province) -> None:
    twins = lampung.engine.rows("""
        SELECT r.NO_KK, count(*), count(DISTINCT TGL_LHR) FROM truth_1 t JOIN residents_1 r ON r.row = t.resident_row
        WHERE twin AND NOT duplicate GROUP BY 1 HAVING count(*) = 2""")
    assert len(twins) > 10
    assert sum(days == 1 for _, _, days in twins) / len(twins) > 0.9


def test_it_is_the_same_population_that_evolves(lampung: Province) -> None:
    """People keep their number; in eleven months few die, move or are born; flows add up."""
    engine = lampung.engine
    engine.run("""
        CREATE OR REPLACE TABLE lives AS
        SELECT a.NIK AS nik_a, b.NIK AS nik_b, a.KODE_WILAYAH <> b.KODE_WILAYAH AS moved, a.NAMA_LGKP = b.NAMA_LGKP AS same_name,
          b.TGL_LHR > '2023-08-01' AS born
        FROM (SELECT * FROM residents_0 WHERE NIK IS NOT NULL) a FULL JOIN (SELECT * FROM residents_1 WHERE NIK IS NOT NULL) b USING (NIK)""")
    stayed, gone, came, born, moved, same_name = engine.row("""
        SELECT count(*) FILTER (nik_a IS NOT NULL AND nik_b IS NOT NULL), count(*) FILTER (nik_b IS NULL), count(*) FILTER (nik_a IS NULL),
          count(*) FILTER (born), count(*) FILTER (moved), count(*) FILTER (same_name) FROM lives""")
    early, late = (
        engine.count("residents_0", "NIK IS NOT NULL"),
        engine.count("residents_1", "NIK IS NOT NULL"),
    )
    assert (stayed + gone, stayed + came) == (early, late)
    assert same_name == stayed
    assert 0.005 < gone / early < 0.02
    assert 0.010 < born / late < 0.018
    assert 0.005 < moved / stayed < 0.02


def test_cards_stay_with_their_holders(lampung: Province) -> None:
    engine = lampung.engine
    kept, early = engine.row("""
        SELECT count(*) FILTER (b.NOKAPST IS NOT NULL AND a.TGL_LAHIR = b.TGL_LAHIR), count(*)
        FROM members_0 a LEFT JOIN members_1 b USING (NOKAPST)""")
    assert kept / early > 0.97
    changed = engine.value("""
        SELECT avg((a.STATUS = 'AKTIF' AND b.STATUS <> 'AKTIF')::INT) FROM members_0 a JOIN members_1 b USING (NOKAPST)""")
    assert 0.0005 < changed < 0.05


def test_villages_differ_in_size(lampung: Province) -> None:
    middle, large = lampung.engine.row("""
        SELECT quantile_disc(n, 0.5), quantile_disc(n, 0.95) FROM (SELECT count(*) AS n FROM residents_0 GROUP BY KODE_WILAYAH)""")
    assert large > 2.0 * middle


def test_residents_stand_by_village_and_family(lampung: Province) -> None:
    out_of_order = lampung.engine.value("""
        SELECT count(*) FROM (SELECT KODE_WILAYAH || NO_KK AS key, lag(key) OVER (ORDER BY row) AS before FROM residents_0)
        WHERE key < before""")
    assert out_of_order == 0
    assert lampung.engine.value("SELECT bool_and(NO::BIGINT = row) FROM residents_0")


def test_deciles_and_segments_are_not_strangers(lampung: Province) -> None:
    """The poor have PBI more often than the well-off: rules about deciles have something to find."""
    poor, rich = lampung.engine.row("""
        WITH p AS (SELECT r.DESIL::INT AS decile, m.SEGMEN LIKE 'PBI J%' OR m.SEGMEN = 'PBI (APBN)' AS pbi
          FROM truth_1 t JOIN members_1 m ON m.row = member_row JOIN residents_1 r ON r.row = resident_row)
        SELECT avg(pbi::INT) FILTER (decile <= 3), avg(pbi::INT) FILTER (decile >= 9) FROM p""")
    assert poor > 0.6 > 0.2 > rich


def test_between_the_dates_people_enrol_drop_out_wake_up_and_fall_asleep(lampung: Province) -> None:
    engine = lampung.engine
    for index in (0, 1):
        engine.run(f"""
            CREATE OR REPLACE TABLE standing_{index} AS
            SELECT r.NIK, CASE WHEN m.row IS NULL THEN 'none' WHEN m.STATUS = 'AKTIF' THEN 'active' ELSE 'inactive' END AS standing
            FROM residents_{index} r LEFT JOIN truth_{index} t ON t.resident_row = r.row AND NOT t.duplicate
            LEFT JOIN members_{index} m ON m.row = t.member_row WHERE r.NIK IS NOT NULL""")
    flows = dict(engine.rows("""
        SELECT a.standing || ' ' || b.standing, count(*) FROM standing_0 a JOIN standing_1 b USING (NIK) GROUP BY ALL"""))  # fmt: skip
    assert set(flows) == {
        f"{a} {b}" for a in ("none", "active", "inactive") for b in ("none", "active", "inactive")
    }
    enrolled = flows["none active"] + flows["none inactive"]
    dropped = flows["active none"] + flows["inactive none"]
    assert enrolled > 3 * dropped > 10
    assert flows["inactive active"] > flows["active inactive"] > 50


def test_serials_crowd_at_the_beginning_and_do_not_look_damaged(lampung: Province) -> None:
    """As real serials do, so that a wrong digit can be somebody else's number; few end in 0, as Excel would leave them."""
    first, ending_in_zero = lampung.engine.row("""
        SELECT avg((NIK[13:16] = '9001')::INT), avg((NIK[16] = '0')::INT) FROM residents_0 WHERE length(NIK) = 16""")
    assert first > 0.5
    assert ending_in_zero < 0.1
