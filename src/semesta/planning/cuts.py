"""Which cards a cut of subsidies takes, and whom the local government takes over within its budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from semesta.faults import InputRefused, Text
from semesta.planning.card_groups import DECILES, LOCAL, Cards, Group, in_order, spread, total, within
from semesta.planning.scenario import National, SubsidyCut, TakeOver
from semesta.rules.thresholds import WHOLE_BASIS_POINTS


@dataclass(frozen=True, slots=True)
class Cut:
    """Cards that lose their payer, and those of them that the local government pays for from then on."""

    removed: dict[Group, int]
    taken_over: dict[Group, int]
    notes: tuple[Text, ...]


def cut(cards: Cards, change: SubsidyCut, unit_rupiah_month: int | None) -> Cut:
    """A cut of active cards. InputRefused where it asks more than there are, or no unit cost is known."""
    there = {
        group: n
        for group, n in cards.items()
        if group.bucket == change.bucket and group.active and within(group, change.region)
    }
    number, notes = _number(cards, there, change)
    have = sum(there.values())
    if number > have:
        raise InputRefused(
            place=f"subsidy_cut.{change.bucket}",
            reason=Text(
                f"{number} kartu diminta, tetapi hanya ada {have} yang aktif.",
                f"{number} cards are asked, but only {have} are active.",
            ),
            remedy=Text(f"Tulis paling banyak {have}.", f"Write at most {have}."),
        )
    removed = in_order(number, there, (*DECILES, None)) if change.by == "decile" else spread(number, there)
    if change.take_over is None:
        return Cut(removed, {}, notes)
    taken, said = _take_over(removed, change.take_over, change.bucket, unit_rupiah_month)
    return Cut(removed, taken, (*notes, *said))


def _number(cards: Cards, there: Mapping[Group, int], change: SubsidyCut) -> tuple[int, tuple[Text, ...]]:
    have = sum(there.values())
    if change.persons is not None:
        return change.persons, ()
    if change.share_basis_points is not None:
        return _half_up(have * change.share_basis_points, WHOLE_BASIS_POINTS), ()
    assert change.national is not None
    return _part_of(change.national, cards, change)


def _part_of(national: National, cards: Cards, change: SubsidyCut) -> tuple[int, tuple[Text, ...]]:
    """The region's part of a national number: in proportion to its members, or to its recipients."""
    here = {group: n for group, n in cards.items() if within(group, change.region)}
    own = (
        sum(here.values())
        if national.counting == "members"
        else total(here, bucket=change.bucket, active=True)
    )
    number = _half_up(national.removed * own, national.out_of)
    counted = (
        ("peserta", "members") if national.counting == "members" else ("penerima aktif", "active recipients")
    )
    figures = (national.removed, own, national.out_of)
    (removed, part, whole), (removed_en, part_en, whole_en) = _id(*figures), _en(*figures)
    note = Text(
        f"Bagian wilayah: {removed} × {part} / {whole} {counted[0]} = {_id(number)[0]} ({national.source}); "
        "andaian: sebanding.",
        f"The region's part: {removed_en} × {part_en} / {whole_en} {counted[1]} = {_en(number)[0]} "
        f"({national.source}); assumption: in proportion.",
    )
    return number, (note,)


def _take_over(
    removed: Mapping[Group, int], wish: TakeOver, bucket: str, unit: int | None
) -> tuple[dict[Group, int], tuple[Text, ...]]:
    """The poorest first; people without a decile are not known to be poor and stay out."""
    if bucket == LOCAL:
        raise InputRefused(
            place="subsidy_cut.take_over",
            reason=Text(
                "Yang dilepas Pemda tidak bisa sekaligus ditanggung Pemda.",
                "Those whom the local government drops cannot be taken over by it.",
            ),
            remedy=Text("Kurangi jumlah yang dilepas.", "Ask for fewer to be dropped."),
        )
    deciles = tuple(range(1, wish.up_to_decile + 1))
    eligible = sum(n for group, n in removed.items() if group.decile in deciles)
    limits = [eligible]
    if wish.persons is not None:
        limits.append(wish.persons)
    if wish.budget_rupiah_month is not None:
        if unit is None or unit == 0:
            raise InputRefused(
                place="subsidy_cut.take_over.budget_rupiah_month",
                reason=Text(
                    "Biaya seorang peserta Pemda pada tanggal itu tidak diketahui.",
                    "What a locally paid member costs on that date is not known.",
                ),
                remedy=Text(
                    "Pilih tanggal sejak 2021, atau tulis persons.",
                    "Choose a date from 2021 on, or write persons.",
                ),
            )
        limits.append(wish.budget_rupiah_month // unit)
    number = min(limits)
    cost = number * (unit or 0)
    note = Text(
        f"Desil 1 sampai {wish.up_to_decile} di antara yang dihapus: {_id(eligible)[0]}; ditanggung Pemda: "
        f"{_id(number)[0]}" + (f", Rp {_id(cost)[0]} sebulan." if unit else "."),
        f"Deciles 1 to {wish.up_to_decile} among those removed: {_en(eligible)[0]}; taken over: "
        f"{_en(number)[0]}" + (f", Rp {_en(cost)[0]} a month." if unit else "."),
    )
    return in_order(number, removed, deciles), (note,)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _id(*numbers: int) -> tuple[str, ...]:
    """Numbers as Indonesians write them."""
    return tuple(f"{number:,}".replace(",", ".") for number in numbers)


def _en(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in numbers)
