"""The tables of the ledger. Rows are written by the services of this room and by nobody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from semesta.register.models import Change, Family, Payer, Person


class Bank(models.Model):
    """A bank or channel that collects."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        db_table = "bank"


class Month(models.Model):
    """An accounting month that has been closed. Months are closed in order; entries go to the first open one."""

    month = models.DateField(primary_key=True)  # its first day
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "month_closed"


class Rate(models.Model):
    """What the law of a month says for one combination of segment, class, status and relation.

    Amounts are rupiah for one person and month; NULL is not known to us, which is not 0. Where `*_bp` are
    given, a base decides (a wage up to `wage_cap`, a pension, a base salary): each part is `base * bp // 10000`.
    Status BELUM_AKTIF: the first bill of self-paying members, their own part only.
    `parameters`: the dated values that were used, each with its article, how it was verified, its source.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    segment = models.SmallIntegerField()  # as in membership, also 0 and below
    hospital_class = models.SmallIntegerField()  # 0: not known
    status = models.SmallIntegerField()
    relation = models.SmallIntegerField()  # 0: not known
    member = models.BigIntegerField(null=True)
    employer = models.BigIntegerField(null=True)
    centre = models.BigIntegerField(null=True)
    local_contribution = models.BigIntegerField(null=True)
    local_assistance = models.BigIntegerField(null=True)
    employer_bp = models.IntegerField(null=True)
    worker_bp = models.IntegerField(null=True)
    centre_bp = models.IntegerField(null=True)
    wage_cap = models.BigIntegerField(null=True)
    parameters = models.JSONField(default=list)

    class Meta:
        db_table = "rate"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "segment", "hospital_class", "status", "relation"], name="rate_once"
            )
        ]


class BillRun(models.Model):
    """The bill run of a month: one. `known` is the last change whose facts it saw; `outcomes` counts people."""

    month = models.DateField(primary_key=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    known = models.BigIntegerField()
    outcomes = models.JSONField(default=dict)

    class Meta:
        db_table = "bill_run"


class AdjustRun(models.Model):
    """A look at the facts that came late: all up to change `known` are in the bills from then on."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()  # the open month in which the differences were entered
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    known = models.BigIntegerField()
    lines = models.BigIntegerField()

    class Meta:
        db_table = "adjust_run"


class ArrearsRun(models.Model):
    """The arrears run of a month: who had not paid it by its end. Months in order; `outcomes` counts people."""

    month = models.DateField(primary_key=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    outcomes = models.JSONField(default=dict)

    class Meta:
        db_table = "arrears_run"


class Entry(models.Model):
    """A booking. `month` is the accounting month; `key` makes doing it twice impossible."""

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField()  # EntryKind
    month = models.DateField()
    dated = models.DateField()  # the day of the business: the payment's, the bill's
    party_kind = models.SmallIntegerField()  # Party
    party_id = models.BigIntegerField()
    key = models.CharField(max_length=80, null=True)  # NULL for bills: kind, month and party are their key
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        db_table = "entry"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="entry_key"),
            models.UniqueConstraint(
                fields=["party_id", "month", "party_kind"], condition=Q(kind=1), name="entry_one_bill"
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_reversed_once"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(kind=4), name="entry_parked")]


class Posting(models.Model):
    """One side of an entry. The amounts of an entry add up to 0. `for_month`: the month of contribution owed."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False, db_constraint=False)
    account = models.SmallIntegerField()  # Account
    party_kind = models.SmallIntegerField()
    party_id = models.BigIntegerField()
    amount_rupiah = models.BigIntegerField()
    for_month = models.DateField(null=True)

    class Meta:
        db_table = "posting"
        indexes = [
            models.Index(fields=["entry"], name="posting_entry"),
            models.Index(fields=["party_id", "party_kind"], name="posting_party"),
        ]


class BillLine(models.Model):
    """One person's month on the bills: the parts that each payer owes, and the rate that says why.

    An ADJUSTED line holds the difference to what was billed before (parts can be negative). `billed_month`
    is the accounting month in which it was billed. `payer` is given only where a wage, pension or base
    salary (`wage`) decides: then it owes `member`, which it withholds, and `employer`; else the family owes
    `member`. `local_*` are owed by the region `region`, `centre` by the centre.

    Without foreign keys in the database, as `entry` and `posting`: a run writes millions of rows from those very
    tables, and PostgreSQL would queue six checks for each. Law `lines_lead_on` looks for what they would refuse.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField()  # LineKind
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, db_constraint=False)
    for_month = models.DateField()
    billed_month = models.DateField()
    family = models.ForeignKey(Family, models.PROTECT, db_index=False, db_constraint=False)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, db_index=False, db_constraint=False)
    region = models.ForeignKey(
        Payer, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    rate = models.ForeignKey(Rate, models.PROTECT, db_index=False, db_constraint=False)
    wage = models.BigIntegerField(null=True)
    member = models.BigIntegerField()
    employer = models.BigIntegerField()
    centre = models.BigIntegerField()
    local_contribution = models.BigIntegerField()
    local_assistance = models.BigIntegerField()
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        db_table = "bill_line"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "for_month"], condition=Q(kind=1), name="bill_line_once"
            )
        ]
        indexes = [
            models.Index(fields=["family"], name="bill_line_family"),
            models.Index(fields=["person"], condition=Q(kind=2), name="bill_line_adjusted"),
            # The bill of an employer or a region opens down to people without reading everybody's lines.
            models.Index(
                fields=["payer", "for_month"], condition=Q(payer__isnull=False), name="bill_line_payer"
            ),
            models.Index(
                fields=["region", "for_month"], condition=Q(region__isnull=False), name="bill_line_region"
            ),
        ]


class Wage(models.Model):
    """What a payer says to pay a person a month, from `from_month` until a later row says otherwise.

    For pensioners the pension with family allowance, for veterans the base salary that the law names.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    payer = models.ForeignKey(Payer, models.PROTECT, db_index=False)
    from_month = models.DateField()
    wage_rupiah = models.BigIntegerField()
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    superseded_by = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "wage"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "payer", "from_month"],
                condition=Q(superseded_by__isnull=True),
                name="wage_one_known",
            )
        ]


class Payment(models.Model):
    """A payment as the bank reported it. The bank's reference makes it one, however often it is reported."""

    id = models.BigAutoField(primary_key=True)
    bank = models.ForeignKey(Bank, models.PROTECT, db_index=False)
    reference = models.CharField(max_length=60)
    account_number = models.CharField(max_length=32)  # the virtual account, or what the payer wrote
    amount_rupiah = models.BigIntegerField()
    paid_on = models.DateField()
    entry = models.ForeignKey(Entry, models.PROTECT)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "payment"
        constraints = [models.UniqueConstraint(fields=["bank", "reference"], name="payment_once")]


class Refund(models.Model):
    """Money to be given back: asked for by one person, agreed to by another.

    From a party's credit; or, where `payment` is given, a parked payment, whose party is its bank.
    """

    id = models.BigAutoField(primary_key=True)
    party_kind = models.SmallIntegerField()
    party_id = models.BigIntegerField()
    amount_rupiah = models.BigIntegerField()
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+", db_index=False)
    asked = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    decided = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", db_index=False)
    agreed = models.BooleanField(null=True)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+", db_index=False)
    paid = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "refund"


class Instalment(models.Model):
    """REHAB: arrears of a family paid in stages. Active only when all is paid; one running plan a family."""

    id = models.BigAutoField(primary_key=True)
    family = models.ForeignKey(Family, models.PROTECT)
    signed_on = models.DateField()
    months = models.SmallIntegerField()
    amount_rupiah = models.BigIntegerField()
    stages = models.SmallIntegerField()
    first_stage_rupiah = models.BigIntegerField()
    last_stage_rupiah = models.BigIntegerField()
    owed_before_rupiah = models.BigIntegerField()  # the family's balance when it signed
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    ended = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=20, blank=True, default="")  # paid, broken, withdrawn

    class Meta:
        db_table = "instalment"
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(ended__isnull=True), name="instalment_one_running"
            )
        ]


class InpatientCharge(models.Model):
    """The charge for inpatient care within the window after reactivation."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT)
    reference = models.CharField(max_length=60, unique=True)  # the hospital's number of the stay
    admitted_on = models.DateField()
    reactivated_on = models.DateField()
    months = models.SmallIntegerField()
    diagnosis_rupiah = models.BigIntegerField()
    charge_rupiah = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, db_index=False)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "inpatient_charge"
