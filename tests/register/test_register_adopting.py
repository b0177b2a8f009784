"""Adopting takes over every card with all that it says, at once or not at all, and once only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from semesta import database
from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import DatabaseError, connection

from semesta.database import is_postgresql, writing
from semesta.edition import Edition
from semesta.engine import Engine
from semesta.faults import InputRefused
from semesta.register import adopting
from semesta.register.adopting import Adopted, adopt
from semesta.register.checking import check, require
from semesta.register.exporting import export
from semesta.register.recording import record
from semesta.sources import SourceRequest, read, understand
from tests.coverage.world import World, nik
from tests.edition.stages import edition_of
from tests.register.extracts import BY, FIRST_DAY, cards_of_all_kinds, count, present

pytestmark = pytest.mark.usefixtures("database")


def _edition(folder: Path, members: list[dict[str, object]] | None = None) -> Edition:
    residents = [{"nik": nik(4), "name": "TANPA KARTU", "village": 1872011001}]
    return edition_of(World(residents=residents, members=members or cards_of_all_kinds(), links=[]), folder)


def test_every_card_becomes_a_person_and_the_laws_hold(tmp_path: Path) -> None:
    adopted = adopt(_edition(tmp_path), by=BY)
    assert adopted == Adopted(1, 14, {"taken": 13, "contested": 1}, adopted.rows, again=False)
    assert adopted.rows["person"] == adopted.rows["membership"] == 14
    require(check())
    people = present()
    budi = people["0000900000001"]
    assert budi["family"] == {"0000900000001", "0000900000002"}, "one KK, one segment, one class"
    assert people["0000900000003"]["family"] == {"0000900000003"}, "another segment is another bill"
    assert people["0000900000008"]["segment"] == -5, "only its group is known: PPU_BU"
    assert people["0000900000010"]["payer"] == "18"
    assert people["0000900000011"]["payer"] == "18.71", "no code: the regency of the address"
    assert people["0000900000012"]["payer"] == "PT MAJU"
    assert (budi["payer"], people["0000900000003"]["payer"]) == ("PUSAT", None)


def test_indexes_keys_and_guards_stand_afterwards_as_before(tmp_path: Path) -> None:
    before = _defences()
    adopt(_edition(tmp_path), by=BY)
    assert _defences() == before
    assert len(before) > 20
    with pytest.raises(DatabaseError), writing(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM membership")


def _defences() -> set[tuple[str, ...]]:
    """Every index, trigger and constraint of the database, with its definition."""
    sql = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION ALL "
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        if is_postgresql()
        else "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {tuple(row) for row in cursor.fetchall()}


def test_a_nik_on_two_cards_is_held_by_the_first_and_contested_by_the_second(tmp_path: Path) -> None:
    adopt(_edition(tmp_path), by=BY)
    people = present()
    assert people["0000900000001"]["nik"] == people["0000900000004"]["nik"] == str(nik(0))
    assert count("person", f"nik = {nik(0)}") == 1
    assert count("identifier", "contested") == 1


def test_the_same_edition_twice_changes_nothing(tmp_path: Path) -> None:
    edition = _edition(tmp_path)
    first = adopt(edition, by=BY)
    again = adopt(edition, by=BY)
    assert again.again
    assert (again.change, again.outcomes, again.rows) == (first.change, first.outcomes, {})
    assert (count("change"), count("person")) == (1, 14)


def test_cards_that_are_there_already_are_refused_as_a_whole(tmp_path: Path) -> None:
    adopt(_edition(tmp_path / "a"), by=BY)
    other = [
        {"card": 900000001, "nik": nik(20), "name": "BUDI"},
        {"card": 900000099, "nik": nik(21), "name": "BARU"},
    ]
    with pytest.raises(InputRefused, match="semesta register import"):
        adopt(_edition(tmp_path / "b", other), by=BY)
    assert (count("change"), count("person")) == (1, 14)


def test_a_second_edition_of_other_cards_joins_the_first(tmp_path: Path) -> None:
    adopt(_edition(tmp_path / "a"), by=BY)
    other = [
        {"card": 900000098, "nik": nik(0), "name": "BUDI"},
        {"card": 900000099, "nik": nik(21), "name": "BARU"},
    ]
    adopted = adopt(_edition(tmp_path / "b", other), by=BY)
    assert adopted.outcomes == {"taken": 1, "contested": 1}, (
        "the NIK is held by somebody of the first edition"
    )
    require(check())


def test_who_writes_meanwhile_makes_the_rows_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, real = _edition(tmp_path), database.loading
    others: list[int] = []

    def after_another(*given: Any) -> Any:
        if not others:
            others.append(record("coba", BY).change)
        return real(*given)

    monkeypatch.setattr(adopting, "loading", after_another)
    assert adopt(edition, by=BY).outcomes["taken"] == 13
    assert count("change") == 2
    require(check())


def test_nothing_is_lost_from_edition_to_register_to_the_next_edition(tmp_path: Path) -> None:
    edition = _edition(tmp_path / "e")
    adopt(edition, by=BY)
    for form in ("parquet", "csv"):
        made = export(out=tmp_path / "out", on=FIRST_DAY, by=BY, form=form)
        assert made.rows == 14
        before, after = _columns(edition), _read(made.file, tmp_path / f"scratch-{form}")
        if form == "csv":  # a tab or line end in a cell is a blank in CSV: that is what Parquet is for
            before = [{**one, "address": str(one["address"]).replace("\t", " ")} for one in before]
            after = [{**one, "address": str(one["address"]).replace("\t", " ")} for one in after]
        assert after == before


_SAME = (
    "card", "nik", "nik_written", "kk", "name", "sex", "birth_date", "relation", "address", "segment", "bucket",
    "hospital_class", "status", "status_raw", "start_date", "end_date", "payer_region", "facility",
)  # fmt: skip


def _columns(edition: Edition) -> list[dict[str, object]]:
    with edition.engine() as engine:
        numbers = "card::BIGINT AS card, nik::BIGINT AS nik, kk::BIGINT AS kk"
        village = "nullif(replace(village_code, '.', ''), '')::BIGINT AS village"
        rows = engine.rows(
            f"SELECT {', '.join(_SAME)}, village FROM (SELECT * REPLACE ({numbers}), {village} FROM members)"
        )
    return [dict(zip((*_SAME, "village"), row, strict=True)) for row in rows]


def _read(file: Path, scratch: Path) -> list[dict[str, object]]:
    """As a build reads it."""
    scratch.mkdir()
    request = SourceRequest(residents=(), members=(file,), as_of=FIRST_DAY)
    with Engine() as engine:
        read(engine, request, understand(request), scratch=scratch, kinds=("members",))
        rows = engine.rows(f"SELECT {', '.join(_SAME)}, village FROM members ORDER BY rowid")
    return [dict(zip((*_SAME, "village"), row, strict=True)) for row in rows]
