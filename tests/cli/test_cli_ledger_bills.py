"""A month at the command line: wages in, bills out, facts that came late, closed; each again changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.register.people import report_death
from tests.cli.cli_world import Semesta
from tests.databases import fresh
from tests.register.desk_people import BY, POOR, WORKER, enrol


def test_a_month_of_the_ledger(semesta: Semesta, tmp_path: Path) -> None:
    with fresh("sqlite") as url:
        worker, poor = enrol(segment=WORKER, hospital_class=2), enrol(segment=POOR)
        card = f"{worker.people[0].card:013}"
        file = tmp_path / "gaji.csv"
        file.write_text(
            f"No Kartu;Nama;Upah\n{card};BUDI SANTOSO;5.000.000\n;TANPA NOMOR;1\n", encoding="utf-8"
        )
        month = ("--month", "2024-07", "--database", url)

        wages = semesta(
            "ledger", "wages", str(file), "--payer", "PT CONTOH", *month, "--out", str(tmp_path / "x.csv")
        )
        assert wages.code == 0 and "1 baru" in " ".join(wages.out.split()), wages
        assert "number_missing" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")

        early = semesta("ledger", "close", *month)
        assert early.code == 2 and "semesta ledger bill" in " ".join(early.err.split())
        bill = json.loads(semesta("ledger", "bill", *month, "--json").out)
        assert bill["rupiah"] == {"EMPLOYER": 250_000, "CENTRE": 4 * 42_000}
        assert sum(bill["outcomes"].values()) == 8
        assert "tidak ada yang berubah" in semesta("ledger", "bill", *month).out

        report_death(person=poor.people[1].id, died_on=dt.date(2024, 6, 3), by=BY)
        late = semesta("ledger", "adjust", "--on", "2024-07-20", "--database", url)
        assert "42.000" in late.out, late
        again = semesta("ledger", "adjust", "--on", "2024-07-20", "--database", url)
        assert "tidak ada yang berubah" in " ".join(again.out.split())
        assert "ditutup" in semesta("ledger", "close", *month).out
        assert "sudah ditutup" in semesta("ledger", "close", *month).out
