"""A small invented edition as engine tables, made by the tables' own contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from semesta import tables
from semesta.engine import Engine
from semesta.manifest import FORMAT, Interval, LinkError, Manifest, SourceFile

AS_OF = dt.date(2024, 7, 1)

VILLAGES: tuple[tuple[str, str, str], ...] = (
    ("18.01.04.2001", "18.01.04", "HAJIMENA"),
    ("18.01.04.2002", "18.01.04", "SIDOSARI"),
    ("18.01.05.2001", "18.01.05", "JATI BARU"),
    ("18.71.01.1001", "18.71.01", "KANGKUNG"),
    ("18.71.01.1002", "18.71.01", "BUMI WARAS"),
    ("18.71.02.1001", "18.71.02", "<SCRIPT>ALERT(1)</SCRIPT>"),
)
PARENTS: tuple[tuple[str, str, str, str], ...] = (
    ("18", "province", "LAMPUNG", ""),
    ("18.01", "regency", "KABUPATEN LAMPUNG SELATAN", "18"),
    ("18.71", "regency", "KOTA BANDAR LAMPUNG", "18"),
    ("18.01.04", "district", "NATAR", "18.01"),
    ("18.01.05", "district", "TANJUNG BINTANG", "18.01"),
    ("18.71.01", "district", "KEDATON", "18.71"),
    ("18.71.02", "district", "SUKARAME", "18.71"),
)


def make_tables(engine: Engine, people_per_village: int = 60, seed: int = 1) -> None:
    """Fill `engine` with every table of an edition; people are drawn by hash, so a seed fixes them."""
    engine.run(tables.REGIONS.ddl())
    for row in (*PARENTS, *((code, "village", name, parent) for code, parent, name in VILLAGES)):
        engine.run("INSERT INTO regions VALUES (?, ?, ?, ?)", list(row))
    engine.run(
        f"""
        CREATE TABLE drawn AS
        SELECT row_number() OVER (ORDER BY village, i) AS resident_id, village, i,
               hash({seed}, village, i, 'state') % 1000 AS u, hash({seed}, village, i, 'age') % 90 AS age,
               hash({seed}, village, i, 'bucket') % 6 AS b, hash({seed}, village, i, 'sex') % 2 AS s
        FROM (SELECT code AS village FROM regions WHERE level = 'village'), range({people_per_village}) AS t(i)
        """
    )
    buckets = ", ".join(f"'{bucket}'" for bucket in tables.BUCKETS)
    engine.run(
        f"""
        CREATE TABLE residents AS
        SELECT resident_id, left(replace(village, '.', ''), 6) || '010190' || (9000 + i % 1000) AS nik,
          NULL::VARCHAR AS nik_written, left(replace(village, '.', ''), 6) || '0101109' || lpad((i // 4)::VARCHAR, 3, '0') AS kk,
          CASE WHEN i = 0 THEN '=HYPERLINK("http://x")' ELSE 'WARGA ' || resident_id END AS name,
          CASE s WHEN 0 THEN 'L' ELSE 'P' END AS sex, DATE '2024-06-01' - (age * 365.25)::INTEGER AS birth_date,
          4::TINYINT AS relation, village AS village_code, 'JL. MELATI ' || i AS address, '001' AS rt, '002' AS rw,
          'PETANI' AS occupation, (1 + i % 10)::TINYINT AS decile,
          CASE WHEN u >= 990 THEN 'DEAD' ELSE 'ALIVE' END AS vital_status,
          CASE WHEN u < 680 THEN 'active' WHEN u < 930 THEN 'inactive' WHEN u < 990 THEN 'not_enrolled' ELSE 'departed' END AS coverage,
          CASE WHEN u < 680 OR u >= 990 THEN NULL WHEN u < 850 THEN 'arrears' WHEN u < 930 THEN 'dropped_pbi' ELSE 'never_found' END AS reason,
          CASE WHEN u < 680 OR u >= 990 THEN NULL WHEN u < 930 THEN 'pay_arrears' ELSE 'enrol_family_pbpu' END AS suggested_action,
          CASE WHEN u < 930 THEN resident_id END AS member_id,
          CASE WHEN u < 930 THEN lpad(resident_id::VARCHAR, 13, '0') END AS card,
          CASE WHEN u < 930 THEN 'PEKERJA MANDIRI' END AS segment,
          CASE WHEN u < 930 THEN [{buckets}][b::INTEGER + 1] END AS bucket,
          CASE WHEN u < 680 THEN 'AKTIF' WHEN u < 850 THEN 'NONAKTIF_TUNGGAKAN' WHEN u < 930 THEN 'NONAKTIF_PBI_KELUAR' END AS status,
          NULL::VARCHAR AS status_raw, NULL::DATE AS end_date, (u < 930)::UTINYINT AS cards,
          0::UTINYINT AS source, resident_id + 1 AS source_row
        FROM drawn ORDER BY resident_id
        """
    )
    engine.run(
        """
        CREATE TABLE outside AS
        SELECT 100000 + resident_id AS member_id, nik, nik_written, kk, name, sex, birth_date, relation, village_code,
          address, 'no_resident' AS reason, 'check_register' AS suggested_action, '1' || right('00000000000' || resident_id, 12) AS card,
          'PEKERJA MANDIRI' AS segment, 'PBPU' AS bucket, 'AKTIF' AS status, NULL::VARCHAR AS status_raw,
          NULL::DATE AS end_date, 1::UTINYINT AS source, resident_id + 1 AS source_row
        FROM residents WHERE resident_id % 20 = 0
        """
    )
    engine.run(
        """
        CREATE VIEW persons AS SELECT * FROM residents UNION ALL BY NAME SELECT *, 'outside' AS coverage FROM outside;
        CREATE TABLE cube AS
        SELECT village_code, coverage, coalesce(bucket, '') AS bucket, coalesce(status, '') AS status, sex,
          CASE WHEN age >= 75 THEN '75+' ELSE lpad((age // 5 * 5)::VARCHAR, 2, '0') || '-' || lpad((age // 5 * 5 + 4)::VARCHAR, 2, '0') END AS age_band,
          coalesce(reason, '') AS reason, count(*) AS persons
        FROM (SELECT *, date_diff('year', birth_date, DATE '2024-06-01') AS age FROM persons) GROUP BY ALL;
        CREATE TABLE card_cube AS
        SELECT village_code, bucket, status, role, count(*) AS cards FROM (
          SELECT village_code, bucket, status, 'linked' AS role FROM residents WHERE card IS NOT NULL
          UNION ALL BY NAME SELECT village_code, bucket, status, 'outside' AS role FROM outside) GROUP BY ALL;
        """
    )
    for table in (tables.MEMBERS, tables.LINKS, tables.ROSTERS, tables.REJECTS):
        engine.run(table.ddl())
    engine.run(
        """INSERT INTO rejects VALUES
        (0, 17, 'cell', 'NIK', '3.27E+15', 'nik_excel_damage', 'NIK rusak oleh Excel.', 'Simpan kolom sebagai teks.'),
        (1, 99, 'row', '', 'JUMLAH', 'total_row', 'Baris jumlah.', 'Tidak perlu apa-apa.')"""
    )
    engine.drop("drawn")


def make_manifest(
    name: str = "2024-07-01", as_of: dt.date = AS_OF, basis: str = "DKB semester II 2023"
) -> Manifest:
    def source(number: int, kind: str, file: str) -> SourceFile:
        return SourceFile(
            number, kind, file, "ab" * 32, 123_456, "utf-8", ",", 1, {"nik": "NIK"}, (), 361, 360, 1, 1, {}
        )  # fmt: skip

    return Manifest(
        name=name,
        as_of=as_of,
        built_at=dt.datetime(2024, 7, 3, 9, 5, tzinfo=dt.UTC),
        program_version="0.1.0",
        rules_version="abc",
        region="18",
        population_basis=basis,
        sources=(source(0, "residents", "dkb.csv"), source(1, "members", "masterfile.csv")),
        tables=(),
        counts={},
        laws=("active + inactive + not_enrolled = residents",),
        link_error=LinkError(300, 4, Interval(1.2, 0.4, 2.8), Interval(3.0, 1.0, 6.0), "model"),
        linkage={},
        steps=(),
        format=FORMAT,
    )


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as made:
        make_tables(made)
        yield made


@pytest.fixture
def manifest() -> Manifest:
    return make_manifest()


@pytest.fixture
def another_engine() -> Iterator[Callable[[int, int], Engine]]:
    """Engines with other people in the same villages: another_engine(people_per_village, seed)."""
    opened: list[Engine] = []

    def make(people_per_village: int, seed: int) -> Engine:
        opened.append(Engine(threads=1))
        make_tables(opened[-1], people_per_village, seed)
        return opened[-1]

    yield make
    for each in opened:
        each.close()
