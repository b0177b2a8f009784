"""Who is covered through a worker or a parent, for how long, and after the job is lost (jkn.md 3)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, choose, given_or, later
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.ages import CHILD, leaves_on
from semesta.rules.formulary.quantities import BIRTH_DATE, BUCKET, RELATION, STUDENT, quantity
from semesta.tables import BUCKETS

ROUTES = ("AUTOMATIC", "FOLLOWS_PARENT", "EXTRA_MEMBER", "AGREEMENT", "REGISTER_AND_PAY")
REASONS = ("ENTITLED", "NO_LIMIT", "EXTRA_MEMBER", "OVER_AGE", "MARRIED", "OWN_INCOME", "TOO_MANY")
_MEMBER, _ADDITIONAL = 1, 5  # PISA


def _newborn(setting: Setting) -> Mapping[str, Expression]:
    born, parent, paid = setting["birth_date"], setting["parent_bucket"], setting["paid_on"]
    route = _route(setting)
    by_itself, pays = route.one_of("AUTOMATIC", "FOLLOWS_PARENT"), route.is_("REGISTER_AND_PAY")
    register_by = later(born, days=setting.number("newborn.register_days", born))
    in_time = (paid <= setting.on) & (paid <= register_by)
    late = pays & (setting.on > register_by) & ~given_or(in_time, False)
    return {
        "route": route,
        "bucket": choose((~route.is_("AGREEMENT"), parent)),
        "register_by": register_by,
        "nik_by": later(born, months=setting.number("newborn.nik_months", born)),
        "late": late,
        "active_from": choose((by_itself, born), (pays & (paid <= setting.on), paid)),
        "owed_from": choose((late, born)),
    }


def _route(setting: Setting) -> Expression:
    born, parent = setting["birth_date"], setting["parent_bucket"]
    beyond = setting["child_number"] > setting.number("newborn.children_covered", born)
    return choose(
        (setting.among(parent, "newborn.automatic", born), "AUTOMATIC"),
        (setting.among(parent, "newborn.by_agreement", born), "AGREEMENT"),
        (parent.one_of("PPU_PN", "PPU_BU"), choose((beyond, "EXTRA_MEMBER"), otherwise="FOLLOWS_PARENT")),
        otherwise="REGISTER_AND_PAY",
    )


def _dependant(setting: Setting) -> Mapping[str, Expression]:
    relation, leaves = setting["relation"], leaves_on(setting)
    child = relation.is_(CHILD)
    reason = choose(
        (~setting.among(setting["bucket"], "child.limit_applies"), "NO_LIMIT"),
        (relation.is_(_ADDITIONAL), "EXTRA_MEMBER"),
        (relation.is_(_MEMBER), "ENTITLED"),
        (child & setting["married"], "MARRIED"),
        (child & setting["own_income"], "OWN_INCOME"),
        (child & (leaves <= setting.on), "OVER_AGE"),
        (setting["position"] > setting.number("family.dependants"), "TOO_MANY"),
        otherwise="ENTITLED",
    )
    return {
        "entitled": reason.one_of("ENTITLED", "NO_LIMIT", "EXTRA_MEMBER"),
        "reason": reason,
        "leaves_on": choose((child & setting.among(setting["bucket"], "child.limit_applies"), leaves)),
    }


def _job_loss(setting: Setting) -> Mapping[str, Expression]:
    dismissed = setting["dismissed_on"]
    until = later(dismissed, months=setting.number("job_loss.months", dismissed))
    covered = given_or(setting["proof"], True) & (dismissed <= setting.on) & (setting.on < until)
    return {
        "covered": covered,
        "until": until,
        "hospital_class": choose((covered, setting.number("job_loss.hospital_class", dismissed))),
        "contribution": choose((covered, 0)),
    }


NEWBORN = Formula(
    "newborn",
    Text("Bayi baru lahir", "Newborn"),
    (
        BIRTH_DATE,
        quantity("parent_bucket", "word", "kelompok segmen ibu atau orang tua", "bucket of the mother or parents", words=BUCKETS),
        quantity("child_number", "number", "anak ke berapa; kosong: 1 sampai 3", "which child it is; empty: 1 to 3", optional=True),
        quantity("paid_on", "date", "tanggal didaftarkan dan dibayar", "day of registration and payment", optional=True),
    ),
    (
        quantity("route", "word", "jalur", "way in", words=ROUTES),
        quantity("bucket", "word", "kelompok segmen bayi", "bucket of the baby", words=BUCKETS),
        quantity("register_by", "date", "paling lambat didaftarkan dan dibayar", "register and pay by"),
        quantity("nik_by", "date", "NIK paling lambat diperbarui", "NIK to be updated by"),
        quantity("late", "flag", "pada hari itu sudah terlambat", "late on the day"),
        quantity("active_from", "date", "aktif sejak; kosong: belum", "active from; empty: not yet"),
        quantity("owed_from", "date", "iuran terutang sejak (bila terlambat)", "contributions owed from (if late)"),
    ),
    _newborn,
    Text(
        "Bayi dari ibu PBI otomatis PBI; anak 1-3 PPU langsung aktif; anak ke-4 dan seterusnya adalah keluarga tambahan; bayi peserta pemda menurut PKS.",
        "A baby of a PBI mother is PBI by itself; children 1 to 3 of a wage earner are active at once; from the 4th on an additional member; a baby of a locally paid member follows the agreement.",
    ),
)  # fmt: skip

DEPENDANT = Formula(
    "dependant",
    Text("Anggota keluarga yang ditanggung", "Family member who is covered"),
    (
        BUCKET,
        RELATION,
        BIRTH_DATE,
        STUDENT,
        quantity("married", "flag", "sudah menikah; kosong: belum", "married; empty: no", optional=True),
        quantity("own_income", "flag", "berpenghasilan sendiri; kosong: tidak", "has own income; empty: no", optional=True),
        quantity("position", "number", "tanggungan ke berapa; kosong: dalam batas", "which dependant it is; empty: within the limit", optional=True),
    ),
    (
        quantity("entitled", "flag", "ditanggung pada hari itu", "covered on the day"),
        quantity("reason", "word", "sebab", "reason", words=REASONS),
        quantity("leaves_on", "date", "hari mencapai batas usia (anak)", "day on which the age limit is reached (child)"),
    ),
    _dependant,
    Text(
        "Batas usia hanya untuk anak PPU; keluarga PBPU dan BP tidak dibatasi usia (menurut ingatan). Batas pelajar berlaku hanya bila `student` benar.",
        "The age limit holds for children of wage earners only; families of PBPU and BP have none (from memory). The students' limit holds only where `student` is true.",
    ),
)  # fmt: skip

JOB_LOSS = Formula(
    "job_loss",
    Text("Jaminan sesudah PHK", "Cover after dismissal"),
    (
        quantity("dismissed_on", "date", "tanggal PHK", "day of dismissal"),
        quantity("proof", "flag", "ada salah satu bukti Perpres 59/2024; kosong: ada", "one of the proofs of Perpres 59/2024 exists; empty: yes", optional=True),
    ),
    (
        quantity("covered", "flag", "masih dijamin pada hari itu", "still covered on the day"),
        quantity("until", "date", "hari pertama tidak lagi dijamin", "first day no longer covered"),
        quantity("hospital_class", "number", "kelas rawat selama itu", "hospital class meanwhile"),
        quantity("contribution", "rupiah", "iuran selama itu", "contribution meanwhile"),
    ),
    _job_loss,
)  # fmt: skip
