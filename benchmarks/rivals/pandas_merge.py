"""The script that an analyst would write: read both files, merge on the NIK, keep who has no partner.

It is treated kindly: only the columns it needs are read, else it would not fit into memory, and rows
without a NIK are set aside, else pandas would join every missing NIK with every other.
`python -m benchmarks.rivals.pandas_merge RESIDENTS MEMBERS OUT`
"""

import sys

import pandas as pd


def main(residents_csv, members_csv, out):
    residents = pd.read_csv(residents_csv, dtype=str, usecols=["NIK", "NAMA_LGKP", "ALAMAT", "KODE_WILAYAH"])
    members = pd.read_csv(members_csv, dtype=str, usecols=["NIK", "NOKAPST", "STATUS"])
    residents["resident_row"] = residents.index + 1
    members["member_row"] = members.index + 1

    keyed = members.dropna(subset=["NIK"])
    merged = residents.merge(keyed, on="NIK", how="left", indicator=True)
    left_out = merged[merged["_merge"] == "left_only"]
    left_out[["NIK", "NAMA_LGKP", "ALAMAT", "KODE_WILAYAH"]].to_csv(f"{out}.left_out.csv", index=False)

    pairs = merged[merged["_merge"] == "both"][["member_row", "resident_row"]]
    pairs.drop_duplicates("member_row").astype("int64").to_parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:4])
