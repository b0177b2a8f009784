"""Who is whom: from likelihood ratios to links, one to one at best.

For a member, exactly one of these is true: one of the residents it is compared with is the person, or
none is. So its probabilities share one denominator, and two residents who fit equally well (twins) get
half each: neither is linked. A resident who already has a member can only get a further card, which is
rarer; so decisions are taken in rounds, the strongest claim on each resident first.
"""

from __future__ import annotations

from semesta.engine import Engine, identifier
from semesta.linkage.estimation import Priors

ACCEPTED = "_accepted"  # member, resident, pattern, probability, outcome (link or duplicate)
JUDGED = "_judged"  # best pair of each member still open: member, resident, pattern, probability

ROUNDS = 4


def start(engine: Engine) -> None:
    """Make ACCEPTED, empty."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {ACCEPTED}
          (member BIGINT, resident BIGINT, pattern SMALLINT, probability DOUBLE, outcome VARCHAR)
    """)


def assign(engine: Engine, *, scored: str, priors: Priors, link_at: float) -> None:
    """Add to ACCEPTED what `scored` (resident, member, if_free, if_taken, taken) supports; leave JUDGED for the others.

    `taken` says whether the resident has a sure member.
    """
    for _ in range(ROUNDS):
        before = engine.count(ACCEPTED)
        _judge(engine, scored, priors)
        engine.run(f"""
            INSERT INTO {ACCEPTED}
            SELECT member, resident, pattern, probability, CASE WHEN taken THEN 'duplicate' ELSE 'link' END
            FROM {JUDGED} WHERE probability >= {link_at!r}
            QUALIFY taken OR row_number() OVER (PARTITION BY resident ORDER BY weight DESC, member) = 1
        """)
        if engine.count(ACCEPTED) == before:
            break
    _judge(engine, scored, priors)


def _judge(engine: Engine, scored: str, priors: Priors) -> None:
    """The best resident of each member not in ACCEPTED, with its probability among all it is compared with."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {JUDGED} AS
        WITH weighed AS (
          SELECT s.member, s.resident, s.pattern, s.taken OR t.resident IS NOT NULL AS taken,
                 CASE WHEN s.taken OR t.resident IS NOT NULL THEN s.if_taken + {priors.log_odds(free=False)!r}
                      ELSE s.if_free + {priors.log_odds(free=True)!r} END AS weight
          FROM {identifier(scored)} s
          LEFT JOIN (SELECT DISTINCT resident FROM {ACCEPTED}) t ON t.resident = s.resident
          WHERE s.member NOT IN (SELECT member FROM {ACCEPTED}))
        SELECT member, resident, pattern, taken, weight,
               exp(least(weight, 600)) / ({priors.nobody_share!r} + sum(exp(least(weight, 600))) OVER (PARTITION BY member))
                 AS probability
        FROM weighed
        QUALIFY row_number() OVER (PARTITION BY member ORDER BY weight DESC, resident) = 1
    """)
