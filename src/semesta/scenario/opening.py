"""The first of July: the edition is taken over, the bank is entered, two records of one person become one."""

from __future__ import annotations

import datetime as dt

from semesta.ledger.banks import register_bank
from semesta.register.adopting import adopt
from semesta.register.merging import Merged, merge
from semesta.scenario.cast import rows
from semesta.scenario.province import MOMENT, Province
from semesta.scenario.story import Story, decided

BANK = "CONTOH"
FIRST = MOMENT.as_of
assert dt.date(2024, 7, 1) == FIRST
#: Of the numbers that two people claim so many pairs are looked at, and so many of them merged.
_LOOKED_AT, _MERGED = 20, 3


def open_books(story: Story, province: Province) -> None:
    """Adopt, enter the bank, merge."""
    story.begins("adopted")
    adopted = adopt(province.edition, by=decided("dinas", "data awal", FIRST))
    story.tell(
        "adopted", FIRST, edition=province.edition.manifest.name, cards=adopted.cards, **adopted.outcomes
    )
    register_bank(BANK, "Bank Contoh", by=decided("dinas", "bank penerima", FIRST))
    _merge(story)


def _merge(story: Story) -> None:
    """Who holds a contested number and who claims it, with one birth date and sex: one person with two cards."""
    story.begins("merged")
    pairs = rows(
        "SELECT h.person_id, c.person_id FROM identifier c JOIN identifier h ON h.value = c.value AND h.kind = c.kind "
        "AND h.valid_to IS NULL AND h.superseded_by_id IS NULL AND NOT h.contested "
        "JOIN person_fact a ON a.person_id = h.person_id AND a.superseded_by_id IS NULL AND a.valid_to IS NULL "
        "JOIN person_fact b ON b.person_id = c.person_id AND b.superseded_by_id IS NULL AND b.valid_to IS NULL "
        "WHERE c.contested AND c.superseded_by_id IS NULL AND c.valid_to IS NULL AND a.name = b.name "
        f"AND a.sex = b.sex AND a.birth_date = b.birth_date ORDER BY c.value, c.person_id LIMIT {_LOOKED_AT}"
    )
    merged = refused = 0
    for kept, other in pairs:
        done = merge(kept=kept, merged=other, by=decided("dinas", "satu orang, dua kartu", FIRST))
        merged += isinstance(done, Merged)
        refused += not isinstance(done, Merged)
        if merged == _MERGED:
            break
    story.tell("merged", FIRST, merged=merged, refused=refused)
