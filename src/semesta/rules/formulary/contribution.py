"""What falls due for one card in a month, and who pays which part of it (jkn.md 2)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, choose, greatest, least, lift
from semesta.rules.formula import Formula, Setting
from semesta.rules.formulary.quantities import (
    BUCKET,
    HOSPITAL_CLASS,
    RELATION,
    SEGMENT,
    STATUS,
    optional,
    quantity,
)

_WHOLE = 10_000
_PARTS = ("member", "employer", "centre", "local_government")


def build(setting: Setting) -> Mapping[str, Expression]:
    """Each part by the kind of card; the total is their sum, so that parts always add up."""
    parts = {part: _by_kind(setting, part) for part in _PARTS}
    total = parts["member"]
    for part in _PARTS[1:]:
        total = total + parts[part]
    return {"total": total, **parts}


CONTRIBUTION = Formula(
    "contribution",
    Text("Iuran sebulan dan siapa yang membayarnya", "A month's contribution and who pays it"),
    (
        BUCKET,
        optional(SEGMENT),
        optional(HOSPITAL_CLASS),
        STATUS,
        optional(RELATION),
        quantity("wage", "rupiah", "upah sebulan (hanya PPU)", "wage a month (wage earners only)", optional=True),
        quantity("wage_floor", "rupiah", "UMK; kosong: tanpa batas bawah", "regency's minimum wage; empty: no floor", optional=True),
        quantity("extra_members", "persons", "keluarga tambahan yang ditanggung pekerja; kosong: 0", "additional family members of the worker; empty: 0", optional=True),
        quantity("pension", "rupiah", "pensiun dan tunjangan keluarga sebulan", "pension and family allowance a month", optional=True),
        quantity("base_salary", "rupiah", "gaji pokok PNS III/a masa kerja 14 tahun", "base salary of grade III/a with 14 years of service", optional=True),
    ),
    (
        quantity("total", "rupiah", "iuran sebulan", "contribution a month"),
        quantity("member", "rupiah", "bagian peserta atau pekerja", "member's or worker's part"),
        quantity("employer", "rupiah", "bagian pemberi kerja", "employer's part"),
        quantity("centre", "rupiah", "bagian pemerintah pusat", "central government's part"),
        quantity("local_government", "rupiah", "bagian pemerintah daerah", "local government's part"),
    ),
    build,
    Text(
        "Iuran PPU, pensiunan dan veteran berdiri pada baris peserta (PISA 1), keluarganya 0. Upah, kelas, atau "
        "status yang tidak diketahui memberi hasil tidak diketahui, bukan 0. Bantuan iuran kelas III hanya selama "
        "AKTIF. Peserta menunggak tetap berutang bagiannya sendiri; kartu yang sudah keluar, meninggal atau belum "
        "mulai tidak berutang. Untuk NONAKTIF_DATA sumber kami diam: tidak diketahui.",
        "The contribution of wage earners, pensioners and veterans stands on the member's row (PISA 1), their family "
        "has 0. An unknown wage, class or status gives an unknown result, not 0. Assistance of class III only while "
        "AKTIF. Who is in arrears still owes the own part; a card that was dropped, whose holder died or that has "
        "not begun owes nothing. For NONAKTIF_DATA our sources are silent: unknown.",
    ),
)  # fmt: skip
