"""The laws of the ledger, asked of the whole database: the books balance, and say what lines and payments say.

Each law compares two things that are written separately, so that a fault of a program, or a hand in the database,
shows. Every one is one query over whole tables.
"""

from __future__ import annotations

from collections.abc import Callable

from semesta.database.laws import Law, LawChecked, check_laws
from semesta.faults import Text
from semesta.ledger.arrears_laws import arrears_laws
from semesta.ledger.region_lines import REGION_PARTS, region_parts_sql
from semesta.ledger.vocabulary import Account, EntryKind, LineKind, Party


def check(on_law: Callable[[LawChecked], None] | None = None) -> tuple[LawChecked, ...]:
    """Every law of the ledger, on one state of the database."""
    return check_laws((*LAWS, *arrears_laws()), on_law=on_law)


def _equal(left: str, right: str, *, by: str, place: str) -> str:
    """Sums of two SELECTs (`by` columns, amount) that must agree for each key; a key one side lacks counts 0."""
    return f"""
        SELECT {place}, sum(left_rupiah), sum(right_rupiah) FROM (
          SELECT {by}, amount AS left_rupiah, 0 AS right_rupiah FROM ({left}) AS one
          UNION ALL SELECT {by}, 0, amount FROM ({right}) AS other
        ) AS both_sides GROUP BY {by} HAVING sum(left_rupiah) <> sum(right_rupiah)"""


def _text(*parts: str) -> str:
    """SQL: words and columns as one text with blanks between."""
    return " || ' ' || ".join(part if part.startswith("'") else f"CAST({part} AS text)" for part in parts)


_PARTY = _text("'party'", "party_kind", "party_id")
_BILLS = f"e.kind IN ({EntryKind.BILL}, {EntryKind.ADJUSTMENT})"

#: What each party owes by the lines of the bills: the three payers of a line, and the centre.
_OWED_BY_LINES = f"""
    SELECT {Party.FAMILY} AS party_kind, family_id AS party_id, for_month, billed_month, member AS amount
      FROM bill_line WHERE payer_id IS NULL AND member <> 0
    UNION ALL SELECT y.kind, y.id, l.for_month, l.billed_month, l.member + l.employer
      FROM bill_line l JOIN payer y ON y.id = l.payer_id
    UNION ALL SELECT y.kind, y.id, l.for_month, l.billed_month, l.local_contribution + l.local_assistance
      FROM bill_line l JOIN payer y ON y.id = l.region_id
    UNION ALL SELECT y.kind, y.id, l.for_month, l.billed_month, l.centre
      FROM bill_line l CROSS JOIN payer y WHERE y.kind = {Party.CENTRE} AND y.code = 'PUSAT' AND l.centre <> 0"""

_RECEIVABLE = f"""
    SELECT q.party_kind, q.party_id, q.for_month, e.month AS billed_month, q.amount_rupiah AS amount
      FROM posting q JOIN entry e ON e.id = q.entry_id WHERE q.account = {Account.RECEIVABLE}"""

#: Everything that moves what a party owes, from the tables in which it was decided.
_MOVES = f"""
    SELECT party_kind, party_id, amount FROM ({_OWED_BY_LINES}) AS lines
    UNION ALL SELECT e.party_kind, e.party_id, -p.amount_rupiah
      FROM payment p JOIN entry e ON e.id = p.entry_id WHERE e.kind = {EntryKind.PAYMENT}
    UNION ALL SELECT q.party_kind, q.party_id, q.amount_rupiah
      FROM posting q JOIN entry e ON e.id = q.entry_id
      WHERE e.kind = {EntryKind.RESOLVED} AND q.account = {Account.RECEIVABLE}
    UNION ALL SELECT e.party_kind, e.party_id, r.amount_rupiah
      FROM refund r JOIN entry e ON e.id = r.entry_id WHERE r.payment_id IS NULL
    UNION ALL SELECT q.party_kind, q.party_id, -q.amount_rupiah
      FROM entry e JOIN posting q ON q.entry_id = e.reverses_id
      WHERE e.reverses_id IS NOT NULL AND q.account = {Account.RECEIVABLE}"""

LAWS: tuple[Law, ...] = (
    Law(
        "entry_balances",
        Text("setiap pembukuan seimbang dan punya dua sisi", "every entry balances and has two sides"),
        f"""SELECT {_text("'entry'", "e.id")}, sum(coalesce(q.amount_rupiah, 0)), 0
            FROM entry e LEFT JOIN posting q ON q.entry_id = e.id GROUP BY e.id
            HAVING sum(coalesce(q.amount_rupiah, 0)) <> 0 OR count(q.id) < 2""",
    ),
    Law(
        "ledger_zero",
        Text("seluruh buku besar berjumlah nol", "the whole ledger adds up to nothing"),
        "SELECT 'ledger', total, 0 FROM (SELECT coalesce(sum(amount_rupiah), 0) AS total FROM posting) AS sums "
        "WHERE total <> 0",
    ),
    Law(
        "bills_are_lines",
        Text(
            "tagihan setiap pihak dan bulan = jumlah bagiannya pada baris per orang",
            "each party's bill of a month = the sum of its parts in the lines by person",
        ),
        _equal(
            _OWED_BY_LINES,
            f"{_RECEIVABLE} AND {_BILLS}",
            by="party_kind, party_id, billed_month, for_month",
            place=_text("'party'", "party_kind", "party_id", "'of'", "for_month", "'billed'", "billed_month"),
        ),
    ),
    Law(
        "parts_have_payers",
        Text(
            "setiap bagian iuran ada yang berutang", "every part of a contribution has somebody who owes it"
        ),
        f"""SELECT {_text("'bill line'", "id")}, employer + local_contribution + local_assistance, 0 FROM bill_line
            WHERE (employer <> 0 AND payer_id IS NULL)
               OR ((local_contribution <> 0 OR local_assistance <> 0) AND region_id IS NULL)""",
    ),
    Law(
        "region_lines",
        Text(
            "lima baris pemda dan potongan upah = tagihannya",
            "a region's five lines and what it withholds = its bills",
        ),
        _equal(
            f"SELECT region, {' + '.join(REGION_PARTS)} AS amount FROM ({region_parts_sql()}) AS parts",
            f"""SELECT q.party_id AS region, q.amount_rupiah AS amount FROM posting q JOIN entry e ON e.id = q.entry_id
                WHERE q.account = {Account.RECEIVABLE} AND q.party_kind = {Party.REGION} AND {_BILLS}""",
            by="region",
            place=_text("'region'", "region"),
        ),
    ),
    Law(
        "receivable",
        Text(
            "piutang setiap pihak = tagihan + penyesuaian − pembayaran + pengembalian − pembatalan",
            "each party's receivable = bills + adjustments − payments + refunds − reversals",
        ),
        _equal(_RECEIVABLE, _MOVES, by="party_kind, party_id", place=_PARTY),
    ),
    Law(
        "billed_once",
        Text("satu baris tagihan untuk satu orang dan bulan", "one billed line for a person and month"),
        f"""SELECT {_text("'person'", "person_id", "'of'", "for_month")}, count(*), 1
            FROM bill_line WHERE kind = {LineKind.BILLED} GROUP BY person_id, for_month HAVING count(*) > 1""",
    ),
    Law(
        "lines_lead_on",
        Text(
            "setiap baris dan sisi pembukuan menunjuk orang, keluarga, tarif dan pembukuan yang ada",
            "every line and posting names a person, family, rate and entry that are there",
        ),
        " UNION ALL ".join(
            f"SELECT '{table} ' || CAST(t.id AS text), t.{column}, 0 FROM {table} t WHERE t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {other} o WHERE o.id = t.{column})"
            for table, column, other in (
                *(("bill_line", "person_id", "person"), ("bill_line", "family_id", "family")),
                *(("bill_line", "payer_id", "payer"), ("bill_line", "region_id", "payer")),
                *(("bill_line", "rate_id", "rate"), ("bill_line", "change_id", "change")),
                *(("posting", "entry_id", "entry"), ("entry", "change_id", "change")),
            )
        ),
    ),
    Law(
        "reversals_mirror",
        Text("pembatalan adalah cermin pembukuannya", "a reversal mirrors its entry"),
        f"""SELECT {_text("'entry'", "id")}, sum(amount), 0 FROM (
              SELECT e.id, q.account, q.party_kind, q.party_id, q.for_month, q.amount_rupiah AS amount
                FROM entry e JOIN posting q ON q.entry_id = e.id WHERE e.reverses_id IS NOT NULL
              UNION ALL SELECT e.id, q.account, q.party_kind, q.party_id, q.for_month, q.amount_rupiah
                FROM entry e JOIN posting q ON q.entry_id = e.reverses_id) AS sides
            GROUP BY id, account, party_kind, party_id, for_month HAVING sum(amount) <> 0
            UNION ALL SELECT {_text("'entry'", "id")}, kind, {EntryKind.REVERSAL} FROM entry
              WHERE (kind = {EntryKind.REVERSAL}) <> (reverses_id IS NOT NULL)""",
    ),
    Law(
        "payments_are_entries",
        Text(
            "setiap pembayaran = satu pembukuan dengan jumlah yang sama di banknya",
            "every payment = one entry with the same amount at its bank",
        ),
        _equal(
            f"SELECT entry_id, {Party.BANK} AS party_kind, bank_id AS party_id, amount_rupiah AS amount FROM payment",
            f"""SELECT e.id AS entry_id, q.party_kind, q.party_id, q.amount_rupiah AS amount
                FROM entry e JOIN posting q ON q.entry_id = e.id
                WHERE e.kind IN ({EntryKind.PAYMENT}, {EntryKind.PARKED}) AND q.account = {Account.BANK}""",
            by="entry_id, party_kind, party_id",
            place=_text("'entry'", "entry_id"),
        ),
    ),
    Law(
        "parked_resolved_once",
        Text(
            "titipan tidak pernah keluar lebih dari yang masuk",
            "suspense never gives out more than came in",
        ),
        f"""SELECT {_text("'party'", "party_kind", "party_id")}, sum(amount_rupiah), 0 FROM posting
            WHERE account = {Account.SUSPENSE} GROUP BY party_kind, party_id HAVING sum(amount_rupiah) > 0""",
    ),
    Law(
        "charges_are_entries",
        Text("setiap denda rawat inap = pembukuannya", "every inpatient charge = its entry"),
        _equal(
            "SELECT entry_id, charge_rupiah AS amount FROM inpatient_charge WHERE entry_id IS NOT NULL",
            f"""SELECT e.id AS entry_id, q.amount_rupiah AS amount FROM entry e JOIN posting q ON q.entry_id = e.id
                WHERE e.kind = {EntryKind.INPATIENT_CHARGE} AND q.account = {Account.CHARGE_RECEIVABLE}""",
            by="entry_id",
            place=_text("'entry'", "entry_id"),
        ),
    ),
    Law(
        "closed_months",
        Text(
            "tidak ada pembukuan baru dalam bulan yang sudah ditutup", "nothing new is booked in a closed month"
        ),
        f"""SELECT {_text("'entry'", "e.id")}, e.change_id, c.closed FROM entry e JOIN (
              SELECT d.month, min(m.change_id) AS closed FROM (SELECT DISTINCT month FROM entry) AS d
              JOIN month_closed m ON m.month >= d.month GROUP BY d.month) AS c ON c.month = e.month
            WHERE e.change_id > c.closed""",
    ),
    Law(
        "refunds_by_two",
        Text("pengembalian diputuskan oleh orang kedua", "a refund is decided by a second person"),
        f"""SELECT {_text("'refund'", "r.id")}, 1, 2 FROM refund r
            JOIN change a ON a.id = r.asked_id LEFT JOIN change d ON d.id = r.decided_id
            WHERE (r.agreed OR r.entry_id IS NOT NULL OR r.paid_id IS NOT NULL)
              AND (d.id IS NULL OR lower(trim(d.actor)) = lower(trim(a.actor)))""",
    ),
    Law(
        "refunds_are_entries",
        Text(
            "pengembalian yang disetujui = pembukuannya", "refunds that were agreed to = their entries"
        ),
        _equal(
            "SELECT entry_id, amount_rupiah AS amount FROM refund WHERE agreed AND entry_id IS NOT NULL",
            f"""SELECT e.id AS entry_id, -q.amount_rupiah AS amount FROM entry e JOIN posting q ON q.entry_id = e.id
                WHERE e.kind = {EntryKind.REFUND_AGREED} AND q.account = {Account.REFUND_PAYABLE}""",
            by="entry_id",
            place=_text("'entry'", "entry_id"),
        ),
    ),
)  # fmt: skip
