"""A reform on a few desks' worth of cards: who pays more or less, what is unknown, and sums that must hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.faults import InputRefused
from semesta.planning.reform import changes, first_day_of, reform_effect
from semesta.planning.reform_result import PAYERS, Effect, ReformEffect
from semesta.rules.law import Law

LAW = Law.current()
DAY = dt.date(2027, 1, 1)
#: village, payer, bucket, segment, class, relation, status, cards
CARDS = (
    ("18.71.01.1001", None, "PBPU", "PEKERJA MANDIRI", 1, 1, "AKTIF", 3),
    ("18.71.01.1001", None, "PBPU", "PEKERJA MANDIRI", 2, 1, "AKTIF", 5),
    ("18.72.01.1001", None, "PBPU", "PEKERJA MANDIRI", 3, 1, "AKTIF", 7),
    ("18.72.01.1001", None, "PBPU", "PEKERJA MANDIRI", 1, 1, "NONAKTIF_TUNGGAKAN", 11),
    ("18.71.01.1001", None, "PBI_JK", "PBI JAMINAN KESEHATAN", 3, 1, "AKTIF", 13),
    ("18.71.01.1001", "18.72", "PBPU_BP_PEMDA", "PBPU DAN BP PEMERINTAH DAERAH", 3, 1, "AKTIF", 17),
    ("18.71.01.1001", "18", "PBPU_BP_PEMDA", "PBPU DAN BP PEMERINTAH DAERAH", 3, 1, "AKTIF", 2),
    ("18.71.01.1001", "Dinkes", "PBPU_BP_PEMDA", "PBPU DAN BP PEMERINTAH DAERAH", 3, 1, "AKTIF", 4),
    ("18.72.01.1001", None, "PPU_BU", "PEGAWAI SWASTA", 2, 1, "AKTIF", 19),
    ("18.72.01.1001", None, "PPU_BU", "PEGAWAI SWASTA", 2, 4, "AKTIF", 23),
    ("18.71.01.1001", None, "BP", "PENERIMA PENSIUN PNS", 1, 1, "AKTIF", 29),
    ("", None, "UNKNOWN", None, None, 1, "AKTIF", 31),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as opened:
        rows = ", ".join(f"({', '.join('NULL' if v is None else repr(v) for v in card)})" for card in CARDS)
        opened.run(
            f"CREATE TABLE members AS SELECT village_code, payer_region::VARCHAR AS payer_region, bucket, segment, "
            f"hospital_class::TINYINT AS hospital_class, relation::TINYINT AS relation, status "
            f"FROM (VALUES {rows}) AS cards(village_code, payer_region, bucket, segment, hospital_class, relation, "
            f"status, cards), range(cards)"
        )
        yield opened


def reform(folder: Path, **values: int) -> Law:
    """The law with these numbers from 2027 on; '__' stands for the dot of a name."""
    entries = "".join(
        f'  - name: {name.replace("__", ".")}\n    values:\n      - {{from: "2027-01-01", until: null, value: {value}, '
        'regulation: rekaan, article: "", verified: to_be_verified, source: "uji"}\n'
        for name, value in values.items()
    )
    file = folder / "rekaan.yaml"
    file.write_text(
        f'title: {{id: "rekaan", en: "invented"}}\nregulations:\n'
        f'  - {{id: rekaan, title: {{id: "rekaan", en: "invented"}}, link: ""}}\nparameters:\n{entries}',
        encoding="utf-8",
    )
    return LAW.with_reform(file)


def compared(engine: Engine, folder: Path, region: str = "", **values: int) -> ReformEffect:
    return reform_effect(engine, LAW, reform(folder, **values), region=region)


def test_the_first_day_of_the_reform_is_taken_and_only_active_cards_count(
    engine: Engine, tmp_path: Path
) -> None:
    effect = compared(engine, tmp_path, pbpu__class_1__total=110_000)
    assert effect.on == DAY
    assert effect.not_active == 11
    assert effect.total.cards == sum(card[-1] for card in CARDS if card[-2] == "AKTIF")


def test_class_1_falls_and_class_2_rises_by_the_difference_of_the_amounts(
    engine: Engine, tmp_path: Path
) -> None:
    effect = compared(engine, tmp_path, pbpu__class_1__total=110_000, pbpu__class_2__total=110_000)
    first, second = effect.by_kind["PBPU", 1].payments["member"], effect.by_kind["PBPU", 2].payments["member"]
    assert (first.change_rupiah, first.more, first.less) == (3 * (110_000 - 150_000), 0, 3)
    assert (second.change_rupiah, second.more, second.less) == (5 * (110_000 - 100_000), 5, 0)
    assert effect.by_kind["PBPU", 3].change_rupiah == 0


def test_a_local_governments_cards_stand_under_the_payer(engine: Engine, tmp_path: Path) -> None:
    effect = compared(engine, tmp_path, pemda__contribution=38_000)
    paid = {code: part.payments["local_government"].change_rupiah for code, part in effect.by_regency.items()}
    assert paid["18.72"] == 17 * 3_000
    assert paid["18"] == 2 * 3_000, "a province pays for its own"
    assert paid["18.71"] == 4 * 3_000, "a payer that is no code: the village's regency"


def test_wages_that_are_not_there_are_unknown_and_never_zero(engine: Engine, tmp_path: Path) -> None:
    effect = compared(engine, tmp_path, ppu__wage_cap=15_000_000)
    workers = effect.by_kind["PPU_BU", 2]
    assert (workers.unknown, workers.untouched, workers.known) == (19, 0, 23), (
        "the family pays nothing of its own"
    )
    assert effect.by_kind["BP", 1].untouched == 29, "a wage cap does not touch pensioners"
    assert effect.by_kind["UNKNOWN", None].unknown == 31, "of a segment nobody knows all may change"


def test_a_reform_of_pensions_touches_pensioners_by_an_unknown_amount(engine: Engine, tmp_path: Path) -> None:
    effect = compared(engine, tmp_path, pension__member=300)
    assert effect.by_kind["BP", 1].unknown == 29
    assert effect.by_kind["PPU_BU", 2].untouched == 19


def test_a_reform_of_something_else_changes_no_bill(engine: Engine, tmp_path: Path) -> None:
    effect = compared(engine, tmp_path, arrears__ceiling_months=36)
    assert effect.total.change_rupiah == 0 and effect.total.unknown == 0
    assert [changed.parameter.name for changed in effect.changed] == ["arrears.ceiling_months"]


def test_a_region_counts_the_cards_of_its_villages(engine: Engine, tmp_path: Path) -> None:
    effect = compared(engine, tmp_path, region="18.72", pbpu__class_1__total=110_000)
    assert effect.total.cards == 7 + 19 + 23
    assert effect.not_active == 11


def test_before_its_day_a_reform_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    reformed = reform(tmp_path, pbpu__class_1__total=110_000)
    effect = reform_effect(engine, LAW, reformed, on=dt.date(2026, 12, 31))
    assert effect.changed == () and effect.total.change_rupiah == 0 and effect.total.unknown == 0


def test_a_reform_that_says_what_the_law_says_is_refused(tmp_path: Path) -> None:
    same = reform(tmp_path, pbpu__class_1__total=150_000)
    assert not list(changes(LAW, same, DAY))
    with pytest.raises(InputRefused, match="changes no value"):
        first_day_of(LAW, same)


def test_a_reform_without_a_first_day_is_compared_on_the_newest_day_known(tmp_path: Path) -> None:
    file = tmp_path / "rekaan.yaml"
    reform(tmp_path, pbpu__class_1__total=1)
    file.write_text(
        file.read_text(encoding="utf-8").replace('from: "2027-01-01"', "from: null"), encoding="utf-8"
    )
    assert first_day_of(LAW, LAW.with_reform(file)) == dt.date(2026, 2, 1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_kinds_regencies_and_payers_add_up_to_the_total(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, member: int, centre: int, local: int
) -> None:
    folder = tmp_path_factory.mktemp("reform")
    values = {"pbpu__class_3__member": member, "pbi__total": centre, "pemda__contribution": local}
    effect = reform_effect(engine, LAW, reform(folder, **values), on=DAY)
    for parts in (effect.by_kind.values(), effect.by_regency.values()):
        assert sum(part.cards for part in parts) == effect.total.cards
        for payer in PAYERS:
            assert sum(change(part, payer) for part in parts) == change(effect.total, payer)
    assert effect.total.change_rupiah == sum(change(effect.total, payer) for payer in PAYERS)
    assert change(effect.total, "member") == 7 * (member - 35_000)
    assert change(effect.total, "centre") == 13 * (centre - 42_000)
    assert change(effect.total, "local_government") == 23 * (local - 35_000)


def change(part: Effect, payer: str) -> int:
    return part.payments[payer].change_rupiah
