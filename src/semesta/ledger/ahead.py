"""What months that are not billed yet will cost a family: who pays them with the arrears is active at once."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database import insert_rows
from semesta.database.temporary import drop_temporary, make_temporary, make_temporary_empty
from semesta.ledger.months import as_date, month_of, months_later
from semesta.ledger.rates import Combination, amounts
from semesta.ledger.vocabulary import Party
from semesta.register.vocabulary import Status

#: Where the law of a month says no amount nobody can have paid it.
_OUT_OF_REACH = 10**12


def make_ahead(segments: str) -> None:
    """Table `paid_ahead (party_id, month, rupiah)`: of the families of `paid_person`, for the months of `paid_step`
    after the last bill run, what all months up to each will cost."""
    make_temporary_empty("paid_ahead", "party_id bigint, month date, rupiah bigint")
    months = _months()
    if not months:
        return
    alive = f"({Status.AKTIF:d}, {Status.NONAKTIF_TUNGGAKAN:d})"
    people = (
        f"FROM paid_person p JOIN person x ON x.id = p.person_id AND x.family_id = p.party_id "
        f"{{}} WHERE p.party_kind = {Party.FAMILY:d} AND x.segment IN ({segments}) AND x.status IN {alive}"
    )
    keys = ("x.segment", "coalesce(x.hospital_class, 0)", "coalesce(x.relation, 0)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {', '.join(keys)} {people.format('')}")
        combinations = [tuple(int(value) for value in row) for row in cursor.fetchall()]
    make_temporary_empty(
        "ahead_share", "month date, segment integer, hospital_class integer, relation integer, rupiah bigint"
    )
    insert_rows(
        "ahead_share",
        ("month", "segment", "hospital_class", "relation", "rupiah"),
        [
            (
                through,
                segment,
                hospital_class,
                relation,
                _cost(months, through, segment, hospital_class, relation),
            )
            for through in months
            for segment, hospital_class, relation in combinations
        ],
    )
    on = " AND ".join(
        f"s.{name} = {key}" for name, key in zip(("segment", "hospital_class", "relation"), keys, strict=True)
    )
    make_temporary(
        "paid_ahead",
        f"SELECT p.party_id, s.month, sum(s.rupiah) AS rupiah {people.format(f'JOIN ahead_share s ON {on}')} "
        "GROUP BY p.party_id, s.month",
        index="party_id",
    )
    drop_temporary("ahead_share")


def _cost(months: list[dt.date], through: dt.date, segment: int, hospital_class: int, relation: int) -> int:
    combination = Combination(segment, hospital_class, int(Status.NONAKTIF_TUNGGAKAN), relation)
    shares = [amounts(month, combination).member for month in months if month <= through]
    return sum(_OUT_OF_REACH if share is None else share for share in shares)


def _months() -> list[dt.date]:
    """The months after the last bill run up to the last one in which something was paid."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(month) FROM bill_run), (SELECT max(day) FROM paid_step)")
        last, day = (as_date(value) for value in cursor.fetchone())
    months = []
    while last is not None and day is not None and (last := months_later(last, 1)) <= month_of(day):
        months.append(last)
    return months
