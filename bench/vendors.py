"""How fast a long vendor list is taken, against stock import-export and a bare load in one run.

For each database: a list of 50,000 rows that names 12,000 vendors, into a register of 10,000, of
which the list names 4,000. Three ways, each in a process of its own: as the product does it (the
list of a source: validated, entries kept, history, spellings, suggestions); a plain ModelResource
of django-import-export with simple-history, row by row; and `bulk_create_with_history` of the
very rows that the product leaves behind, without reading or checking anything.
"""

import argparse
import sys
from typing import Any

from bench.running import DATABASES, in_a_process_of_its_own, keep

LINE = (
    "{database:10} {rows:>7,} rows, {vendors:,} vendors: ours {ours_s:.1f} s in {ours_mb:.0f} MB "
    "(suggestions {suggestions_s:.1f} s of it, {suggestions:,} found), again {again_s:.1f} s; "
    "stock {stock_s:.1f} s{stock_remark}: {stock_to_ours:.1f} times as long; "
    "bare load {bare_s:.1f} s: ours is {ours_to_bare:.2f} times that\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--vendors", type=int, default=12_000)
    parser.add_argument("--register", type=int, default=10_000)
    parser.add_argument(
        "--stock-rows", type=int, help="Measure stock on the first rows only, and scale; says so."
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
            str(options.stock_rows or options.rows),
        )
        results.append(result)
        sys.stdout.write(LINE.format(**result))
    keep("vendors", results)


if __name__ == "__main__":
    main()
