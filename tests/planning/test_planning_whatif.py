"""What-ifs on counts that a desk can check by hand: who is removed, who is taken over, what it costs, what it is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.edition import Edition
from semesta.faults import InputRefused, Text
from semesta.planning.card_groups import LOCAL, PBI, SELF_PAYING, Group, card_groups, in_order, spread, total
from semesta.planning.cuts import cut
from semesta.planning.scenario import (
    Bar,
    Change,
    National,
    Population,
    Prices,
    Scenario,
    SubsidyCut,
    TakeOver,
    Thresholds,
    read_scenario,
)
from semesta.planning.standing import Totals
from semesta.planning.whatif import World, apply, what_if
from semesta.planning.whatif_result import WhatIfResult
from semesta.rules.law import Law
from semesta.rules.thresholds import thresholds_for
from tests.coverage.world import VILLAGE, nik
from tests.coverage.world import World as People
from tests.edition.stages import edition_of
from tests.edition.test_edition_compare import METRO

DAY = dt.date(2026, 2, 1)
UNIT = 37_800  # 35,000 + 2,800 (jkn.md 2.2)
METRO_CODE, CITY = "18.72", "18.71"


def group(region: str = CITY, *, decile: int | None = None, bucket: str = PBI, active: bool = True) -> Group:
    return Group(region, region, bucket, active, True, decile)


#: 1,000 PBI cards of both cities by decile, 200 locally paid, 50 self-payers of class III, 100 dead.
CARDS = {
    group(decile=1): 100, group(decile=5): 150, group(decile=8): 250, group(): 100,
    group(METRO_CODE, decile=2): 120, group(METRO_CODE, decile=9): 180, group(METRO_CODE): 100,
    group(bucket=LOCAL): 200, group(bucket=SELF_PAYING): 50, group(active=False): 100,
}  # fmt: skip


def totals(code: str, name: str, residents: int) -> Totals:
    mine = {g: n for g, n in CARDS.items() if len(code) == 2 or g.region == code}
    return Totals(
        code, name, "province" if len(code) == 2 else "regency", DAY, "rekaan", residents,
        cards=sum(mine.values()), cards_active=total(mine, active=True), cards_local=total(mine, bucket=LOCAL),
        enrolled=sum(mine.values()), active=total(mine, active=True),
    )  # fmt: skip


WORLD = World(
    law=Law.current(),
    thresholds=tuple(
        t
        for t in thresholds_for(since=DAY, until=DAY, level="province")
        if t.standard == "UHC_PRIORITAS_2025"
    ),
    totals=(
        totals("18", "LAMPUNG", 1_500),
        totals(CITY, "BANDAR LAMPUNG", 1_000),
        totals(METRO_CODE, "METRO", 500),
    ),
    population_source="rekaan",
    population_date=DAY,
    cards=CARDS,
)


def a_cut(**changes: object) -> SubsidyCut:
    usual: dict[str, object] = {
        "title": Text("potong", "cut"), "bucket": PBI, "region": "", "persons": None, "share_basis_points": None,
        "national": None, "by": "proportional", "then": "inactive", "take_over": None,
    }  # fmt: skip
    return SubsidyCut(**{**usual, **changes})  # type: ignore[arg-type]


# --- who is removed ---------------------------------------------------------------------------------


def test_by_decile_the_best_off_go_first_and_the_unranked_last() -> None:
    removed = cut(CARDS, a_cut(persons=500, by="decile"), UNIT).removed
    assert removed == {group(METRO_CODE, decile=9): 180, group(decile=8): 250, group(decile=5): 70}
    everyone = cut(CARDS, a_cut(persons=1_000, by="decile"), UNIT).removed
    assert everyone[group()] == 100


def test_in_proportion_every_group_bears_its_part() -> None:
    removed = cut(CARDS, a_cut(share_basis_points=1_000), UNIT).removed
    assert removed == {g: n // 10 for g, n in CARDS.items() if g.bucket == PBI and g.active}


def test_a_region_bears_its_part_of_a_national_number() -> None:
    """11,085,000 removed (jkn.md 3); 274,140,000 members (jkn.md 6.2): Lampung's 8,911,770 bear 360,352."""
    lampung = {group(): 8_911_770}
    national = National(11_085_000, 274_140_000, "members", "jkn.md 3, 6.2")
    found = cut(lampung, a_cut(national=national), UNIT)
    assert sum(found.removed.values()) == 360_352
    assert "11.085.000" in found.notes[0].id and "11,085,000" in found.notes[0].en


def test_recipients_may_be_what_a_national_number_is_shared_by() -> None:
    found = cut(CARDS, a_cut(national=National(1_000, 10_000, "recipients", "rekaan")), UNIT)
    assert sum(found.removed.values()) == 100, "1,000 active recipients of 10,000"


def test_more_than_there_are_is_refused_with_the_number_there_is() -> None:
    with pytest.raises(InputRefused, match="only 1000 are active"):
        cut(CARDS, a_cut(persons=1_001), UNIT)
    with pytest.raises(InputRefused, match="at most 400"):
        cut(CARDS, a_cut(persons=401, region=METRO_CODE), UNIT)


GROUPS = st.dictionaries(
    st.builds(group, st.sampled_from([CITY, METRO_CODE]), decile=st.sampled_from([None, 1, 4, 7, 10])),
    st.integers(1, 10_000),
    min_size=1,
)


@settings(max_examples=60, derandomize=True)
@given(GROUPS, st.data())
def test_nobody_is_removed_twice_and_nobody_is_forgotten(
    groups: dict[Group, int], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, sum(groups.values())))
    for taken in (spread(number, groups), in_order(number, groups, (10, 7, 4, 1, None))):
        assert sum(taken.values()) == number
        assert all(0 < n <= groups[g] for g, n in taken.items())
    whole = sum(groups.values())
    assert all(abs(n - number * groups[g] / whole) < 1 for g, n in spread(number, groups).items())


# --- who is taken over ------------------------------------------------------------------------------


def test_the_poorest_are_taken_over_as_far_as_the_budget_goes() -> None:
    """All 1,000 removed; 370 are of deciles 1 to 5; the budget pays for 200 of them: decile 1 and 100 of decile 2."""
    wish = TakeOver(up_to_decile=5, budget_rupiah_month=200 * UNIT + UNIT - 1, persons=None)
    found = cut(CARDS, a_cut(persons=1_000, take_over=wish), UNIT)
    assert found.taken_over == {group(decile=1): 100, group(METRO_CODE, decile=2): 100}
    ample = cut(CARDS, a_cut(persons=1_000, take_over=TakeOver(5, 10**9, None)), UNIT)
    assert sum(ample.taken_over.values()) == 370
    quota = cut(CARDS, a_cut(persons=1_000, take_over=TakeOver(5, 10**9, 30)), UNIT)
    assert sum(quota.taken_over.values()) == 30


def test_the_local_government_cannot_take_over_whom_it_drops() -> None:
    with pytest.raises(InputRefused, match="cannot be taken over"):
        cut(CARDS, a_cut(bucket=LOCAL, persons=10, take_over=TakeOver(5, None, 5)), UNIT)


def test_a_budget_needs_a_known_price() -> None:
    with pytest.raises(InputRefused, match="not known"):
        cut(CARDS, a_cut(persons=10, take_over=TakeOver(5, 1_000, None)), None)


def test_removed_cards_stay_registered_but_are_not_active() -> None:
    """As in Lampung Selatan in 2025: activity fell, coverage did not (jkn.md 6.3)."""
    after = apply(WORLD, a_cut(persons=400), DAY).world
    for then, now in zip(WORLD.totals, after.totals, strict=True):
        assert now.cards == then.cards and now.enrolled == then.enrolled
    assert after.totals[0].cards_active == WORLD.totals[0].cards_active - 400
    gone = apply(WORLD, a_cut(persons=400, then="unregistered"), DAY).world
    assert gone.totals[0].cards == WORLD.totals[0].cards - 400


def test_taken_over_people_stay_active_and_are_paid_by_the_local_government() -> None:
    wish = TakeOver(up_to_decile=5, budget_rupiah_month=None, persons=60)
    after = apply(WORLD, a_cut(persons=1_000, take_over=wish), DAY).world
    assert total(after.cards, bucket=LOCAL, active=True) == 260
    assert after.totals[0].cards_active == WORLD.totals[0].cards_active - 940
    assert after.totals[0].cards_local == 260
    assert sum(after.cards.values()) == sum(CARDS.values())


@settings(max_examples=25, derandomize=True)
@given(st.integers(0, 1_000), st.integers(0, 1_000), st.sampled_from(["proportional", "decile"]))
def test_a_larger_cut_never_leaves_more_active(one: int, other: int, by: str) -> None:
    small, large = sorted((one, other))
    left = [apply(WORLD, a_cut(persons=n, by=by), DAY).world.totals for n in (small, large)]
    for less, more in zip(*left, strict=True):
        assert more.cards_active <= less.cards_active and (more.active or 0) <= (less.active or 0)
    assert left[0][0].cards_active - left[1][0].cards_active == large - small


# --- denominators, thresholds, prices -----------------------------------------------------------------


def lampung(members: int, residents: int) -> World:
    whole = Totals(
        "18", "LAMPUNG", "province", DAY, "DKB II/2024", residents, members, 6_546_571, 0, members, 6_546_571
    )
    return World(WORLD.law, WORLD.thresholds, (whole,), "DKB II/2024", DAY, {})


def test_a_change_of_semester_alone_moves_lampung_by_three_quarters_of_a_point() -> None:
    """November 2025 (jkn.md 4.2): 8,828,991 of 9,144,263 is 96.55%, of 9,215,739 it is 95.80%."""
    before = lampung(8_828_991, 9_144_263)
    change = Population(
        Text("DKB I/2025", "DKB I/2025"),
        "jkn.md 4.2 S63",
        "DKB I/2025",
        dt.date(2025, 6, 30),
        (("18", 9_215_739),),
    )
    after = apply(before, change, DAY).world
    shares = [world.totals[0].cards / world.totals[0].residents for world in (before, after)]
    assert [round(100 * share, 2) for share in shares] == [96.55, 95.80]
    assert round(100 * (shares[1] - shares[0]), 2) == -0.75
    assert (
        after.totals[0].cards_active / after.totals[0].cards
        == before.totals[0].cards_active / before.totals[0].cards
    )
    assert after.totals[0].population_basis == "DKB I/2025 (jkn.md 4.2 S63)"


@pytest.mark.parametrize(
    ("residents", "said"),
    [
        ((("18.71", 900),), "not complete: 18.72"),
        ((("18", 1_500), ("18.71", 900), ("18.72", 500)), "not the sum"),
        ((("32.01", 10),), "not in the edition"),
    ],
)
def test_a_table_of_residents_that_contradicts_itself_is_refused(
    residents: tuple[tuple[str, int], ...], said: str
) -> None:
    with pytest.raises(InputRefused, match=said):
        apply(WORLD, Population(Text("x", "x"), "rekaan", "x", DAY, residents), DAY)


def test_parts_of_a_table_make_the_whole() -> None:
    after = apply(
        WORLD, Population(Text("x", "x"), "rekaan", "x", DAY, (("18.71", 900), ("18.72", 550))), DAY
    )
    assert [t.residents for t in after.world.totals] == [1_450, 900, 550]
    alone = apply(WORLD, Population(Text("x", "x"), "rekaan", "x", DAY, (("18", 1_450),)), DAY)
    assert [t.residents for t in alone.world.totals] == [1_450, 1_000, 500]
    assert "keep their denominators" in alone.notes[0].en


def test_other_thresholds_change_what_is_missing_and_nothing_else() -> None:
    after = apply(
        WORLD,
        Thresholds(
            Text("99", "99"),
            (Bar("coverage_administrative", 9_900), Bar("local_payer_share", 1_800)),
            "rekaan",
        ),
        DAY,
    )
    assert after.world.totals == WORLD.totals
    assert {t.measure: t.share_basis_points for t in after.world.thresholds} == {
        "coverage_administrative": 9_900, "activity_on_population": 8_000, "local_payer_share": 1_800,
    }  # fmt: skip


# --- on an edition, in an order -------------------------------------------------------------------------


def town() -> People:
    """Twenty people of two cities: PBI of deciles 1 and 9, locally paid, self-payers; one card of nobody."""
    residents, members, links = [], [], []
    for n in range(20):
        village = VILLAGE if n < 12 else METRO
        residents.append(
            {"nik": nik(n), "name": f"ORANG {n}", "village": village, "decile": (1, 9, None)[n % 3]}
        )
        if n < 18:
            bucket = (PBI, PBI, LOCAL, SELF_PAYING)[n % 4]
            card = {
                "nik": nik(n),
                "name": f"ORANG {n}",
                "village": village,
                "bucket": bucket,
                "hospital_class": 3,
            }
            members.append(card | ({"status": "NONAKTIF_TUNGGAKAN"} if n == 3 else {}))
            links.append((n, n))
    members.append({"nik": nik(99), "name": "ORANG LAIN", "village": 3201011001, "hospital_class": 3})
    return People(residents, members, links)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    yield edition_of(town(), tmp_path_factory.mktemp("town"))


def ask(edition: Edition, *changes: Change, day: dt.date = DAY) -> WhatIfResult:
    scenario = Scenario(Text("uji", "test"), day, "UHC_PRIORITAS_2025", changes)
    with edition.engine() as engine:
        return what_if(engine, edition.manifest, scenario)


def test_groups_are_all_cards_of_the_edition(edition: Edition) -> None:
    with edition.engine() as engine:
        groups = card_groups(engine, (CITY, METRO_CODE))
    assert sum(groups.values()) == 19
    assert total(groups, home=None) == 1 and total(groups, region="") == 1
    assert total(groups, bucket=PBI, active=True) == 11
    assert total(groups, active=False) == 1


def test_money_is_that_of_the_month_and_of_twelve(edition: Edition) -> None:
    """Four locally paid, three active self-payers of class III: 4 x 37,800 + 3 x 2,800 (jkn.md 2.2, 4.5)."""
    money = ask(edition, a_cut(persons=0)).before.of("18").money
    assert money is not None
    assert (money.contribution, money.assistance_members, money.assistance_self_payers) == (
        140_000,
        11_200,
        8_400,
    )
    assert money.local_year == 12 * money.local == 12 * 159_600
    assert money.centre_pbi == 11 * 42_000


def test_each_change_alone_and_all_in_their_order(edition: Edition) -> None:
    first, second = a_cut(persons=6, take_over=TakeOver(5, None, 2)), a_cut(bucket=LOCAL, persons=5)
    with pytest.raises(InputRefused, match="only 4 are active"):
        ask(edition, second, first)
    with pytest.raises(InputRefused, match="only 4 are active"):
        ask(edition, first, second)  # alone, too, each must be possible
    found = ask(edition, first, a_cut(bucket=LOCAL, persons=4))
    before, one, two = found.before.of("18"), found.changes[0], found.changes[1]
    assert one.alone == one.together
    assert one.together.of("18").local_active == 6
    assert two.alone.of("18").local_active == 0, "four of four"
    assert two.together.of("18").local_active == 2, "four of the six who are then paid for"
    assert found.after.of("18").standing.totals.cards_active == before.standing.totals.cards_active - 4 - 4
    whole = one.people[0]
    assert (whole.region, whole.removed, whole.taken_over, whole.left_without) == ("18", 6, 2, 4)


def test_the_parts_and_the_cards_of_elsewhere_make_the_whole(edition: Edition) -> None:
    after = ask(edition, a_cut(persons=11)).after
    whole, city, metro = (after.of(code) for code in ("18", CITY, METRO_CODE))
    assert whole.pbi_active == city.pbi_active == metro.pbi_active == 0
    assert (
        whole.standing.totals.cards_active
        == city.standing.totals.cards_active + metro.standing.totals.cards_active
    )
    assert whole.standing.totals.active == 7, "the card of nobody was active and is not"


def test_a_reform_changes_the_bill_and_no_standing(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "naik.yaml").write_text(
        'title: {id: "iuran naik", en: "contribution rises"}\n'
        'regulations: [{id: rekaan, title: {id: "rekaan", en: "invented"}, link: ""}]\n'
        "parameters:\n  - name: pemda.contribution\n    values:\n"
        '      - {from: "2026-06-01", until: null, value: 45000, regulation: rekaan, article: "", verified: to_be_verified, source: "uji"}\n',
        encoding="utf-8",
    )
    law = Law.current().with_reform(tmp_path / "naik.yaml")
    found = ask(edition, Prices(Text("naik", "rise"), law))
    then, now = found.before.of("18"), found.after.of("18")
    assert then.standing.totals == now.standing.totals
    assert then.money is not None and now.money is not None
    assert now.money.local == then.money.local, "not yet in February"
    assert now.money.local_year - then.money.local_year == 8 * 4 * 10_000, "eight months from June on"


def test_a_result_can_be_kept_and_shown_again(edition: Edition) -> None:
    found = ask(edition, a_cut(persons=3), a_cut(share_basis_points=5_000))
    assert WhatIfResult.from_json(found.to_json()) == found


def test_a_standard_that_is_not_in_force_is_refused(edition: Edition) -> None:
    with pytest.raises(InputRefused, match="not in force"):
        ask(edition, a_cut(persons=1), day=dt.date(2024, 7, 1))


# --- scenario files -------------------------------------------------------------------------------------


def scenario(folder: Path, text: str) -> Scenario:
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    return read_scenario(folder / "s.yaml")


def test_a_scenario_is_read_as_it_is_written(tmp_path: Path) -> None:
    found = scenario(
        tmp_path,
        """
title: {id: "Sebelas juta", en: "Eleven million"}
date: 2026-02-01
changes:
  - subsidy_cut:
      bucket: PBI_JK
      national: {removed: 11085000, out_of: 274140000, counting: members, source: "jkn.md 3"}
      by: decile
      take_over: {up_to_decile: 5, budget_rupiah_month: 1000000}
  - thresholds: {coverage_administrative: 99%, source: rekaan}
  - population: {source: rekaan, semester: "DKB I/2025", date: 2025-06-30, residents: {18: 9215739}}
""",
    )
    removal, bars, people = found.changes
    assert isinstance(removal, SubsidyCut) and removal.national == National(
        11_085_000, 274_140_000, "members", "jkn.md 3"
    )
    assert (removal.by, removal.then, removal.take_over) == (
        "decile",
        "inactive",
        TakeOver(5, 1_000_000, None),
    )
    assert isinstance(bars, Thresholds) and bars.bars == (Bar("coverage_administrative", 9_900),)
    assert isinstance(people, Population) and people.residents == (("18", 9_215_739),)
    assert found.date == DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("changes: []", "changes nothing"),
        ("changs: []", "Perhaps changes is meant"),
        ("changes: [{subsidy_cuts: {bucket: PBI_JK, persons: 1}}]", "Perhaps subsidy_cut is meant"),
        ("changes: [{subsidy_cut: {bucket: PBI_JK, person: 1}}]", "Perhaps persons is meant"),
        ("changes: [{subsidy_cut: {bucket: PBI, persons: 1}}]", "Perhaps PBI_JK is meant"),
        ("changes: [{subsidy_cut: {bucket: PBI_JK}}]", "exactly one of persons"),
        ("changes: [{subsidy_cut: {bucket: PBI_JK, persons: 1, share: 10%}}]", "exactly one of persons"),
        ("changes: [{subsidy_cut: {bucket: PBI_JK, persons: -1}}]", "-1 cannot be used"),
        ("changes: [{subsidy_cut: {bucket: PBI_JK, persons: 1}, thresholds: {}}]", "exactly one change"),
        ("changes: [{population: {source: a, semester: b, date: june, residents: {18: 5}}}]", "no date"),
        ("changes: [{thresholds: {coverage: 99%, source: a}}]", "coverage_administrative"),
        ("standard: UHC_PRIORITAS\nchanges: [{subsidy_cut: {bucket: PBI_JK, persons: 1}}]", "UHC_PRIORITAS_2025"),
        ("changes: [{prices: {reform: nowhere.yaml}}]", "nowhere.yaml"),
        (
            "changes: [{subsidy_cut: {bucket: PBI_JK, national: {removed: 2, out_of: 1, counting: members, source: a}}}]",
            "More than there are",
        ),
    ],
)  # fmt: skip
def test_what_a_scenario_cannot_say_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        scenario(tmp_path, text)
