"""The address of a database: names as they are, on every system; a password in none of our sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.database import use
from semesta.database.addresses import settings_of, shown, waiting_seconds
from semesta.faults import InputRefused

use("sqlite:///unused.sqlite3")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///data/semesta.sqlite3", "data/semesta.sqlite3"),
        ("sqlite:////srv/jkn/semesta.sqlite3", "/srv/jkn/semesta.sqlite3"),
        ("sqlite:///C:/Data Dinas/semesta.sqlite3", "C:/Data Dinas/semesta.sqlite3"),
        ("sqlite:///C:\\Data Dinas\\semesta.sqlite3", "C:\\Data Dinas\\semesta.sqlite3"),
        ("sqlite://///server/bagi/semesta.sqlite3", "//server/bagi/semesta.sqlite3"),
        ("sqlite:///ruang%20kosong.sqlite3", "ruang kosong.sqlite3"),
        ("sqlite:///100% lengkap.sqlite3", "100% lengkap.sqlite3"),
        ("sqlite:///50%2520x.sqlite3", "50%20x.sqlite3"),
        ("sqlite:///desa #3?.sqlite3", "desa #3?.sqlite3"),
    ],
)
def test_a_file_has_the_name_that_was_written(url: str, name: str) -> None:
    assert settings_of(url)["NAME"] == str(Path(name))


def test_a_server_s_address_in_all_its_parts() -> None:
    settings = settings_of("postgresql://dinas:r%40hasia%2F1@[::1]:5433/jkn%20kota?sslmode=require")
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("jkn kota", "dinas", "r@hasia/1")
    assert (settings["HOST"], settings["PORT"]) == ("::1", "5433")
    assert settings["OPTIONS"]["sslmode"] == "require"
    socket = settings_of("postgres://postgres:@/jkn?host=/run/pg&port=5444")
    assert (socket["HOST"], socket["PORT"], socket["USER"]) == ("/run/pg", "5444", "postgres")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "semesta.sqlite3",
        "sqlite://semesta.sqlite3",  # one / too few: this would be a server of that name
        "sqlite:///",
        "mysql://dinas:rahasia@server/jkn",
        "postgresql://dinas:rahasia@server",
        "postgresql://dinas:rahasia@server:pintu/jkn",
        "postgresql://dinas:raha/sia@server/jkn",
        "postgresql://dinas:1/rahasia@server/jkn",
        "postgresql://dinas:raha#sia@server/jkn",
        "postgresql://dinas:1?rahasia@server/jkn",
        "postgresql://dinas:raha@sia@server/jkn",
    ],
)
def test_what_is_no_address_is_refused_with_the_remedy_and_without_the_password(url: str) -> None:
    with pytest.raises(InputRefused) as refused:
        settings_of(url)
    said = refused.value.say("id") + refused.value.say("en")
    assert "sqlite:///" in said and not re.search("raha|sia@", said)


@given(
    # Marks that an address keeps for itself among them: whoever forgets to write %40 must not see it printed.
    password=st.text("abcXYZ019@/#?:%&=+ []", min_size=4),
    rest=st.sampled_from(["server/jkn", "server:5432/jkn", "/jkn?host=/run/pg", "server/jkn?a=b@c"]),
    scheme=st.sampled_from(["postgresql", "postgres", "mysql", "oracle"]),
)
def test_no_password_is_ever_shown(password: str, rest: str, scheme: str) -> None:
    secret = f"RAHASIA{password}RAHASIA"
    assert "RAHASIA" not in shown(f"{scheme}://dinas:{secret}@{rest}")
    assert "RAHASIA" not in shown(f"{scheme}://server/jkn?user=dinas&password={secret}")


def test_what_is_shown_of_a_good_address() -> None:
    assert (
        shown("postgresql://dinas:rahasia@server:5433/jkn?sslmode=require") == "postgresql://server:5433/jkn"
    )
    assert shown("sqlite:///data/a b.sqlite3") == "sqlite:///data/a b.sqlite3"


def test_how_long_to_wait_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waiting_seconds() == 30
    monkeypatch.setenv("SEMESTA_WAIT_SECONDS", "2.5")
    assert waiting_seconds() == settings_of("sqlite:///x.sqlite3")["OPTIONS"]["timeout"] == 2.5
    for nonsense in ("lama", "-1", "nan", "inf"):
        monkeypatch.setenv("SEMESTA_WAIT_SECONDS", nonsense)
        with pytest.raises(InputRefused, match="SEMESTA_WAIT_SECONDS"):
            waiting_seconds()


def test_a_real_file_with_a_difficult_name(tmp_path: Path) -> None:
    from semesta.database import migrate, require_tables

    folder = tmp_path / "Dinas Kesehatan 100% #1? é"
    folder.mkdir()
    use(f"sqlite:///{folder}/semesta.sqlite3")
    migrate()
    require_tables()
    assert (folder / "semesta.sqlite3").stat().st_size > 0
    use("sqlite:///unused.sqlite3")
