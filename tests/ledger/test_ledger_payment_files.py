"""A bank's file of payments: a column that is not understood is told, not guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused
from semesta.ledger.payment_files import read_payment_file

TODAY = dt.date(2024, 8, 1)


def _file(folder: Path, heading: str) -> Path:
    file = folder / "bayar.csv"
    file.write_text(
        f"tanggal,referensi,{heading},jumlah\n2024-07-16,R1,8888800900000028,35000\n", encoding="utf-8"
    )
    return file


@pytest.mark.parametrize("heading", ["nomor akun", "nomor VA", "No. Pelanggan", "keterangan"])
def test_the_account_is_found_under_the_names_that_banks_give_it(tmp_path: Path, heading: str) -> None:
    [payment] = read_payment_file(_file(tmp_path, heading), bank="B", today=TODAY).payments
    assert payment.account == "8888800900000028"


def test_a_file_whose_accounts_are_not_understood_is_refused_before_all_are_parked(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_payment_file(_file(tmp_path, "kolom aneh"), bank="B", today=TODAY)
    assert "'jumlah'" in refused.value.reason.id and "nomor VA" in refused.value.remedy.id
