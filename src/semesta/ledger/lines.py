"""What people should be billed for a month by the facts known now, as SELECTs over all of them.

A row: person_id, for_month, family_id, payer_id, region_id, rate_id, wage, then the five parts in rupiah.
"""

from __future__ import annotations

import datetime as dt

from semesta.ledger.due import KEY, DueMonth, owing
from semesta.register.vocabulary import PayerKind, Relation, Status

#: The columns of `bill_line` that the SELECTs give, in order.
COLUMNS = (
    "person_id", "for_month", "family_id", "payer_id", "region_id", "rate_id", "wage", "member", "employer", "centre",
    "local_contribution", "local_assistance",
)  # fmt: skip

#: Keeps both databases from copying the inner query's expressions into each use of them.
_AS_IT_IS = "LIMIT 9000000000000000000 OFFSET 0"


def billed_before(month: DueMonth) -> str:
    """Who has a first bill for the month, made when they came in: for the temporary table `billed_before`.

    Found by how they stood then, whatever is known now: `ON CONFLICT` would cost PostgreSQL half of the run.
    """
    return (
        "SELECT DISTINCT m.person_id FROM membership m JOIN bill_line l ON l.kind = 1 AND l.person_id = m.person_id "
        f"AND l.for_month = {_literal(month.month)} WHERE m.status = {Status.BELUM_AKTIF:d} "
        f"AND m.valid_from >= {_literal(month.first_from)} AND m.valid_from < {_literal(month.first_until)}"
    )


def flat_lines(month: DueMonth) -> str:
    """Lines of fixed amounts of a month, for everybody but those of `billed_before`."""
    return _flat(
        f"membership m JOIN due d ON d.id = {month.base} + {KEY} "
        f"WHERE {_owing(month)} AND d.by_base = 0 AND {_NOT_BEFORE}",
        _literal(month.month),
    )


def based_lines(month: DueMonth) -> str:
    """Lines of shares of a wage, a pension or a base salary of a month, for everybody with such a base."""
    first = _literal(month.month)
    both = (
        # CROSS JOIN: SQLite goes through the wages and not through all memberships
        ("wage w CROSS JOIN membership m", "m.person_id = w.person_id"),
        (
            "wage w CROSS JOIN person h CROSS JOIN person p CROSS JOIN membership m",
            f"h.id = w.person_id AND {_HEAD} AND p.family_id = h.family_id AND m.person_id = p.id",
        ),
    )
    return " UNION ALL ".join(
        _based(
            f"{source} CROSS JOIN due d WHERE {joined} AND m.payer_id = w.payer_id AND d.id = {month.base} + {KEY} "
            f"AND d.by_base = 1 AND d.extra = {extra} AND {_wage(first)} AND {_owing(month)} AND {_NOT_BEFORE}"
        )
        for extra, (source, joined) in enumerate(both)
    )


def flat_lines_of(people: str) -> str:
    """The same for the people and months of a table (person_id, month), over `due_month`."""
    return _flat(f"{_among(people)} WHERE {_OWING} AND d.by_base = 0", "mo.month")


def based_lines_of(people: str) -> str:
    """The same for lines of shares."""
    both = (
        "JOIN wage w ON w.person_id = m.person_id",
        f"JOIN person p ON p.id = m.person_id JOIN person h ON h.family_id = p.family_id AND {_HEAD} "
        "JOIN wage w ON w.person_id = h.id",
    )
    return " UNION ALL ".join(
        _based(
            f"{_among(people)} {joined} AND w.payer_id = m.payer_id "
            f"WHERE {_OWING} AND d.by_base = 1 AND d.extra = {extra} AND {_wage('mo.month')}"
        )
        for extra, joined in enumerate(both)
    )


def _flat(source: str, first: str) -> str:
    payer_pays = f"m.payer_id IN (SELECT id FROM payer WHERE kind = {PayerKind.REGION:d})"
    day = f"CASE WHEN m.valid_from > {first} THEN m.valid_from ELSE {first} END"
    # no join inside, so that PostgreSQL may be told to hash the outer one (line_rows)
    of_village = (
        "(SELECT g.payer_id FROM regency g WHERE g.number = (SELECT f.village / 1000000 FROM person_fact f "
        "WHERE f.person_id = m.person_id AND f.superseded_by_id IS NULL "
        f"AND f.valid_from <= {day} AND (f.valid_to IS NULL OR f.valid_to > {day})))"
    )
    return (
        "SELECT x.person_id, x.month, x.family_id, CAST(NULL AS bigint) AS payer_id, x.region_id, x.rate_id, "
        "CAST(NULL AS bigint) AS wage, x.member, x.employer, x.centre, "
        "CASE WHEN x.region_id IS NULL THEN 0 ELSE x.local_contribution END AS local_contribution, "
        "CASE WHEN x.region_id IS NULL THEN 0 ELSE x.local_assistance END AS local_assistance FROM ("
        "SELECT m.person_id, d.month, m.family_id, d.rate_id, d.member, d.employer, d.centre, d.local_contribution, "
        f"d.local_assistance, CASE WHEN d.local = 1 THEN CASE WHEN {payer_pays} THEN m.payer_id ELSE {of_village} "
        f"END END AS region_id FROM {source} {_AS_IT_IS}) x"
    )


def _based(source: str) -> str:
    """The worker's own line; or that of an additional member, by the wage of the family's worker."""
    parts = ", ".join(f"x.base * x.{bp} / 10000" for bp in ("worker_bp", "employer_bp", "centre_bp"))
    return (
        f"SELECT x.person_id, x.month, x.family_id, x.payer_id, CAST(NULL AS bigint), x.rate_id, x.wage, {parts}, "
        "CAST(0 AS bigint), CAST(0 AS bigint) FROM (SELECT m.person_id, d.month, m.family_id, m.payer_id, d.rate_id, "
        "w.wage_rupiah AS wage, CASE WHEN w.wage_rupiah > d.wage_cap THEN d.wage_cap ELSE w.wage_rupiah END AS base, "
        f"d.worker_bp, d.employer_bp, d.centre_bp FROM {source} {_AS_IT_IS}) x"
    )


def _wage(month: str) -> str:
    """The wage `w` known now that holds in the month: the latest that began by then."""
    return (
        f"w.superseded_by_id IS NULL AND w.from_month <= {month} AND NOT EXISTS (SELECT 1 FROM wage l "
        "WHERE l.person_id = w.person_id AND l.payer_id = w.payer_id AND l.superseded_by_id IS NULL "
        f"AND l.from_month > w.from_month AND l.from_month <= {month})"
    )


def _among(people: str) -> str:
    return (
        f"{people} c JOIN due_month mo ON mo.month = c.month JOIN membership m ON m.person_id = c.person_id "
        f"JOIN due d ON d.id = mo.base + {KEY}"
    )


_NOT_BEFORE = "m.person_id NOT IN (SELECT person_id FROM billed_before)"
_HEAD = f"h.relation = {Relation.MEMBER:d}"
_OWING = owing("mo.month", "mo.following", "mo.first_from", "mo.first_until")


def _owing(month: DueMonth) -> str:
    dates = (month.month, month.following, month.first_from, month.first_until)
    return owing(*(_literal(date) for date in dates))


def _literal(date: dt.date) -> str:
    return f"'{date.isoformat()}'"
