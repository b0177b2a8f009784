"""What each resident and each card is: from staged residents, members and links to narrow tables.

They stand in the order of the staged tables, so that neither the cube nor the writing needs a join
on nine million keys.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.coverage import cards, order, people, vocabulary
from semesta.coverage.order import Arrangement
from semesta.coverage.reasons import PROPOSE_UP_TO_DECILE
from semesta.engine import Engine


@dataclass(frozen=True, slots=True)
class Classified:
    """How the residents lie, for those who write them."""

    arrangement: Arrangement


def classify(
    engine: Engine, as_of: dt.date, *, propose_up_to_decile: int = PROPOSE_UP_TO_DECILE
) -> Classified:
    """Make the tables that say what everybody is; a resident is active if any of the cards is.

    In the order of the staged residents: quick.resident_state (resident, state: see `states`; texts of
    village and card) and quick.card_of_resident (member, kind: see `card_kinds`, card, end_date, cards):
    the card that counts, an active one before a dead one, then the linked one. In the order of the
    staged members: quick.card_state (member, kind, tie, texts) and quick.link_of_member. Small:
    quick.outside_cards (member, state). Cards held for review count as not linked. Where the residents
    are not in village order, resident_state and link_of_member have a `resident_id` too.
    """
    vocabulary.number_texts(engine)
    how = order.arrangement(engine)
    order.number_residents(engine, how)
    cards.tie_members(engine, how)
    cards.make_card_state(engine)
    cards.choose_cards(engine)
    people.make_resident_state(engine, how)
    people.explain_left_out(engine, as_of, propose_up_to_decile)
    cards.explain_outside(engine)
    engine.drop("quick.resident_order", "quick.departed")
    return Classified(how)
