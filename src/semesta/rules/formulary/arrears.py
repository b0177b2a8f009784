"""What is owed to be active again, what that costs in a hospital soon after, and instalments (jkn.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from semesta.faults import Text
from semesta.rules.expressions import DayOf, Expression, MonthOf, choose, given_or, greatest, later, least
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import BUCKET, HOSPITAL_CLASS, OLDEST_UNPAID, PERSONS, quantity

_WHOLE = 10_000
PAYERS = ("MEMBER", "EMPLOYER", "NOBODY")


def _arrears(setting: Setting) -> Mapping[str, Expression]:
    now, oldest = MonthOf(setting.on), MonthOf(setting["oldest_unpaid"])
    owed, billed, amount = _billed(setting)
    today = _by_class(setting, setting.number)
    current = choose((oldest <= now, today * given_or(setting["persons"], 1)), (now < oldest, 0))
    return {
        "months_owed": owed,
        "months_billed": billed,
        "arrears": amount,
        "current_month": current,
        "to_reactivate": amount + current,
    }


def _billed(setting: Setting) -> tuple[Expression, Expression, Expression]:
    """Months owed before the current one, those that are billed, and the amount of these."""
    now, oldest = MonthOf(setting.on), MonthOf(setting["oldest_unpaid"])
    owed = greatest(now - oldest, 0)
    ceiling = setting.number("arrears.ceiling_months")
    first = greatest(oldest, now - ceiling)
    sums = _by_class(setting, lambda parameter: setting.months(parameter, first, now))
    return owed, least(owed, ceiling), sums * given_or(setting["persons"], 1)


def _by_class(setting: Setting, of: Callable[[str], Expression]) -> Expression:
    """What the member owes by class; without assistance, which is for active members."""
    rates = {1: "pbpu.class_1.total", 2: "pbpu.class_2.total", 3: "pbpu.class_3.member"}
    return choose(*((setting["hospital_class"].is_(number), of(name)) for number, name in rates.items()))


def _inpatient(setting: Setting) -> Mapping[str, Expression]:
    back, admitted, bucket = setting["reactivated_on"], setting["admitted_on"], setting["bucket"]
    within = (back <= admitted) & (
        admitted <= later(back, days=setting.number("inpatient.window_days", admitted))
    )
    months = least(setting["months_owed"], setting.number("inpatient.months_ceiling", admitted))
    amount = setting["diagnosis_cost"] * setting.number("inpatient.rate", admitted) * months // _WHOLE
    charge = choose(
        (setting.among(bucket, "inpatient.exempt", admitted) | ~within, 0),
        (within, least(amount, setting.number("inpatient.ceiling", admitted))),
    )
    employer = setting.among(bucket, "inpatient.employer_pays", admitted)
    return {
        "within_window": within,
        "months_counted": months,
        "charge": charge,
        "payer": choose(
            (charge.is_(0), "NOBODY"), (employer & charge.known(), "EMPLOYER"), (charge.known(), "MEMBER")
        ),
    }


def _instalment(setting: Setting) -> Mapping[str, Expression]:
    _, billed, amount = _billed(setting)
    february = (MonthOf(setting.on) % 12).is_(1)
    last_day = choose(
        (february, setting.number("instalment.signup_day_february")),
        otherwise=setting.number("instalment.signup_day"),
    )
    months = (setting.number("instalment.months_least") <= billed) & (
        billed <= setting.number("instalment.months_most")
    )
    most = setting.number("instalment.stages")
    stages = choose((setting["stages"] > 0, least(setting["stages"], most)), otherwise=most)
    each = amount // stages
    return {
        "allowed": setting.among(setting["bucket"], "instalment.buckets")
        & months
        & (DayOf(setting.on) <= last_day),
        "months_billed": billed,
        "amount": amount,
        "stages": stages,
        "each_stage": each,
        "last_stage": amount - each * (stages - 1),
    }


ARREARS = Formula(
    "arrears",
    Text("Tunggakan dan biaya aktif kembali (PBPU dan BP)", "Arrears and what it takes to be active again (PBPU and BP)"),
    (HOSPITAL_CLASS, OLDEST_UNPAID, PERSONS),
    (
        quantity("months_owed", "months", "bulan tertunggak sebelum bulan ini", "months owed before this one"),
        quantity("months_billed", "months", "bulan yang ditagih, paling banyak batasnya", "months billed, up to the ceiling"),
        quantity("arrears", "rupiah", "tunggakan yang ditagih", "arrears billed"),
        quantity("current_month", "rupiah", "iuran bulan berjalan", "contribution of the current month"),
        quantity("to_reactivate", "rupiah", "yang harus dibayar supaya aktif", "what must be paid to be active"),
    ),
    _arrears,
    Text(
        "Yang ditagih adalah bulan-bulan terakhir sebelum bulan berjalan, masing-masing dengan besaran bulannya "
        "sendiri; selama menunggak tidak ada bantuan iuran, jadi kelas III menurut bagian peserta.",
        "Billed are the latest months before the current one, each at its own month's rate; there is no assistance "
        "while in arrears, so class III goes by the member's part.",
    ),
)  # fmt: skip

INPATIENT_CHARGE = Formula(
    "inpatient_charge",
    Text("Denda pelayanan rawat inap", "Charge for inpatient care soon after reactivation"),
    (
        BUCKET,
        quantity("reactivated_on", "date", "tanggal aktif kembali", "day of reactivation"),
        quantity("admitted_on", "date", "tanggal masuk rawat inap", "day of admission"),
        quantity("months_owed", "months", "bulan yang tertunggak", "months that were owed"),
        quantity("diagnosis_cost", "rupiah", "biaya diagnosis awal (INA-CBG)", "cost of the initial diagnosis (INA-CBG)"),
    ),
    (
        quantity("within_window", "flag", "masuk dalam masa denda", "admitted within the window"),
        quantity("months_counted", "months", "bulan yang dihitung", "months counted"),
        quantity("charge", "rupiah", "denda", "charge"),
        quantity("payer", "word", "siapa yang membayar", "who pays it", words=PAYERS),
    ),
    _inpatient,
    Text("Berlaku hukum pada tanggal masuk; rawat jalan tidak kena denda.", "The law of the day of admission holds; outpatient care has no charge."),
)  # fmt: skip

INSTALMENT = Formula(
    "instalment",
    Text("Cicilan tunggakan (REHAB)", "Arrears by instalments (REHAB)"),
    (BUCKET, HOSPITAL_CLASS, OLDEST_UNPAID, PERSONS, quantity("stages", "months", "tahap yang diminta; kosong: paling banyak", "stages asked for; empty: the most", optional=True)),
    (
        quantity("allowed", "flag", "boleh mendaftar hari itu", "may sign up on that day"),
        quantity("months_billed", "months", "bulan yang dicicil", "months to be paid off"),
        quantity("amount", "rupiah", "jumlah seluruhnya", "whole amount"),
        quantity("stages", "months", "tahap", "stages"),
        quantity("each_stage", "rupiah", "cicilan tiap tahap", "each stage"),
        quantity("last_stage", "rupiah", "cicilan terakhir", "last stage"),
    ),
    _instalment,
    Text(
        "Satu pendaftaran sekeluarga; kartu aktif setelah lunas. Tunggakan di atas batas tagihan dihitung sebanyak yang ditagih. Tahap terakhir menutup sisa rupiahnya.",
        "One registration a family; the card is active once all is paid. Arrears beyond the ceiling count as what is billed. The last stage takes the odd rupiah.",
    ),
)  # fmt: skip
