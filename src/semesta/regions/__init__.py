"""Administrative codes and names of all Indonesia (Kemendagri), and how officers write them."""

from semesta.regions.codes import CodeDoubt, parse_code
from semesta.regions.columns import CodeDiagnosis, diagnose_codes
from semesta.regions.finding import Ambiguous, Found, Match, NoMatch, find
from semesta.regions.gazetteer import Regions
from semesta.regions.region import LEVELS, Level, Region, code_of, key_of, level_of, parent_of
from semesta.regions.resolving import resolve
from semesta.regions.scopes import How
from semesta.regions.sentences import read_sentence

__all__ = [
    "LEVELS",
    "Ambiguous",
    "CodeDiagnosis",
    "CodeDoubt",
    "Found",
    "How",
    "Level",
    "Match",
    "NoMatch",
    "Region",
    "Regions",
    "code_of",
    "diagnose_codes",
    "find",
    "key_of",
    "level_of",
    "parent_of",
    "parse_code",
    "read_sentence",
    "resolve",
]
