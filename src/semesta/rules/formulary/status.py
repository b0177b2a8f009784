"""What a card is on a day, from what was paid by then (jkn.md 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, FirstDayOf, MonthOf, Value, choose, later
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.ages import CHILD, leaves_on
from semesta.rules.formulary.quantities import BIRTH_DATE, BUCKET, RELATION, STUDENT, optional, quantity
from semesta.tables import STATUSES


def build(setting: Setting) -> Mapping[str, Expression]:
    oldest = MonthOf(setting["first_month"]) + setting["months_paid"]
    dead_from = oldest + setting.number("arrears.grace_months")
    return {
        "status": choose(
            *_ended(setting),
            *_not_begun(setting),
            (setting["bucket"].is_("PBI_JK"), "AKTIF"),
            *_by_payments(setting, dead_from),
            (setting["bucket"].one_of(*_SELF_PAYING), "TIDAK_DIKETAHUI"),
            otherwise="AKTIF",
        ),
        "oldest_unpaid": FirstDayOf(oldest),
        "due_on": later(FirstDayOf(oldest), days=setting.number("due_day") - 1),
        "inactive_from": FirstDayOf(dead_from),
    }


_SELF_PAYING = ("PBPU", "BP")
_WORKERS = ("PPU_PN", "PPU_BU")
_Case = tuple[Expression, Expression | Value]


def _ended(setting: Setting) -> Iterator[_Case]:
    """Nothing that happens after the day is looked at."""
    on, bucket = setting.on, setting["bucket"]
    worker = bucket.one_of(*_WORKERS)
    left = setting["left_on"] <= on
    yield setting["died_on"] <= on, "MENINGGAL"
    yield left & bucket.is_("PBI_JK"), "NONAKTIF_PBI_KELUAR"
    yield left & bucket.is_("PBPU_BP_PEMDA"), "NONAKTIF_PEMDA_KELUAR"
    yield left & worker, "NONAKTIF_PPU_KELUAR"
    dismissed = setting["dismissed_on"]
    until = later(dismissed, months=setting.number("job_loss.months", dismissed))
    yield (
        worker & (dismissed <= on),
        choose((until <= on, "NONAKTIF_PPU_KELUAR"), (on < until, "AKTIF"), otherwise="TIDAK_DIKETAHUI"),
    )
    limited = setting.among(bucket, "child.limit_applies") & setting["relation"].is_(CHILD)
    yield limited & (leaves_on(setting) <= on), "NONAKTIF_USIA"


def _not_begun(setting: Setting) -> Iterator[_Case]:
    unpaid = setting["bucket"].one_of(*_SELF_PAYING) & setting["months_paid"].is_(0)
    yield setting["start_date"] > setting.on, "BELUM_AKTIF"
    yield (setting["first_month"] > setting.on) | unpaid, "BELUM_AKTIF"


def _by_payments(setting: Setting, dead_from: Expression) -> Iterator[_Case]:
    """Unpaid by the end of a month: dead from the first day of the next (Perpres 64/2020 art. 42, tbv)."""
    yield dead_from <= MonthOf(setting.on), "NONAKTIF_TUNGGAKAN"
    yield dead_from > MonthOf(setting.on), "AKTIF"


STATUS_ON = Formula(
    "status",
    Text("Status kartu pada suatu hari", "Status of a card on a day"),
    (
        BUCKET,
        quantity("first_month", "date", "hari pertama bulan pertama yang wajib dibayar", "first day of the first month owed", optional=True),
        quantity("months_paid", "months", "bulan yang sudah dibayar sampai hari itu", "months paid by that day", optional=True),
        quantity("start_date", "date", "TMT", "start of cover", optional=True),
        quantity("left_on", "date", "tanggal keluar dari daftar pembayarnya", "day of leaving the payer's list", optional=True),
        quantity("dismissed_on", "date", "tanggal PHK (hanya PPU)", "day of dismissal (wage earners only)", optional=True),
        quantity("died_on", "date", "tanggal meninggal", "day of death", optional=True),
        optional(RELATION),
        optional(BIRTH_DATE),
        STUDENT,
    ),
    (
        quantity("status", "word", "status", "status", words=STATUSES),
        quantity("oldest_unpaid", "date", "hari pertama bulan tertua yang belum dibayar", "first day of the oldest unpaid month"),
        quantity("due_on", "date", "tanggal bayar paling lambat bulan itu", "day by which that month is to be paid"),
        quantity("inactive_from", "date", "hari kartu mati bila bulan itu tetap tidak dibayar", "day from which the card is dead if that month stays unpaid"),
    ),
    build,
    Text(
        "Pembayaran masuk ke bulan tertua lebih dulu. Urutan: meninggal, keluar, lewat usia, belum mulai, iuran. "
        "Tanpa riwayat, kartu yang dibayar pihak lain dianggap lunas dan kartu mandiri tidak diketahui. "
        "Peserta mandiri aktif sejak bulan pertama dibayar.",
        "Payments go to the oldest month first. Order: died, left, over age, not begun, contributions. Without a "
        "history a card that others pay counts as paid and a self-paying one is unknown. A self-paying member "
        "is active once the first month is paid.",
    ),
)  # fmt: skip
