"""What every reader of a forecast must know about it, said with it."""

from __future__ import annotations

from semesta.faults import Text
from semesta.planning.cohorts import History
from semesta.planning.variation import ASSUMED, ASSUMED_CHANGE, PERIOD_MONTHS, PRIOR_PERIODS


def notes(history: History) -> tuple[Text, ...]:
    """The assumptions of a forecast, the weakest first."""
    return (_between(history), *_SHORT.get(_is_short(history), ()), _NO_DECISIONS, _OVER_WHOLE, _LINKAGE)


def _between(history: History) -> Text:
    births, changes = ASSUMED["born"], ASSUMED_CHANGE
    if len(history.intervals) == 1:
        return Text(
            "Hanya ada satu selang antaredisi: seberapa jauh laju berbeda dari semester ke semester tidak terlihat "
            f"dan diandaikan (simpangan log {_said(births)} untuk lahir dan mati, {_said(changes)} untuk perubahan "
            "kartu). Rentangnya bertumpu pada andaian itu.",
            "There is only one interval between editions: how far rates differ from half-year to half-year is not "
            f"seen and is assumed (log spread {births:g} for births and deaths, {changes:g} for changes of cards). "
            "The intervals rest on that assumption.",
        )
    return Text(
        f"Perbedaan laju antarsemester dipelajari dari {len(history.intervals)} selang antaredisi, ditambah andaian "
        f"yang berbobot {PRIOR_PERIODS} semester (simpangan log {_said(births)} sampai {_said(changes)}).",
        f"How far rates differ between half-years is learnt from {len(history.intervals)} intervals between "
        f"editions, and from an assumption with the weight of {PRIOR_PERIODS} half-years (log spread {births:g} to "
        f"{changes:g}).",
    )


def _is_short(history: History) -> bool:
    return sum(interval.months for interval in history.intervals) < PERIOD_MONTHS


_SHORT: dict[bool, tuple[Text, ...]] = {
    True: (
        Text(
            "Edisi-edisi ini mencakup kurang dari satu semester: musim tidak terlihat.",
            "These editions span less than a half-year: seasons are not seen.",
        ),
    )
}
_NO_DECISIONS = Text(
    "Keputusan yang belum pernah terjadi di antara edisi (penghapusan PBI, anggaran baru) tidak ada dalam angka "
    "ini; pakai `semesta whatif`.",
    "Decisions that did not happen between the editions (a removal of PBI, a new budget) are not in these figures; "
    "use `semesta whatif`.",
)
_OVER_WHOLE = Text(
    "Cakupan administratif bisa melampaui 100%: kartu kedua dan kartu orang yang bukan penduduk ikut terhitung; "
    "pakai cakupan terverifikasi untuk orangnya.",
    "Administrative coverage may pass 100%: second cards and cards of people who are no residents count; use "
    "verified coverage for the people.",
)
_LINKAGE = Text(
    "Orang yang tidak dikenali lagi di edisi berikutnya tampak sebagai keluar dan masuk; pencocokan yang keliru "
    "menambah perubahan semu ke dua arah.",
    "People who are not recognised in the next edition appear as leaving and entering; wrong links add seeming "
    "changes in both directions.",
)


def _said(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
