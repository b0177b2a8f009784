"""The pieces of work that are killed, and the database that each begins with."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from semesta.edition import Edition
from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import run_bills
from semesta.ledger.months import months_later
from semesta.ledger.payments import post_payments
from semesta.register import membership, payer_records
from semesta.register.adopting import adopt
from semesta.register.importing import ImportOrder, import_extract
from semesta.register.recording import Decision
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation
from tests.coverage.world import World
from tests.edition.stages import edition_of
from tests.register.extracts import cards_of_all_kinds
from tests.robustness.neighbourhood import MANDIRI, START, Household, bank, decided, household, someone

SWASTA, PEMDA, PBI = (
    SEGMENT_NUMBERS[name]
    for name in ("PEGAWAI SWASTA", "PBPU DAN BP PEMERINTAH DAERAH", "PBI JAMINAN KESEHATAN")
)

MONTH = START.replace(day=1)
#: The card of the first person of family 0; that of family n is 10 n further.
FIRST_CARD = 9_000_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """`prepare` makes the database before it from an empty one; `run` is what is killed."""

    name: str
    prepare: Callable[[], object]
    run: Callable[[], object]


def families() -> list[Household]:
    return [household(number, children=number % 3) for number in range(12)]


def ready_to_pay() -> None:
    bank()
    families()


def _pay() -> None:
    cards = [FIRST_CARD + number * 10 for number in range(12)]
    day = dt.date(2024, 2, 8)
    homes = [Household(0, (), card) for card in cards]
    payments = [home.pays(35_000 * (1 + n % 4), day, f"r{n}") for n, home in enumerate(homes)]
    post_payments([*payments, Household(0, (), 99).pays(1, day, "nobody")], by=decided(day))


def ready_to_bill() -> None:
    """Self-payers of all classes who are covered, workers, people of a region and of the centre."""
    bank()
    employer = payer_records.employer(code="PT REKAAN", name="PT Rekaan", by=decided(START))
    region = payer_records.region(code="18.71", by=decided(START))
    centre = payer_records.centre(by=decided(START))
    for number in range(16):
        segment, payer = [(MANDIRI, None), (SWASTA, employer), (PEMDA, region), (PBI, centre)][number % 4]
        hospital_class = 1 + number % 3 if segment == MANDIRI else 3
        home = household(
            number, children=number % 3, hospital_class=hospital_class, segment=segment, payer=payer
        )
        if segment == MANDIRI:
            membership.activate(people=home.people, since=START, by=decided(START))


def _bill() -> None:
    run_bills(month=MONTH, by=decided(MONTH))


def ready_for_arrears() -> None:
    """The month was billed; of four families who pay for themselves one paid, one paid too little."""
    ready_to_bill()
    _bill()
    paid_on = MONTH.replace(day=10)
    payments = [
        Household(0, (), FIRST_CARD + 10 * number).pays(rupiah, paid_on, f"p{number}")
        for number, rupiah in ((0, 600_000), (4, 1_000))
    ]
    post_payments(payments, by=decided(paid_on))


def _run_arrears() -> None:
    done = run_arrears(MONTH, by=decided(months_later(MONTH, 1)))
    assert done.change is None or done.people["suspended"], "nobody is suspended: this kills nothing"


_HEADER = "NOKAPST,NIK,NO_KK,NAMA,TGL_LAHIR,JENKEL,PISA,KODE_DESA,KELAS,SEGMEN,STATUS,TMT,TAT"
EXTRACT_DAY = START.replace(month=3, day=1)
#: Of the process that forks the others: who is killed clears nothing away.
_FOLDER = tempfile.TemporaryDirectory()


def _extract() -> list[str]:
    """Of twelve families nine stand in the extract, in another class; and three that nobody knew."""
    rows = [_HEADER]
    for number in (*range(9), *range(20, 23)):
        for place, relation in enumerate((Relation.MEMBER, Relation.WIFE)):
            person = someone(
                number * 10 + place, relation, born=dt.date(1980 + 4 * place, 1 + place, 1 + number % 28)
            )
            fields = (
                *(
                    person.card,
                    person.nik,
                    person.kk,
                    person.name,
                    f"{person.birth_date:%d/%m/%Y}",
                    person.sex,
                ),
                *(int(relation), "1871011004", 2, "PEKERJA MANDIRI", "AKTIF", "01/03/2024", ""),
            )
            rows.append(",".join(str(field) for field in fields))
    return rows


def _import() -> None:
    apply_extract(decided(EXTRACT_DAY))


def apply_extract(by: Decision) -> None:
    """Import the extract of the trials."""
    file = Path(_FOLDER.name) / "masterfile.csv"
    file.write_text("\n".join(_extract()) + "\n", encoding="utf-8")
    done = import_extract(ImportOrder(files=(file,), as_of=EXTRACT_DAY, memory_mb=500, threads=1), by=by)
    assert done.outcomes.rows == 24, done


#: Made once, by the child that prepares: an edition is told by its hash, and that holds the time of its making.
EDITION = Path(tempfile.gettempdir()) / f"semesta-edition-{os.getpid()}"


def ready_to_adopt() -> None:
    """An edition of every kind of card; the database stays empty."""
    shutil.rmtree(EDITION, ignore_errors=True)
    edition_of(World(residents=[], members=cards_of_all_kinds(), links=[]), EDITION, name="edisi")


def _adopt() -> None:
    adopted = adopt(Edition.open(EDITION / "edisi"), by=decided(START), memory_mb=500, threads=1)
    assert adopted.cards == 14, adopted


atexit.register(shutil.rmtree, EDITION, ignore_errors=True)

WORKS = {
    work.name: work
    for work in (
        Work("payments", ready_to_pay, _pay),
        Work("bills", ready_to_bill, _bill),
        Work("import", families, _import),
        Work("adopt", ready_to_adopt, _adopt),
        Work("arrears", ready_for_arrears, _run_arrears),
    )
}
