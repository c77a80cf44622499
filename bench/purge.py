"""How fast a purge with evidence is against one plain DELETE of the same rows.

For each database: a table with an index on the date, half of its rows due. The plain statement
and the purge each get a fresh copy; both are timed in the same run, and the ratio is what counts.
The register lies in a database of the same kind as the store.
"""

import argparse

from bench.running import DATABASES, in_a_process_of_its_own, keep

LINE = (
    "{database:9} {rows:>10,} rows: plain {plain_s:6.2f} s, purge {purge_s:6.2f} s, "
    "ratio {ratio:.2f}, {batches} batches, memory {memory_mb:.0f} MB"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--databases", nargs="*", default=list(DATABASES))
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    results = []
    for rows in options.rows:
        for database in options.databases:
            for _time in range(options.times):
                results.append(in_a_process_of_its_own("purge_once.py", database, str(rows)))
                print(LINE.format(**results[-1]))
    keep("purge", results)


if __name__ == "__main__":
    main()
