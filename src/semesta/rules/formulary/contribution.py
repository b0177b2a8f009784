"""What falls due for one card in a month, and who pays which part of it (jkn.md 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from semesta.faults import Text
from semesta.rules.expressions import Constant, Expression, choose, greatest, least
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
_NOTHING_DUE = (
    "NONAKTIF_PBI_KELUAR", "NONAKTIF_PEMDA_KELUAR", "NONAKTIF_PPU_KELUAR", "NONAKTIF_USIA", "MENINGGAL", "BELUM_AKTIF",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    """Cards that the law treats alike: which, and each payer's part where it is not 0."""

    which: Expression
    parts: Mapping[str, Expression]


def build(setting: Setting) -> Mapping[str, Expression]:
    """Each part by the kind of card; a kind's total is the sum of its parts, so that parts always add up."""
    kinds = (_pbi(setting), _pemda(setting), *_by_class(setting), *_workers(setting), *_state_paid(setting))
    parts = {part: _due(setting, kinds, _part(part)) for part in _PARTS}
    return {"total": _due(setting, kinds, _total), **parts}


def _part(part: str) -> Callable[[_Kind], Expression]:
    return lambda kind: kind.parts.get(part, Constant(0))


def _total(kind: _Kind) -> Expression:
    return reduce(add, kind.parts.values()) if kind.parts else Constant(0)


def _due(setting: Setting, kinds: Sequence[_Kind], amount: Callable[[_Kind], Expression]) -> Expression:
    owed = choose(*((kind.which, amount(kind)) for kind in kinds))
    status = setting["status"]
    return choose((status.one_of("AKTIF", "NONAKTIF_TUNGGAKAN"), owed), (status.one_of(*_NOTHING_DUE), 0))


def _pbi(setting: Setting) -> _Kind:
    return _Kind(setting["bucket"].is_("PBI_JK"), {"centre": setting.number("pbi.total")})


def _pemda(setting: Setting) -> _Kind:
    own, local, centre = (
        setting.number(f"pemda.{n}") for n in ("contribution", "assistance_local", "assistance_centre")
    )
    return _Kind(
        setting["bucket"].is_("PBPU_BP_PEMDA"),
        {"centre": _assistance(setting, centre), "local_government": own + _assistance(setting, local)},
    )


def _by_class(setting: Setting) -> Iterator[_Kind]:
    """Self-paying members; a card whose class is unknown falls to no kind, so its amount is unknown."""
    bucket, hospital_class = setting["bucket"], setting["hospital_class"]
    rated = bucket.is_("PBPU") | (bucket.is_("BP") & setting.among(setting["segment"], "bp.class_rated"))
    for number in (1, 2):
        member = setting.number(f"pbpu.class_{number}.total")
        yield _Kind(rated & hospital_class.is_(number), {"member": member})
    centre, local = setting.number("pbpu.class_3.centre"), setting.number("pbpu.class_3.local")
    yield _Kind(
        rated & hospital_class.is_(3),
        {
            "member": setting.number("pbpu.class_3.member"),
            "centre": _assistance(setting, centre),
            "local_government": _assistance(setting, local),
        },
    )


def _assistance(setting: Setting, amount: Expression) -> Expression:
    """Only while the card is active (PMK 51/2024)."""
    return choose((setting["status"].is_("AKTIF"), amount), otherwise=0)


def _workers(setting: Setting) -> Iterator[_Kind]:
    """Wage earners: each part of the wage between floor and cap, fractions of a rupiah dropped."""
    wage, floor, extra = setting["wage"], setting["wage_floor"], setting["extra_members"]
    base = least(
        choose((floor.known(), greatest(wage, floor)), otherwise=wage), setting.number("ppu.wage_cap")
    )
    each_extra = base * setting.number("ppu.extra_member") // _WHOLE
    for bucket, of in (("PPU_PN", "ppu_pn"), ("PPU_BU", "ppu_bu")):
        which = setting["bucket"].is_(bucket)
        worker = base * setting.number(f"{of}.worker") // _WHOLE
        parts = {
            "member": worker + choose((extra > 0, extra * each_extra), otherwise=0),
            "employer": base * setting.number(f"{of}.employer") // _WHOLE,
        }
        yield _Kind(which & setting["relation"].is_(1), parts)
        yield _Kind(which & (setting["relation"] > 1), {})


def _state_paid(setting: Setting) -> Iterator[_Kind]:
    """Pensioners share with the government; the state pays for veterans and pioneers of independence."""
    member, pension = setting["relation"].is_(1), setting["pension"]
    retired = setting["bucket"].is_("BP") & setting.among(setting["segment"], "pension.segments")
    shares = {
        "member": pension * setting.number("pension.member") // _WHOLE,
        "centre": pension * setting.number("pension.government") // _WHOLE,
    }
    yield _Kind(retired & member, shares)
    veteran = setting["bucket"].is_("BP") & setting.among(setting["segment"], "veteran.segments")
    rate = setting.number("veteran.rate") * setting.number("veteran.base_share")
    yield _Kind(veteran & member, {"centre": setting["base_salary"] * rate // (_WHOLE * _WHOLE)})
    yield _Kind((retired | veteran) & (setting["relation"] > 1), {})


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
