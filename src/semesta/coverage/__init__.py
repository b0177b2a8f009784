"""Coverage and activity in each region and bucket, with the laws that every edition must keep."""

from semesta.coverage.classify import Classified, classify
from semesta.coverage.cube import build_cubes
from semesta.coverage.figures import Figures, Rate, edition_figures, figures
from semesta.coverage.laws import LAWS, Failure, Law, broken_laws, require_laws
from semesta.coverage.reasons import ACTIONS, REASONS, action_text, reason_text
from semesta.coverage.rosters import match_rosters

__all__ = [
    "ACTIONS",
    "LAWS",
    "REASONS",
    "Classified",
    "Failure",
    "Figures",
    "Law",
    "Rate",
    "action_text",
    "broken_laws",
    "build_cubes",
    "classify",
    "edition_figures",
    "figures",
    "match_rosters",
    "reason_text",
    "require_laws",
]
