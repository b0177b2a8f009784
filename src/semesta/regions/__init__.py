"""Administrative codes and names of all Indonesia (Kemendagri), and how officers write them."""

from semesta.regions.codes import CodeDoubt, parse_code
from semesta.regions.columns import CodeDiagnosis, diagnose_codes
from semesta.regions.gazetteer import Regions
from semesta.regions.region import LEVELS, Level, Region, code_of, key_of, level_of, parent_of

__all__ = [
    "LEVELS",
    "CodeDiagnosis",
    "CodeDoubt",
    "Level",
    "Region",
    "Regions",
    "code_of",
    "diagnose_codes",
    "key_of",
    "level_of",
    "parent_of",
    "parse_code",
]
