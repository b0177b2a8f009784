"""The law and the vocabularies of the scheme, dated, as data with the source of each value."""

from semesta.rules.documents import RULES_VERSION
from semesta.rules.explaining import Explanation, Ground, Result, explain
from semesta.rules.expressions import Constant, Expression, Input, Row, Trace, Value
from semesta.rules.folding import fold, fold_sql
from semesta.rules.formula import Formula, Given, Quantity
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import DatedValue, Law, Parameter, Period, Regulation, read_law
from semesta.rules.payments import months_paid, payment_state_sql
from semesta.rules.relations import RelationSystem, relation_names, relation_of, relation_rows
from semesta.rules.segments import SEGMENTS, Segment, bucket_of, segment_of, segment_rows
from semesta.rules.statuses import UNKNOWN_STATUS, CodeSystem, code_system, status_of, status_rows
from semesta.rules.thresholds import THRESHOLDS, Threshold, people_missing, thresholds_for, thresholds_on
from semesta.rules.vital_statuses import vital_status_of, vital_status_rows

__all__ = [
    "FORMULAS",
    "RULES_VERSION",
    "SEGMENTS",
    "THRESHOLDS",
    "UNKNOWN_STATUS",
    "CodeSystem",
    "Constant",
    "DatedValue",
    "Explanation",
    "Expression",
    "Formula",
    "Given",
    "Ground",
    "Input",
    "Law",
    "Parameter",
    "Period",
    "Quantity",
    "Regulation",
    "RelationSystem",
    "Result",
    "Row",
    "Segment",
    "Threshold",
    "Trace",
    "Value",
    "bucket_of",
    "code_system",
    "explain",
    "fold",
    "fold_sql",
    "months_paid",
    "payment_state_sql",
    "people_missing",
    "read_law",
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
