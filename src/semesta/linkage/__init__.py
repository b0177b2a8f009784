"""Which resident is which member: links with a stated error rate.

`link` makes the table `links` from the staged residents and members; `evaluate` compares the links of
an edition with a truth file.
"""

from semesta.linkage.evaluation import Evaluation, evaluate
from semesta.linkage.link import LinkageReport, Settings, link

__all__ = ["Evaluation", "LinkageReport", "Settings", "evaluate", "link"]
