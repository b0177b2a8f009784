"""The columns that officers' files have around a person: work, address, decile, segment, status, dates."""

from __future__ import annotations

import datetime as dt

from semesta.synthetic.draws import below, u
from semesta.synthetic.spec import DEAL_ORDER

#: Words of the population register for the relation to the head (SHDK).
RELATIONS = "(['KEPALA KELUARGA','SUAMI','ISTRI','ANAK','MENANTU','CUCU','ORANGTUA','MERTUA','FAMILI LAIN','PEMBANTU','LAINNYA'])[relation]"

_STREETS = "['MERDEKA','DIPONEGORO','AHMAD YANI','SUDIRMAN','KARTINI','RADEN INTAN','GAJAH MADA','PATTIMURA','SOEKARNO HATTA','IMAM BONJOL','HASANUDIN','TEUKU UMAR','PAGAR ALAM','RATU DIBALAU','COKROAMINOTO','DR SUTOMO','MELATI','MAWAR','KENANGA','CEMPAKA','PASAR','MASJID','PUSKESMAS','LINTAS SUMATERA']"
_HAMLETS = "['SUKAMAJU','SIDOREJO','SIDOMULYO','SUKAJADI','MARGA MULYA','TANJUNG SARI','SRI REJEKI','UMBUL JAYA','PURWODADI','KARANG ANYAR','SINAR BARU','REJO ASRI','WAY HALIM','TALANG BARU','BANGUN REJO','MEKAR SARI']"

#: Public servants by trade: the register's word for the work, the insurer's segment of the family [parts assumed].
TRADES: tuple[tuple[str, str, int], ...] = (
    ("PERANGKAT DESA", "KEPALA DESA DAN PERANGKAT DESA", 14),
    ("PEGAWAI NEGERI SIPIL (PNS)", "PNS DAERAH", 30),
    ("GURU", "PNS DAERAH", 14),
    ("GURU", "PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA", 12),
    ("BIDAN", "PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA", 5),
    ("PEGAWAI NEGERI SIPIL (PNS)", "PNS PUSAT", 9),
    ("KEPOLISIAN RI (POLRI)", "ANGGOTA POLRI", 8),
    ("TENTARA NASIONAL INDONESIA (TNI)", "PRAJURIT AD", 5),
    ("TENTARA NASIONAL INDONESIA (TNI)", "PRAJURIT AL", 1),
    ("TENTARA NASIONAL INDONESIA (TNI)", "PRAJURIT AU", 1),
    ("PEGAWAI NEGERI SIPIL (PNS)", "PNS MABES DAN KEMHAN", 1),
)
OFFICIAL = 0  # trade of village officials

#: Segments within a bucket, in parts of a hundred [assumed]; the names are the insurer's.
SEGMENTS: dict[str, tuple[tuple[str, int], ...]] = {
    "BP": (("PENERIMA PENSIUN PNS", 70), ("PENERIMA PENSIUN TNI", 8), ("PENERIMA PENSIUN POLRI", 7), ("PENERIMA PENSIUN SWASTA", 6), ("VETERAN", 4), ("PEMBERI KERJA", 4), ("INVESTOR", 1)),
    "PPU_BU": (("PEGAWAI SWASTA", 86), ("PEGAWAI BUMN", 10), ("PEGAWAI BUMD", 4)),
    "PBPU": (("PEKERJA MANDIRI", 100),),
    "PBPU_BP_PEMDA": (("PBPU DAN BP PEMERINTAH DAERAH", 97), ("PBI (APBD)", 3)),
    "PBI_JK": (("PBI JAMINAN KESEHATAN", 97), ("PBI (APBN)", 3)),
}  # fmt: skip

#: What the insurer writes for a dead card, in parts of ten, by bucket [texts mem-L, shares assumed].
INACTIVE: dict[str, tuple[tuple[str, int], ...]] = {
    "PPU_PN": (("NON AKTIF DI AKHIR BULAN", 7), ("TIDAK DITANGGUNG", 3)),
    "BP": (("NON AKTIF DI AKHIR BULAN", 10),),
    "PPU_BU": (("NON AKTIF DI AKHIR BULAN", 7), ("TIDAK DITANGGUNG", 3)),
    "PBPU": (("TIDAK AKTIF KARENA PREMI", 7), ("PENANGGUHAN PEMBAYARAN", 3)),
    "PBPU_BP_PEMDA": (("NON AKTIF DI AKHIR BULAN", 6), ("PENANGGUHAN PEMBAYARAN", 4)),
    "PBI_JK": (("NON AKTIF DI AKHIR BULAN", 9), ("DATA GANDA", 1)),
}


def _lots(options: tuple[tuple[str, int], ...], identity: str, purpose: str) -> str:
    listed = [f"'{text}'" for text, parts in options for _ in range(parts)]
    if len(set(listed)) == 1:
        return listed[0]
    return f"([{','.join(listed)}])[1 + {below(identity, purpose, len(listed))}]"


def servant_trade(family: str) -> str:
    """SQL: the trade of a public servant's household, an index into TRADES."""
    places = [str(i) for i, (_, _, parts) in enumerate(TRADES) for _ in range(parts)]
    return f"([{','.join(places)}])[1 + {below(family, 'trade', len(places))}]"


def segment() -> str:
    """SQL: the segment's name of a card (bucket, hid, cid, council); a family shares it."""
    family = "coalesce(hid, cid)"
    servants = f"CASE WHEN council THEN 'DEWAN PERWAKILAN RAKYAT DAERAH' ELSE {_by_trade(1, family)} END"
    cases = " ".join(
        f"WHEN {i} THEN {servants if b == 'PPU_PN' else _lots(SEGMENTS[b], family, 'segment name')}"
        for i, b in enumerate(DEAL_ORDER)
    )
    return f"CASE bucket {cases} END"


def _by_trade(column: int, family: str) -> str:
    listed = ",".join(f"'{trade[column]}'" for trade in TRADES)
    return f"([{listed}])[1 + {servant_trade(family)}]"


def status() -> str:
    """SQL: the status text of a card (active, bucket, holder, gone)."""
    cases = " ".join(
        f"WHEN {i} THEN {_lots(INACTIVE[b], 'cid', 'status text')}" for i, b in enumerate(DEAL_ORDER)
    )
    return f"CASE WHEN active THEN 'AKTIF' WHEN gone = 1 AND {u('cid', 'death known')} < 0.3 THEN 'MENINGGAL' ELSE CASE bucket {cases} END END"


def hospital_class() -> str:
    """SQL: 1 to 3. PBI and Pemda have the third class; the rest by rank or choice [shares assumed]."""
    return f"CASE WHEN bucket >= 4 THEN 3 WHEN bucket = 3 THEN (([1,2,3,3,3,3,3,2])[1 + {below('coalesce(hid, cid)', 'class', 8)}]) ELSE 1 + {below('coalesce(hid, cid)', 'class', 2)} END"


def start_date(as_of: dt.date) -> str:
    """SQL: the first day of cover, from 2014 on, not before birth."""
    return f"greatest(date_trunc('month', DATE '2014-01-01' + {below('cid', 'start', (as_of - dt.date(2014, 1, 1)).days - 40)}::INT)::DATE, birth)"


def end_date(as_of: dt.date) -> str:
    """SQL: the last day of cover of a dead card; NULL while active."""
    return f"CASE WHEN NOT active THEN greatest(date_trunc('month', DATE '{as_of}' - {below('cid', 'end', 900)}::INT)::DATE, {start_date(as_of)}) END"


def pisa() -> str:
    """SQL: the insurer's relation code from the register's (1 member, 2 husband, 3 wife, 4 child, 5 other)."""
    return "CASE relation WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 3 WHEN 4 THEN 4 ELSE CASE WHEN relation IS NULL THEN 1 ELSE 5 END END"


def address(family: str) -> str:
    """SQL: a street in town, a hamlet in the country; one per `family` (an id)."""
    return f"""CASE WHEN code % 10000 < 2000 THEN 'JL ' || ({_STREETS})[1 + {below(family, "street", 24)}] ||
             CASE WHEN {u(family, "house number")} < 0.8 THEN ' NO ' || (1 + {below(family, "house", 180)})::VARCHAR ELSE '' END
        WHEN {u(family, "hamlet style")} < 0.3 THEN 'DUSUN ' || (['I','II','III','IV','V','VI','VII','VIII'])[1 + {below(family, "hamlet", 8)}]
        ELSE 'DUSUN ' || ({_HAMLETS})[1 + {below(family, "hamlet name", 16)}] END"""


def neighbourhood(unit: str, highest: int, family: str) -> str:
    """SQL: number of the RT or RW of a `family` (an id), three digits."""
    return f"lpad((1 + {below(family, unit, highest)})::VARCHAR, 3, '0')"


def decile() -> str:
    """SQL: the household's welfare decile; NULL for the 6% that were never ranked."""
    standing, wealth = u("hid", "standing"), u("hid", "wealth")
    return f"CASE WHEN {u('hid', 'ranked')} < 0.06 THEN NULL WHEN {standing} < 0.2 THEN 6 + floor(5 * {wealth})::INT ELSE 1 + floor(9.2 * {wealth})::INT END"


def occupation(as_of: dt.date) -> str:
    """SQL: the register's words for work, by age, sex and the household's standing."""
    age = f"date_diff('year', birth, DATE '{as_of}')"
    standing, way = u("hid", "standing"), u("pid", "work")
    servant = _by_trade(0, "hid")
    village = f"(['PETANI/PEKEBUN','PETANI/PEKEBUN','PETANI/PEKEBUN','PETANI/PEKEBUN','PETANI/PEKEBUN','BURUH TANI/PERKEBUNAN','BURUH HARIAN LEPAS','WIRASWASTA','WIRASWASTA','NELAYAN/PERIKANAN','PEDAGANG','SOPIR','TUKANG BATU','BELUM/TIDAK BEKERJA'])[1 + {below('pid', 'village work', 14)}]"
    town = f"(['WIRASWASTA','WIRASWASTA','WIRASWASTA','BURUH HARIAN LEPAS','BURUH HARIAN LEPAS','PEDAGANG','KARYAWAN SWASTA','SOPIR','TUKANG KAYU','MEKANIK','BELUM/TIDAK BEKERJA'])[1 + {below('pid', 'town work', 11)}]"
    return f"""CASE WHEN {age} < 6 THEN 'BELUM/TIDAK BEKERJA'
        WHEN {age} < 19 OR ({age} < 23 AND {way} < 0.4) THEN 'PELAJAR/MAHASISWA'
        WHEN {age} > 70 AND {way} < 0.5 THEN 'BELUM/TIDAK BEKERJA'
        WHEN {standing} < 0.110 AND {age} > 58 AND relation IN (1, 3) THEN CASE WHEN relation = 1 THEN 'PENSIUNAN' ELSE 'MENGURUS RUMAH TANGGA' END
        WHEN {standing} < 0.075 AND relation = 1 THEN {servant}
        WHEN {standing} < 0.200 AND relation = 1 THEN CASE WHEN {way} < 0.85 THEN 'KARYAWAN SWASTA' ELSE 'KARYAWAN BUMN' END
        WHEN sex = 'P' AND {way} < 0.66 THEN 'MENGURUS RUMAH TANGGA'
        WHEN code % 10000 < 2000 THEN {town} ELSE {village} END"""
