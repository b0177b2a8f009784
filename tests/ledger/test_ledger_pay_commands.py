"""The desk's day at the prompt: a bank's file is posted, a month's arrears run, money parked and given back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.cli.main import run
from semesta.ledger.vocabulary import Account, Party
from semesta.register.vocabulary import Status
from tests.ledger.desk import balance, bill, billed, household, present, status_on

JAN, FEB = dt.date(2024, 1, 1), dt.date(2024, 2, 1)


def _do(database: str, *words: str, code: int = 0) -> None:
    assert run(["ledger", *words, "--database", database]) == code, words


def _file(folder: Path, *rows: str) -> Path:
    file = folder / "bri.csv"
    file.write_text("Tanggal;No. Referensi;Nomor VA;Jumlah\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_file_is_tried_posted_and_posted_again(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = household(2)
    bill(home, JAN, 70_000)
    file = _file(
        tmp_path,
        f"09-01-2024;77;{home.account};Rp70.000",
        "09-01-2024;78;8888800000000123;35000",
        f"09-01-2024;;{home.account};35000",
        f"99-01-2024;80;{home.account};35000",
        "TOTAL;;;175000",
    )
    _do(database, "pay", str(file), "--bank", "BRI", code=3)  # the bank is not registered
    _do(database, "bank", "BRI", "Bank Rakyat")
    capsys.readouterr()
    out = tmp_path / "out.csv"
    counts = []
    for more in (["--dry-run"], [], ["--out", str(out)]):
        _do(database, "pay", str(file), "--bank", "bri", "--json", *more)
        counts.append(json.loads(capsys.readouterr().out)["outcomes"])
        if more == ["--dry-run"]:
            assert balance(home.party) == 70_000
    new = {"posted": 1, "parked": 1, "already_posted": 0, "refused": 0, "rejected": 2}
    assert counts == [new, new, {"posted": 0, "parked": 0, "already_posted": 2, "refused": 0, "rejected": 2}]
    assert balance(home.party) == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["place", *(f"bri.csv:{row}" for row in range(2, 6))]
    assert all(line.rstrip().endswith((".", '."')) for line in lines[1:])  # every row has its remedy


def test_arrears_reactivation_and_instalments(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    home = household(2)
    billed(JAN)
    bill(home, JAN, 70_000)
    _do(database, "arrears", "--month", "2024-01")
    assert status_on(home.people[0], FEB) == Status.NONAKTIF_TUNGGAKAN
    _do(database, "arrears", "--month", "2024-01", "--lang", "en")
    assert "nothing was changed" in capsys.readouterr().out
    _do(database, "reactivate-amount", home.account, "--on", "2024-02-10", "--json")
    assert json.loads(capsys.readouterr().out)["total_rupiah"] == 140_000
    _do(database, "reactivate-amount", home.account, "--on", "2024-02-10")
    assert "140.000" in capsys.readouterr().out
    _do(database, "rehab", "sign", home.account, "--on", "2024-02-10", code=9)
    assert "4" in capsys.readouterr().err
    _do(database, "rehab", "sign", home.account, "--on", "2024-06-10", "--stages", "2")
    _do(database, "rehab", "status", home.account, "--on", "2024-06-10")
    _do(database, "rehab", "end", home.account, "--as", "broken")
    assert "Macet" in capsys.readouterr().out


def test_parked_money_and_refunds_by_two_people(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = household(2)
    _do(database, "bank", "BRI")
    rows = [f"09-01-2024;{number};8888800000000123;35000" for number in (78, 79)]
    _do(database, "pay", str(_file(tmp_path, *rows)), "--bank", "BRI")
    capsys.readouterr()
    _do(database, "park", "list", "--json")
    first, second = (one["reference"] for one in json.loads(capsys.readouterr().out))
    _do(database, "park", "resolve", home.account, "--bank", "BRI", "--reference", first)
    assert balance(home.party) == -35_000
    _do(database, "refund", "ask", "--bank", "BRI", "--reference", second, "--by", "ana")
    _do(database, "refund", "ask", home.account, "--amount", "5000", "--by", "ana")
    _do(database, "refund", "agree", "1", "--on", "2024-01-10", "--by", "ana", code=2)
    for number in ("1", "2"):
        _do(database, "refund", "agree", number, "--on", "2024-01-10", "--by", "budi")
        _do(database, "refund", "paid", number, "--bank", "BRI", "--on", "2024-01-11", "--by", "ana")
    _do(database, "refund", "list")
    assert balance(home.party) == -30_000
    assert balance((Party.BANK, 1), Account.BANK) == 30_000


def test_a_stay_that_costs_nothing_says_why(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    home = household(1)
    _do(
        database,
        "charge",
        str(home.people[0]),
        "--reference",
        "RS-1",
        "--admitted",
        "2024-06-10",
        "--cost",
        "4000000",
        code=3,
    )
    assert present(home.people[0])[0] == Status.AKTIF
    assert capsys.readouterr().err
