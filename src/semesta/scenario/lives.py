"""What happens to people: somebody finds a job, somebody is born, somebody died and nobody said so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from semesta.ledger.wage_files import read_wage_list
from semesta.ledger.wages import take_wages
from semesta.register.enrolling import Enrolled
from semesta.register.moving import move
from semesta.register.payer_records import employer
from semesta.register.people import NewPerson, add_to_family
from semesta.register.person_changes import report_death
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation, Status
from semesta.scenario.cast import Player, members, rows, status_of
from semesta.scenario.opening import FIRST
from semesta.scenario.story import Story, decided

#: Employers of the story: code, name, how many workers.
EMPLOYERS = (("CV-01", "CV Padi Rekaan", 20), ("PT-02", "PT Kopi Rekaan", 8))
_RAISED, _RAISE = 3, 500_000
_PRIVATE = SEGMENT_NUMBERS["PEGAWAI SWASTA"]
BORN, FOUND_A_JOB, DIED, TOLD = (
    dt.date(2024, 8, 3), dt.date(2024, 8, 10), dt.date(2024, 7, 20), dt.date(2024, 9, 5),
)  # fmt: skip


def hire(story: Story, out: Path) -> tuple[int, ...]:
    """The extract names no employer: two of them hand in their wage lists, one with a NIK that is none. Their numbers."""
    story.begins("hired")
    out.mkdir(parents=True, exist_ok=True)
    waiting = _workers()
    found, taken, moved, refused = [], 0, 0, 0
    for code, name, families in EMPLOYERS:
        by = decided(name, "daftar upah Juli", FIRST)
        payer = employer(code=code, name=name, by=by)
        theirs, waiting = waiting[:families], waiting[families:]
        listed = read_wage_list(_wage_list(out / f"upah-{code}.csv", theirs), month=FIRST, today=FIRST)
        done = take_wages(listed=listed, payer=payer, by=by)
        taken, moved, refused = taken + done.rows, moved + done.moved, refused + len(done.rejects)
        found.append(payer)
    story.tell(
        "hired", FIRST, employers=len(found), rows=taken, families=moved, refused=refused,
        unnamed=len(waiting),
    )  # fmt: skip
    return tuple(found)


def raise_wages(story: Story, out: Path, payer: int) -> None:
    """In September the employer remembers that three of its people earn more since August."""
    story.begins("raised")
    people = [
        (int(nik), int(card))
        for nik, card in rows(
            f"SELECT nik, card FROM person WHERE payer_id = %s AND relation = {Relation.MEMBER:d} AND nik IS NOT NULL "
            f"AND card %% 43 < 30 ORDER BY card LIMIT {_RAISED}",
            [payer],
        )
    ]
    file = out / "upah-susulan.csv"
    lines = [f"{nik:016d};{wage_of(card) + _RAISE}" for nik, card in people]
    file.write_text("\n".join(("NIK;Upah", *lines)) + "\n", encoding="utf-8")
    since = dt.date(2024, 8, 1)
    done = take_wages(
        listed=read_wage_list(file, month=since, today=TOLD),
        payer=payer, by=decided(EMPLOYERS[0][1], "upah susulan", TOLD),
    )  # fmt: skip
    assert not done.rejects, done.rejects
    story.tell("raised", TOLD, people=done.rows, more=_RAISE, since=since.isoformat())


def _workers() -> list[tuple[int, int]]:
    """NIK and card of active workers of enterprises whose employer nobody knows, by card."""
    return [
        (int(nik), int(card))
        for nik, card in rows(
            "SELECT h.nik, h.card FROM person h JOIN (SELECT family_id, count(*) AS heads FROM person "
            f"WHERE relation = {Relation.MEMBER:d} GROUP BY family_id) AS f ON f.family_id = h.family_id "
            f"WHERE h.segment = {_PRIVATE} AND h.payer_id IS NULL AND h.status = {Status.AKTIF:d} AND h.nik IS NOT NULL "
            f"AND h.relation = {Relation.MEMBER:d} AND f.heads = 1 ORDER BY h.card"
        )
    ]


def _wage_list(file: Path, workers: list[tuple[int, int]]) -> Path:
    """A list as offices write it, a row that cannot be right at its end."""
    lines = [f"{nik:016d};{wage_of(card)}" for nik, card in workers]
    file.write_text("\n".join(("NIK;Upah", *lines, "18710101;3000000")) + "\n", encoding="utf-8")
    return file


def wage_of(card: int) -> int:
    """The invented monthly wage of a worker, rupiah: some below any minimum, some above the cap."""
    return 2_500_000 + card % 43 * 250_000


def find_a_job(story: Story, player: Player, payer: int) -> None:
    """A self-payer is hired in the middle of August: the family pays August, the employer September."""
    story.begins("moved")
    done = move(
        people=members(player.family), since=FOUND_A_JOB, segment=_PRIVATE, hospital_class=2, payer=payer,
        by=decided("pemberi kerja", "pekerja baru", FOUND_A_JOB, document="surat kerja"),
    )  # fmt: skip
    assert not done.refused, done.refused
    story.tell("moved", FOUND_A_JOB, people=len(done.done), status=status_of(player.head))


def be_born(story: Story, player: Player) -> None:
    """A child, registered within the law's days."""
    story.begins("born")
    # The card is given: one that the register issues has the record's number, and PostgreSQL leaves gaps in those.
    baby = NewPerson("BAYI REKAAN", "P", BORN, Relation.CHILD, card="0009900000001")
    day = BORN + dt.timedelta(days=7)
    done = add_to_family(
        family=player.family, people=[baby], start=day, by=decided("loket", "kelahiran", day)
    )
    assert isinstance(done, Enrolled), done
    story.tell("born", day, people=len(members(player.family)), status=done.people[0].status.name)


def die(story: Story, player: Player) -> None:
    """A death of July that is heard of in September, when July's books are closed."""
    story.begins("died")
    person = members(player.family)[-1]
    done = report_death(person=person, died_on=DIED, by=decided("desa", "laporan kematian", TOLD))
    assert not done.refused, done.refused
    story.tell("died", TOLD, died=DIED.isoformat(), status=status_of(person))
