"""The files people really have, read into staged tables; whatever is refused goes to `rejects`.

    understood = understand(request)          # reads heads only; show `line` of each before going on
    read(engine, request, understood, scratch=folder)

`read` creates `residents`, `members`, `rosters` and `rejects` exactly as `semesta.tables` says, with
rowid in the order of the files. Every input row ends in its table or in `rejects` (scope 'row').
"""

from semesta.sources.bills import read_bill, read_deaths
from semesta.sources.model import SourceRequest, SourcesRead, Understanding
from semesta.sources.reading import read
from semesta.sources.saying import said_in
from semesta.sources.understanding import understand

__all__ = [
    "SourceRequest",
    "SourcesRead",
    "Understanding",
    "read",
    "read_bill",
    "read_deaths",
    "said_in",
    "understand",
]
