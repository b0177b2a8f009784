"""The law and the vocabularies of the scheme, dated, as data with the source of each value."""

from semesta.rules.documents import RULES_VERSION
from semesta.rules.folding import fold, fold_sql
from semesta.rules.relations import RelationSystem, relation_names, relation_of, relation_rows
from semesta.rules.segments import SEGMENTS, Segment, bucket_of, segment_of, segment_rows
from semesta.rules.statuses import UNKNOWN_STATUS, CodeSystem, code_system, status_of, status_rows
from semesta.rules.thresholds import THRESHOLDS, Threshold, people_missing, thresholds_for, thresholds_on
from semesta.rules.vital_statuses import vital_status_of, vital_status_rows

__all__ = [
    "RULES_VERSION",
    "SEGMENTS",
    "THRESHOLDS",
    "UNKNOWN_STATUS",
    "CodeSystem",
    "RelationSystem",
    "Segment",
    "Threshold",
    "bucket_of",
    "code_system",
    "fold",
    "fold_sql",
    "people_missing",
    "relation_names",
    "relation_of",
    "relation_rows",
    "segment_of",
    "segment_rows",
    "status_of",
    "status_rows",
    "thresholds_for",
    "thresholds_on",
    "vital_status_of",
    "vital_status_rows",
]
