"""Who holds a card on a date, in which segment, and whether it is active: exact counts from lasting ranks.

Every person has a lasting rank for each of these questions, nudged a little at each moment. A count
is met by taking the first so many of the rank; between two moments most people stay where they are,
and those near the line are what `compare` shows as enrolled, dropped, activated or changed segment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from semesta.engine import Engine
from semesta.faults import InputRefused, Text
from semesta.synthetic.apportion import apportion, fill, rounded, table, within
from semesta.synthetic.draws import u
from semesta.synthetic.spec import ACTIVE_ODDS, DEAL_ORDER, SEGMENT_CARDS, Moment, ProvinceSpec

FOREIGN_ID = 2**39  # foreigners are no residents: ids of their own
RESIDENT, GONE, FOREIGN = 0, 1, 2
DROPPED = 0.004  # share of people whose card was withdrawn by this moment, whatever their rank [assumed]
LAPSED = 0.015  # share of cards that fell asleep by this moment, whatever their rank [assumed]
_JITTER = 0.02  # how far a rank is nudged at each moment, of its whole length


@dataclass(frozen=True, slots=True)
class Totals:
    """What was asked of one moment, at the scale of the run, and is met to the person."""

    residents: int
    members: int
    active: int
    duplicates: int
    partnerless: int
    by_segment: dict[str, int]
    active_by_segment: dict[str, int]


def deal(engine: Engine, spec: ProvinceSpec, index: int, homes: Sequence[int]) -> Totals:
    """Make `syn_card` for the index-th moment: cid, pid, second, kind, r, card, bucket (DEAL_ORDER), active, no.

    `homes` are the residents of each regency. `no` is the row in the members' file, by card number.
    """
    moment, noise = spec.moments[index], spec.noise
    codes = [regency.code for regency in spec.regencies]
    members = rounded(spec.scale * moment.members)
    active = rounded(spec.scale * moment.active)
    _candidates(engine, index, moment.as_of)
    room = _room(engine, len(homes))
    cards = _cards_by_regency(moment, codes, members, homes, [people + gone for people, gone in room])
    foreign = apportion(rounded(members * noise.partnerless * noise.foreigners), cards)
    gone = fill(
        min(rounded(members * noise.partnerless), sum(g for _, g in room) + sum(foreign)) - sum(foreign),
        apportion(rounded(members * noise.partnerless), cards),
        [gone for _, gone in room],
    )
    second = apportion(rounded(members * noise.duplicates), cards)
    linked_total = members - sum(foreign) - sum(gone) - sum(second)
    if linked_total > sum(people for people, _ in room):
        raise _too_many(moment)
    wanted = [max(0, c - f - g - s) for c, f, g, s in zip(cards, foreign, gone, second, strict=True)]
    linked = fill(linked_total, wanted, [people for people, _ in room])
    second = fill(sum(second), second, linked)
    cards = [sum(parts) for parts in zip(linked, gone, foreign, second, strict=True)]
    by_segment = apportion(members, [SEGMENT_CARDS[bucket] for bucket in DEAL_ORDER])
    cells = table(cards, by_segment, _prior(spec))
    active_cells = _active(moment, codes, active, by_segment, homes, cells)
    _take_quotas(engine, linked, second, gone, foreign, cells, active_cells)
    _hand_out(engine, index, moment.as_of, members)
    columns = range(len(DEAL_ORDER))
    return Totals(
        residents=sum(homes),
        members=members,
        active=active,
        duplicates=sum(second),
        partnerless=sum(gone) + sum(foreign),
        by_segment=dict(zip(DEAL_ORDER, by_segment, strict=True)),
        active_by_segment={DEAL_ORDER[j]: sum(line[j] for line in active_cells) for j in columns},
    )


def _candidates(engine: Engine, index: int, as_of: dt.date) -> None:
    """`syn_candidate`: everybody who might hold a card, with the regency of the card and the rank for one."""
    late = f"CASE WHEN birth > DATE '{as_of}' - 200 OR {u('pid', f'dropped {index}')} < {DROPPED} THEN 0.5 ELSE 0.0 END"
    key = f"0.62 * {u('hid', 'enrols')} + 0.38 * {u('pid', 'enrols')} + {_JITTER} * {u('pid', f'enrols {index}')} + {late}"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_candidate AS
        SELECT pid, v.r, present, row_number() OVER (PARTITION BY v.r, present ORDER BY {key}, pid) AS rank
        FROM syn_person p JOIN syn_village v ON v.v = p.card_v""")


def _room(engine: Engine, regencies: int) -> list[tuple[int, int]]:
    """How many residents and former residents could hold a card of each regency."""
    found = dict(engine.rows("SELECT r * 2 + present::INT, count(*) FROM syn_candidate GROUP BY ALL"))
    return [(found.get(2 * r + 1, 0), found.get(2 * r, 0)) for r in range(regencies)]


def _cards_by_regency(
    moment: Moment, codes: Sequence[str], members: int, homes: Sequence[int], ceilings: Sequence[int]
) -> list[int]:
    """Cards of each regency: the known coverages, the rest in proportion to its residents."""
    if members > sum(ceilings):
        raise _too_many(moment)
    known = {
        r: rounded(moment.coverage[code] * homes[r])
        for r, code in enumerate(codes)
        if code in moment.coverage
    }
    rest = [0 if r in known else people for r, people in enumerate(homes)]
    shares = apportion(max(0, members - sum(known.values())), rest if sum(rest) else [1] * len(rest))
    return fill(members, [known.get(r, share) for r, share in enumerate(shares)], ceilings)


def _prior(spec: ProvinceSpec) -> list[list[float]]:
    """Shape of segments by regency [assumed]; South Lampung as published in March 2023 [found S99]."""
    published = {
        "18.01": {"PBI_JK": 645_184, "PBPU_BP_PEMDA": 140_203, "PPU": 189_345, "PBPU": 79_168, "BP": 12_321}
    }
    lines: list[list[float]] = []
    for regency in spec.regencies:
        town = regency.urban
        lean = {
            "PPU_PN": 0.8 + town, "BP": 0.7 + 1.2 * town, "PPU_BU": 0.6 + 1.6 * town, "PBPU": 0.6 + 1.8 * town,
            "PBPU_BP_PEMDA": 1.0, "PBI_JK": 1.15 - 0.6 * town,
        }  # fmt: skip
        line = {bucket: SEGMENT_CARDS[bucket] * lean[bucket] for bucket in DEAL_ORDER}
        if facts := published.get(regency.code):
            employed = line["PPU_PN"] + line["PPU_BU"]
            line = {b: facts.get(b, facts["PPU"] * line[b] / employed) for b in DEAL_ORDER}
        lines.append([line[bucket] for bucket in DEAL_ORDER])
    return lines


def _active(
    moment: Moment,
    codes: Sequence[str],
    active: int,
    by_segment: Sequence[int],
    homes: Sequence[int],
    cells: Sequence[Sequence[int]],
) -> list[list[int]]:
    """Active cards in each regency and segment."""
    if active > sum(by_segment):
        raise InputRefused(
            place="active",
            reason=Text(
                "Peserta aktif lebih banyak daripada peserta.", "There are more active members than members."
            ),
            remedy=Text("Kecilkan jumlah aktif.", "Ask for fewer active members."),
        )
    pbpu = DEAL_ORDER.index("PBPU")
    columns: list[int | None] = [None] * len(DEAL_ORDER)
    if moment.pbpu_active_share is not None:
        columns[pbpu] = rounded(moment.pbpu_active_share * by_segment[pbpu])
    rows = [
        rounded(moment.activity[code] * homes[r]) if code in moment.activity else None
        for r, code in enumerate(codes)
    ]
    return within(active, columns, rows, cells, [ACTIVE_ODDS[bucket] for bucket in DEAL_ORDER])


def _take_quotas(
    engine: Engine,
    linked: Sequence[int],
    second: Sequence[int],
    gone: Sequence[int],
    foreign: Sequence[int],
    cells: Sequence[Sequence[int]],
    active: Sequence[Sequence[int]],
) -> None:
    """`syn_deal`: r, how many of each kind, `upto` (rank where each segment ends), `active` of each segment."""
    upto = [[sum(line[: j + 1]) for j in range(len(line))] for line in cells]
    engine.take("syn_deal", pa.table({
        "r": pa.array(range(len(linked)), pa.int32()), "linked": list(linked), "second": list(second),
        "gone": list(gone), "foreign_": list(foreign), "upto": upto, "active": [list(line) for line in active],
    }))  # fmt: skip


def _hand_out(engine: Engine, index: int, as_of: dt.date, members: int) -> None:
    """`syn_card` from the ranks and the quotas."""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_holder AS
        SELECT pid, r, CASE WHEN present THEN {RESIDENT} ELSE {GONE} END::TINYINT AS kind
        FROM syn_candidate JOIN syn_deal d USING (r) WHERE rank <= CASE WHEN present THEN d.linked ELSE d.gone END;
        DROP TABLE syn_candidate;
        CREATE OR REPLACE TABLE syn_second AS
        SELECT pid, r FROM (
          SELECT pid, r, row_number() OVER (PARTITION BY r ORDER BY {u("pid", "second card")}, pid) AS rank
          FROM syn_holder WHERE kind = {RESIDENT}) JOIN syn_deal d USING (r) WHERE rank <= d.second""")
    age = "date_diff('year', birth, today)"
    nuclear = f"(relation IN (1, 2, 3) OR (relation = 4 AND ({age} < 21 OR ({age} < 25 AND {u('pid', 'student')} < 0.4))))"
    pension = f"({u('hid', 'head age')} > 0.80)"
    standing, wealth = u("hid", "standing"), u("hid", "wealth")
    nudge = f"{_JITTER} * {u('cid', f'segment {index}')}"
    key = f"""CASE
        WHEN kind = {FOREIGN} THEN 2.0 + 0.2 * {u("cid", "segment")}
        WHEN second THEN CASE WHEN {u("cid", "segment")} < 0.06 THEN {u("cid", "segment")}
             WHEN {u("cid", "segment")} < 0.22 THEN 2.0 + 0.9 * {u("cid", "segment")} ELSE 2.8 + 1.2 * {u("cid", "segment")} END
        WHEN {nuclear} AND {standing} < 0.075 AND NOT {pension} THEN {standing}
        WHEN {nuclear} AND {standing} < 0.110 AND {pension} THEN 1.0 + {standing}
        WHEN {nuclear} AND {standing} < 0.200 THEN 2.0 + {standing}
        ELSE 3.0 + 0.7 * (1.0 - {wealth}) + 0.3 * {u("hid", "luck")} + {nudge} END"""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_card AS
        WITH dealt AS (
          SELECT pid * 2 AS cid, pid, false AS second, kind, r FROM syn_holder
          UNION ALL SELECT pid * 2 + 1, pid, true, {RESIDENT}, r FROM syn_second
          UNION ALL SELECT pid * 2, pid, false, {FOREIGN}, r
            FROM (SELECT r, {FOREIGN_ID} + r * 1000000 + unnest(range(foreign_)) AS pid FROM syn_deal)),
        known AS (
          SELECT d.*, DATE '{as_of}' AS today, p.hid, p.relation, p.birth,
            CASE WHEN second THEN p.card_second WHEN kind = {FOREIGN} THEN 999000000 + r * 60000 + (d.pid - {FOREIGN_ID}) % 1000000 ELSE p.card END AS card
          FROM dealt d LEFT JOIN syn_person p USING (pid)),
        ranked AS (SELECT cid, pid, hid, second, kind, r, card, row_number() OVER (PARTITION BY r ORDER BY {key}, cid) AS rank FROM known),
        placed AS (
          SELECT k.*, d.active AS quota, CASE {" ".join(f"WHEN rank <= upto[{j + 1}] THEN {j}" for j in range(len(DEAL_ORDER)))} END AS bucket
          FROM ranked k JOIN syn_deal d USING (r))
        SELECT cid, pid, second, kind, r, card, bucket::TINYINT AS bucket,
          row_number() OVER (PARTITION BY r, bucket ORDER BY 0.7 * {u("coalesce(hid, pid)", "pays")} + 0.3 * {u("cid", "pays")}
             + {_JITTER} * {u("cid", f"pays {index}")} + CASE WHEN {u("cid", f"lapsed {index}")} < {LAPSED} THEN 1 ELSE 0 END, cid) <= quota[bucket + 1] AS active,
          row_number() OVER (ORDER BY card) AS no
        FROM placed""")
    engine.drop("syn_holder", "syn_second", "syn_deal")
    found = engine.row("SELECT count(*), count(DISTINCT card) FROM syn_card")
    assert found == (members, members), f"{found} cards, {members} asked"


def _too_many(moment: Moment) -> InputRefused:
    return InputRefused(
        place="members",
        reason=Text(
            f"{moment.members:,} peserta tidak mungkin pada {moment.residents:,} penduduk.",
            f"{moment.members:,} members do not fit {moment.residents:,} residents.",
        ),
        remedy=Text(
            "Kecilkan jumlah peserta, atau naikkan penduduk.", "Ask for fewer members, or for more residents."
        ),
    )
