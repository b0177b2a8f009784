"""Who pays for a card: the segment says which kind of payer, the card's payer column and address say which one.

Assumptions, to be verified: a card that names no local government is paid by the regency of its address (as in
`findings.billed`), and so are the people a regency employs; who serves the centre is paid by the centre.
"""

from __future__ import annotations

from semesta.engine import literal
from semesta.register.vocabulary import SEGMENT_NUMBERS, PayerKind

CENTRE_CODE = "PUSAT"
CENTRE_NAME = "Pemerintah Pusat"

_KINDS: dict[PayerKind, tuple[str, ...]] = {
    PayerKind.REGION: (
        "PBPU DAN BP PEMERINTAH DAERAH",
        "PNS DAERAH",
        "PNS DAERAH DIPERBANTUKAN",
        "DEWAN PERWAKILAN RAKYAT DAERAH",
        "PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA",
        "KEPALA DESA DAN PERANGKAT DESA",
    ),
    PayerKind.CENTRE: (
        "PBI JAMINAN KESEHATAN",
        "PNS PUSAT",
        "PNS PUSAT DIPERBANTUKAN",
        "PNS MABES DAN KEMHAN",
        "PRAJURIT AD",
        "PRAJURIT AL",
        "PRAJURIT AU",
        "ANGGOTA POLRI",
        "PEJABAT NEGARA",
        "PENERIMA PENSIUN PNS",
        "PENERIMA PENSIUN TNI",
        "PENERIMA PENSIUN POLRI",
        "PENERIMA PENSIUN PEJABAT NEGARA",
        "VETERAN",
        "PERINTIS KEMERDEKAAN",
    ),
    PayerKind.EMPLOYER: ("PEGAWAI BUMN", "PEGAWAI BUMD", "PEGAWAI SWASTA"),
}

#: Segment number -> kind of payer. A segment that is not here pays for itself, or nobody knows.
PAYER_OF_SEGMENT: dict[int, PayerKind] = {
    SEGMENT_NUMBERS[name]: kind for kind, names in _KINDS.items() for name in names
}


def kind_sql(segment: str) -> str:
    """SQL: the number of the payer's kind for a segment number; NULL for a family that pays itself."""
    kinds = [PAYER_OF_SEGMENT.get(number) for number in range(1, len(SEGMENT_NUMBERS) + 1)]
    numbers = ", ".join(str(kind.value) if kind else "NULL" for kind in kinds)
    return f"(CASE WHEN {segment} > 0 THEN ([{numbers}]::SMALLINT[])[{segment}] END)"


def code_sql(kind: str, written: str, regency: str) -> str:
    """SQL: the payer's code for its kind, what the payer column says, and the code of the card's regency.

    NULL where the payer stays unknown: an employer who is not named, a card without address.
    """
    is_code = f"regexp_full_match({written}, '[0-9]{{2}}([.][0-9]{{2}})?')"
    named = f"nullif(upper(trim(regexp_replace({written}, '\\s+', ' ', 'g'))), '')"
    return (
        f"CASE {kind} WHEN {PayerKind.CENTRE.value} THEN {literal(CENTRE_CODE)} "
        f"WHEN {PayerKind.REGION.value} THEN CASE WHEN {is_code} THEN {written} ELSE {regency} END "
        f"WHEN {PayerKind.EMPLOYER.value} THEN {named} END"
    )
