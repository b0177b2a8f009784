"""The rules by which a personal name is brought to the form in which two spellings of it are one.

They are data, so that Python and the engine run the same chain: ordered, each applied everywhere in the
text before the next begins. The text is upper case without accents and padded with one space on either
side. Patterns stay inside what RE2 and Python's `re` do alike: no look-around, no back-references, no
pattern that matches nothing.

What is folded, and what is deliberately not, is told by each rule's `why`. The rules join spellings that
clerks interchange (Djoko, Joko; Achmad, Ahmad); they do not join names that merely sound alike (Rahmat,
Rohmat), for that a similarity is the better tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class NameRule:
    """One step: `pattern` is a regular expression, a plain text, or letters replaced one by one."""

    pattern: str
    replacement: str  # \1 to \9 stand for groups, in regular expressions only
    why: str
    kind: Literal["regex", "text", "letters"] = "regex"


#: Words before a name that are no part of it. A rank or title counts only where a name follows.
_TITLES: Final = "|".join(
    (
        r"H|HI|HJ|HJH|HAJI|HAJJ?AH|K\.? ?H|K[IY]+AI|UST|USTAD[ZH]?(?:AH)?|PDT",
        r"TN|TUAN|NY|NYONYA|NN|NONA|SDRI?|BPK|BAPAK|IBU|ALMH?|ALMARHUM(?:AH)?",
        r"DRS?|DRA|DRG|DRH|IR|PROF|APT|BDN|NS|NERS",
        r"R\.? ?[ADMR]|R|RADEN(?: (?:MAS|RORO|AJENG|AYU|NGANTEN))?",
        r"PRADA|PRATU|PRAKA|KOPDA|KOPTU|KOPKA|SERDA|SERTU|SERKA|SERMA|PELDA|PELTU",
        r"LETDA|LETTU|KAPT|KAPTEN|MAYOR|LETKOL|KOL|KOLONEL|PURN",
        r"BRIPDA|BRIPTU|BRIPKA|BRIGADIR|BRIGPOL|AIPDA|AIPTU|IPDA|IPTU|AKP|KOMPOL|AKBP",
    )
)

#: Degrees after a name without a comma. Where letters could be a name, the dot is required.
_DEGREES: Final = "|".join(
    (
        r"S[. ]{0,2}(?:PD|KOM|KM|SOS|AG|KEP|IP|PT|HUT|HUM|TP|ST|PSI|FARM|SI|SN|GZ|KED|TR)"
        r"(?:[. ]{1,2}?(?:I|SD|KEB|KEP|KES|GZ|T|AK|IP)|I)?",
        r"S\.?[EHT]|S\. ?(?:P|AP|AK|HI|EI|SY|H\.I|E\.I)",
        r"M[. ]{0,2}(?:PD|SI|KES|KOM|HUM|KM|KN|SC|PSI|FARM|KEP)(?:[. ]{1,2}I|I)?",
        r"M\.?[MH]|M\. ?(?:T|E|A|AG|AP|TR)",
        r"A[. ]{0,2}MD?[. ]{0,2}(?:KEB|KEP|KOM|AK|PD|K|RAD|GZ|FARM)|A[. ]{0,2}MD",
        r"SP\. ?[A-Z]{1,4}(?:\. ?[A-Z])?|PH\.? ?D|NERS|LC|ALMH?|ALMARHUM(?:AH)?",
    )
)

NAME_RULES: Final[tuple[NameRule, ...]] = (
    # --- what is not the name -----------------------------------------------------------------------
    NameRule(r"['’‘ʼ`´]+", "", "Ma'ruf is Maruf"),
    NameRule(
        rf"^[^A-Z]+(?:(?:{_TITLES})[^A-Z]+)+([A-Z])",
        r" \1",
        "titles and ranks before a name; not the last word",
    ),
    NameRule(
        rf"(?s)([A-Z])(?:[^A-Z,]*,.*|(?:[^A-Z]+(?:{_DEGREES})){{1,4}}[^A-Z]*$)",
        r"\1 ",
        "after a comma stand degrees, never the name; without a comma, degrees from a closed list",
    ),
    NameRule(r" *[^A-Z0 ][^A-Z0]*|  +", " ", "all but letters part words: hyphens, dots, other scripts"),
    NameRule(
        r"([A-Z]) (?:BINT?I?|BTE|BTI|BT|B|HJ|ALMH?) ([A-Z])",
        r"\1 \2",
        "'son of', 'daughter of' join two names",
    ),
    # --- forms of the commonest names ---------------------------------------------------------------
    NameRule(r"([^CK]H|[^H])[O0]E", r"\1U", "spelling before 1947; not in Choerul, which is Khoirul"),
    NameRule(
        r"^ MD? ([A-Z])| (?:MHM?D|M[0OU][CK]?H(?:A?M+[AE]?[DT]+|D)?|M[OU]K?AM+A[DT]) "
        r"| M[0OU][CK]?HA?M+[AE][DT]",
        r" MU \1",
        "Muhammad in every form is one short word: a sixth of all men carry it, it tells little",
    ),
    NameRule(r" A[CK]H(?:MD)? ", " AHMAT ", "Ach. is Ahmad"),
    NameRule(r"^ ST[IY]? ", " SITI ", "St. is Siti"),
    NameRule(
        r" ABD(?:[UOE]L?)? ?(?:[RS][YH]? ?)*([RS])| ABD[UOE]? ",
        r" ABDUL \1",
        "Abd. is Abdul; Abdurrahman is Abdul Rahman",
    ),
    NameRule(r" NO+R", " NUR", "Nor and Noor are Nur"),
    # --- letters that clerks interchange --------------------------------------------------------------
    NameRule(
        r"( )CH([RL])|C([BDFGKLMNPQRSTVZ ])",
        r"\1K\2\3",
        "c before a consonant or at the end is k: Christina, Victor, Erick",
    ),
    NameRule("TJ", "C", "spelling before 1972", "text"),
    NameRule(
        r"( C)H(AND|[EIY])|[CK](H)|([BDGPT])H|(S)[HJY]+|D([JZ])H?|[KT](S)|(U)W",
        r"\1\2\3\4\5\6\7\8",
        "one of two letters falls: Chandra; Chairul, Khairul; Ridho, Luthfi; Sjamsul, Syamsul, Sholeh; "
        "Djoko, Dzikri; Maksum, Utsman; Juwariah",
    ),
    NameRule(" Z", " J", "Zaenal is Jaenal at the beginning of a word; elsewhere z is s", "text"),
    NameRule(r"([AO0I])E", r"\1I", "Zaenal, Zainal; Khoerul, Khoirul; Arie, Ari (doubled letters go below)"),
    NameRule(
        "FVQXZJY0",
        "PPKSSIIO",
        "Arif, Ariv, Arip; Aziz, Asis; Jusuf, Yusuf; Setyawan, Setiawan; zero typed for O",
        "letters",
    ),
    NameRule(
        r"(A)A+|(B)B+|(D)D+|(E)E+|(G)G+|(I)I+|(K)K+|(L)L+|(M)M+",
        r"\1\2\3\4\5\6\7\8\9",
        "doubled letters are one: Hassan, Aliyah",
    ),
    NameRule(
        r"(N)N+|(O)O+|(P)P+|(R)R+|(S)S+|(T)T+|(U)U+|([A-Z])H+( )",
        r"\1\2\3\4\5\6\7\8\9",
        "a replacement can name nine groups, hence two rules; h at the end falls: Aminah",
    ),
    NameRule("D ", "T ", "Rahmad is Rahmat", "text"),
)

#: From a normalised name without spaces to its consonants: what survives a bad hearing.
SKELETON_RULES: Final[tuple[NameRule, ...]] = (
    NameRule(r"([A-Z])[AEIOUH]+", r"\1", "vowels and h go; the first letter stays whatever it is"),
    NameRule(
        r"(B)B+|(C)C+|(D)D+|(G)G+|(K)K+|(L)L+|(M)M+|(N)N+|(P)P+",
        r"\1\2\3\4\5\6\7\8\9",
        "what came together is one",
    ),
    NameRule(r"(R)R+|(S)S+|(T)T+|(W)W+", r"\1\2\3\4", "the other consonants"),
)
