"""Residents to members, from first look to the `links` table."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from semesta.engine import Engine, identifier, literal
from semesta.linkage import assignment, blocking, exact, scoring
from semesta.linkage.assignment import ACCEPTED, JUDGED
from semesta.linkage.blocking import FORMER, FREE, HOUSEHOLDS, LOOSE, PAIRS, PERSON_COLUMNS
from semesta.linkage.comparing import compare
from semesta.linkage.error import LinkCounts, borrowed_risk, expected_error
from semesta.linkage.estimation import (
    SHIFT_STEP,
    Candidates,
    Priors,
    estimate_before_candidates,
    refine_on_candidates,
)
from semesta.linkage.exact import FURTHER, NIK_PAIRS, SURE
from semesta.linkage.levels import HOME, NAME, all_patterns, evidence_of, pattern_of
from semesta.linkage.model import Model
from semesta.manifest import LinkError
from semesta.tables import OUTCOMES, STAGED_LINKS

METHODS = ("nik_exact", "nik_similar_name", "scored")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where linkage draws its lines; probabilities under the model."""

    link_at: float = 0.88
    review_at: float = 0.20


@dataclass(frozen=True, slots=True)
class LinkageReport:
    """What linkage did, for the manifest."""

    error: LinkError
    details: dict[str, Any]  # methods with counts, settings, priors, model


def link(engine: Engine, *, settings: Settings | None = None) -> LinkageReport:
    """Make table `links` (tables.STAGED_LINKS) from the staged `residents` and `members`."""
    settings = settings or Settings()
    with engine.step("link.nik"):
        exact.find_nik_pairs(engine)
        exact.take_sure_pairs(engine)
        exact.find_further_cards(engine)
    with engine.step("link.candidates"):
        blocking.find_loose_members(engine)
        blocking.learn_households(engine)
        blocking.learn_former_villages(engine)
        blocking.first_round(engine)
    with engine.step("link.model"):
        model = estimate_before_candidates(engine)
        scoring.count_frequencies(engine)
    with engine.step("link.score"):
        model, priors = _first_scores(engine, model)
        assignment.start(engine)
        assignment.assign(engine, scored="_scored", priors=priors, link_at=settings.link_at)
    with engine.step("link.second_round"):
        _second_scores(engine, model)
        assignment.assign(engine, scored="_scored", priors=priors, link_at=settings.link_at)
    with engine.step("link.write"):
        risk = borrowed_risk(engine, model)
        _write_links(engine, settings, risk)
        report = _report(engine, settings, model, priors, risk)
        engine.drop(
            NIK_PAIRS,
            SURE,
            FURTHER,
            LOOSE,
            HOUSEHOLDS,
            FORMER,
            PAIRS,
            FREE,
            ACCEPTED,
            JUDGED,
            "_scored",
            "_compared",
        )
        engine.drop(
            scoring.WEIGHTS,
            scoring.NAME_FREQUENCY,
            scoring.BIRTH_FREQUENCY,
            "_second_pairs",
        )
    return report


def _first_scores(engine: Engine, model: Model) -> tuple[Model, Priors]:
    """Make `_scored` from PAIRS, having refined the model on it."""
    _compare_candidates(engine, PAIRS)
    scoring.put_weights(engine, model)
    scoring.score(engine, compared="_compared", into="_unrefined", model=model)
    _mark_taken(engine, "_unrefined")
    counted: Candidates = {}
    for pattern, taken, _, pairs, shift in engine.rows(f"""
        SELECT pattern, taken, floor(shift / {SHIFT_STEP}), count(*), avg(shift)
        FROM _unrefined GROUP BY ALL ORDER BY ALL"""):
        counted.setdefault((int(pattern), bool(taken)), []).append((int(pairs), float(shift)))
    residents = engine.count("residents")
    taken = engine.count(SURE) - engine.count(FURTHER)
    loose = engine.count(LOOSE)
    priors = Priors(
        residents=residents, free_residents=residents - taken, new_share=0.5, duplicate_share=0.05
    )
    model, priors = refine_on_candidates(model, counted, loose=loose, priors=priors)
    scoring.put_weights(engine, model)
    engine.run(f"CREATE OR REPLACE TABLE _scored AS {scoring.with_ratios('_unrefined', 's.taken')}")
    engine.drop("_unrefined")
    return model, priors


def _second_scores(engine: Engine, model: Model) -> None:
    """Add to `_scored` the pairs of the wider net among those left over."""
    blocking.find_free_residents(engine, [SURE, ACCEPTED])
    engine.run(f"""
        CREATE OR REPLACE TABLE _unlinked AS SELECT id AS member FROM {LOOSE}
        WHERE id NOT IN (SELECT member FROM {ACCEPTED})
    """)
    blocking.second_round(engine, "_unlinked", "_second_pairs")
    _compare_candidates(engine, "_second_pairs")
    scoring.score(engine, compared="_compared", into="_second", model=model)
    _mark_taken(engine, "_second")
    engine.run(f"INSERT INTO _scored {scoring.with_ratios('_second', 's.taken')}")
    engine.drop("_unlinked", "_second")


def _compare_candidates(engine: Engine, pairs: str) -> None:
    """Make `_compared` for candidate pairs of residents and loose members."""
    engine.run(f"""
        CREATE OR REPLACE TABLE _candidate_residents AS
        SELECT {PERSON_COLUMNS} FROM residents WHERE rowid IN (SELECT resident FROM {pairs})
    """)
    compare(
        engine,
        pairs=pairs,
        residents="_candidate_residents",
        members=LOOSE,
        into="_compared",
        households=HOUSEHOLDS,
        former=FORMER,
        streets=True,
    )
    engine.drop("_candidate_residents")


def _mark_taken(engine: Engine, scored: str) -> None:
    """Add column `taken`: whether the resident has a sure member."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {identifier(scored)} AS
        SELECT s.*, t.resident IS NOT NULL AS taken FROM {identifier(scored)} s
        LEFT JOIN (SELECT DISTINCT resident FROM {SURE}
                   WHERE resident IN (SELECT resident FROM {identifier(scored)})) t ON t.resident = s.resident
    """)


def _write_links(engine: Engine, settings: Settings, risk: tuple[float, ...]) -> None:
    """Make `links` out of SURE, ACCEPTED and the doubtful part of JUDGED."""
    _create_types(engine)
    risks = " ".join(f"WHEN {home} THEN {1.0 - value!r}" for home, value in enumerate(risk))
    patterns = " ".join(
        f"WHEN {name_same} AND home = {home} THEN {literal(evidence_of(_sure_pattern(same, home)))}::link_evidence"
        for same, name_same in ((True, "name_same"), (False, "NOT name_same"))
        for home in range(len(HOME.levels))
    )
    scored = "(enum_range(NULL::link_evidence))[pattern + 1]"
    engine.run(f"""
        CREATE TABLE links AS
        SELECT s.resident, s.member,
               (CASE WHEN f.member IS NULL THEN 'link' ELSE 'duplicate' END)::link_outcome AS outcome,
               (CASE WHEN name_same THEN 'nik_exact' ELSE 'nik_similar_name' END)::link_method AS method,
               (CASE home {risks} END)::REAL AS probability,
               CASE {patterns} END AS evidence
        FROM {SURE} s LEFT JOIN {FURTHER} f ON f.member = s.member
        UNION ALL
        SELECT resident, member, outcome::link_outcome, 'scored'::link_method, probability::REAL, {scored}
        FROM {ACCEPTED}
        UNION ALL
        SELECT resident, member, 'review'::link_outcome, 'scored'::link_method, probability::REAL, {scored}
        FROM {JUDGED} WHERE probability >= {settings.review_at!r}
    """)
    assert tuple(engine.columns("links")) == STAGED_LINKS.names


def _create_types(engine: Engine) -> None:
    """Enumerated types: a link costs two bytes of text instead of eighty."""
    vocabularies = {
        "link_outcome": OUTCOMES,
        "link_method": METHODS,
        "link_evidence": [evidence_of(pattern) for pattern in all_patterns()],
    }
    for name, values in vocabularies.items():
        engine.run(
            f"CREATE TYPE IF NOT EXISTS {name} AS ENUM ({', '.join(literal(value) for value in values)})"
        )


def _sure_pattern(name_same: bool, home: int) -> int:
    """A sure pair agrees in NIK, birth date and sex; its name is the same, or close."""
    return pattern_of((0, 0 if name_same else NAME.number("close"), 0, 0, home))


def _report(
    engine: Engine, settings: Settings, model: Model, priors: Priors, risk: tuple[float, ...]
) -> LinkageReport:
    methods = {
        f"{outcome}.{method}": int(count)
        for outcome, method, count in engine.rows(
            "SELECT outcome, method, count(*) FROM links GROUP BY ALL ORDER BY ALL"
        )
    }
    counts = LinkCounts(
        sure=engine.count(SURE),
        accepted=engine.count(ACCEPTED),
        reviews=engine.count("links", "outcome = 'review'"),
        loose=engine.count(LOOSE),
    )
    error = expected_error(engine, counts, risk)
    details: dict[str, Any] = {
        "methods": methods,
        "loose_members": counts.loose,
        "settings": dataclasses.asdict(settings),
        "priors": dataclasses.asdict(priors),
        "model": model.to_dict(),
    }
    return LinkageReport(error, details)
