"""What the parser of the command line objects to, said in our languages and with a remedy."""

from __future__ import annotations

import re
from typing import Any

from semesta.faults import InputRefused, Text

#: What the parser says (its own English, quoted parts kept) -> what we say.
_SAID: tuple[tuple[str, Text], ...] = (
    (r"No such command '(.*)'\.?", Text("Perintah {0} tidak ada.", "There is no command {0}.")),
    (r"No such option: (\S+)", Text("Pilihan {0} tidak ada.", "There is no option {0}.")),
    (
        r"Got unexpected extra argument\(?s?\)? \((.*)\)",
        Text("Ada yang berlebih: {0}.", "There is something too many: {0}."),
    ),
    (r"Option '(.*)' requires an argument\.?", Text("{0} perlu diberi isi.", "{0} needs a value.")),
    (r".*?'(.*)' is not one of (.*?)\.?", Text("{0} bukan salah satu dari {1}.", "{0} is not one of {1}.")),
    (
        r".*greater than or equal to (\S+)",
        Text("Angkanya harus paling sedikit {0}.", "The number must be at least {0}."),
    ),
    (
        r".*less than or equal to (\S+)",
        Text("Angkanya harus paling banyak {0}.", "The number must be at most {0}."),
    ),
    (r".*(?:integer|number|float).*", Text("Ini bukan angka.", "This is not a number.")),
)


def is_usage_error(error: Exception) -> bool:
    """Whether the parser raised it; it has no public class for that."""
    return hasattr(error, "format_message") and hasattr(error, "ctx")


def is_help(error: Exception) -> bool:
    """A command without arguments: the help has been printed already."""
    return type(error).__name__ == "NoArgsIsHelpError"


def refused(error: Any) -> InputRefused:  # noqa: ANN401  (the parser's exceptions have no public types)
    """The parser's objection with the place, and the remedy that the program's help has the rest."""
    path = error.ctx.command_path if error.ctx else "semesta"
    said, _, guess = str(error.message).partition(" Did you mean ")
    near = [*(getattr(error, "possibilities", None) or ()), *re.findall("'(.+?)'", guess)]
    meant_id = f"Mungkin maksudnya {' / '.join(near)}. " if near else ""
    meant_en = f"Perhaps {' / '.join(near)} is meant. " if near else ""
    return InputRefused(
        place=_place(error) or path,
        reason=_reason(error, said),
        remedy=Text(f"{meant_id}Lihat `{path} --help`.", f"{meant_en}See `{path} --help`."),
    )


def _place(error: Any) -> str:  # noqa: ANN401
    param = getattr(error, "param", None)
    if param is None:
        return ""
    return max(param.opts, key=len) if param.param_type_name == "option" else str(param.metavar or param.name)


def _reason(error: Any, said: str) -> Text:  # noqa: ANN401
    if type(error).__name__ == "MissingParameter":
        return Text("Ini harus diberikan.", "This must be given.")
    for pattern, text in _SAID:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            return Text(text.id.format(*found.groups()), text.en.format(*found.groups()))
    return Text(f"Isinya tidak dimengerti ({said}).", f"This was not understood ({said}).")
