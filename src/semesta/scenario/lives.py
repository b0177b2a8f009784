"""What happens to people: somebody finds a job, somebody is born, somebody died and nobody said so."""

from __future__ import annotations

import datetime as dt

from semesta.register.correcting import correct
from semesta.register.enrolling import Enrolled
from semesta.register.moving import move
from semesta.register.payer_records import employer
from semesta.register.people import NewPerson, add_to_family
from semesta.register.person_changes import report_death
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation, Status
from semesta.scenario.cast import Player, members, rows, status_of
from semesta.scenario.opening import FIRST
from semesta.scenario.story import Story, decided

#: Employers of the story: code, name, how many families of workers.
EMPLOYERS = (("CV-01", "CV Padi Rekaan", 20), ("PT-02", "PT Kopi Rekaan", 8))
_PRIVATE = SEGMENT_NUMBERS["PEGAWAI SWASTA"]
BORN, FOUND_A_JOB, DIED, TOLD = (
    dt.date(2024, 8, 3), dt.date(2024, 8, 10), dt.date(2024, 7, 20), dt.date(2024, 9, 5),
)  # fmt: skip


def hire(story: Story) -> tuple[int, ...]:
    """The extract does not name employers: two of them say who works for them. Their numbers."""
    story.begins("hired")
    waiting = [
        int(family)
        for (family,) in rows(
            f"SELECT family_id FROM person WHERE segment = {_PRIVATE} AND payer_id IS NULL AND merged_into_id IS NULL "
            f"GROUP BY family_id HAVING min(status) = {Status.AKTIF:d} AND max(status) = {Status.AKTIF:d} "
            f"AND sum(CASE WHEN relation = {Relation.MEMBER:d} THEN 1 ELSE 0 END) = 1 ORDER BY min(card)"
        )
    ]
    found, people = [], 0
    for code, name, families in EMPLOYERS:
        payer = employer(code=code, name=name, by=decided("pemberi kerja", "pendaftaran", FIRST))
        theirs, waiting = waiting[:families], waiting[families:]
        workers = [person for family in theirs for person in members(family)]
        done = correct(people=workers, payer=payer, by=decided(name, "daftar pekerja Juli", FIRST))
        assert not done.refused, done.refused
        people += len(done.done)
        found.append(payer)
    story.tell("hired", FIRST, employers=len(found), people=people)
    return tuple(found)


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
    baby = NewPerson("BAYI REKAAN", "P", BORN, Relation.CHILD)
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
