"""The engine's fast path and the readers of single cells never disagree; random files never break the room."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.faults import SemestaError
from semesta.identity import Card, Kk, Nik, parse_card, parse_date, parse_kk, parse_nik
from semesta.regions import Region, parse_code
from semesta.sources import SourceRequest, understand
from semesta.sources.fast import load_select
from semesta.sources.lists import take_lists
from semesta.sources.numbers import collect_wrong_numbers
from semesta.sources.places import fill_villages, make_village_type
from semesta.sources.rows import Lines
from semesta.sources.values import read_cell
from tests.sources.desk import (
    AS_OF,
    csv_of,
    member,
    members_csv,
    read_request,
    resident,
    residents_csv,
    write,
)

#: Not shrunk: each example reads files, and the rows that fail are printed anyway.
PATIENT = settings(
    max_examples=10,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)

sixteen = st.one_of(
    st.from_regex(r"(1[1-9]|[3-9][1-6])[0-7][0-9][0-9]{2}[0-7][0-9](0[0-9]|1[0-3])[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9]{16}", fullmatch=True),
    st.text("0123456789eE.+- _", min_size=16, max_size=16),
    st.from_regex(r"[1-9]\.[0-9]{9,11}[eE]\+?1[0-9]", fullmatch=True),
)
thirteen = st.one_of(
    st.from_regex(r"0{0,4}[0-9]{9,13}", fullmatch=True),
    st.text("0123456789eE.+- _", min_size=13, max_size=13),
)
days = st.dates(dt.date(1850, 1, 1), dt.date(2030, 12, 31))
date_texts = st.one_of(
    days.map(lambda d: f"{d:%d-%m-%Y}"),
    days.map(lambda d: f"{d:%d-%m-%y}"),
    days.map(lambda d: f"{d.day}-{d.month}-{d.year}"),
    st.text("0123456789- ", min_size=8, max_size=10),
)
codes = st.one_of(
    st.from_regex(r"18\.(0[1-9]|7[12])\.0[1-9]\.[12]0[01][0-9]", fullmatch=True),
    st.from_regex(r"18(0[1-9]|71)0[1-9][12]0[01][0-9]", fullmatch=True),
    st.text("0123456789.", min_size=1, max_size=13),
)


def staged(texts: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """What the fast path alone makes of raw cells: one row per position of the lists."""
    sample = csv_of("NOKA,NIK,NO KK,NAMA,TGL LAHIR,KODE DESA,STATUS", [
        {"NOKA": "0000001000001", "NIK": "1871010101809001", "NO KK": "1871010101159001", "NAMA": "A",
         "TGL LAHIR": "25-12-1980", "KODE DESA": "18.71.01.1004", "STATUS": "AKTIF"}
    ])  # fmt: skip
    with TemporaryDirectory() as folder, Engine(threads=1) as engine:
        request = SourceRequest(residents=(), members=(write(Path(folder), "m.csv", sample),), as_of=AS_OF)
        (understood,) = understand(request)
        understood = replace(understood, headers=tuple(f"c{i}" for i in range(7)))
        load = load_select(understood, request, 0)
        columns = {f"c{i}": ("VARCHAR", values) for i, values in enumerate(texts.values())}
        take_lists(engine, "raw", columns)
        village = understood.column("village")
        assert village and village.words
        make_village_type(engine, village)
        engine.run(f"CREATE TABLE members AS {load.select('raw')}")
        fill_villages(engine, "members", village, 0, len(texts["card"]))
        engine.run("CREATE TABLE cells (rid BIGINT, text VARCHAR)")
        for column in ("nik", "kk"):
            collect_wrong_numbers(engine, "members", column, 0, len(texts["card"]), into="cells")
        return engine.rows(
            "SELECT card, nik, kk, birth_date, village, odd IS NOT NULL OR rowid IN (SELECT rid FROM cells) "
            "FROM members ORDER BY rowid"
        )


def one_by_one(card: str, nik: str, kk: str, birth: str, code: str) -> tuple[object, ...]:
    c, n, k, r = parse_card(card), parse_nik(nik), parse_kk(kk), parse_code(code)
    d = parse_date(birth, today=AS_OF)
    return (
        int(c.number) if isinstance(c, Card) else None,
        int(n.number) if isinstance(n, Nik) else None,
        int(k.number) if isinstance(k, Kk) else None,
        d if isinstance(d, dt.date) else None,
        r.key if isinstance(r, Region) and r.level == "village" else None,
    )


@given(st.lists(st.tuples(thirteen, sixteen, sixteen, date_texts, codes), min_size=60, max_size=120))
@PATIENT
def test_what_the_fast_path_takes_the_readers_take_too(rows: list[tuple[str, str, str, str, str]]) -> None:
    """It may leave a cell to the readers (then the row is odd), but never take another value."""
    cards, niks, kks, births, villages = (list(column) for column in zip(*rows, strict=True))
    count = len(rows)
    texts = {
        "card": cards,
        "nik": niks,
        "kk": kks,
        "name": ["A"] * count,
        "birth": births,
        "village": villages,
    }
    found = staged({**texts, "status": ["AKTIF"] * count})
    for row, got in zip(rows, found, strict=True):
        wanted = one_by_one(*row)
        *values, odd = got
        for value, right, text in zip(values, wanted, row, strict=True):
            assert value == right or (value is None and odd), (text, value, right)


def test_common_forms_do_take_the_fast_path() -> None:
    """A row of a clean file is never odd: else the whole file would go through Python."""
    niks = [
        f"1871{d:02}{day:02}{m:02}{y:02}9001"
        for d in (1, 20)
        for day in (1, 28, 30, 41, 70)
        for m in (1, 12)
        for y in (0, 80)
    ]
    count = len(niks)
    found = staged(
        {
            "card": [f"{i:013}" for i in range(1, count + 1)],
            "nik": niks,
            "kk": ["1871010101159001"] * count,
            "name": ["A"] * count,
            "birth": ["01-02-1950"] * count,
            "village": ["18.71.01.1004"] * count,
            "status": ["AKTIF"] * count,
        }
    )
    assert [row[-1] for row in found] == [False] * count


# --- fuzz ---------------------------------------------------------------------------------------------


def read_bytes(name: str, content: bytes) -> None:
    """Either the file is refused with a sentence, or every row is accounted for (`read` asserts it)."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder), name, content)
        for residents, members in (((path,), ()), ((), (path,))):
            try:
                desk = read_request(
                    Path(folder), SourceRequest(residents=residents, members=members, as_of=AS_OF)
                )
            except SemestaError as refused:
                assert refused.reason.id and refused.remedy.id
            else:
                desk.engine.close()


BOTH = [
    residents_csv([resident(i) for i in range(8)]).encode(),
    members_csv([member(i) for i in range(8)]).encode(),
    csv_of("NIK,NAMA", [{"NIK": "1871010101809001", "NAMA": '"A, B\nC"'}]).encode(),
]


@given(st.binary(min_size=1, max_size=300))
@PATIENT
def test_random_bytes_are_refused_or_accounted_for(content: bytes) -> None:
    read_bytes("x.csv", content)
    read_bytes("y.csv", b"NIK,NAMA,STATUS,TGL LAHIR\n" + content)


@given(st.sampled_from(BOTH), st.data())
@PATIENT
def test_cut_and_damaged_files_are_refused_or_accounted_for(content: bytes, data: st.DataObject) -> None:
    cut = content[: data.draw(st.integers(0, len(content)))]
    place = data.draw(st.integers(0, len(cut)))
    damage = data.draw(
        st.sampled_from([b'"', b"\n", b"\r", b",", b"\0", b"\xff", b'""', b"\r\n", b";", b'"\n"', b"\xc3"])
    )
    read_bytes("x.csv", cut[:place] + damage + cut[place:])


lines_of_file = st.lists(st.sampled_from(["a", "", "x,y", "1,2,3"]), max_size=40)


@given(
    st.lists(st.integers(2, 60), unique=True, max_size=30).map(sorted),
    st.integers(1, 40),
    st.integers(0, 1000),
)
@PATIENT
def test_lines_in_python_and_in_the_engine_agree(skipped: list[int], rows: int, base: int) -> None:
    """Line numbers by definition: count up, leaving out the skipped ones."""
    numbers = [n for n in range(2, 200) if n not in skipped][:rows]
    lines = Lines(2, tuple(skipped))
    assert [lines.line_of(i) for i in range(rows)] == numbers
    with Engine(threads=1) as engine:
        found = engine.rows(
            f"SELECT {lines.line_sql('r', base)} FROM range({base}, {base + rows}) t(r) ORDER BY r"
        )
    assert [row[0] for row in found] == numbers


@given(
    st.text(string.printable, max_size=40),
    st.sampled_from(["nik", "kk", "card", "birth", "village", "decile", "sex", "status"]),
)
def test_readers_of_single_cells_never_raise(text: str, reading: str) -> None:
    from semesta.sources.values import Habits

    cell = read_cell(reading, text, Habits(AS_OF))
    assert (cell.doubt is None) or all(value is None for value in cell.values)
