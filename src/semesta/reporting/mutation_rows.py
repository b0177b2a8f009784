"""Which rows a mutation file holds: removals and changes that are certain, additions that the policy allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.findings.actions import FINDING_ACTIONS
from semesta.findings.billed import EXACT_METHODS, within_payer
from semesta.findings.rates import PEMDA
from semesta.reporting.mutation_fields import KINDS, Kind
from semesta.tables import CERTAIN, CERTAINTIES, FINDING_KINDS, TO_CHECK

#: kind, alasan, member_id, resident_id, finding_id, evidence, old_kk, old_name (UBAH: what the card has).
CHOSEN = "quick.mutations"

#: What has to be enclosed with each reason. Death, moved, job, child over 21 are those that Lampung's agreement
#: accepts for a swap of names (jkn.md 5.4 [found: S58, S61]); which papers is our proposal.
DOCUMENTS: dict[str, str] = {
    "MENINGGAL": "akta atau surat keterangan kematian",
    "PINDAH_DOMISILI": "surat pindah atau KTP/KK baru",
    "GANDA": "KTP/KK dan kedua kartu",
    "BEKERJA_PPU": "bukti kepesertaan PPU",
    "MENJADI_PBI": "bukti kepesertaan PBI JK",
    "NIK_TIDAK_VALID": "KTP/KK",
    "USIA_>21": "KK; surat sekolah bila masih sekolah",
    "PERBAIKAN_DATA": "KTP/KK",
    "KELAS": "tidak perlu",
    "PENDAFTARAN": "KTP/KK, surat keterangan desa/kelurahan",
}


@dataclass(frozen=True, slots=True)
class MutationOrder:
    """What the file is to hold."""

    month: dt.date  # first day of the billed month; `periode` in the form
    start: dt.date  # TMT of the mutation: usually the first day of the month after
    payer_region: str = ""  # 18.71; '' for every payer
    proposer: str = ""  # `pengusul`
    add: bool = False  # TAMBAH: residents whose way in is the local government
    quota: int | None = None  # so many TAMBAH at most, poorest decile first; None: no limit
    add_allowed: bool = (
        False  # also those whom the policy lets it pay for instead of the way that comes first
    )
    change: bool = True  # UBAH: what the register has otherwise than an exactly linked card


def choose(engine: Engine, order: MutationOrder) -> None:
    """Make CHOSEN: one row for each card or resident, in no order.

    KURANG before UBAH: a card that ends needs no correction, and one that may end gets none.
    """
    engine.run(f"""
        CREATE OR REPLACE TABLE {CHOSEN} (
          kind VARCHAR, alasan VARCHAR, member_id BIGINT, resident_id BIGINT, finding_id BIGINT, evidence VARCHAR,
          old_kk VARCHAR, old_name VARCHAR, old_birth DATE, old_class TINYINT)""")
    _removals(engine, order)
    if order.change:
        _changes(engine, order)
    if order.add:
        _additions(engine, order)


def actions_of(kind: Kind) -> str:
    """SQL: the list of actions that become a kind of mutation."""
    return ", ".join(literal(a.code) for a in FINDING_ACTIONS.values() if a.mutation == kind) or "NULL"


def local_findings(order: MutationOrder) -> str:
    """SQL: findings with a card that a local government pays for, of the payer that was asked for."""
    return f"""(SELECT f.*, m.status, m.hospital_class FROM findings f
        JOIN (SELECT member_id, status, hospital_class FROM members WHERE bucket = {literal(PEMDA)}) m USING (member_id)
        WHERE f.bucket = {literal(PEMDA)} AND {within_payer(order.payer_region, "f.payer_region")})"""


#: Findings about two cards: the other card says why this one ends.
_DOUBLE = "f.kind IN ('same_nik', 'two_cards', 'two_segments')"


def _removals(engine: Engine, order: MutationOrder) -> None:
    """Certain findings whose action ends a local payment; of several the one whose money is counted."""
    reasons = " ".join(
        f"WHEN {literal(a.code)} THEN {literal(a.reason)}" for a in FINDING_ACTIONS.values() if a.reason
    )
    kinds = ", ".join(map(literal, FINDING_KINDS))
    engine.run(f"""
        INSERT INTO {CHOSEN} BY NAME
        SELECT 'KURANG' AS kind, alasan, member_id, resident_id, finding_id, evidence FROM (
          SELECT f.*, CASE WHEN {_DOUBLE} AND o.bucket = 'PBI_JK' THEN 'MENJADI_PBI'
              WHEN {_DOUBLE} AND o.bucket IN ('PPU_PN', 'PPU_BU') THEN 'BEKERJA_PPU'
              ELSE CASE f.action {reasons} END END AS alasan
          FROM {local_findings(order)} f
          LEFT JOIN (SELECT member_id, bucket FROM members WHERE member_id IN (SELECT other_member_id FROM findings)) o
            ON o.member_id = f.other_member_id
          WHERE f.certainty = {literal(CERTAIN)} AND f.status = 'AKTIF' AND f.action IN ({actions_of("KURANG")})
          QUALIFY row_number() OVER (PARTITION BY f.member_id
            ORDER BY counted DESC, list_position([{kinds}], f.kind), f.finding_id) = 1)""")


def _changes(engine: Engine, order: MutationOrder) -> None:
    """Active local cards that are linked exactly (same NIK and birth date) and differ from the register.

    A number that is wrong on the card is no such case: the link then rests on a score, and is to be verified.
    """
    exact = ", ".join(map(literal, EXACT_METHODS))
    payer = "coalesce(nullif(regexp_extract(m.payer_region, '^[0-9]{2}([.][0-9]{2})?$'), ''), nullif(m.village_code[1:5], ''), r.village_code[1:5])"
    engine.run(f"""
        INSERT INTO {CHOSEN} BY NAME
        WITH doubtful AS (
          SELECT member_id FROM {local_findings(order)} f WHERE f.action IN ({actions_of("KURANG")})
          UNION SELECT member_id FROM {CHOSEN}),
        class AS (
          SELECT member_id, finding_id, evidence, hospital_class FROM {local_findings(order)} f
          WHERE f.kind = 'wrong_class' AND f.certainty = {literal(CERTAIN)}),
        linked AS (
          SELECT m.member_id, r.resident_id, m.kk, m.name, m.birth_date,
            r.kk IS NOT NULL AND r.kk IS DISTINCT FROM m.kk AS kk_differs, r.name IS DISTINCT FROM m.name AS name_differs,
            r.birth_date IS NOT NULL AND r.birth_date IS DISTINCT FROM m.birth_date AS birth_differs
          FROM (SELECT member_id, kk, name, birth_date, village_code, payer_region FROM members
                WHERE bucket = {literal(PEMDA)} AND status = 'AKTIF' AND role = 'linked') m
          JOIN (SELECT member_id, resident_id FROM links WHERE outcome = 'link' AND method IN ({exact})) l USING (member_id)
          JOIN (SELECT resident_id, kk, name, birth_date, village_code FROM residents WHERE bucket = {literal(PEMDA)}) r ON r.resident_id = l.resident_id
          WHERE {within_payer(order.payer_region, payer)}),
        differs AS (FROM linked WHERE kk_differs OR name_differs OR birth_differs)
        SELECT 'UBAH' AS kind, CASE WHEN c.member_id IS NOT NULL THEN 'KELAS' ELSE 'PERBAIKAN_DATA' END AS alasan,
          coalesce(d.member_id, c.member_id) AS member_id, d.resident_id, c.finding_id, coalesce(c.evidence, '') AS evidence,
          CASE WHEN kk_differs THEN coalesce(d.kk, '') END AS old_kk, CASE WHEN name_differs THEN coalesce(d.name, '') END AS old_name,
          CASE WHEN birth_differs THEN d.birth_date END AS old_birth, c.hospital_class AS old_class
        FROM differs d FULL JOIN class c USING (member_id)
        WHERE coalesce(d.member_id, c.member_id) NOT IN (SELECT member_id FROM doubtful)""")


def _additions(engine: Engine, order: MutationOrder) -> None:
    """Residents whose way in is the local government, with all that a registration needs; poorest first."""
    allowed = "OR w.local_allowed" if order.add_allowed else ""
    limit = f"LIMIT {order.quota}" if order.quota is not None else ""
    engine.run(f"""
        INSERT INTO {CHOSEN} BY NAME
        SELECT 'TAMBAH' AS kind, 'PENDAFTARAN' AS alasan, r.member_id, w.resident_id, w.basis AS evidence
        FROM ways_in w JOIN (SELECT resident_id, member_id, nik, name, birth_date FROM residents WHERE coverage IN ('inactive', 'not_enrolled')) r USING (resident_id)
        WHERE (w.way = 'local_government' {allowed}) AND w.certainty <> {literal(TO_CHECK)}
          AND {within_payer(order.payer_region, "w.village_code[1:5]")}
          AND r.nik IS NOT NULL AND r.name IS NOT NULL AND r.birth_date IS NOT NULL
        ORDER BY w.way <> 'local_government', w.decile NULLS LAST, w.coverage DESC, w.village_code, w.resident_id {limit}""")


def form_query(order: MutationOrder, edition: str, kinds: tuple[Kind, ...], more: dict[str, str]) -> str:
    """The rows of some kinds with every field of a form, in the order of kind, village and name.

    What the register has right stands in UBAH and TAMBAH; what the card has in KURANG, so that the insurer finds it.
    """
    listed = ", ".join(map(literal, kinds))
    documents = " ".join(f"WHEN {literal(reason)} THEN {literal(text)}" for reason, text in DOCUMENTS.items())
    order_of = f"list_position([{', '.join(map(literal, KINDS))}], x.kind)"
    empty = ", ".join(f"'' AS {field}" for field in _NOT_HELD)
    extra = "".join(f", {literal(value)} AS {field}" for field, value in more.items())
    right = "x.kind <> 'KURANG' AND r.resident_id IS NOT NULL"
    return f"""
        WITH named AS (
          SELECT x.*, coalesce(CASE WHEN {right} THEN r.village_code END, m.village_code, '') AS desa_kode,
            CASE WHEN {right} THEN r.nik ELSE m.nik END AS nik, CASE WHEN {right} THEN r.kk ELSE m.kk END AS no_kk,
            CASE WHEN {right} THEN r.name ELSE m.name END AS nama, CASE WHEN {right} THEN r.birth_date ELSE m.birth_date END AS tgl_lahir,
            CASE WHEN {right} THEN r.sex ELSE m.sex END AS sex, m.relation AS pisa, r.relation AS shdk, m.card AS no_kartu,
            CASE WHEN {right} THEN r.address ELSE m.address END AS alamat, r.rt, r.rw, m.facility AS faskes_nama,
            CASE WHEN x.kind = 'TAMBAH' OR x.old_class IS NOT NULL THEN 3 ELSE m.hospital_class END AS kelas, r.decile AS desil, r.kk AS right_kk, r.name AS right_name,
            r.birth_date AS right_birth, {order_of} AS place
          FROM {CHOSEN} x LEFT JOIN quick.mutation_cards m USING (member_id) LEFT JOIN quick.mutation_people r ON r.resident_id = x.resident_id
          WHERE x.kind IN ({listed}))
        SELECT row_number() OVER (ORDER BY place, desa_kode, nama, member_id, n.resident_id) AS row_no, n.kind AS jenis, nik, no_kk, no_kartu, nama, tgl_lahir, sex, pisa, shdk, alamat, rt, rw,
          desa_kode, v.name AS desa_nama, d.code AS kec_kode, d.name AS kec_nama, k.code AS kab_kode, k.name AS kab_nama, faskes_nama, kelas,
          DATE '{order.start}' AS tmt, alasan, {_CHANGED} AS perubahan, CASE alasan {documents} ELSE '' END AS dokumen,
          'Semesta ' || {literal(edition)} || coalesce(', temuan ' || finding_id, '') AS sumber, w.words AS keterangan, desil,
          {literal(order.proposer)} AS pengusul, {literal(f"{order.month:%Y-%m}")} AS periode, {empty}{extra}
        FROM named n LEFT JOIN quick.mutation_words w USING (evidence) LEFT JOIN regions v ON v.code = desa_kode LEFT JOIN regions d ON d.code = v.parent LEFT JOIN regions k ON k.code = d.parent
        ORDER BY row_no"""


def take_people(engine: Engine) -> None:
    """`quick.mutation_cards` and `quick.mutation_people`: what the rows need of the edition, read once."""
    for table, key, source, columns in (
        ("quick.mutation_cards", "member_id", "members", "member_id, card, nik, kk, name, sex, birth_date, relation, village_code, address, hospital_class, facility"),
        ("quick.mutation_people", "resident_id", "residents", "resident_id, nik, kk, name, sex, birth_date, relation, village_code, address, rt, rw, decile"),
    ):  # fmt: skip
        engine.run(
            f"CREATE OR REPLACE TABLE {table} AS SELECT {columns} FROM {source} "
            f"WHERE {key} IN (SELECT {key} FROM {CHOSEN} WHERE {key} IS NOT NULL)"
        )


_NOT_HELD = (
    "tempat_lahir", "status_kawin", "kode_pos", "faskes_kode", "drg_kode", "drg_nama", "telepon", "email", "npp", "jabatan",
    "status_pegawai", "gaji", "kewarganegaraan", "no_polis", "nama_asuransi", "npwp", "paspor", "verifikator",
)  # fmt: skip
_CHANGED = """concat_ws('; ',
    CASE WHEN old_kk IS NOT NULL THEN 'KK: ' || coalesce(nullif(old_kk, ''), '(kosong)') || ' -> ' || right_kk END,
    CASE WHEN old_name IS NOT NULL THEN 'NAMA: ' || coalesce(nullif(old_name, ''), '(kosong)') || ' -> ' || right_name END,
    CASE WHEN old_birth IS NOT NULL THEN 'TGL LAHIR: ' || strftime(old_birth, '%d-%m-%Y') || ' -> ' || strftime(right_birth, '%d-%m-%Y') END,
    CASE WHEN old_class IS NOT NULL THEN 'KELAS: ' || old_class || ' -> 3' END)"""

assert TO_CHECK in CERTAINTIES
