"""How hands and scanners get numbers, names and dates wrong, as SQL over one row.

Nothing here knows how linkage works. One rule is artificial: the thirteenth digit of a NIK is never
touched, so that even a mistyped number keeps a serial that is not issued.
"""

from __future__ import annotations

from semesta.engine import Engine
from semesta.synthetic.draws import below, u
from semesta.synthetic.noise import Noise

#: Kinds of what is wrong with a card's NIK, as the truth file names them.
NIK_KINDS: tuple[str, ...] = (
    "nik_missing",
    "nik_typo",
    "nik_transposed",
    "nik_two_digits",
    "nik_length",
    "nik_letter",
    "nik_old",
)

_MISREAD = ("0123456789", "6778943134")  # what a scanner or a tired eye makes of a digit: never the same one


def prepare(engine: Engine, noise: Noise, districts: list[int]) -> None:
    """Define the slip macros for a noise setting; `districts` number the earlier registrations."""
    wrong = (
        f"translate(digit, '{_MISREAD[0]}', '{_MISREAD[1]}')"
        if noise.misread
        else "((digit::INT + 1 + way % 9) % 10)::VARCHAR"
    )
    listed = f"[{', '.join(map(str, districts))}]"
    engine.run(f"""
        CREATE OR REPLACE MACRO syn_wrong_digit(digit, way) AS {wrong};
        CREATE OR REPLACE MACRO syn_place(way) AS CASE WHEN way % 15 < 12 THEN 1 + way % 15 ELSE 2 + way % 15 END;
        CREATE OR REPLACE MACRO syn_strike(text, place, way) AS
          substr(text, 1, place - 1) || syn_wrong_digit(substr(text, place, 1), way) || substr(text, place + 1);
        CREATE OR REPLACE MACRO syn_turn(text, place) AS
          substr(text, 1, place - 1) || substr(text, place + 1, 1) || substr(text, place, 1) || substr(text, place + 2);
        CREATE OR REPLACE MACRO syn_earlier(text, way) AS
          ({listed})[1 + way % {len(districts)}]::VARCHAR || substr(text, 7, 6) || '9' || lpad((way // 64 % 1000)::VARCHAR, 3, '0');
    """)
    engine.run("""
        CREATE OR REPLACE MACRO syn_name_typo(name, place, way) AS
          CASE way % 4 WHEN 0 THEN substr(name, 1, place - 1) || chr((65 + way // 4 % 26)::INT) || substr(name, place + 1)
            WHEN 1 THEN substr(name, 1, place - 1) || substr(name, place + 1)
            WHEN 2 THEN substr(name, 1, place) || substr(name, place)
            ELSE syn_turn(name, place) END;
        CREATE OR REPLACE MACRO syn_name_misread(name, way) AS
          CASE way % 6 WHEN 0 THEN replace(name, 'M', 'N') WHEN 1 THEN replace(name, 'I', 'L') WHEN 2 THEN replace(name, 'U', 'V')
            WHEN 3 THEN replace(name, 'O', 'D') WHEN 4 THEN replace(name, 'RN', 'M') ELSE replace(name, 'E', 'F') END;
        CREATE OR REPLACE MACRO syn_name_sound(name, way) AS
          CASE way % 12
            WHEN 0 THEN replace(replace(replace(replace(name, 'NN', 'N'), 'LL', 'L'), 'MM', 'M'), 'SS', 'S') WHEN 1 THEN regexp_replace(name, '([NL])([AIU])', '\\1\\1\\2')
            WHEN 2 THEN replace(name, 'F', 'P') WHEN 3 THEN replace(name, 'V', 'F') WHEN 4 THEN replace(name, 'SY', 'S')
            WHEN 5 THEN replace(name, 'KH', 'H') WHEN 6 THEN replace(name, 'Z', 'J') WHEN 7 THEN regexp_replace(name, 'D$', 'T')
            WHEN 8 THEN regexp_replace(name, 'AH$', 'A') WHEN 9 THEN regexp_replace(name, 'IYA', 'IA') WHEN 10 THEN replace(name, 'Y', 'I')
            ELSE regexp_replace(name, '([AIUEO])H', '\\1') END;
        CREATE OR REPLACE MACRO syn_name_old(name, way) AS
          CASE way % 4 WHEN 0 THEN replace(name, 'U', 'OE') WHEN 1 THEN replace(replace(name, 'Y', 'J'), 'JJ', 'J')
            WHEN 2 THEN replace(name, 'J', 'DJ') ELSE replace(replace(name, 'C', 'TJ'), 'U', 'OE') END;
        CREATE OR REPLACE MACRO syn_words(name) AS string_split(name, ' ');
        CREATE OR REPLACE MACRO syn_last_cut(name) AS
          CASE WHEN contains(name, ' ') THEN regexp_replace(name, ' [^ ]+$', '') ELSE name END;
    """)


def own_nik(noise: Noise, card: str, nik: str) -> tuple[str, str]:
    """SQL of the fault kind in a card's own number (NULL for none) and of what is written (NULL for missing)."""
    reached, cases = 0.0, []
    for kind, rate in noise.nik_faults:
        reached += rate
        cases.append(f"WHEN {u(card, 'nik fault')} < {reached:.6f} THEN '{kind}'")
    return f"CASE {' '.join(cases)} END", nik_slipped("kind", card, nik)


def nik_slipped(kind: str, card: str, nik: str) -> str:
    """SQL: the number (16 digits of text) after a slip of that kind; the number itself for other kinds."""
    way, place = below(card, "nik way", 1_000_000), f"syn_place({below(card, 'nik place', 15)})"
    second = f"syn_place({below(card, 'nik place', 15)} + 1 + {below(card, 'nik second place', 14)})"
    turn = f"1 + {below(card, 'nik turn', 13)}"
    turn = f"CASE WHEN {turn} < 12 THEN {turn} ELSE {turn} + 2 END"
    return f"""CASE {kind}
        WHEN 'nik_missing' THEN NULL
        WHEN 'nik_typo' THEN syn_strike({nik}, {place}, {way})
        WHEN 'nik_transposed' THEN syn_turn({nik}, {turn})
        WHEN 'nik_two_digits' THEN syn_strike(syn_strike({nik}, {place}, {way}), {second}, {way} + 3)
        WHEN 'nik_length' THEN CASE {way} % 3 WHEN 0 THEN substr({nik}, 1, 15)
          WHEN 1 THEN substr({nik}, 1, {place} - 1) || substr({nik}, {place} + 1)
          ELSE substr({nik}, 1, {place}) || substr({nik}, {place}) END
        WHEN 'nik_letter' THEN CASE WHEN {way} % 3 > 0 THEN regexp_replace({nik}, '0', 'O') ELSE regexp_replace({nik}, '1', 'I') END
        WHEN 'nik_old' THEN syn_earlier({nik}, {way})
        ELSE {nik} END"""


def name_slipped(noise: Noise, card: str, name: str, rate: str) -> str:
    """SQL: the name as the insurer has it; differs for about `rate` of the cards."""
    way = below(card, "name way", 1_000_000)
    place = f"(2 + {below(card, 'name place', f'greatest(1, length({name}) - 2)')})"
    typo = f"syn_name_misread({name}, {way})" if noise.misread else f"syn_name_typo({name}, {place}, {way})"
    muhammad = "'^(MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOCHAM+AD|MUCHAMMAD|MUH\\.|MOH\\.|MOCH\\.|M\\.|M) '"
    forms = "(['M. ', 'MUHAMMAD ', 'MOHAMAD ', 'MUH ', 'MUHAMAD ', 'MOCH. ', 'M ', 'MOH. ', 'MOHD. '])"
    titles = "([' S.PD', ', S.E', ' SPD', ', S.H.', ' AMD'])"
    ops: list[tuple[float, str]] = [
        (0.05, f"syn_name_old({name}, {way})"),
        (0.07, f"CASE WHEN {way} % 3 > 0 THEN regexp_replace({name}, ',.*$|^(H|HJ)\\. ', '') WHEN {way} % 2 = 0 THEN (['H. ', 'HJ ', 'DRS. ', 'TN. ', 'NY. '])[1 + {way} // 6 % 5] || {name} ELSE {name} || {titles}[1 + {way} // 6 % 5] END"),
        (0.12, f"CASE WHEN contains({name}, ' ') THEN regexp_replace({name}, ' ', '') ELSE regexp_replace({name}, '^(NUR|SRI|ABDUL|SITI|SUPRI|SU|AL|JUM)([A-Z]{{3}})', '\\1 \\2') END"),
        (0.12, f"syn_last_cut({name})"),
        (0.28, typo),
        (0.07, f"CASE WHEN contains({name}, ' ') THEN regexp_replace({name}, ' ([A-Z])[^ ]*$', ' \\1') ELSE {name} || ' ' || chr((65 + {way} % 26)::INT) END"),
        (0.13, f"syn_name_sound({name}, {way})"),
        (0.03, f"{name} || CASE WHEN {way} % 2 = 0 THEN ' BIN ' ELSE ' BINTI ' END || (['AHMAD','SLAMET','KASIM','SUKARDI','ABDULLAH','SARDI','HASAN','WAGIMAN'])[1 + {way} // 2 % 8]"),
        (0.03, f"regexp_replace({name}, '^([^ ]+) (.+)$', '\\2 \\1')"),
        (0.04, f"rtrim(substr({name}, 1, 10 + {way} % 6))"),
        (0.02, f"split_part({name}, ' ', 1)"),
        (0.04, f"CASE WHEN {way} % 2 = 0 THEN replace({name}, ' ', '  ') ELSE regexp_replace({name}, '([AIU]) ?$', '\\1''') END"),
    ]  # fmt: skip
    reached, cases = 0.0, []
    for share, expression in ops:
        reached += share
        cases.append(f"WHEN {u(card, 'name op')} < {reached:.3f} THEN {expression}")
    many_forms = f"regexp_matches({name}, {muhammad}) AND {u(card, 'name muhammad')} < 0.4"
    # some slips leave a name as it was (no double letter to drop): more are tried than are to be seen
    tried = 1.8 if noise.misread else 1.4
    return f"""CASE WHEN {u(card, "name changed")} >= {tried} * ({rate}) THEN {name}
        WHEN {many_forms} THEN regexp_replace({name}, {muhammad}, {forms}[1 + {way} % 9])
        ELSE CASE {" ".join(cases)} ELSE {name} END END"""


def birth_slipped(noise: Noise, card: str, birth: str) -> str:
    """SQL: the date of birth as the insurer has it."""
    way = below(card, "birth way", 1_000_000)
    return f"""CASE WHEN {u(card, "birth changed")} >= {noise.birth_changed} THEN {birth}
        WHEN {way} % 10 < 3 AND day({birth}) <= 12 THEN make_date(year({birth}), day({birth}), month({birth}))
        WHEN {way} % 10 < 6 THEN make_date(year({birth}) + CASE WHEN {way} % 2 = 0 THEN 1 ELSE -1 END, month({birth}), least(day({birth}), 28))
        WHEN {way} % 10 < 8 THEN make_date(year({birth}), 1 + CASE WHEN {way} % 3 = 0 THEN 6 ELSE 0 END, 1)
        ELSE make_date(year({birth}), month({birth}), 1 + (day({birth}) + {way} // 10) % 28) END"""
