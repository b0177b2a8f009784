"""How place names are customarily written in Indonesia: prefixes, short forms, second spellings, aliases.

From daily use in officers' files [mem-H]; extend the lists freely: a short form with several readings
lists them all, and then only the place decides.
"""

from __future__ import annotations

import re

from semesta.regions.region import Level

Words = tuple[str, ...]

#: What stands before a name, and the kind of place that it says ('' says none). Kinds are those of
#: `Region.kind`. Lampung calls its desa pekon, tiyuh or kampung, Aceh gampong, West Sumatra nagari [mem-H].
PREFIXES: dict[Level, dict[Words, str]] = {
    "province": {(word,): "" for word in ("PROV", "PROVINSI", "PROPINSI")},
    "regency": {
        ("KAB",): "kabupaten",
        ("KABUPATEN",): "kabupaten",
        ("KOTA",): "kota",
        ("KOTAMADYA",): "kota",
        ("KODYA",): "kota",
        **{(word, adm): "kabupaten" for word in ("KAB", "KABUPATEN") for adm in ("ADM", "ADMINISTRASI")},
        **{("KOTA", adm): "kota" for adm in ("ADM", "ADMINISTRASI")},
    },
    "district": {(word,): "" for word in ("KEC", "KECAMATAN", "DISTRIK", "KAPANEWON", "KEMANTREN")},
    "village": {
        ("KEL",): "kelurahan",
        ("KELURAHAN",): "kelurahan",
        ("DESA", "ADAT"): "desa adat",
        **{
            (word,): "desa"
            for word in (
                *("DESA", "DS", "PEKON", "TIYUH", "KAMPUNG", "KALURAHAN"),
                *("NAGARI", "NAGORI", "GAMPONG", "LEMBANG"),
            )
        },
    },
}
#: Customary short forms and second spellings in place names [mem-H]; several words where it can be either.
VARIANTS: dict[str, Words] = {
    **dict.fromkeys(("TJ", "TG", "TJG", "TNJ", "TANJONG", "TANDJUNG"), ("TANJUNG",)),
    **dict.fromkeys(("SEI", "SUNGEI", "SUNGE"), ("SUNGAI",)),
    **dict.fromkeys(("BDR", "BND"), ("BANDAR",)),
    **dict.fromkeys(("GN", "GNG", "GUNONG"), ("GUNUNG",)),
    **dict.fromkeys(("GDG", "GEDONG"), ("GEDUNG",)),
    **dict.fromkeys(("KP", "KMP", "KAMP", "KAMPONG", "KAMPOENG"), ("KAMPUNG",)),
    **dict.fromkeys(("PERK", "PERKEB", "PERKEBONAN"), ("PERKEBUNAN",)),
    **dict.fromkeys(("SP", "SIMP", "SPG"), ("SIMPANG",)),
    **dict.fromkeys(("TLK", "TELOK"), ("TELUK",)),
    **dict.fromkeys(("LAB", "LABUAN"), ("LABUHAN",)),
    **dict.fromkeys(("KEP", "KEPUL"), ("KEPULAUAN",)),
    **dict.fromkeys(("PULO", "P"), ("PULAU",)),
    **dict.fromkeys(("NEGRI", "NGRI"), ("NEGERI",)),
    "TL": ("TALANG", "TELUK"),
    "TLG": ("TALANG",),
    "TB": ("TULANG BAWANG", "TELUK BETUNG"),
    "PD": ("PADANG", "PONDOK"),
    "PDG": ("PADANG",),
    "PS": ("PASAR", "PASIR"),
    "PSR": ("PASAR",),
    "BT": ("BATU", "BUKIT"),
    "BKT": ("BUKIT",),
    "KR": ("KARANG", "KRUENG"),
    "KRG": ("KARANG",),
    "MA": ("MUARA",),
    "WAI": ("WAY",),
}
#: Short forms of parts of a place, which never come first: UT MURUNG is not UTARA MURUNG.
TRAILING_VARIANTS: dict[str, Words] = {
    **dict.fromkeys(("UTR", "UT"), ("UTARA",)),
    **dict.fromkeys(("SEL", "SLT", "SLTN"), ("SELATAN",)),
    **dict.fromkeys(("BRT", "BAR"), ("BARAT",)),
    **dict.fromkeys(("TIM", "TMR", "TIMOR"), ("TIMUR",)),
    **dict.fromkeys(("TGH", "TENG", "TNGH"), ("TENGAH",)),
    **dict.fromkeys(("PST",), ("PUSAT",)),
}

#: Short names of provinces in daily use [mem-H], by code.
PROVINCE_ALIASES: dict[str, Words] = {
    "11": ("NANGGROE ACEH DARUSSALAM", "NAD"),
    "12": ("SUMUT",),
    "13": ("SUMBAR",),
    "16": ("SUMSEL",),
    "19": ("BANGKA BELITUNG", "BABEL"),
    "21": ("KEPRI",),
    "31": ("JAKARTA", "DKI JAKARTA", "DKI", "DAERAH KHUSUS JAKARTA", "DKJ"),
    "32": ("JABAR",),
    "33": ("JATENG",),
    "34": ("YOGYAKARTA", "DI YOGYAKARTA", "DIY", "JOGJAKARTA"),
    "35": ("JATIM",),
    "52": ("NTB",),
    "53": ("NTT",),
    "61": ("KALBAR",),
    "62": ("KALTENG",),
    "63": ("KALSEL",),
    "64": ("KALTIM",),
    "65": ("KALTARA",),
    "71": ("SULUT",),
    "72": ("SULTENG",),
    "73": ("SULSEL",),
    "74": ("SULTRA",),
    "76": ("SULBAR",),
    "82": ("MALUT",),
}

#: Applied in order to upper-case letters.
SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("OE", "U"),
        ("DJ", "J"),
        ("TJ", "C"),
        ("([LNS])J", r"\1Y"),
        ("([KDT])H", r"\1"),
        ("[FV]", "P"),
        ("O", "U"),
        ("Y", "I"),
        (r"([A-Z])\1+", r"\1"),
        ("([BCDGHJKMNPQRSTWXZ])E(L)", r"\1\2"),
        ("([BCDGHJKLMNPQSTWXZ])E(R)", r"\1\2"),
        ("H$", ""),
    )
)

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "SATU",
            "DUA",
            "TIGA",
            "EMPAT",
            "LIMA",
            "ENAM",
            "TUJUH",
            "DELAPAN",
            "SEMBILAN",
            "SEPULUH",
            "SEBELAS",
        ],
        start=1,
    )
}
