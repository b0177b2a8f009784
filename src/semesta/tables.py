"""The tables of an edition and their contract: grain, columns, types, vocabularies.

Two forms of the same facts:

* **staged** tables live in the engine while an edition is built. Numbers that identify (NIK, KK,
  card, village) are 64-bit integers there, because a join on integers costs half of one on text.
* **edition** tables are Parquet files. Codes are text there (leading zeros, dots), as the design asks.

Every room that makes or reads one of these tables takes its columns from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# --- vocabularies -------------------------------------------------------------------------------

#: What a person is, seen from the population register. The first three add up to the residents.
Coverage = Literal["active", "inactive", "not_enrolled", "departed", "outside"]
ACTIVE = "active"  # resident with a card that is active on the as-of date
INACTIVE = "inactive"  # resident whose cards are all dead
NOT_ENROLLED = "not_enrolled"  # resident without a card
DEPARTED = "departed"  # in the register file, but written there as dead, moved or invalid: no resident
OUTSIDE = "outside"  # card whose holder is no (living) resident of the register
COVERAGES: tuple[str, ...] = (ACTIVE, INACTIVE, NOT_ENROLLED, DEPARTED, OUTSIDE)
RESIDENT_COVERAGES: tuple[str, ...] = (ACTIVE, INACTIVE, NOT_ENROLLED)

#: The six reporting groups that BPJS gives to local governments (jkn.md 1.1).
BUCKETS: tuple[str, ...] = ("PBI_JK", "PBPU_BP_PEMDA", "PBPU", "PPU_PN", "PPU_BU", "BP")
#: For cards whose segment text is unknown to us.
UNKNOWN_BUCKET = "UNKNOWN"

#: The 28 names of a segment in the insurer's extracts (jkn.md 1.2); `rules.SEGMENTS` says more about each.
SEGMENTS: tuple[str, ...] = (
    "PBI JAMINAN KESEHATAN",
    "PBPU DAN BP PEMERINTAH DAERAH",
    "PEKERJA MANDIRI",
    "PNS PUSAT",
    "PNS PUSAT DIPERBANTUKAN",
    "PNS DAERAH",
    "PNS DAERAH DIPERBANTUKAN",
    "PNS MABES DAN KEMHAN",
    "PRAJURIT AD",
    "PRAJURIT AL",
    "PRAJURIT AU",
    "ANGGOTA POLRI",
    "PEJABAT NEGARA",
    "DEWAN PERWAKILAN RAKYAT DAERAH",
    "PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA",
    "KEPALA DESA DAN PERANGKAT DESA",
    "PEGAWAI BUMN",
    "PEGAWAI BUMD",
    "PEGAWAI SWASTA",
    "PENERIMA PENSIUN PNS",
    "PENERIMA PENSIUN TNI",
    "PENERIMA PENSIUN POLRI",
    "PENERIMA PENSIUN PEJABAT NEGARA",
    "PENERIMA PENSIUN SWASTA",
    "VETERAN",
    "PERINTIS KEMERDEKAAN",
    "INVESTOR",
    "PEMBERI KERJA",
)

#: Own status vocabulary of a card (jkn.md 1.4). Only AKTIF is active.
STATUSES: tuple[str, ...] = (
    "AKTIF",
    "NONAKTIF_TUNGGAKAN",
    "NONAKTIF_DATA",
    "NONAKTIF_PBI_KELUAR",
    "NONAKTIF_PEMDA_KELUAR",
    "NONAKTIF_PPU_KELUAR",
    "NONAKTIF_USIA",
    "MENINGGAL",
    "BELUM_AKTIF",
    "TIDAK_DIKETAHUI",
)

#: Vital status of a row of the population register. Only ALIVE (also when nothing is said) is a resident.
VITAL_STATUSES: tuple[str, ...] = ("ALIVE", "DEAD", "MOVED", "MISSING", "AWAY", "INVALID")

SEXES: tuple[str, ...] = ("L", "P")

#: What linkage decided about a member.
LINK = "link"  # the one card through which a resident is counted
DUPLICATE = "duplicate"  # a further card of a resident who has a linked one
REVIEW = "review"  # held for a person to decide; counted as no link
OUTCOMES: tuple[str, ...] = (LINK, DUPLICATE, REVIEW)

#: Lower bounds of the age bands, years; the last is open. Band text is "00-04" ... "75+", or "" if unknown.
AGE_BAND_YEARS = 5
AGE_BAND_TOP = 75

#: Village code of people whose village is not known. They are counted, in a line of their own.
UNKNOWN_VILLAGE = ""


# --- contracts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, engine type, whether NULL may stand in it, what it means."""

    name: str
    type: str
    nullable: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's contract: its name, what one row is, and its columns in order."""

    name: str
    grain: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def ddl(self, name: str | None = None) -> str:
        """`CREATE TABLE` for an empty table with these columns."""
        columns = ", ".join(f'"{c.name}" {c.type}' for c in self.columns)
        return f'CREATE TABLE "{name or self.name}" ({columns})'


def _c(name: str, type_: str, meaning: str, *, nullable: bool = True) -> Column:
    return Column(name, type_, nullable, meaning)


def enum_of(words: tuple[str, ...]) -> str:
    """The engine's type of a vocabulary. One byte a value: text costs sixteen, and its statistics."""
    quoted = ("'" + word.replace("'", "''") + "'" for word in words)
    return f"ENUM({', '.join(quoted)})"


SEX_TYPE = enum_of(SEXES)
VITAL_STATUS_TYPE = enum_of(VITAL_STATUSES)
SEGMENT_TYPE = enum_of(SEGMENTS)
BUCKET_TYPE = enum_of((*BUCKETS, UNKNOWN_BUCKET))
STATUS_TYPE = enum_of(STATUSES)


_PERSON = (
    _c("nik", "BIGINT", "NIK, only if its form is right; else NULL"),
    _c(
        "nik_written",
        "VARCHAR",
        "what stood in the NIK cell, only where `nik` is NULL and the cell was not empty",
    ),
    _c("kk", "BIGINT", "family card number, only if its form is right"),
    _c("name", "VARCHAR", "as written, white space folded, upper case"),
    _c("sex", SEX_TYPE, "L or P"),
    _c("birth_date", "DATE", "date of birth"),
)

STAGED_RESIDENTS = Table(
    "residents",
    "person in the population register; rowid is the order of the files",
    (
        *_PERSON,
        _c("relation", "TINYINT", "SHDK 1 to 11 (jkn.md 5.3)"),
        _c("village", "BIGINT", "Kemendagri village code as a number, 1871011004 for 18.71.01.1004"),
        _c("address", "VARCHAR", "street or hamlet, as written"),
        _c("rt", "VARCHAR", "neighbourhood, three digits where it is a number"),
        _c("rw", "VARCHAR", "community unit, three digits where it is a number"),
        _c("occupation", "VARCHAR", "as written"),
        _c("decile", "TINYINT", "welfare decile 1 to 10 of DTSEN"),
        _c("vital_status", VITAL_STATUS_TYPE, "one of VITAL_STATUSES", nullable=False),
        _c("source", "UTINYINT", "number of the source file in the manifest, from 0", nullable=False),
        _c(
            "source_row", "BIGINT", "row in that file or sheet as an editor counts it, from 1", nullable=False
        ),
    ),
)

STAGED_MEMBERS = Table(
    "members",
    "card; rowid is the order of the files",
    (
        _c("card", "BIGINT", "13-digit card number; NULL if missing or wrong"),
        *_PERSON,
        _c("relation", "TINYINT", "PISA 1 to 5 (jkn.md 1.4)"),
        _c("village", "BIGINT", "Kemendagri village code as a number"),
        _c("address", "VARCHAR", "as written"),
        _c("segment", SEGMENT_TYPE, "one of the 28 names (jkn.md 1.2); NULL if unknown"),
        _c("bucket", BUCKET_TYPE, "one of BUCKETS, or UNKNOWN", nullable=False),
        _c("hospital_class", "TINYINT", "1 to 3"),
        _c("status", STATUS_TYPE, "one of STATUSES", nullable=False),
        _c("status_raw", "VARCHAR", "as written"),
        _c("start_date", "DATE", "TMT, start of cover"),
        _c("end_date", "DATE", "TAT, end of cover"),
        _c("payer_region", "VARCHAR", "region that pays, as code with dots, or as written"),
        _c("facility", "VARCHAR", "first-level facility, as written"),
        _c("source", "UTINYINT", "number of the source file in the manifest, from 0", nullable=False),
        _c("source_row", "BIGINT", "row in that file or sheet, from 1", nullable=False),
    ),
)

STAGED_ROSTERS = Table(
    "rosters",
    "person on an employer's or agency's list",
    (
        _c("group", "VARCHAR", "the roster's name as given on the command line", nullable=False),
        _c("employer", "VARCHAR", "employer or agency, as written"),
        _c("nik", "BIGINT", "NIK, only if its form is right"),
        _c("nik_written", "VARCHAR", "as in residents"),
        _c("name", "VARCHAR", "as in residents"),
        _c("birth_date", "DATE", "date of birth"),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file or sheet, from 1", nullable=False),
    ),
)

REJECTS = Table(
    "rejects",
    "input row or cell that was refused",
    (
        _c("source", "UTINYINT", "number of the source file in the manifest", nullable=False),
        _c("row", "BIGINT", "row in that file or sheet, from 1", nullable=False),
        _c(
            "scope",
            "VARCHAR",
            "'row': the row is in no table; 'cell': the row is in its table, this cell is empty there",
            nullable=False,
        ),
        _c("column", "VARCHAR", "header as it stands in the file; '' for a whole row", nullable=False),
        _c("value", "VARCHAR", "what stood there, cut at 200 characters"),
        _c("code", "VARCHAR", "short name of the reason, e.g. nik_excel_damage", nullable=False),
        _c("reason", "VARCHAR", "one Indonesian sentence", nullable=False),
        _c("remedy", "VARCHAR", "one Indonesian sentence: what to do", nullable=False),
    ),
)

#: Made by linkage in the engine. `resident` and `member` are rowids of the staged tables.
STAGED_LINKS = Table(
    "links",
    "resident-member pair accepted (link, duplicate) or held for review; a member stands in at most one row",
    (
        _c("resident", "BIGINT", "rowid in residents", nullable=False),
        _c("member", "BIGINT", "rowid in members", nullable=False),
        _c("outcome", "VARCHAR", "one of OUTCOMES; at most one 'link' per resident", nullable=False),
        _c(
            "method",
            "VARCHAR",
            "which step decided, e.g. nik_exact, nik_verified, scored, duplicate_nik",
            nullable=False,
        ),
        _c("probability", "REAL", "that the two are one person, under the stated model", nullable=False),
        _c(
            "evidence",
            "VARCHAR",
            "agreement level of each field, e.g. 'nik=typo1 name=same birth=same kk=same place=village'",
            nullable=False,
        ),
    ),
)

_EDITION_PERSON = (
    _c("nik", "VARCHAR", "16 digits"),
    _c("nik_written", "VARCHAR", "what stood in the cell where the NIK was refused"),
    _c("kk", "VARCHAR", "16 digits"),
    _c("name", "VARCHAR", "as written, upper case"),
    _c("sex", "VARCHAR", "L or P"),
    _c("birth_date", "DATE", "date of birth"),
    _c("relation", "TINYINT", "SHDK for residents, PISA for members"),
    _c("village_code", "VARCHAR", "18.71.01.1004; '' if unknown", nullable=False),
    _c("address", "VARCHAR", "as written"),
)

_CARD = (
    _c("card", "VARCHAR", "13 digits; for a resident with several cards, the one that counts"),
    _c("segment", "VARCHAR", "one of the 28 names"),
    _c("bucket", "VARCHAR", "one of BUCKETS or UNKNOWN; NULL without a card"),
    _c("status", "VARCHAR", "one of STATUSES; NULL without a card"),
    _c("status_raw", "VARCHAR", "as the insurer wrote it"),
    _c("end_date", "DATE", "end of cover"),
)

#: by-name: sorted by village_code, within a village in the order of the register's files; resident_id
#: counts in that order.
RESIDENTS = Table(
    "residents",
    "person in the population register, with what the edition found out about the person",
    (
        _c("resident_id", "BIGINT", "1, 2, 3 ... in the order of the table", nullable=False),
        *_EDITION_PERSON,
        _c("rt", "VARCHAR", "neighbourhood"),
        _c("rw", "VARCHAR", "community unit"),
        _c("occupation", "VARCHAR", "as written"),
        _c("decile", "TINYINT", "welfare decile"),
        _c("vital_status", "VARCHAR", "one of VITAL_STATUSES", nullable=False),
        _c("coverage", "VARCHAR", "active, inactive, not_enrolled or departed", nullable=False),
        _c("reason", "VARCHAR", "code of coverage.reasons; NULL for active", nullable=True),
        _c("suggested_action", "VARCHAR", "code of coverage.reasons; NULL for active"),
        _c("member_id", "BIGINT", "the card that counts, in members"),
        *_CARD,
        _c("cards", "UTINYINT", "cards held: 0, 1, or more for duplicates", nullable=False),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file", nullable=False),
    ),
)

#: by-name: members who are no (living) resident, sorted by village_code.
OUTSIDE_CARDS = Table(
    "outside",
    "card whose holder is no living resident",
    (
        _c("member_id", "BIGINT", "in members", nullable=False),
        *_EDITION_PERSON,
        _c("reason", "VARCHAR", "code of coverage.reasons", nullable=False),
        _c("suggested_action", "VARCHAR", "code of coverage.reasons", nullable=False),
        *_CARD,
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file", nullable=False),
    ),
)

MEMBERS = Table(
    "members",
    "card, in the order of the files; member_id = order",
    (
        _c("member_id", "BIGINT", "1, 2, 3 ... in the order of the files", nullable=False),
        _c("card", "VARCHAR", "13 digits"),
        *_EDITION_PERSON,
        _c("segment", "VARCHAR", "one of the 28 names"),
        _c("bucket", "VARCHAR", "one of BUCKETS, or UNKNOWN", nullable=False),
        _c("hospital_class", "TINYINT", "1 to 3"),
        _c("status", "VARCHAR", "one of STATUSES", nullable=False),
        _c("status_raw", "VARCHAR", "as written"),
        _c("start_date", "DATE", "start of cover"),
        _c("end_date", "DATE", "end of cover"),
        _c("payer_region", "VARCHAR", "region that pays"),
        _c("facility", "VARCHAR", "first-level facility"),
        _c("role", "VARCHAR", "linked, duplicate or outside", nullable=False),
        _c("resident_id", "BIGINT", "the resident, for linked and duplicate"),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file", nullable=False),
    ),
)

LINKS = Table(
    "links",
    "resident-member pair accepted, or held for review",
    (
        _c("resident_id", "BIGINT", "in residents", nullable=False),
        _c("member_id", "BIGINT", "in members", nullable=False),
        _c("outcome", "VARCHAR", "one of OUTCOMES", nullable=False),
        _c("method", "VARCHAR", "which step decided", nullable=False),
        _c("probability", "REAL", "that the two are one person", nullable=False),
        _c("evidence", "VARCHAR", "agreement level of each field", nullable=False),
    ),
)

CUBE = Table(
    "cube",
    "village x coverage x bucket x status x sex x age band x reason",
    (
        _c("village_code", "VARCHAR", "'' if unknown", nullable=False),
        _c("coverage", "VARCHAR", "one of COVERAGES", nullable=False),
        _c("bucket", "VARCHAR", "'' without a card", nullable=False),
        _c("status", "VARCHAR", "'' without a card", nullable=False),
        _c("sex", "VARCHAR", "L, P or ''", nullable=False),
        _c("age_band", "VARCHAR", "'00-04' ... '75+', '' if unknown; age on the as-of date", nullable=False),
        _c("reason", "VARCHAR", "'' for active", nullable=False),
        _c("persons", "BIGINT", "residents (first four coverages), or cards (outside)", nullable=False),
    ),
)

#: Cards per village as the insurer's file has them: what "administrative" figures are made of.
CARD_CUBE = Table(
    "card_cube",
    "village of the card x bucket x status x role",
    (
        _c("village_code", "VARCHAR", "village of the card; '' if unknown", nullable=False),
        _c("bucket", "VARCHAR", "one of BUCKETS or UNKNOWN", nullable=False),
        _c("status", "VARCHAR", "one of STATUSES", nullable=False),
        _c("role", "VARCHAR", "linked, duplicate, outside", nullable=False),
        _c("cards", "BIGINT", "number of cards", nullable=False),
    ),
)

ROSTERS = Table(
    "rosters",
    "person on a roster, with what the edition knows of the person",
    (
        _c("group", "VARCHAR", "the roster's name", nullable=False),
        _c("employer", "VARCHAR", "as written"),
        _c("nik", "VARCHAR", "16 digits"),
        _c("name", "VARCHAR", "as written"),
        _c("birth_date", "DATE", "date of birth"),
        _c("resident_id", "BIGINT", "found by NIK and birth date or name; NULL if not found"),
        _c("coverage", "VARCHAR", "of that resident; NULL if not found"),
        _c("segment", "VARCHAR", "of that resident's card"),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file", nullable=False),
    ),
)

REGIONS = Table(
    "regions",
    "administrative unit that the edition has people in, with its parents",
    (
        _c("code", "VARCHAR", "18, 18.71, 18.71.01 or 18.71.01.1004", nullable=False),
        _c("level", "VARCHAR", "province, regency, district, village", nullable=False),
        _c("name", "VARCHAR", "Kemendagri's name", nullable=False),
        _c("parent", "VARCHAR", "code of the parent; '' for a province", nullable=False),
    ),
)

#: Every table of an edition, in the order in which they are written.
EDITION_TABLES: tuple[Table, ...] = (
    RESIDENTS,
    OUTSIDE_CARDS,
    MEMBERS,
    LINKS,
    CUBE,
    CARD_CUBE,
    ROSTERS,
    REGIONS,
    REJECTS,
)


# --- the audit ------------------------------------------------------------------------------------

#: How sure a finding is. `certain`: a fact of the files themselves (a number of wrong form, the same number
#: twice, an amount that is not the rate), or of a link decided exactly. `probable`: rests on a scored link.
#: `to_check`: nothing was found where something should be; somebody must look before anybody is told.
CERTAIN, PROBABLE, TO_CHECK = "certain", "probable", "to_check"
CERTAINTIES: tuple[str, ...] = (CERTAIN, PROBABLE, TO_CHECK)

#: What can be wrong with a card that is paid for, or with the bill (jkn.md 5.5). The order is that of
#: precedence: the money of a card is counted under the first finding of the greatest certainty.
FINDING_KINDS: tuple[str, ...] = (
    "dead",  # the register, a list of deaths or the insurer calls the holder dead before the billed month
    "same_nik",  # two paid cards carry one NIK
    "two_cards",  # one person holds two paid cards of one segment
    "two_segments",  # one person is paid for under two segments; the one that comes second by law is at stake
    "moved_away",  # the register calls the holder moved, or the card's address is in another province
    "lives_elsewhere",  # the holder is resident of another regency than the one that pays
    "on_payroll",  # the holder of a subsidised card stands on an employer's roster
    "nik_of_another",  # the NIK is that of another resident, with another name and birth date
    "nik_invalid",  # no NIK, or one of wrong form
    "not_in_register",  # no resident was found
    "over_age",  # child of a worker past the age limit
    "wrong_class",  # a card paid by the public that is not class III
    "not_started",  # cover begins after the billed month
    "ended",  # cover ended before the billed month
    "billed_not_active",  # on the bill, but the card is not active in the membership file
    "billed_not_member",  # on the bill, but in no membership file
    "billed_twice",  # on the bill more than once
    "active_not_billed",  # active in the membership file, but not on the bill; no money at stake
    "head_count",  # the bill's total of people is not that of its list, or of the membership file
    "amount",  # the amount is not people x the rate of that month
)

STAGED_BILL = Table(
    "bill",
    "row of the insurer's bill by name, as sources reads it; rowid is the order of the files",
    (
        _c("card", "BIGINT", "13-digit card number; NULL if missing or wrong"),
        _c("nik", "BIGINT", "NIK, only if its form is right"),
        _c("nik_written", "VARCHAR", "as in members"),
        _c("name", "VARCHAR", "as in members"),
        _c("birth_date", "DATE", "date of birth"),
        _c("payer_region", "VARCHAR", "who is billed: code with dots, or as written"),
        _c("month", "DATE", "first day of the billed month"),
        _c("amount_rupiah", "BIGINT", "what is billed for the person in that month"),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file or sheet, from 1", nullable=False),
    ),
)

STAGED_DEATHS = Table(
    "deaths",
    "person on a list of deaths (villages, hospitals, the civil registry)",
    (
        _c("nik", "BIGINT", "NIK, only if its form is right"),
        _c("nik_written", "VARCHAR", "as in members"),
        _c("name", "VARCHAR", "as in members"),
        _c("birth_date", "DATE", "date of birth"),
        _c("death_date", "DATE", "day of death; NULL if not written"),
        _c("source", "UTINYINT", "number of the source file", nullable=False),
        _c("source_row", "BIGINT", "row in that file or sheet, from 1", nullable=False),
    ),
)

FINDINGS = Table(
    "findings",
    "fault found with a card that is paid for, or with the bill as a whole",
    (
        _c("finding_id", "BIGINT", "1, 2, 3 ... by region, kind and card", nullable=False),
        _c("kind", "VARCHAR", "one of FINDING_KINDS", nullable=False),
        _c("certainty", "VARCHAR", "one of CERTAINTIES", nullable=False),
        _c("member_id", "BIGINT", "the card, in members; NULL for the bill as a whole or a strange row"),
        _c("resident_id", "BIGINT", "the resident concerned, where one was found"),
        _c("other_member_id", "BIGINT", "the other card, for two cards of one person or NIK"),
        _c("bill_row", "BIGINT", "row of the bill from 1 in the order of its files, where a list was given"),
        _c("nik", "VARCHAR", "of the card or the bill's row"),
        _c("name", "VARCHAR", "of the card or the bill's row"),
        _c("village_code", "VARCHAR", "of the card; '' if unknown", nullable=False),
        _c("bucket", "VARCHAR", "of the card; '' for the bill as a whole", nullable=False),
        _c("payer_region", "VARCHAR", "regency or province that is billed; '' if unknown", nullable=False),
        _c("months", "INTEGER", "billed months that the data show to be at fault", nullable=False),
        _c("rupiah_local", "BIGINT", "what the local government gets back if it proves true", nullable=False),
        _c("rupiah_centre", "BIGINT", "what the centre gets back", nullable=False),
        _c("rupiah_member", "BIGINT", "what the member or the employer gets back", nullable=False),
        _c("counted", "BOOLEAN", "whether the money counts in totals: each card's once", nullable=False),
        _c("evidence", "VARCHAR", "what the data say, as codes: 'register=DEAD link=nik_exact p=0.9999'", nullable=False),
        _c("action", "VARCHAR", "code of findings.actions: what to do", nullable=False),
    ),
)  # fmt: skip

#: By what a resident who is left out could come in, in the order of the law's precedence.
WAYS: tuple[str, ...] = (
    "verify_first",  # a card may exist (held for review), or the data contradict themselves
    "newborn_of_member",  # a baby whose parents have a card: in the parents' segment
    "roster_employer",  # stands on an employer's or agency's roster
    "family_of_worker",  # spouse or child of a worker on the same family card
    "employer_to_ask",  # the register's occupation is a wage worker's: the employer is to be asked
    "central_subsidy",  # decile within the target of the centre's subsidy: propose to the social office
    "settle_arrears",  # own card in arrears: pay, or by instalments
    "local_government",  # above the subsidy, within the local government's own policy, and no own work known
    "own_means",  # everybody else: own work, a decile above both, or none known
)

WAYS_IN = Table(
    "ways_in",
    "resident who is inactive or not enrolled, with the way in that the law puts first",
    (
        _c("resident_id", "BIGINT", "in residents", nullable=False),
        _c("village_code", "VARCHAR", "of the resident; '' if unknown", nullable=False),
        _c("coverage", "VARCHAR", "inactive or not_enrolled", nullable=False),
        _c("reason", "VARCHAR", "code of coverage.reasons, sharper where an earlier edition tells more", nullable=False),
        _c("bucket", "VARCHAR", "of the dead card; '' without one", nullable=False),
        _c("way", "VARCHAR", "one of WAYS: the first that the data allow", nullable=False),
        _c("certainty", "VARCHAR", "one of CERTAINTIES: how sure the data make that way", nullable=False),
        _c("local_allowed", "BOOLEAN", "whether the local government's policy lets it pay instead", nullable=False),
        _c("decile", "TINYINT", "welfare decile"),
        _c("basis", "VARCHAR", "what the way rests on, as codes: 'kk_head=PPU_BU relation=4 age=7'", nullable=False),
    ),
)  # fmt: skip

#: Tables of an audit's folder.
AUDIT_TABLES: tuple[Table, ...] = (FINDINGS, WAYS_IN)
