"""Figures carry what they are made of, add up over regions, and say how sure they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from semesta.coverage import edition_figures, figures
from semesta.engine import Engine
from semesta.manifest import Interval, LinkError
from tests.coverage.world import AS_OF

ERROR = LinkError(1000, 5, Interval(4, 2, 10), Interval(8, 6, 20), "model")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Two villages of Bandar Lampung, one of Metro, people of unknown village, a card from elsewhere."""
    with Engine() as engine:
        engine.run("""
            CREATE TABLE cube AS FROM (VALUES
                ('18.71.01.1001', 'active', 600), ('18.71.01.1001', 'inactive', 100),
                ('18.71.01.1001', 'not_enrolled', 50), ('18.71.01.1002', 'active', 200),
                ('18.71.01.1002', 'departed', 7), ('18.72.01.1001', 'inactive', 100),
                ('18.72.01.1001', 'not_enrolled', 50), ('', 'not_enrolled', 3),
                ('32.01.01.1001', 'outside', 4)) t(village_code, coverage, persons);
            CREATE TABLE card_cube AS FROM (VALUES
                ('18.71.01.1001', 'AKTIF', 'linked', 600), ('18.71.01.1001', 'NONAKTIF_DATA', 'linked', 100),
                ('18.71.01.1001', 'AKTIF', 'duplicate', 9), ('18.71.01.1002', 'AKTIF', 'linked', 200),
                ('18.72.01.1001', 'NONAKTIF_DATA', 'linked', 100), ('32.01.01.1001', 'AKTIF', 'outside', 4))
                t(village_code, status, role, cards);
            CREATE TABLE regions AS FROM (VALUES ('18', 'LAMPUNG'), ('18.71', 'KOTA BANDAR LAMPUNG'),
                ('18.72', 'KOTA METRO')) t(code, name);
        """)
        yield engine


def ask(engine: Engine, level: str, within: str = "") -> list[tuple[str, int, int]]:
    found = figures(engine, level=level, within=within, as_of=AS_OF, population_basis="DKB", link_error=ERROR)
    return [(f.region_code, f.residents, f.cards) for f in found]


def test_regions_of_a_level_sorted_by_code_with_the_unknown_first(engine: Engine) -> None:
    assert ask(engine, "regency") == [("", 3, 0), ("18.71", 950, 909), ("18.72", 150, 100), ("32.01", 0, 4)]
    assert ask(engine, "province", "18") == [("18", 1100, 1009)]
    assert ask(engine, "village", "18.71") == [("18.71.01.1001", 750, 709), ("18.71.01.1002", 200, 200)]


def test_the_whole_edition_counts_everybody(engine: Engine) -> None:
    whole = edition_figures(engine, region="18", as_of=AS_OF, population_basis="DKB", link_error=ERROR)
    assert (whole.region_code, whole.region_name) == ("18", "LAMPUNG")
    assert (whole.residents, whole.cards, whole.departed) == (1103, 1013, 7)


def test_rates_say_numerator_denominator_date_and_basis(engine: Engine) -> None:
    (city,) = figures(
        engine, level="regency", within="18.71", as_of=AS_OF, population_basis="DKB II", link_error=ERROR
    )
    shown = {r.measure: (r.numerator, r.denominator) for r in city.rates}
    assert shown == {
        "coverage_administrative": (909, 950),
        "activity_on_population": (809, 950),
        "activity_on_members": (809, 909),
        "coverage_verified": (900, 950),
        "activity_verified": (800, 950),
    }
    assert {(r.as_of, r.population_basis) for r in city.rates} == {(AS_OF, "DKB II")}
    assert (city.cards_duplicate, city.cards_outside) == (9, 0)


def test_verified_rates_have_the_share_of_the_stated_link_error(engine: Engine) -> None:
    (city,) = figures(
        engine, level="regency", within="18.71", as_of=AS_OF, population_basis="", link_error=ERROR
    )
    rate = city.rate("coverage_verified")
    # 900 of 1000 links and 50 of 103 people without a card are in the city.
    assert rate.low == pytest.approx((900 - 10 * 0.9 + 6 * 50 / 103) / 950)
    assert rate.high == pytest.approx((900 + 20 * 50 / 103 - 2 * 0.9) / 950)
    assert city.rate("coverage_administrative").low is None


def test_nobody_in_the_denominator_is_no_rate(engine: Engine) -> None:
    elsewhere = figures(
        engine, level="province", within="32", as_of=AS_OF, population_basis="", link_error=ERROR
    )[0]
    assert elsewhere.rate("coverage_verified").share is None
    assert elsewhere.rate("coverage_verified").low is None


def test_an_empty_edition_has_figures_of_zero() -> None:
    with Engine() as engine:
        engine.run("CREATE TABLE cube (village_code VARCHAR, coverage VARCHAR, persons BIGINT)")
        engine.run(
            "CREATE TABLE card_cube (village_code VARCHAR, status VARCHAR, role VARCHAR, cards BIGINT)"
        )
        engine.run("CREATE TABLE regions (code VARCHAR, name VARCHAR)")
        whole = edition_figures(engine, region="", as_of=AS_OF, population_basis="", link_error=ERROR)
        assert (whole.residents, whole.cards) == (0, 0)
