"""By what a person comes in, what comes first on double cover, and when a new member's cover begins (jkn.md 3)."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.faults import Text
from semesta.rules.expressions import Expression, FirstDayOf, MonthOf, choose, later
from semesta.rules.formula import Formula, Quantity, Setting
from semesta.rules.formulary.quantities import BUCKET, quantity
from semesta.tables import BUCKETS

FIRST_PAYMENTS = ("TOO_EARLY", "OPEN", "PAID", "EXPIRED")


def _eligibility(setting: Setting) -> Mapping[str, Expression]:
    target = setting["decile"] <= setting.number("pbi.target_decile")
    return {
        "bucket": choose(
            (setting["state_wage"], "PPU_PN"),
            (setting["wage"], "PPU_BU"),
            (setting["worker_bucket"].known(), setting["worker_bucket"]),
            (setting["pensioner"], "BP"),
            (setting["on_pbi_list"] | target, "PBI_JK"),
            (setting["local_policy"], "PBPU_BP_PEMDA"),
            otherwise="PBPU",
        ),
        "subsidy_target": target,
    }


def _double_cover(setting: Setting) -> Mapping[str, Expression]:
    one, other = setting["bucket"], setting["other_bucket"]
    equal = setting.among(one, "precedence.equal") & setting.among(other, "precedence.equal")
    place, other_place = (setting.place(it, "precedence.order") for it in (one, other))
    first, second = ~equal & (place < other_place), ~equal & (other_place < place)
    same = one.is_(other)
    return {
        "stays": choose((same | first, one), (second, other)),
        "at_stake": choose((same | first, other), (second, one)),
    }


def _first_payment(setting: Setting) -> Mapping[str, Expression]:
    registered, paid = setting["registered_on"], setting["paid_on"]
    earliest = later(registered, days=setting.number("first_payment.earliest_days", registered))
    latest = later(registered, days=setting.number("first_payment.latest_days", registered))
    in_time = (earliest <= paid) & (paid <= latest) & (paid <= setting.on)
    return {
        "earliest": earliest,
        "latest": latest,
        "state": choose(
            (in_time, "PAID"),
            (setting.on < earliest, "TOO_EARLY"),
            (setting.on <= latest, "OPEN"),
            (setting.on > latest, "EXPIRED"),
        ),
        "active_from": choose((in_time, paid)),
    }


def _local_start(setting: Setting) -> Mapping[str, Expression]:
    registered = setting["registered_on"]
    at_once = later(registered, days=setting.number("local_start.priority_days", registered))
    months = setting.number("local_start.other_months", registered)
    in_turn = FirstDayOf(MonthOf(registered) + months)
    return {"active_from": choose((setting["priority"], at_once), (~setting["priority"], in_turn))}


def _fact(name: str, id_: str, en: str) -> Quantity:
    return quantity(name, "flag", f"{id_}; kosong: tidak", f"{en}; empty: no", optional=True)


ELIGIBILITY = Formula(
    "eligibility",
    Text("Segmen yang menurut hukum didahulukan bagi seseorang", "The segment that the law puts first for a person"),
    (
        _fact("state_wage", "menerima upah dari penyelenggara negara", "earns a wage of the state"),
        _fact("wage", "menerima upah dari badan usaha", "earns a wage of an enterprise"),
        quantity("worker_bucket", "word", "segmen pekerja yang menanggungnya sebagai keluarga", "bucket of the worker whose family the person is", optional=True, words=("PPU_PN", "PPU_BU")),
        _fact("pensioner", "pensiunan, veteran atau perintis kemerdekaan", "pensioner, veteran or pioneer of independence"),
        quantity("decile", "number", "desil kesejahteraan", "welfare decile", optional=True),
        _fact("on_pbi_list", "tercantum dalam daftar PBI JK", "on the list of PBI JK"),
        _fact("local_policy", "boleh didaftarkan pemda menurut kebijakannya", "may be registered by the local government under its policy"),
    ),
    (
        quantity("bucket", "word", "segmen yang didahulukan", "bucket that comes first", words=BUCKETS),
        quantity("subsidy_target", "flag", "desilnya termasuk sasaran PBI", "the decile is a target of the subsidy"),
    ),
    _eligibility,
    Text(
        "PPU (dan keluarganya), lalu bukan pekerja, lalu PBI JK bila tercantum atau desilnya termasuk sasaran, lalu pemda, lalu mandiri. Tempat BP di antaranya adalah bacaan kami.",
        "Wage earners (and family), then non-workers, then PBI JK if listed or within the target deciles, then the local government, then own means. The place of BP among them is our reading.",
    ),
)  # fmt: skip

DOUBLE_COVER = Formula(
    "double_cover",
    Text("Mana yang didahulukan bila seseorang dibayar dua kali", "Which comes first when a person is paid for twice"),
    (BUCKET, quantity("other_bucket", "word", "kelompok segmen kartu kedua", "bucket of the other card", words=BUCKETS)),
    (
        quantity("stays", "word", "segmen yang tetap", "bucket that stays", words=BUCKETS),
        quantity("at_stake", "word", "segmen yang dilepas", "bucket that goes", words=BUCKETS),
    ),
    _double_cover,
    Text(
        "Kosong bila urutan kedua segmen itu tidak kami ketahui; PPU_PN dan PPU_BU tidak saling mendahului.",
        "Empty where we do not know the order of the two; neither of PPU_PN and PPU_BU comes before the other.",
    ),
)  # fmt: skip

FIRST_PAYMENT = Formula(
    "first_payment",
    Text("Pembayaran pertama peserta mandiri baru", "First payment of a new self-paying member"),
    (
        quantity("registered_on", "date", "tanggal mendaftar", "day of registration"),
        quantity("paid_on", "date", "tanggal bayar", "day of payment", optional=True),
    ),
    (
        quantity("earliest", "date", "paling cepat dibayar", "earliest day to pay"),
        quantity("latest", "date", "paling lambat dibayar", "latest day to pay"),
        quantity("state", "word", "keadaan pada hari itu", "state on the day", words=FIRST_PAYMENTS),
        quantity("active_from", "date", "aktif sejak", "active from"),
    ),
    _first_payment,
    Text("Pembayaran sesudah hari itu diabaikan.", "A payment after the day is not looked at."),
)  # fmt: skip

LOCAL_START = Formula(
    "local_start",
    Text("Mulai aktif peserta yang didaftarkan pemda", "Start of cover of a person registered by a local government"),
    (
        quantity("registered_on", "date", "tanggal didaftarkan", "day of registration"),
        quantity("priority", "flag", "daerahnya UHC Prioritas (non cut off)", "the region has UHC Prioritas (non cut off)"),
    ),
    (quantity("active_from", "date", "aktif sejak", "active from"),),
    _local_start,
)  # fmt: skip
