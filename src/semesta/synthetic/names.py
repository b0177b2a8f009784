"""Names the Indonesian way, put together from common words: single names, cohorts, peoples, families."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pyarrow as pa

from semesta.engine import Engine
from semesta.synthetic.apportion import spread
from semesta.synthetic.draws import below, u

POOLS: tuple[str, ...] = ("JAWA", "LAMPUNG", "SUNDA", "BALI", "BATAK", "MELAYU")
#: Share of each pool among households [assumed]; the Javanese are the majority in Lampung.
POOL_SHARES: tuple[float, ...] = (0.62, 0.12, 0.09, 0.02, 0.01, 0.14)
POSITIONS: tuple[str, ...] = ("single", "first", "middle", "last")
ERAS = "abcd"
ERA_STARTS_YEAR: tuple[int, ...] = (1955, 1980, 2000)
SLOTS = 1024

#: Share of single names by pool and era [assumed]; about 30% of everybody in the end.
SINGLE: dict[str, tuple[float, float, float, float]] = {
    "JAWA": (0.80, 0.62, 0.36, 0.06),
    "LAMPUNG": (0.62, 0.50, 0.24, 0.04),
    "SUNDA": (0.72, 0.56, 0.32, 0.05),
    "BALI": (0.0, 0.0, 0.0, 0.0),
    "BATAK": (0.0, 0.0, 0.0, 0.0),
    "MELAYU": (0.62, 0.48, 0.22, 0.04),
}
#: Share of men with a form of Muhammad by era [assumed]; about 17% in the end.
MUHAMMAD: tuple[float, float, float, float] = (0.07, 0.11, 0.18, 0.27)
MUHAMMAD_FORMS: tuple[tuple[str, int], ...] = (
    ("MUHAMMAD", 34), ("MUHAMAD", 15), ("MOHAMMAD", 10), ("MOHAMAD", 7), ("M.", 15), ("MUH.", 5),
    ("MOH.", 4), ("MOCHAMAD", 3), ("MOCHAMMAD", 2), ("MOCH.", 2), ("MUCHAMMAD", 1), ("M", 2),
)  # fmt: skip
MIDDLE: tuple[float, float, float, float] = (0.02, 0.06, 0.22, 0.52)

_DEGREES = (
    "S.PD",
    "S.PD",
    "S.E",
    "S.H",
    "A.MD",
    "S.KOM",
    "S.PD.I",
    "M.PD",
    "S.SOS",
    "S.T",
    "A.MD.KEB",
    "S.KEP",
    "M.M",
    "S.IP",
    "S.AG",
    "S.P",
)


@cache
def tokens() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """(pool, sex, position, era) -> words, most frequent first, as in data/names.txt."""
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    keys: list[tuple[str, str, str, str]] = []
    text = files("semesta.synthetic").joinpath("data/names.txt").read_text("utf-8")
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            pool, sex, position, *eras = line.strip("[]").split()
            keys = [(pool, sex, position, era) for era in eras]
        elif not line.startswith("#"):
            for key in keys:
                found[key] = (*found.get(key, ()), *line.split())
    return found


def _nearest(pool: str, sex: str, position: str, era: str) -> tuple[str, ...]:
    """The words of the era, or of the nearest era that has any."""
    by_distance = sorted(ERAS, key=lambda other: abs(ERAS.index(other) - ERAS.index(era)))
    return next((tokens()[k] for e in by_distance if (k := (pool, sex, position, e)) in tokens()), ("NUR",))


def _spread(words: tuple[str, ...]) -> list[str]:
    """The words over SLOTS places, the r-th with a weight of 1 / (r + 8)."""
    return spread(words, [1.0 / (rank + 8) for rank in range(len(words))], SLOTS)


def load(engine: Engine) -> None:
    """Make `syn_token`: key (pool, sex, position, era and place as one number), word."""
    engine.take("syn_token", _token_table())


@cache
def _token_table() -> pa.Table:
    words = [
        word
        for pool in POOLS
        for sex in "LP"
        for position in POSITIONS
        for era in ERAS
        for word in _spread(_nearest(pool, sex, position, era))
    ]
    return pa.table({"key": pa.array(range(len(words)), pa.int32()), "word": words})


def _pick(options: tuple[tuple[str, int], ...], identity: str, purpose: str) -> str:
    """SQL: one of the options by weight."""
    listed = [text for text, weight in options for _ in range(weight)]
    return f"([{', '.join(repr(text) for text in listed)}])[1 + {below(identity, purpose, len(listed))}]"


def _by_pool_era(table: dict[str, tuple[float, float, float, float]]) -> str:
    flat = [share for pool in POOLS for share in table[pool]]
    return f"([{', '.join(map(str, flat))}])[1 + pool * 4 + era]"


def _by_era(shares: tuple[float, ...]) -> str:
    return f"([{', '.join(map(str, shares))}])[1 + era]"


def pool_sql(hid: str) -> str:
    """SQL: the household's pool, 0 to 5."""
    cases, reached = [], 0.0
    for number, share in enumerate(POOL_SHARES[:-1]):
        reached += share
        cases.append(f"WHEN {u(hid, 'pool')} < {reached:.4f} THEN {number}")
    return f"CASE {' '.join(cases)} ELSE {len(POOL_SHARES) - 1} END"


def name_people(engine: Engine, people: str, into: str) -> None:
    """Give everybody in `people` (pid, hid, slot, twin_of, sex, birth, relation, pool, learned) a name.

    `into` gets pid and name. Sons may carry their father's last word, siblings may share a word; a
    twin shares one word with the other twin. `learned` are heads and spouses who may hold a degree.
    """
    bali, batak, melayu = POOLS.index("BALI"), POOLS.index("BATAK"), POOLS.index("MELAYU")
    born = "year(birth)"
    era = f"CASE WHEN {born} < {ERA_STARTS_YEAR[0]} THEN 0 WHEN {born} < {ERA_STARTS_YEAR[1]} THEN 1 WHEN {born} < {ERA_STARTS_YEAR[2]} THEN 2 ELSE 3 END"
    twin_first = f"(twin_of IS NOT NULL AND {u('pid', 'twin name')} < 0.5)"
    twin_last = f"(twin_of IS NOT NULL AND {u('pid', 'twin name')} >= 0.5)"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_name_parts AS
        WITH person AS (SELECT *, {era} AS era, CASE WHEN sex = 'L' THEN 0 ELSE 1 END AS s FROM {people}),
        pattern AS (
          SELECT *,
            {u("pid", "single")} < {_by_pool_era(SINGLE)} AND twin_of IS NULL AS single,
            sex = 'L' AND pool NOT IN ({bali}, {batak}) AND {u("pid", "muhammad")} < {_by_era(MUHAMMAD)} AS muhammad,
            {u("pid", "middle")} < {_by_era(MIDDLE)} AS middle,
            CASE WHEN {twin_first} THEN twin_of WHEN relation = 4 AND {u("hid", "first shared")} < 0.06 THEN hid ELSE pid END AS first_id,
            CASE WHEN {twin_last} THEN twin_of WHEN pool = {batak} OR ({u("hid", "last shared")} < 0.22 AND relation IN (1, 4)) THEN hid ELSE pid END AS last_id,
            CASE WHEN pool < {bali} AND {u("pid", "pious")} < 0.12 THEN {melayu} ELSE pool END AS p
          FROM person)
        SELECT pid, hid, slot, sex, pool, relation, birth, learned, single, muhammad, middle,
          (((p * 2 + s) * 4 + CASE WHEN single THEN 0 ELSE 1 END) * 4 + era) * {SLOTS}
             + CASE WHEN single THEN {below("pid", "single word", SLOTS)} ELSE {below("first_id", "first word", SLOTS)} END AS k_first,
          CASE WHEN middle AND NOT single THEN (((p * 2 + s) * 4 + 2) * 4 + era) * {SLOTS} + {below("pid", "middle word", SLOTS)} END AS k_middle,
          CASE WHEN NOT single THEN (((p * 2 + s) * 4 + 3) * 4 + era) * {SLOTS} + {below("last_id", "last word", SLOTS)} END AS k_last
        FROM pattern""")
    degrees = tuple((degree, 1) for degree in _DEGREES)
    engine.run(f"""
        CREATE OR REPLACE TABLE {into} AS
        SELECT pid,
          CASE WHEN year(birth) < 1975 AND {u("pid", "pilgrim")} < 0.018 THEN CASE WHEN sex = 'L' THEN 'H. ' ELSE 'HJ. ' END ELSE '' END
          || CASE WHEN pool = {bali} THEN CASE WHEN sex = 'L' THEN 'I ' ELSE 'NI ' END ELSE '' END
          || CASE WHEN muhammad THEN {_pick(MUHAMMAD_FORMS, "pid", "muhammad form")} || ' ' ELSE '' END
          || CASE WHEN pool = {bali} AND relation = 4
               THEN (['WAYAN', 'MADE', 'NYOMAN', 'KETUT'])[1 + (slot + 2) % 4] ELSE f.word END
          || coalesce(CASE WHEN m.word <> f.word AND m.word <> l.word THEN ' ' || m.word END, '')
          || coalesce(CASE WHEN l.word <> f.word THEN ' ' || l.word END, '')
          || CASE WHEN learned AND {u("pid", "degree")} < 0.10 THEN ', ' || {_pick(degrees, "pid", "which degree")} ELSE '' END AS name
        FROM syn_name_parts n
        JOIN syn_token f ON f.key = n.k_first
        LEFT JOIN syn_token m ON m.key = n.k_middle
        LEFT JOIN syn_token l ON l.key = n.k_last""")
    engine.drop("syn_name_parts")
