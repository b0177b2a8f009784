"""The money of a local government: tobacco tax and the five lines of what it owes (jkn.md 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add

from semesta.faults import Text
from semesta.rules.expressions import Expression, MonthOf, choose, given_or, greatest
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import quantity

_WHOLE = 10_000
_WHOLE_TWICE = _WHOLE * _WHOLE


def _tobacco(setting: Setting) -> Mapping[str, Expression]:
    tax, budget, minutes = setting["tobacco_tax"], setting["recognised_budget"], setting["minutes"]
    share = setting.number("tobacco.health_share") * setting.number("tobacco.jkn_share")
    # In two pieces: a tax of 250 billion times both shares would pass 64 bits.
    duty = tax // _WHOLE_TWICE * share + tax % _WHOLE_TWICE * share // _WHOLE_TWICE
    shortfall = greatest(duty - given_or(budget, 0), 0)
    withheld = choose((minutes, shortfall), (~minutes, duty))
    return {"duty": duty, "withheld": withheld, "left": tax - withheld}


def _local_liability(setting: Setting) -> Mapping[str, Expression]:
    first = MonthOf(setting.on)
    until = first + given_or(setting["months"], 1)
    members, self_payers = setting["pemda_persons"], setting["self_payers"]
    rates = setting.months("ppu_pn.employer", first, until)
    lines = {
        "contribution": members * setting.months("pemda.contribution", first, until),
        "assistance_members": members * setting.months("pemda.assistance_local", first, until),
        "assistance_self_payers": self_payers * setting.months("pbpu.class_3.local", first, until),
        "employer_servants": given_or(setting["servants_wages"], 0) * rates // _WHOLE,
        "employer_officials": given_or(setting["officials_wages"], 0) * rates // _WHOLE,
    }
    assistance = lines["assistance_members"] + lines["assistance_self_payers"]
    province = (
        lines["contribution"] * given_or(setting["province_contribution"], 0) // _WHOLE
        + assistance * given_or(setting["province_assistance"], 0) // _WHOLE
    )
    total = reduce(add, lines.values())
    return {**lines, "total": total, "province": province, "regency": total - province}


TOBACCO = Formula(
    "tobacco",
    Text("Potongan pajak rokok", "Withholding of tobacco tax"),
    (
        quantity("tobacco_tax", "rupiah", "bagian pajak rokok daerah setahun", "the region's share of tobacco tax in a year"),
        quantity("recognised_budget", "rupiah", "anggaran JKN daerah yang diakui dalam berita acara; kosong: 0", "the region's own JKN budget recognised in the minutes; empty: 0", optional=True),
        quantity("minutes", "flag", "berita acara ada", "the agreed minutes exist"),
    ),
    (
        quantity("duty", "rupiah", "kontribusi wajib", "contribution that is due"),
        quantity("withheld", "rupiah", "dipotong", "withheld"),
        quantity("left", "rupiah", "sisa pajak rokok", "tobacco tax that is left"),
    ),
    _tobacco,
)  # fmt: skip

LOCAL_LIABILITY = Formula(
    "local_liability",
    Text("Lima baris kewajiban JKN pemda", "The five lines of a local government's JKN liability"),
    (
        quantity("pemda_persons", "persons", "peserta aktif yang didaftarkan pemda", "active members registered by the local government"),
        quantity("self_payers", "persons", "peserta mandiri kelas III yang aktif", "active self-paying members of class III"),
        quantity("servants_wages", "rupiah", "dasar iuran PNSD dan PPPK sebulan", "wage base of regional civil servants and contract staff a month", optional=True),
        quantity("officials_wages", "rupiah", "dasar iuran kepala dan perangkat desa sebulan", "wage base of village heads and officials a month", optional=True),
        quantity("months", "months", "jumlah bulan mulai bulan itu; kosong: 1", "number of months from that month on; empty: 1", optional=True),
        quantity("province_contribution", "basis_points", "porsi provinsi atas iuran; kosong: 0", "province's share of the contributions; empty: 0", optional=True),
        quantity("province_assistance", "basis_points", "porsi provinsi atas bantuan iuran; kosong: 0", "province's share of the assistance; empty: 0", optional=True),
    ),
    (
        quantity("contribution", "rupiah", "iuran PBPU dan BP Pemda", "contributions of PBPU and BP Pemda"),
        quantity("assistance_members", "rupiah", "bantuan iuran PBPU dan BP Pemda", "assistance for PBPU and BP Pemda"),
        quantity("assistance_self_payers", "rupiah", "bantuan iuran mandiri kelas III aktif", "assistance for active self-payers of class III"),
        quantity("employer_servants", "rupiah", "iuran pemberi kerja PNSD dan PPPK", "employer's part for servants and contract staff"),
        quantity("employer_officials", "rupiah", "iuran pemberi kerja kepala dan perangkat desa", "employer's part for village heads and officials"),
        quantity("total", "rupiah", "jumlah", "total"),
        quantity("province", "rupiah", "bagian provinsi", "province's part"),
        quantity("regency", "rupiah", "bagian kabupaten/kota", "regency's part"),
    ),
    _local_liability,
    Text(
        "Setiap bulan dengan besaran bulannya sendiri. Porsi provinsi adalah aturan daerah, bukan nasional: isi menurut keputusan gubernur. Iuran pemberi kerja seluruhnya bagian kabupaten/kota.",
        "Each month at its own rate. The province's share is a local rule, not a national one: enter what the governor decided. The employer's part is wholly the regency's.",
    ),
)  # fmt: skip
