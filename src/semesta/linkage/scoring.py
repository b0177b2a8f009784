"""Likelihood ratios of the candidate pairs."""

from __future__ import annotations

import math

import numpy as np

from semesta.engine import Engine, identifier
from semesta.linkage.levels import all_patterns, levels_of
from semesta.linkage.model import APART, Model

NAME_FREQUENCY = "_name_frequency"
BIRTH_FREQUENCY = "_birth_frequency"
WEIGHTS = "_weights"

NAME_SAMPLE_ROWS = 560_000
#: A name not met in the sample is taken to be this part of one met once.
UNSEEN_NAME = 0.3


def count_frequencies(engine: Engine) -> float:
    """Make NAME_FREQUENCY and BIRTH_FREQUENCY (value, frequency) over the residents; return that of an unseen name."""
    residents = engine.count("residents")
    modulus = max(1, residents // NAME_SAMPLE_ROWS)
    engine.run(f"""
        CREATE OR REPLACE TABLE {NAME_FREQUENCY} AS
        WITH counted AS (SELECT name, count(*) AS n FROM residents
                         WHERE name IS NOT NULL AND hash(rowid) % {modulus} = 0 GROUP BY name)
        SELECT name, n / (SELECT sum(n) FROM counted) AS frequency FROM counted
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE {BIRTH_FREQUENCY} AS
        WITH counted AS (SELECT birth_date, count(*) AS n FROM residents WHERE birth_date IS NOT NULL GROUP BY birth_date)
        SELECT birth_date, n / (SELECT sum(n) FROM counted) AS frequency FROM counted
    """)
    return UNSEEN_NAME / max(residents / modulus, 1.0)


def put_weights(engine: Engine, model: Model) -> None:
    """Make WEIGHTS: pattern, its log likelihood ratio without frequencies, and where frequencies step in."""
    patterns = list(all_patterns())
    levels = [levels_of(pattern) for pattern in patterns]
    engine.take_columns(
        WEIGHTS,
        {
            "pattern": np.array(patterns, dtype=np.int16),
            "ratio": np.array([model.log_ratio(pattern) for pattern in patterns]),
            "by_name": np.array([name <= 1 and home != 0 for _, name, _, _, home in levels]),
            "by_birth": np.array([birth == 0 and home != 0 for _, _, birth, _, home in levels]),
        },
    )


def shift_sql(model: Model, unseen_name: float) -> str:
    """What the frequencies of the equal values add to `ratio`; over w (WEIGHTS), nf, bf."""
    name = math.log(model.u_name[APART][0])
    birth = math.log(model.u_birth[APART][0])
    return f"""(CASE WHEN w.by_name THEN {name!r} - ln(coalesce(nf.frequency, {unseen_name!r})) ELSE 0 END
      + CASE WHEN w.by_birth THEN {birth!r} - ln(coalesce(bf.frequency, {model.u_birth[APART][0]!r})) ELSE 0 END)"""


def score(engine: Engine, *, compared: str, into: str, model: Model, unseen_name: float) -> None:
    """Make `into` (resident, member, pattern, shift, ratio) from a compared table; log likelihood ratios."""
    shift = shift_sql(model, unseen_name)
    engine.run(f"""
        CREATE OR REPLACE TABLE {identifier(into)} AS
        SELECT c.resident, c.member, c.pattern, {shift} AS shift, w.ratio + {shift} AS ratio
        FROM {identifier(compared)} c JOIN {WEIGHTS} w USING (pattern)
        LEFT JOIN {NAME_FREQUENCY} nf ON nf.name = c.name
        LEFT JOIN {BIRTH_FREQUENCY} bf ON bf.birth_date = c.birth_date
    """)
