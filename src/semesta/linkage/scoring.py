"""Likelihood ratios of the candidate pairs."""

from __future__ import annotations

import math

import numpy as np

from semesta.engine import Engine, identifier
from semesta.linkage.blocking import LOOSE
from semesta.linkage.levels import all_patterns, levels_of
from semesta.linkage.model import APART, Model

NAME_FREQUENCY = "_name_frequency"
BIRTH_FREQUENCY = "_birth_frequency"
WEIGHTS = "_weights"

#: Names go with sex and generation: one in two hundred girls of 2016 may bear a name that one in ten
#: thousand people bears. So a name's frequency is that among the same sex and decade of birth.
PEERS = "(coalesce(year(birth_date) // 10, 0) * 2 + coalesce((sex = 'P')::INTEGER, 0))::SMALLINT"

#: The peers of a pair that does not agree in sex and about the year of birth: everybody.
EVERYBODY = -1

#: Where one resident bears a name, this many other people of a population like this one bear it too.
ONE_BEARER = 0.5


def count_frequencies(engine: Engine) -> None:
    """Make NAME_FREQUENCY and BIRTH_FREQUENCY: how often another person bears the name
    (among peers, and among everybody), or is born that day.

    Counted among all residents, names of the loose members only.
    """
    engine.run(f"""
        CREATE OR REPLACE TABLE {NAME_FREQUENCY} AS
        WITH bearers AS (
          SELECT name, {PEERS} AS peers, count(*) AS n FROM residents
          WHERE name IN (SELECT name FROM {LOOSE}) GROUP BY ALL),
        sizes AS (SELECT {PEERS} AS peers, count(*) AS people FROM residents GROUP BY peers),
        both_levels AS (
          SELECT name, peers, n, people FROM bearers JOIN sizes USING (peers)
          UNION ALL
          SELECT name, {EVERYBODY}, sum(n), (SELECT sum(people) FROM sizes) FROM bearers GROUP BY name)
        SELECT name, peers, (n - 1 + {ONE_BEARER}) / people AS frequency FROM both_levels
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE {BIRTH_FREQUENCY} AS
        WITH counted AS (SELECT birth_date, count(*) AS n FROM residents WHERE birth_date IS NOT NULL GROUP BY birth_date)
        SELECT birth_date, n / (SELECT sum(n) FROM counted) AS frequency FROM counted
    """)


def put_weights(engine: Engine, model: Model) -> None:
    """Make WEIGHTS: pattern, its log likelihood ratios without frequencies, and where frequencies step in."""
    patterns = list(all_patterns())
    levels = [levels_of(pattern) for pattern in patterns]
    engine.take_columns(
        WEIGHTS,
        {
            "pattern": np.array(patterns, dtype=np.int16),
            "if_free": np.array([model.log_ratio(pattern, taken=False) for pattern in patterns]),
            "if_taken": np.array([model.log_ratio(pattern, taken=True) for pattern in patterns]),
            "by_name": np.array([name <= 1 and home != 0 for _, name, _, _, home in levels]),
            "by_peers": np.array([birth <= 3 and sex == 0 for _, _, birth, sex, _ in levels]),
            "by_birth": np.array([birth == 0 and home != 0 for _, _, birth, _, home in levels]),
        },
    )


def shift_sql(model: Model) -> str:
    """What the frequencies of the equal values add to the ratio; over w, nf, bf."""
    name = math.log(model.u_name[APART][0])
    birth = math.log(model.u_birth[APART][0])
    return f"""(CASE WHEN w.by_name AND nf.frequency IS NOT NULL THEN {name!r} - ln(nf.frequency) ELSE 0 END
      + CASE WHEN w.by_birth THEN {birth!r} - ln(coalesce(bf.frequency, {model.u_birth[APART][0]!r})) ELSE 0 END)"""


def score(engine: Engine, *, compared: str, into: str, model: Model) -> None:
    """Make `into` (resident, member, pattern, shift) from a compared table."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {identifier(into)} AS
        SELECT c.resident, c.member, c.pattern, {shift_sql(model)} AS shift
        FROM (SELECT x.*, CASE WHEN w.by_peers THEN {PEERS} ELSE {EVERYBODY} END AS peers
              FROM {identifier(compared)} x JOIN {WEIGHTS} w USING (pattern)) c
        JOIN {WEIGHTS} w USING (pattern)
        LEFT JOIN {NAME_FREQUENCY} nf ON nf.name = c.name AND nf.peers = c.peers
        LEFT JOIN {BIRTH_FREQUENCY} bf ON bf.birth_date = c.birth_date
    """)


def with_ratios(table: str, taken: str) -> str:
    """SELECT over a scored table: resident, member, pattern, taken, and the log likelihood ratio if the
    resident is free and if the resident is taken. `taken` is a condition over s."""
    return f"""SELECT s.resident, s.member, s.pattern, {taken} AS taken,
        w.if_free + s.shift AS if_free, w.if_taken + s.shift AS if_taken
        FROM {identifier(table)} s JOIN {WEIGHTS} w USING (pattern)"""
