"""What a card is on a day, from what was paid by then (jkn.md 3)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import BIRTH_DATE, BUCKET, RELATION, STUDENT, optional, quantity
from semesta.tables import STATUSES


def build(setting: Setting) -> Mapping[str, Expression]:
    raise NotImplementedError


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
