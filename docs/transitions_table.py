"""The table of transitions in register.md, from the automaton itself."""

from __future__ import annotations

from collections.abc import Iterable

from semesta.register.transitions import SAYINGS, STEPS, State, Step
from semesta.register.vocabulary import Status, Transition
from semesta.rules.law import Law
from semesta.tables import BUCKETS

BEGIN, END = "<!-- transitions: begin -->", "<!-- transitions: end -->"
_LIVING = {State(status) for status in Status if status != Status.MENINGGAL}


def with_transitions(page: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def table() -> str:
    """One row a step; what only says how it was (adopted, corrected) leads from anything to anything."""
    rows = [_row(step) for step in STEPS if step.transition not in SAYINGS]
    rows.insert(0, f"| `ENROLLED` | nothing | {_words([Status.BELUM_AKTIF, Status.AKTIF])} | all | |")
    rows += [f"| `{word.name}` | anything | anything | all | |" for word in Transition if word in SAYINGS]
    head = (
        "| transition | from | to | groups of segments | law: `semesta rules show` |\n|---|---|---|---|---|"
    )
    return "\n".join([head, *dict.fromkeys(rows)])


def _row(step: Step) -> str:
    groups = (
        "all" if set(BUCKETS) <= step.buckets else ", ".join(f"`{b}`" for b in BUCKETS if b in step.buckets)
    )
    return f"| `{step.transition.name}` | {_from(step)} | `{step.to.name}` | {groups} | {_law(step.law)} |"


def _from(step: Step) -> str:
    if len(step.of) > len(Status):
        return "anything"
    if step.of >= _LIVING:
        return "anything alive"
    missing = _LIVING - step.of
    if len(missing) == 4 and step.transition == Transition.ENDED:
        return "anything alive that has not ended"
    if len(missing) <= 4 < len(step.of):
        return f"anything alive but {_words(s.status for s in missing)}"
    return ", ".join(
        f"`{s.status.name}`{' (cancelled, void)' if s.closed else ''}"
        for s in sorted(step.of, key=lambda s: (s.closed, s.status))
    )


def _words(statuses: Iterable[Status]) -> str:
    return ", ".join(f"`{status.name}`" for status in sorted(statuses))


def _law(parameter: str) -> str:
    if not parameter:
        return ""
    return f"`{Law.current()[parameter].name}`"
