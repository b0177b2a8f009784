"""The laws of an audit, checked on its tables each time one is made."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.engine import Engine
from semesta.faults import LawBroken, Text


@dataclass(frozen=True, slots=True)
class AuditLaw:
    """A query that returns the places where the law does not hold."""

    name: str
    text: Text
    failures: str


LAWS: tuple[AuditLaw, ...] = (
    AuditLaw(
        "counted_once",
        Text("uang satu baris tagihan dihitung paling banyak sekali", "the money of a billed row is counted once at most"),
        """SELECT coalesce(bill_row, member_id)::VARCHAR FROM findings
           WHERE counted AND (member_id IS NOT NULL OR bill_row IS NOT NULL)
           GROUP BY member_id, bill_row HAVING count(*) > 1""",
    ),
    AuditLaw(
        "within_row",
        Text("tidak ada baris yang kembali lebih dari yang ditagih", "no row gives back more than is billed for it"),
        """SELECT item::VARCHAR FROM quick.counted c JOIN quick.billed b USING (item)
           WHERE c.local > greatest(b.local, 0) OR c.centre > b.centre OR c.member > b.member
              OR least(c.local, c.centre, c.member) < 0""",
    ),
    AuditLaw(
        "within_bill",
        Text("uang bulan itu yang dihitung tidak lebih dari tagihan, untuk tiap pembayar", "the month's counted money is not more than the bill, for each payer"),
        """WITH counted AS (
               SELECT payer, sum(local) AS local, sum(centre) AS centre, sum(member) AS member FROM (
                   SELECT b.payer, c.local, c.centre, c.member FROM quick.counted c JOIN quick.billed b USING (item)
                   UNION ALL SELECT payer, local, 0, 0 FROM quick.bill_faults) GROUP BY payer),
           bill AS (
               SELECT payer, sum(local) AS local, sum(centre) AS centre, sum(member) AS member FROM (
                   SELECT payer, greatest(local, 0) AS local, centre, member FROM quick.billed
                   UNION ALL SELECT payer, local, 0, 0 FROM quick.bill_faults) GROUP BY payer)
           SELECT c.payer FROM counted c LEFT JOIN bill b USING (payer)
           WHERE c.local > coalesce(b.local, 0) OR c.centre > coalesce(b.centre, 0) OR c.member > coalesce(b.member, 0)""",
    ),
    AuditLaw(
        "cards_exist",
        Text("setiap kartu temuan ada di data peserta", "every finding's card is among the members"),
        """SELECT f.member_id::VARCHAR FROM findings f ANTI JOIN members m ON m.member_id = f.member_id WHERE f.member_id IS NOT NULL
           UNION ALL
           SELECT f.other_member_id::VARCHAR FROM findings f ANTI JOIN members m ON m.member_id = f.other_member_id
           WHERE f.other_member_id IS NOT NULL""",
    ),
    AuditLaw(
        "one_card_stays",
        Text("kartu pembanding bukan kartu itu sendiri", "a card is never its own second card"),
        "SELECT finding_id::VARCHAR FROM findings WHERE member_id = other_member_id",
    ),
    AuditLaw(
        "money_is_whole",
        Text("rupiah dan bulan tidak negatif; tanpa uang tidak dihitung", "rupiah and months are not negative; nothing is counted without money"),
        """SELECT finding_id::VARCHAR FROM findings WHERE least(rupiah_local, rupiah_centre, rupiah_member) < 0 OR months < 1
           OR (counted AND rupiah_local + rupiah_centre + rupiah_member = 0)""",
    ),
    AuditLaw(
        "ways_in",
        Text("setiap penduduk yang belum terlindungi punya satu jalan masuk", "every resident left out has one way in"),
        """SELECT 'ways_in' FROM (SELECT count(*) AS n, coalesce(sum(resident_id), 0) AS ids FROM residents WHERE coverage IN ('inactive', 'not_enrolled')) r,
                  (SELECT count(*) AS n, coalesce(sum(resident_id), 0) AS ids FROM ways_in) w WHERE r.n <> w.n OR r.ids <> w.ids""",
    ),
)  # fmt: skip


def require_laws(engine: Engine, *, place: str) -> tuple[str, ...]:
    """The names of the laws, all of which hold; LawBroken with the first place otherwise."""
    for law in LAWS:
        broken = engine.rows(f"SELECT * FROM ({law.failures}) LIMIT 1")
        if broken:
            raise LawBroken(
                place=place,
                reason=Text(
                    f"{law.text.id}: tidak berlaku ({broken[0][0]}).",
                    f"{law.text.en}: does not hold ({broken[0][0]}).",
                ),
                remedy=Text(
                    "Audit tidak dibuat. Laporkan kesalahan program ini beserta kalimat di atas.",
                    "No audit was made. Report this fault of the program with the sentence above.",
                ),
            )
    return tuple(law.name for law in LAWS)
