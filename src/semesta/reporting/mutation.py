"""The mutation file (add, remove, change) from a template that an office can replace by the insurer's own form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest


@dataclass(frozen=True, slots=True)
class MutationOrder:
    """What the file is to hold."""

    month: dt.date  # first day of the billed month; `periode` in the form
    start: dt.date  # TMT of the mutation: usually the first day of the month after
    payer_region: str = ""  # 18.71; '' for every payer
    proposer: str = ""  # `pengusul`
    add: bool = False  # TAMBAH from ways_in
    quota: int | None = None  # so many TAMBAH at most, poorest decile first; None: no limit


@dataclass(frozen=True, slots=True)
class MutationsWritten:
    """How many rows of each kind went into the form, and how many findings go to the list to verify instead."""

    added: int
    removed: int
    changed: int
    to_verify: int


def check_template(template: Path | None) -> None:
    """InputRefused, with place and remedy, where a template cannot be used; None is the shipped one."""
    raise NotImplementedError


def write_mutations(
    path: Path,
    engine: Engine,
    *,
    manifest: Manifest,
    order: MutationOrder,
    template: Path | None = None,
    verify_list: Path | None = None,
    language: Language = "id",
) -> MutationsWritten:
    """Fill the template with what is certain, and write the rest to `verify_list` (default: beside it).

    The engine has the edition's tables as views and tables or views `findings` and `ways_in`
    (tables.FINDINGS, tables.WAYS_IN). InputRefused for a template that cannot be used.
    """
    raise NotImplementedError
