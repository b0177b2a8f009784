"""The tables of the register. Rows are written by the services of this room and by nobody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_OPEN = Q(superseded_by__isnull=True, valid_to__isnull=True)


class Change(models.Model):
    """One decision: who did what, why, by which article and document, and when we recorded it.

    Numbers grow in the order of `recorded_at`, which never goes back, whatever the machine's clock does: a
    number is therefore a point in the time of our knowledge.
    """

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(max_length=40)  # verb: enrol, suspend, bill, pay, adopt, import, merge ...
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    article = models.CharField(max_length=120, blank=True, default="")
    document = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "change"


class Payer(models.Model):
    """An employer, a regional government, or the centre. `code`: region code, employer's number, or 'PUSAT'."""

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField()  # PayerKind
    code = models.TextField()
    name = models.TextField()
    region = models.CharField(max_length=13, blank=True, default="")  # 18.71, where it sits
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "payer"
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="payer_once")]


class Family(models.Model):
    """The people of one bill: the scheme's family, which need not be the family card's (KK)."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "family"


class Person(models.Model):
    """A person, and what holds today. All but `id` and `change` can be dropped and rebuilt from the facts.

    Narrow, and without an index on what changes often (ADR 16). `status` of someone who was merged into
    another record is NULL, and so are the numbers.
    """

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    nik = models.BigIntegerField(null=True)
    card = models.BigIntegerField(null=True)
    kk = models.BigIntegerField(null=True)
    village = models.BigIntegerField(null=True)  # 1871011004
    family = models.ForeignKey(Family, models.PROTECT, null=True, db_index=False)
    relation = models.SmallIntegerField(null=True)  # PISA
    spell = models.SmallIntegerField(null=True)
    segment = models.SmallIntegerField(null=True)
    hospital_class = models.SmallIntegerField(null=True)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, db_index=False)
    status = models.SmallIntegerField(null=True)
    since = models.DateField(null=True)  # valid_from of the membership that holds
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "person"
        constraints = [
            # With a condition they are indexes of their own, which bulk loading makes again after the rows.
            models.UniqueConstraint(fields=["nik"], condition=Q(nik__isnull=False), name="person_nik"),
            models.UniqueConstraint(fields=["card"], condition=Q(card__isnull=False), name="person_card"),
        ]
        indexes = [
            models.Index(fields=["family"], name="person_family"),
            models.Index(fields=["kk"], name="person_kk"),
        ]


class Fact(models.Model):
    """Two clocks. Half-open periods; an open end is NULL."""

    id = models.BigAutoField(primary_key=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    superseded_by = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        abstract = True


class PersonFact(Fact):
    """Who the person is and lives where: at most one row for a person, a day, and a point of our knowledge.

    What comes from files is kept as it stood there, however long. No name: ''.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    name = models.TextField()
    sex = models.CharField(max_length=1, null=True)  # L, P
    birth_date = models.DateField(null=True)
    died_on = models.DateField(null=True)
    kk = models.BigIntegerField(null=True)
    village = models.BigIntegerField(null=True)
    address = models.TextField(null=True)
    rt = models.TextField(null=True)
    rw = models.TextField(null=True)
    phone = models.CharField(max_length=20, null=True)
    email = models.CharField(max_length=120, null=True)
    facility = models.TextField(null=True)
    student = models.BooleanField(null=True)  # in formal education; NULL: nobody said so, which counts as no

    class Meta:
        db_table = "person_fact"
        indexes = [models.Index(fields=["person"], name="person_fact_person")]


class Identifier(Fact):
    """A number that names a person. One open, uncontested holder of a NIK, card or passport.

    `contested`: an extract gives this number to a second person; both rows are kept until someone decides.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    kind = models.SmallIntegerField()  # IdentifierKind
    value = models.TextField()
    contested = models.BooleanField(default=False)

    class Meta:
        db_table = "identifier"
        constraints = [
            models.UniqueConstraint(
                fields=["value", "kind"],
                condition=_OPEN & Q(contested=False, kind__lt=4),
                name="identifier_one_holder",
            )
        ]
        indexes = [
            models.Index(fields=["person"], name="identifier_person"),
            models.Index(
                fields=["value"],
                condition=Q(superseded_by__isnull=False)
                | Q(valid_to__isnull=False)
                | Q(contested=True)
                | Q(kind=4),
                name="identifier_former",
            ),
        ]


class Membership(Fact):
    """Segment, class, payer, family and status of a person: at most one row for a day and a point of knowledge.

    Rows of one `spell` (1, 2, 3 ... of the person) share segment, class, payer and family; `transition`
    says how the row came to be. `start_date`, `end_date`, `status_raw`, `payer_written`: as in the extract.
    """

    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    spell = models.SmallIntegerField()
    family = models.ForeignKey(Family, models.PROTECT, db_index=False)
    relation = models.SmallIntegerField(null=True)
    segment = models.SmallIntegerField()  # 0 not known, below 0 only the group: see vocabulary
    hospital_class = models.SmallIntegerField(null=True)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, db_index=False)
    status = models.SmallIntegerField()
    transition = models.SmallIntegerField()
    start_date = models.DateField(null=True)  # TMT
    end_date = models.DateField(null=True)  # TAT
    status_raw = models.TextField(null=True)
    payer_written = models.TextField(null=True)

    class Meta:
        db_table = "membership"
        indexes = [models.Index(fields=["person"], name="membership_person")]


class Merge(models.Model):
    """Two records of one person made one, and perhaps made two again."""

    id = models.BigAutoField(primary_key=True)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)
    undone_by = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "merge"


class Look(models.Model):
    """Someone looked at a person's record: who, when, why."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "look"


class Taken(models.Model):
    """A file or edition that was taken over or imported: by its hash, so that the same one twice changes nothing.

    `rows_*` are the outcomes of its rows; they add up to `rows`.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)  # edition, extract, wages, statement ...
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(null=True)
    rows = models.BigIntegerField()
    outcomes = models.JSONField(default=dict)  # outcome -> rows; the sum is `rows`
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "taken"
        constraints = [models.UniqueConstraint(fields=["kind", "sha256"], name="taken_once")]
