"""The files and the first edition of the invented province, and the edition that is built from the register."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from semesta.edition import BuildRequest, Edition
from semesta.edition import build as build_edition
from semesta.engine import Engine
from semesta.synthetic import LAMPUNG_MOMENTS, make

#: The moment that the scenario begins with: the later of the two of the demo.
MOMENT = LAMPUNG_MOMENTS[-1]
#: The city whose bill of the insurer is held against our books.
BILLED_REGION = "18.71"
_BASIS = "DKB semester II 2023 (rekaan)"


@dataclass(frozen=True, slots=True)
class Province:
    """Where its files are, and the edition of its first day."""

    residents: Path
    edition: Edition
    insurer_bill: Path  # of BILLED_REGION for the first month, with planted faults


def make_province(
    out: Path, *, scale: float, seed: int = 1, on_step: Callable[[str], None] | None = None
) -> Province:
    """Write the files and build the edition. Same scale and seed, same bytes."""
    with tempfile.TemporaryDirectory() as scratch, Engine(Path(scratch), on_step=on_step) as engine:
        [made] = make(engine, out / "files", moments=(MOMENT,), seed=seed, scale=scale)
    [bill] = made.bills
    assert bill.payer == BILLED_REGION
    edition = _build(made.residents, made.members, made.moment.as_of, out, on_step=on_step)
    return Province(made.residents, edition, bill.path)


def next_edition(
    province: Province,
    members: Path,
    as_of: dt.date,
    out: Path,
    *,
    on_step: Callable[[str], None] | None = None,
) -> Edition:
    """The edition of the same residents and of the members table that the register exported."""
    return _build(province.residents, members, as_of, out, on_step=on_step)


def _build(
    residents: Path, members: Path, as_of: dt.date, out: Path, *, on_step: Callable[[str], None] | None
) -> Edition:
    into = out / "editions"
    _remove(into / as_of.isoformat())  # that of an earlier run is ours and invented
    request = BuildRequest(
        residents=(residents,), members=(members,), as_of=as_of, into=into, population_basis=_BASIS
    )
    return build_edition(request, on_step=on_step)


def _remove(edition: Path) -> None:
    """Remove an edition, whose files are read-only; a folder that is none stays."""
    if not (edition / "manifest.json").is_file():
        return
    for path in (edition, *edition.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(edition)
