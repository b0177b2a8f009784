"""The flows between two editions, counted per region, and the law that they add up."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.edition.opened import Edition
from semesta.edition.same_people import AFTER, BEFORE, DEAD, MOVED, PAIRS, STATES, VILLAGES
from semesta.engine import Engine, literal
from semesta.faults import LawBroken, Text
from semesta.tables import BUCKETS, RESIDENT_COVERAGES

#: How a person's place in a region can change; `unchanged` too, so that everybody is in a flow.
#: `left_register` and `entered_register` say no more than the files do: no longer, or newly, in the register.
KINDS: tuple[str, ...] = (
    "born", "moved_in", "entered_register", "died", "moved_away", "left_register",
    "enrolled", "dropped", "became_active", "became_inactive",
    "changed_segment", "moved_within", "unchanged",
)  # fmt: skip

_LEVELS = (0, 2, 5, 8, 13)  # characters of a code; 0 is the whole edition


@dataclass(frozen=True, slots=True)
class Flow:
    """People of a region ('' for all) who went from one state to another; '' is no resident of it."""

    region: str
    kind: str
    before: str
    after: str
    persons: int


def count_flows(engine: Engine, before: Edition, after: Edition) -> None:
    """Make `quick.flows(region, kind, before, after, persons)` from the people and PAIRS."""
    follow(engine)
    find_dead(engine, after)
    _cells(engine, before, after)
    per_level = " UNION ALL ".join(_flows_of_level(length) for length in _LEVELS)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.flows AS
        SELECT region, kind, before, after, sum(persons)::BIGINT AS persons FROM ({per_level}) GROUP BY ALL
    """)
    engine.drop("quick.cells", "quick.followed")
    forget(engine)


def forget(engine: Engine) -> None:
    """Drop what `follow` and `find_dead` made."""
    engine.drop("quick.earlier", "quick.partner", "quick.dead")


def follow(engine: Engine) -> None:
    """Make `quick.partner(b)` beside BEFORE and `quick.earlier(village, state, bucket)` beside AFTER.

    Two scatters instead of two joins of nine million keys.
    """
    engine.place("quick.partner", f"SELECT a, b FROM {PAIRS}", rows=engine.count(BEFORE))
    engine.place(
        "quick.earlier",
        f"""SELECT p.b, o.village, o.state, {number_of_bucket("o.bucket")} AS bucket
            FROM {BEFORE} o POSITIONAL JOIN quick.partner p WHERE p.b IS NOT NULL""",
        rows=engine.count(AFTER),
    )


def find_dead(engine: Engine, after: Edition) -> None:
    """Make `quick.dead(nik)`: cards that the insurer calls dead and that belong to no resident now."""
    outside = literal(str(after.path / "outside.parquet"))
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.dead AS
        SELECT DISTINCT nik::BIGINT AS nik FROM read_parquet({outside})
        WHERE status = 'MENINGGAL' AND nik IS NOT NULL
    """)


def _cells(engine: Engine, before: Edition, after: Edition) -> None:
    """Make `quick.cells`: people by village and state before and after, and why they came or went."""
    old, new = f"DATE '{before.manifest.as_of}'", f"DATE '{after.manifest.as_of}'"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.followed AS
        SELECT e.village AS old_village, n.village AS new_village, {_resident("e.state")} AS old_state,
               {_resident("n.state")} AS new_state, {number_of_bucket("n.bucket")} <> e.bucket AS segment_changed,
               CASE WHEN n.state = {DEAD} THEN 'died' WHEN n.state = {MOVED} THEN 'moved_away'
                    ELSE 'left_register' END AS exit,
               CASE WHEN e.state IS NULL AND n.birth_date > {old} AND n.birth_date <= {new} THEN 'born'
                    ELSE 'entered_register' END AS entry,
               count(*) AS persons
        FROM {AFTER} n POSITIONAL JOIN quick.earlier e GROUP BY ALL
        UNION ALL
        SELECT village, NULL, {_resident("state")}, 0, false,
               CASE WHEN nik IN (SELECT nik FROM quick.dead) THEN 'died' ELSE 'left_register' END, '', count(*)
        FROM (SELECT o.* FROM {BEFORE} o POSITIONAL JOIN quick.partner p WHERE p.b IS NULL) GROUP BY ALL
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.cells AS
        SELECT a.code AS old_code, b.code AS new_code, {_name_of_state("old_state")} AS before,
               {_name_of_state("new_state")} AS after, segment_changed, exit, entry, persons
        FROM quick.followed f LEFT JOIN {VILLAGES} a ON a.village = f.old_village
        LEFT JOIN {VILLAGES} b ON b.village = f.new_village
        WHERE old_state > 0 OR new_state > 0
    """)


def _flows_of_level(length: int) -> str:
    """SQL: the flows of all regions whose codes have this length, seen from each region."""
    code = f"[1:{length}]" if length else "[1:0]"
    known = "true" if length == 0 else "region <> ''"
    return f"""
        SELECT * FROM (
            WITH seen AS (
                SELECT CASE WHEN before <> '' THEN old_code{code} END AS old_region,
                       CASE WHEN after <> '' THEN new_code{code} END AS new_region, * FROM quick.cells)
            SELECT old_region AS region,
                   CASE WHEN before = 'not_enrolled' AND after <> before THEN 'enrolled'
                        WHEN after = 'not_enrolled' AND after <> before THEN 'dropped'
                        WHEN after = 'active' AND before <> after THEN 'became_active'
                        WHEN after = 'inactive' AND before <> after THEN 'became_inactive'
                        WHEN segment_changed THEN 'changed_segment'
                        WHEN old_code <> new_code THEN 'moved_within' ELSE 'unchanged' END AS kind,
                   before, after, persons
            FROM seen WHERE old_region = new_region
            UNION ALL
            SELECT old_region, CASE WHEN new_region IS NULL THEN exit ELSE 'moved_away' END, before, '', persons
            FROM seen WHERE old_region IS NOT NULL AND old_region IS DISTINCT FROM new_region
            UNION ALL
            SELECT new_region, CASE WHEN old_region IS NULL THEN entry ELSE 'moved_in' END, '', after, persons
            FROM seen WHERE new_region IS NOT NULL AND new_region IS DISTINCT FROM old_region
        ) WHERE {known}
    """


def require_balance(engine: Engine, before: Edition, after: Edition) -> None:
    """LawBroken unless, for each region and state, then + in - out = now, both sides from the cubes."""
    per_level = " UNION ALL ".join(
        f"""SELECT village_code[1:{length}] AS region, coverage AS state, moment, sum(persons) AS n
            FROM counted WHERE {"true" if length == 0 else "village_code <> ''"} GROUP BY ALL"""
        for length in _LEVELS
    )
    states = ", ".join(map(literal, RESIDENT_COVERAGES))
    broken = engine.rows(f"""
        WITH counted AS (
            SELECT village_code, coverage, -1 AS moment, persons FROM read_parquet({_cube(before)})
            UNION ALL SELECT village_code, coverage, 1, persons FROM read_parquet({_cube(after)})),
        differences AS (
            SELECT region, state, sum(n * moment) AS n FROM ({per_level}) WHERE state IN ({states}) GROUP BY ALL),
        moved AS (
            SELECT region, state, sum(n) AS n FROM (
                SELECT region, after AS state, sum(persons) AS n FROM quick.flows GROUP BY ALL
                UNION ALL SELECT region, before, -sum(persons) FROM quick.flows GROUP BY ALL)
            WHERE state <> '' GROUP BY ALL)
        SELECT region, state, coalesce(d.n, 0)::BIGINT, coalesce(m.n, 0)::BIGINT
        FROM differences d FULL JOIN moved m USING (region, state)
        WHERE coalesce(d.n, 0) <> coalesce(m.n, 0) ORDER BY ALL LIMIT 5
    """)
    if broken:
        region, state, difference, moved = broken[0]
        raise LawBroken(
            place=f"{before.manifest.name}, {after.manifest.name}",
            reason=Text(
                f"Arus {state} di {region or 'seluruh wilayah'} tidak menjumlah: selisih {difference}, arus {moved}.",
                f"The flows of {state} in {region or 'all regions'} do not add up: difference {difference}, flows {moved}.",
            ),
            remedy=Text(
                "Periksa kedua edisi dengan 'semesta verify'; bila utuh, laporkan kesalahan program ini.",
                "Check both editions with 'semesta verify'; if they are sound, report this fault of the program.",
            ),
        )


def read_flows(engine: Engine) -> dict[str, tuple[Flow, ...]]:
    """All flows by region, in the order of KINDS."""
    order = " ".join(f"WHEN {literal(kind)} THEN {n}" for n, kind in enumerate(KINDS))
    rows = engine.rows(f"FROM quick.flows ORDER BY region, CASE kind {order} END, before, after")
    found: dict[str, list[Flow]] = {}
    for row in rows:
        flow = Flow(*row)
        found.setdefault(flow.region, []).append(flow)
    return {region: tuple(flows) for region, flows in found.items()}


def _cube(edition: Edition) -> str:
    return literal(str(edition.path / "cube.parquet"))


def _resident(state: str) -> str:
    """SQL: the state of a resident; 0 for people who are none (not in the register, dead, moved)."""
    return f"(CASE WHEN {state} < {len(STATES)} THEN {state} ELSE 0 END)::UTINYINT"


def _name_of_state(number: str) -> str:
    return (
        f"CASE {number} {' '.join(f'WHEN {n} THEN {literal(s)}' for n, s in enumerate(STATES))} ELSE '' END"
    )


def number_of_bucket(bucket: str) -> str:
    return f"(CASE {bucket} {' '.join(f'WHEN {literal(b)} THEN {n}' for n, b in enumerate(BUCKETS, 1))} ELSE 0 END)::UTINYINT"
