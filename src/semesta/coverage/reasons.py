"""Why a person is left out, as far as the data know it, and what could be done first.

A reason never says more than the files say: "never found" is no card found, not "never enrolled".
The actions are first suggestions for the desk. Rules behind them: jkn.md 3 and 4; what rests on a
value that is not verified against the law is marked so in its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import yaml

from semesta.faults import Text

#: Highest welfare decile for which the local government is proposed as payer. jkn.md 3: the head of
#: BPJS says 1 to 4, Lampung's health office 1 to 5 (a conflict of sources): to be verified locally.
PROPOSE_UP_TO_DECILE = 5


@dataclass(frozen=True, slots=True)
class Action:
    """What to do about a person who is left out, or about a card without a resident."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person counts as inactive, not enrolled, departed or outside; `action` comes first."""

    code: str
    text: Text
    action: str


#: Of residents whose cards are all dead, by the status that the insurer gave the card (jkn.md 1.4).
REASON_OF_STATUS: dict[str, str] = {
    "NONAKTIF_TUNGGAKAN": "arrears",
    "NONAKTIF_DATA": "data_not_matched",
    "NONAKTIF_PBI_KELUAR": "dropped_from_pbi",
    "NONAKTIF_PEMDA_KELUAR": "local_payer_ended",
    "NONAKTIF_PPU_KELUAR": "left_job",
    "NONAKTIF_USIA": "over_age",
    "MENINGGAL": "deceased_by_insurer",
    "BELUM_AKTIF": "waiting",
}

#: Where the status only says "not active", the segment still tells what ended (jkn.md 1.1, 1.2).
REASON_OF_BUCKET: dict[str, str] = {
    "PBI_JK": "inactive_pbi",
    "PBPU_BP_PEMDA": "inactive_local_government",
    "PBPU": "inactive_self_employed",
    "PPU_PN": "inactive_worker",
    "PPU_BU": "inactive_worker",
}
INACTIVE_UNKNOWN = "inactive_unknown"

#: Of people whom the register itself calls no residents.
REASON_OF_VITAL_STATUS: dict[str, str] = {
    "DEAD": "register_dead",
    "MOVED": "register_moved",
    "MISSING": "register_missing",
    "AWAY": "register_away",
    "INVALID": "register_invalid",
}


def _read() -> tuple[dict[str, Action], dict[str, Reason]]:
    text = resources.files("semesta.coverage").joinpath("reasons.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    actions = {code: Action(code, Text(t["id"], t["en"])) for code, t in raw["actions"].items()}
    reasons = {
        code: Reason(code, Text(t["id"], t["en"]), actions[t["action"]].code)
        for code, t in raw["reasons"].items()
    }
    return actions, reasons


ACTIONS, REASONS = _read()


def reason_text(code: str) -> Text:
    """The sentence of a reason; the code itself where a later program made it up."""
    return REASONS[code].text if code in REASONS else Text(code, code)


def action_text(code: str) -> Text:
    """The sentence of an action; for the code of a reason, that of its usual action."""
    action = REASONS[code].action if code in REASONS else code
    return ACTIONS[action].text if action in ACTIONS else Text(code or "-", code or "-")
