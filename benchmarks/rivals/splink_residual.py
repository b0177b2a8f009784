"""Splink 5 on what an exact NIK join leaves over, with a sensible model for people and its own training.

The exact join is verified (birth date, or a similar name with the family card), since a NIK alone joins
strangers. `python -m benchmarks.rivals.splink_residual RESIDENTS MEMBERS OUT`
"""

import sys

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.9
SEED = 1


def main(residents_csv, members_csv, out):
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET memory_limit = '14GB'")
    load(connection, residents_csv, members_csv)
    exact(connection)
    pairs = predict(connection)
    connection.execute(f"""
        COPY (
            SELECT member_row, resident_row FROM exact
            UNION ALL
            SELECT member_row, resident_row FROM {pairs}
            QUALIFY row_number() OVER (PARTITION BY member_row ORDER BY match_weight DESC, resident_row) = 1
                AND row_number() OVER (PARTITION BY resident_row ORDER BY match_weight DESC, member_row) = 1
        ) TO '{out}' (FORMAT parquet)
    """)


def load(connection, residents_csv, members_csv):
    """Both files with the same column names, light cleaning, and the number of each row."""
    clean = """
        nullif(regexp_replace(NIK, '[^0-9]', '', 'g'), '') AS nik, nullif(NO_KK, '') AS kk,
        trim(regexp_replace(regexp_replace(upper(strip_accents({name})), ',.*$', ''), '[^A-Z]+', ' ', 'g')) AS name,
        {sex}[1] AS sex, coalesce(try_strptime({birth}, '%Y-%m-%d'), try_strptime({birth}, '%d-%m-%Y'),
                                  try_strptime({birth}, '%d/%m/%Y'))::DATE AS birth_date,
        nullif(regexp_replace({village}, '[^0-9]', '', 'g'), '') AS village"""
    resident = clean.format(name="NAMA_LGKP", sex="JENIS_KLMIN", birth="TGL_LHR", village="KODE_WILAYAH")
    member = clean.format(name="NAMA", sex="JENKEL", birth="TGL_LAHIR", village="KODE_DESA")
    for table, columns, csv in (("residents", resident, residents_csv), ("members", member, members_csv)):
        connection.execute(f"CREATE TABLE {table}_raw AS FROM read_csv('{csv}', all_varchar = true)")
        connection.execute(f"CREATE TABLE {table} AS SELECT rowid + 1 AS row, {columns} FROM {table}_raw")
        connection.execute(f"DROP TABLE {table}_raw")


def exact(connection):
    """Pairs of the same NIK that also look like one person; everybody else is the residual."""
    connection.execute("""
        CREATE TABLE exact AS
        SELECT m.row AS member_row, r.row AS resident_row
        FROM members m JOIN residents r USING (nik)
        WHERE length(nik) = 16
          AND (m.birth_date = r.birth_date OR (m.kk = r.kk AND jaro_winkler_similarity(m.name, r.name) > 0.85))
        QUALIFY row_number() OVER (PARTITION BY m.row ORDER BY r.row) = 1;

        CREATE TABLE left_side AS
        SELECT row AS unique_id, row AS member_row, * EXCLUDE (row), left(village, 6) AS district FROM members
        WHERE row NOT IN (SELECT member_row FROM exact);

        CREATE TABLE right_side AS
        SELECT row AS unique_id, row AS resident_row, * EXCLUDE (row), left(village, 6) AS district FROM residents
        WHERE row NOT IN (SELECT resident_row FROM exact);
    """)


def settings():
    """Independent fields with several levels of likeness, term frequencies for names."""
    nik = cl.CustomComparison(
        output_column_name="nik",
        comparison_levels=[
            cll.NullLevel("nik"),
            cll.ExactMatchLevel("nik"),
            cll.DamerauLevenshteinLevel("nik", 1),
            cll.DamerauLevenshteinLevel("nik", 2),
            cll.CustomLevel("left(nik_l, 12) = left(nik_r, 12)", "same place, birth date and sex"),
            cll.ElseLevel(),
        ],
    )
    place = cl.CustomComparison(
        output_column_name="village",
        comparison_levels=[
            cll.NullLevel("village"),
            cll.ExactMatchLevel("village"),
            cll.ExactMatchLevel("district"),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.75]).configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=False),
            cl.ExactMatch("sex"),
            cl.ExactMatch("kk"),
            nik,
            place,
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nik"),
            block_on("birth_date", "sex", "substr(name, 1, 1)"),
            block_on("kk", "sex"),
            block_on("birth_date", "district"),
            block_on("name", "village"),
        ],
        retain_matching_columns=False,
        additional_columns_to_retain=["member_row", "resident_row"],
    )


def predict(connection):
    """Name of a table with `member_row`, `resident_row` and the weight of each pair above the threshold."""
    # Both sides need the same columns for Splink.
    connection.execute("ALTER TABLE left_side ADD COLUMN resident_row BIGINT")
    connection.execute("ALTER TABLE right_side ADD COLUMN member_row BIGINT")
    connection.execute("CREATE TABLE l AS SELECT * FROM left_side ORDER BY unique_id")
    connection.execute("CREATE TABLE r AS SELECT * FROM right_side ORDER BY unique_id")
    database = DuckDBAPI(connection=connection)
    sides = [
        database.register("l", dataset_display_name="a_members"),
        database.register("r", dataset_display_name="b_residents"),
    ]
    linker = Linker(sides, settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nik", "birth_date"), block_on("name", "birth_date", "kk")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date", "sex"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "district"))
    predictions = linker.inference.predict(threshold_match_probability=THRESHOLD)
    connection.execute(f"""
        CREATE TABLE splink_pairs AS SELECT unique_id_l AS member_row, unique_id_r AS resident_row, match_weight
        FROM {predictions.physical_name}
    """)
    return "splink_pairs"


if __name__ == "__main__":
    main(*sys.argv[1:4])
