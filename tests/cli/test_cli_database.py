"""The commands of register and ledger choose a database, say when it has no tables, and load Django only then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.cli_world import Semesta
from tests.databases import BOTH, fresh


@pytest.fixture
def no_file(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'baru.sqlite3'}"


def test_the_other_commands_do_not_load_django() -> None:
    asked = "import sys, semesta.cli.main; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked]).returncode == 0


def test_a_database_without_tables_is_told_how_to_get_them(semesta: Semesta, no_file: str) -> None:
    said = semesta("register", "status", "--database", no_file)
    assert said.code == 3 and "semesta register init" in " ".join(said.err.split())
    assert not Path(no_file.removeprefix("sqlite:///")).exists(), "looking does not make a file"


def test_init_makes_the_tables_once(semesta: Semesta, no_file: str) -> None:
    assert "Tabel dibuat" in semesta("register", "init", "--database", no_file).out
    again = semesta("register", "init", "--database", no_file).out
    assert "tidak ada yang berubah" in " ".join(again.split())
    assert semesta("register", "status", "--database", no_file).code == 0


def test_tables_of_another_release_are_refused(semesta: Semesta, no_file: str) -> None:
    import sqlite3

    semesta("register", "init", "--database", no_file)
    with sqlite3.connect(no_file.removeprefix("sqlite:///")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('register', '9999_x', '')"
        )
    later = semesta("register", "status", "--database", no_file)
    assert later.code == 2 and "lebih baru" in " ".join(later.err.split())
    with sqlite3.connect(no_file.removeprefix("sqlite:///")) as database:
        database.execute("DELETE FROM django_migrations WHERE name LIKE '9999%' OR app = 'ledger'")
    older = semesta("ledger", "balances", "--database", no_file)
    assert (
        older.code == 2
        and "lebih lama" in " ".join(older.err.split())
        and "semesta register init" in " ".join(older.err.split())
    )


def test_an_address_that_is_none_is_refused(semesta: Semesta) -> None:
    said = semesta("register", "status", "--database", "mysql://x/y")
    assert said.code == 2 and "sqlite:///" in said.err


def test_a_server_that_is_not_there_is_said_without_its_password(semesta: Semesta) -> None:
    said = semesta("register", "status", "--database", "postgresql://a:rahasia@127.0.0.1:1/x")
    assert said.code == 6 and "rahasia" not in said.err + said.out


@pytest.mark.parametrize("kind", BOTH)
def test_status_and_balances_of_an_empty_database(semesta: Semesta, kind: str) -> None:
    with fresh(kind) as url:
        said = semesta("register", "status", "--database", url, "--json")
        found = json.loads(said.out)["register"]
        assert (found["persons"], found["changes"], found["by_status"]) == (0, 0, {})
        assert json.loads(semesta("ledger", "balances", "--database", url, "--json").out)["accounts"] == []


def test_the_demo_touches_no_database_that_holds_something(semesta: Semesta, tmp_path: Path) -> None:
    with fresh("sqlite") as url:
        from semesta.register.payer_records import centre
        from semesta.register.recording import Decision

        centre(by=Decision("uji", "coba"))
        said = semesta("register", "demo", "--database", url, "--out", tmp_path / "demo")
        assert said.code == 2 and "sudah berisi" in " ".join(said.err.split())
        assert not (tmp_path / "demo" / "files").exists(), "and makes no files for nothing"


def test_copy_moves_a_database_and_checks_every_law_there(semesta: Semesta) -> None:
    with fresh("sqlite") as old, fresh("postgresql") as new:
        said = semesta("register", "copy", "--database", old, "--to", new)
        assert said.code == 0 and "berlaku di salinannya" in said.words, said.err
        assert semesta("register", "copy", "--database", new, "--to", old).code == 2
