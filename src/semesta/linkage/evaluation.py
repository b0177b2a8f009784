"""Links against a truth file: how many are right, how many are missed, and are the probabilities honest."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.engine import Engine, identifier, literal

#: Bounds of the calibration table; a probability of exactly 1 falls into the last bin.
CALIBRATION_BOUNDS = (0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.000001)


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that are true, pairs that were linked, and pairs that are both."""

    true: int
    linked: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.true + self.linked
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Links and reviews whose probability lies in [low, high): how sure we were, how often right."""

    low: float
    high: float
    pairs: int
    expected: float
    right: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `evaluate` finds. A member's true resident counts as one pair, for further cards too."""

    all: Score
    broken: Score  # members whose written NIK is not the NIK of their resident
    by_method: dict[str, Score]  # true: pairs linked by that method, so recall has no meaning there
    by_fault: dict[str, Score]
    partnerless: int  # members without a resident
    partnerless_linked: int
    false_links: int
    missed_links: int
    calibration: tuple[CalibrationBin, ...]

    @property
    def partnerless_share(self) -> float:
        return self.partnerless_linked / self.partnerless if self.partnerless else 0.0


def evaluate(engine: Engine, truth: str, *, residents_header: int, members_header: int) -> Evaluation:
    """Compare the edition's tables with a truth table.

    `truth`: member_row, resident_row (rows of data from 1, the header not counted; NULL: no resident),
    fault, nik_broken. `*_header`: the row of the header in the source file, 0 where it has none.
    """
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _judged_links AS
        SELECT t.member_row, t.resident_row AS true_resident, t.fault, t.nik_broken,
               r.source_row - {residents_header} AS resident, l.outcome, l.method, l.probability
        FROM {identifier(truth)} t
        LEFT JOIN members m ON m.source_row - {members_header} = t.member_row
        LEFT JOIN links l ON l.member_id = m.member_id
        LEFT JOIN residents r ON r.resident_id = l.resident_id
    """)
    taken = "outcome IN ('link', 'duplicate')"
    counts = f"""count(true_resident), count(*) FILTER ({taken}),
                 count(*) FILTER ({taken} AND resident = true_resident)"""

    def score(where: str) -> Score:
        return Score(*engine.row(f"SELECT {counts} FROM _judged_links WHERE {where}"))

    def grouped(column: str, where: str) -> dict[str, Score]:
        rows = engine.rows(
            f"SELECT {column}, {counts} FROM _judged_links WHERE {where} GROUP BY 1 ORDER BY 1"
        )
        return {str(name): Score(*numbers) for name, *numbers in rows}

    everything = score("true")
    partnerless, linked = engine.row(
        f"SELECT count(*), count(*) FILTER ({taken}) FROM _judged_links WHERE true_resident IS NULL"
    )
    found = Evaluation(
        all=everything,
        broken=score("nik_broken AND true_resident IS NOT NULL"),
        by_method=grouped("method", taken),
        by_fault=grouped("fault", "true_resident IS NOT NULL"),
        partnerless=partnerless,
        partnerless_linked=linked,
        false_links=everything.linked - everything.right,
        missed_links=everything.true - everything.right,
        calibration=_calibration(engine),
    )
    engine.drop("_judged_links")
    return found


def _calibration(engine: Engine) -> tuple[CalibrationBin, ...]:
    lows = (0.0, *CALIBRATION_BOUNDS[:-1])
    bins = ", ".join(
        f"({literal(low)}, {literal(high)})" for low, high in zip(lows, CALIBRATION_BOUNDS, strict=True)
    )
    rows = engine.rows(f"""
        SELECT b.low, b.high, count(*), avg(probability), count(*) FILTER (resident = true_resident)
        FROM (VALUES {bins}) b(low, high)
        JOIN _judged_links l ON l.probability >= b.low AND l.probability < b.high
        GROUP BY ALL ORDER BY b.low
    """)
    return tuple(CalibrationBin(float(a), float(b), n, float(p), right) for a, b, n, p, right in rows)
