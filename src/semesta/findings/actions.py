"""What to do about each kind of finding, and which mutation it leads to (texts and codes in `actions.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Literal

import yaml

from semesta.faults import Text
from semesta.tables import FINDING_KINDS, WAYS

Mutation = Literal["TAMBAH", "KURANG", "UBAH"]


@dataclass(frozen=True, slots=True)
class FindingAction:
    """What to do, and the row of a mutation file it becomes once it is certain; both empty where it becomes none."""

    code: str
    text: Text
    mutation: Mutation | None
    reason: str  # of the mutation: MENINGGAL, PINDAH_DOMISILI ...


@dataclass(frozen=True, slots=True)
class Word:
    """A code of ours in two languages."""

    code: str
    text: Text


def _read() -> tuple[dict[str, FindingAction], dict[str, str], dict[str, Word], dict[str, Word]]:
    raw = yaml.safe_load(
        resources.files("semesta.findings").joinpath("actions.yaml").read_text(encoding="utf-8")
    )
    actions = {
        code: FindingAction(code, Text(a["id"], a["en"]), a.get("mutation"), a.get("reason", ""))
        for code, a in raw["actions"].items()
    }
    kinds = {code: Word(code, Text(k["id"], k["en"])) for code, k in raw["kinds"].items()}
    ways = {code: Word(code, Text(w["id"], w["en"])) for code, w in raw["ways"].items()}
    return actions, {code: k["action"] for code, k in raw["kinds"].items()}, kinds, ways


#: By code; the action of each kind of finding; the kinds and the ways in as sentences.
FINDING_ACTIONS, ACTION_OF_KIND, KIND_TEXTS, WAY_TEXTS = _read()

assert set(ACTION_OF_KIND) == set(FINDING_KINDS) and set(ACTION_OF_KIND.values()) <= set(FINDING_ACTIONS)
assert set(WAY_TEXTS) == set(WAYS)
