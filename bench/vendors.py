"""How fast a long vendor list is taken, against stock import-export and a bare load in one run.

For each database: a list of 50,000 rows that names 12,000 vendors, into a register of 10,000, of
which the list names 4,000. Four ways, each in a process of its own: as the product does it (the
list of a source: validated, entries kept, history, spellings, suggestions); a bulk load with
history of the very rows that the product leaves behind, without reading or checking anything;
and resources of plain django-import-export with simple-history, in bulk on the whole list, and
row by row, which takes so long that by default only the rows of every tenth vendor are measured
and the time is multiplied. `--every 1` measures all of them.
"""

import argparse
import sys
from typing import Any

from bench.running import DATABASES, in_a_process_of_its_own, keep

LINE = (
    "{database:10} {rows:>7,} rows, {vendors:,} vendors: ours {ours_s:.1f} s in {ours_mb:.0f} MB "
    "(suggestions {suggestions_s:.1f} s of it, {suggestions:,} found), again {again_s:.1f} s; "
    "stock in bulk {stock_bulk_s:.1f} s: {stock_bulk_to_ours:.2f} times as long; "
    "stock row by row {stock_rows_s:.1f} s (from {stock_rows_measured:,} rows in "
    "{stock_rows_measured_s:.1f} s): {stock_rows_to_ours:.1f} times as long; "
    "bare load {bare_s:.1f} s: ours is {ours_to_bare:.2f} times that; "
    "load of the machine {load_before[0]:.1f} to {load_after[0]:.1f}\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--vendors", type=int, default=12_000)
    parser.add_argument("--register", type=int, default=10_000)
    parser.add_argument(
        "--every", type=int, default=10, help="Row by row, measure each so manieth vendor only."
    )
    parser.add_argument("--databases", nargs="*", default=list(DATABASES))
    options = parser.parse_args()
    results: list[dict[str, Any]] = []
    for database in options.databases:
        result = in_a_process_of_its_own(
            "vendors_once.py",
            database,
            str(options.rows),
            str(options.vendors),
            str(options.register),
            str(options.every),
        )
        results.append(result)
        sys.stdout.write(LINE.format(**result))
    keep("vendors", results)


if __name__ == "__main__":
    main()
