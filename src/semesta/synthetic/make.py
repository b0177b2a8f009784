"""Make the invented province: both registers, rosters and the truth, at each moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from semesta.engine import Engine
from semesta.synthetic import (
    bills,
    cards,
    draws,
    evolve,
    names,
    payrolls,
    people,
    places,
    registers,
    rosters,
    slips,
    truth,
    workbook,
)
from semesta.synthetic.apportion import apportion, rounded
from semesta.synthetic.noise import STANDARD, Noise
from semesta.synthetic.spec import Moment, ProvinceSpec

Form = Literal["csv", "xlsx", "both"]


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """What was written for one moment."""

    moment: Moment
    residents: Path
    members: Path  # the CSV, or the workbook where only that was asked for
    members_xlsx: Path | None
    truth: Path  # Parquet; see semesta.synthetic.truth.COLUMNS
    rosters: tuple[tuple[str, Path], ...]
    totals: cards.Totals
    bills: tuple[bills.MadeBill, ...]
    deaths: Path  # CSV; who of the dead is on it: death_row in the truth of a bill


def make(
    engine: Engine,
    out: Path,
    *,
    moments: tuple[Moment, ...],
    seed: int = 1,
    scale: float = 1.0,
    noise: Noise = STANDARD,
    form: Form = "csv",
    residents_style: registers.Style = "plain",
    shuffle: bool = False,
    sheet_rows: int = workbook.SHEET_ROWS,
    orders: tuple[bills.BillOrder, ...] = (bills.BillOrder(),),
) -> tuple[MadeFiles, ...]:
    """Write the files of each moment into `out` and say where they are.

    `form` is the members' file: CSV, workbook (several sheets beyond `sheet_rows`), or both.
    `residents_style` 'office' writes semicolons, Windows-1252 and title rows. `shuffle` takes the
    residents out of their order by village and family. `orders` are the bills to make, at each moment. Tables of the engine that begin with `syn_`
    are used and dropped. Same arguments, same bytes, on any number of threads.
    InputRefused if the totals contradict each other.
    """
    spec = ProvinceSpec(moments=moments, seed=seed, scale=scale, noise=noise)
    out.mkdir(parents=True, exist_ok=True)
    with engine.step("synthetic: places and names"):
        draws.prepare(engine, spec.seed)
        names.load(engine)
        known = places.load(engine, spec)
        slips.prepare(engine, noise, places.some_districts(engine, spec.seed))
        people.prepare_births(engine)
        people.create_tables(engine)
    made = []
    for index, moment in enumerate(spec.moments):
        quotas = home_quotas(spec, moment)
        with engine.step(f"synthetic: people {moment.as_of}"):
            if index == 0:
                former = max(0.004, noise.partnerless * 1.3)
                people.settle(
                    engine,
                    known,
                    batch=0,
                    as_of=moment.as_of,
                    quotas=quotas,
                    former=former,
                    stale=noise.village_stale,
                )
            else:
                evolve.evolve(engine, known, spec, index, quotas)
        bills.note_deaths(engine, moment.as_of, spec.moments[index - 1].as_of if index else None)
        order = _Order(out, form, residents_style, shuffle, sheet_rows, orders)
        made.append(_write(engine, spec, index, [men + women for men, women in quotas], order))
    _clean(engine)
    return tuple(made)


def home_quotas(spec: ProvinceSpec, moment: Moment) -> list[tuple[int, int]]:
    """Men and women of each regency at a moment: largest remainder to the exact provincial total."""
    total = rounded(spec.scale * moment.residents)
    shares = apportion(total, [n for regency in spec.regencies for n in (regency.male, regency.female)])
    return list(zip(shares[::2], shares[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class _Order:
    """How the files are to be written."""

    out: Path
    form: Form
    residents_style: registers.Style
    shuffle: bool
    sheet_rows: int
    bills: tuple[bills.BillOrder, ...]


def _write(engine: Engine, spec: ProvinceSpec, index: int, homes: list[int], order: _Order) -> MadeFiles:
    moment, noise, out = spec.moments[index], spec.noise, order.out
    day = moment.as_of.isoformat()
    residents, members, proof = (
        out / f"dkb_{day}.csv",
        out / f"masterfile_{day}.csv",
        out / f"truth_{day}.parquet",
    )
    book = out / f"masterfile_{day}.xlsx" if order.form != "csv" else None
    with engine.step(f"synthetic: cards {day}"):
        totals = cards.deal(engine, spec, index, homes)
        rosters.seat_council(engine, spec.scale, moment.as_of)
        truth.number_residents(engine, noise=noise, shuffle=order.shuffle)
        truth.write_down(engine, noise, moment.as_of)
    with engine.step(f"synthetic: files {day}"):
        engine.write_parquet(truth.truth_sql(), proof)
        registers.write_residents(engine, moment.as_of, residents, order.residents_style)
        registers.write_members(engine, noise, moment.as_of, members, book, order.sheet_rows)
        lists = rosters.write(engine, out, moment.as_of)
        lists += payrolls.write_payrolls(engine, out, moment.as_of)
    with engine.step(f"synthetic: bills {day}"):
        deaths = out / f"kematian_{day}.csv"
        bills.write_deaths(engine, noise, deaths)
        billed = tuple(bills.write_bill(engine, spec, moment.as_of, out, one, proof) for one in order.bills)
    engine.drop("syn_card", "syn_written", "syn_resident", "syn_council", "syn_listed_dead")
    if order.form == "xlsx":
        members.unlink()
    return MadeFiles(
        moment,
        residents,
        book if book and order.form == "xlsx" else members,
        book,
        proof,
        lists,
        totals,
        billed,
        deaths,
    )


def _clean(engine: Engine) -> None:
    left = engine.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'syn\\_%' ESCAPE '\\'"
    )
    engine.drop(*(str(name) for (name,) in left))
