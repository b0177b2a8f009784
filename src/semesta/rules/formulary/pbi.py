"""What the central subsidy (PBI JK) costs, and what a province adds by its fiscal capacity (jkn.md 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, MonthOf, given_or
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import quantity

_WHOLE = 10_000


def _pbi_share(setting: Setting) -> Mapping[str, Expression]:
    first = MonthOf(setting.on)
    months = setting.months("pbi.total", first, first + given_or(setting["months"], 1))
    each = setting.number("pbi.total") * setting["province_share"] // _WHOLE
    total = setting["persons"] * months
    province = total * setting["province_share"] // _WHOLE
    return {"total": total, "province_each": each, "province": province, "centre": total - province}


PBI_SHARE = Formula(
    "pbi_share",
    Text("Iuran PBI JK dan kontribusi provinsi", "Contributions of PBI JK and the province's part"),
    (
        quantity("persons", "persons", "peserta PBI JK", "members of PBI JK"),
        quantity("province_share", "basis_points", "kontribusi provinsi; 500 = 5%", "province's part; 500 = 5%"),
        quantity("months", "months", "jumlah bulan mulai bulan itu; kosong: 1", "number of months from that month on; empty: 1", optional=True),
    ),
    (
        quantity("total", "rupiah", "iuran PBI JK", "contributions of PBI JK"),
        quantity("province_each", "rupiah", "kontribusi provinsi per orang sebulan", "province's part a person and month"),
        quantity("province", "rupiah", "kontribusi provinsi", "province's part"),
        quantity("centre", "rupiah", "sisanya, dari pusat", "the rest, from the centre"),
    ),
    _pbi_share,
    Text(
        "Sejak 2021 provinsi ikut membayar menurut kapasitas fiskalnya (PMK 78/2020); tabel besarannya tidak ada dalam sumber kami, jadi porsinya masukan menurut keputusan gubernur tahun itu.",
        "Since 2021 a province adds a part by its fiscal capacity (PMK 78/2020); the table of parts is not in our sources, so the part is an input by that year's decision of the governor.",
    ),
)  # fmt: skip
