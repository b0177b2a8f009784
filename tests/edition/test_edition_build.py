"""A build makes an edition that keeps the contract of its tables, and the same bytes from the same inputs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from semesta.edition import Edition, build
from semesta.faults import BuildStopped, InputRefused, NotFound
from semesta.tables import EDITION_TABLES
from tests.coverage.world import nik
from tests.edition.stages import edition_of, request, stages
from tests.edition.towns import town


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(town(), tmp_path_factory.mktemp("editions"))


def test_every_table_has_the_columns_and_types_of_its_contract(edition: Edition) -> None:
    with edition.engine() as engine:
        for table in EDITION_TABLES:
            described = [(r[0], r[1]) for r in engine.rows(f"DESCRIBE FROM {table.name}")]
            if table.name == "rejects":
                continue
            assert described == [(c.name, c.type.replace("REAL", "FLOAT")) for c in table.columns], table.name


def test_no_null_stands_where_the_contract_forbids_it(edition: Edition) -> None:
    with edition.engine() as engine:
        for table in EDITION_TABLES:
            for column in table.columns:
                if not column.nullable:
                    assert engine.count(table.name, f'"{column.name}" IS NULL') == 0, (table.name, column)


def test_codes_are_text_as_the_desk_writes_them(edition: Edition) -> None:
    with edition.engine() as engine:
        row = engine.row("SELECT nik, kk, card, village_code FROM residents WHERE name = 'BUDI'")
    assert row == (str(nik(0)), "1871010101010001", "0000000000002", "18.71.01.1001")


def test_people_of_unknown_village_come_first_and_numbers_follow_the_order(edition: Edition) -> None:
    with edition.engine() as engine:
        found = engine.rows("SELECT resident_id, name FROM residents")
    assert found == [(1, "RINA"), (2, "BUDI"), (3, "SITI"), (4, "AYU"), (5, "TONO"), (6, "JOKO")]


def test_roles_of_cards(edition: Edition) -> None:
    with edition.engine() as engine:
        found = engine.rows("SELECT card, role, resident_id FROM members")
    assert found == [
        ("0000000000001", "linked", 2), ("0000000000002", "duplicate", 2), ("0000000000003", "linked", 3),
        ("0000000000004", "outside", None), ("0000000000005", "outside", None), (None, "outside", None),
    ]  # fmt: skip


def test_links_name_both_sides_by_their_edition_numbers(edition: Edition) -> None:
    with edition.engine() as engine:
        found = engine.rows("SELECT resident_id, member_id, outcome FROM links")
    assert found == [(2, 1, "link"), (2, 2, "duplicate"), (3, 3, "link"), (5, 4, "link"), (6, 6, "review")]


def test_rosters_find_their_people(edition: Edition) -> None:
    with edition.engine() as engine:
        found = engine.rows("SELECT name, resident_id, coverage, segment FROM rosters")
    assert found == [("SITI", 3, "inactive", "PBI JAMINAN KESEHATAN"), ("TIDAK ADA", None, None, None)]


def test_the_view_of_persons_holds_residents_and_cards_outside(edition: Edition) -> None:
    with edition.engine() as engine:
        found = engine.rows("SELECT coverage, count(*) FROM persons GROUP BY ALL ORDER BY ALL")
    assert found == [("active", 1), ("departed", 1), ("inactive", 1), ("not_enrolled", 3), ("outside", 3)]


def test_counts_and_region_in_the_manifest(edition: Edition) -> None:
    manifest = edition.manifest
    assert manifest.region == "18.71.01"
    wanted = {"residents": 5, "departed": 1, "active": 1, "inactive": 1, "not_enrolled": 3, "members": 6,
              "linked": 2, "duplicates": 1, "outside": 3, "cards_of_departed": 1, "reviews": 1,
              "rosters_found": 1}  # fmt: skip
    assert {name: manifest.counts[name] for name in wanted} == wanted
    assert {t.name for t in manifest.tables} == {t.name for t in EDITION_TABLES}


def test_a_village_opens_sorted_as_the_field_walks_it(edition: Edition) -> None:
    assert edition.village("18.71.01.1001")["name"].to_pylist() == ["SITI", "BUDI", "AYU", "TONO"]
    left_out = edition.village("18.71.01.1001", "not_enrolled")
    assert left_out["name"].to_pylist() == ["AYU"]
    assert edition.village("18.71.01.1002", "active").num_rows == 0


def test_a_village_without_people_is_not_found(edition: Edition) -> None:
    with pytest.raises(NotFound, match=r"99\.01\.01\.1001"):
        edition.village("99.01.01.1001")


def test_the_same_inputs_give_the_same_bytes_with_any_number_of_threads(tmp_path: Path) -> None:
    built = [
        build(request(tmp_path, threads=threads), stages=stages(town())).manifest for threads in (1, 2, 2)
    ]
    hashes = [{t.name: t.sha256 for t in manifest.tables} for manifest in built]
    assert hashes[0] == hashes[1] == hashes[2]
    assert [m.name for m in built] == ["2024-07-01", "2024-07-01-2", "2024-07-01-3"]


def test_files_are_read_only_and_nothing_else_lies_in_the_folder(edition: Edition) -> None:
    names = {file.name for file in edition.path.iterdir()}
    assert names == {"manifest.json", *(f"{t.name}.parquet" for t in EDITION_TABLES)}
    assert all(file.stat().st_mode & 0o222 == 0 for file in edition.path.iterdir())
    assert [p.name for p in edition.path.parent.iterdir()] == [edition.path.name]


def test_a_name_given_by_a_person_is_never_taken_twice(tmp_path: Path) -> None:
    edition_of(town(), tmp_path, name="juli")
    with pytest.raises(InputRefused, match="exists"):
        edition_of(town(), tmp_path, name="juli")


def test_an_absurd_share_stops_the_build_and_leaves_nothing(tmp_path: Path) -> None:
    strict = request(tmp_path).__class__(residents=(), members=(), as_of=dt.date(2024, 7, 1), into=tmp_path)
    with pytest.raises(BuildStopped, match="accept-caps unmatched_members"):
        build(strict, stages=stages(town()))
    assert list(tmp_path.iterdir()) == []


def test_opening_what_is_no_edition(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Edition.open(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(InputRefused, match="format 99"):
        Edition.open(tmp_path)
    (tmp_path / "manifest.json").write_text("half a mani")
    with pytest.raises(InputRefused, match="manifest"):
        Edition.open(tmp_path)
