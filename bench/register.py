"""How fast a register is read, against plain SQL over the same rows in the same run.

For each database: 10,000 activities with 40,000 lines, 10,000 vendors and two million states in
the history. What counts are ratios: the JSON export to plain SQL, the export of an earlier day to
that of today, the gap report to the export; besides, memory, and how many statements pages take.
"""

import argparse
import sys
from typing import Any

from bench.running import DATABASES, in_a_process_of_its_own, keep

LINE = (
    "{database:10} {activities:>6,} activities, {history_rows:,} states: plain {plain_s:.2f} s, "
    "JSON {json_s:.2f} s ({json_to_plain:.2f}), as of {as_of_s:.2f} s ({as_of_to_today:.2f}), "
    "gaps {gaps_s:.2f} s ({gaps_to_json:.2f}), XLSX {xlsx_s:.1f} s in {xlsx_mb:.0f} MB, "
    "statements: list {list_queries}, vendors {vendor_list_queries}, activity {activity_queries}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, nargs="*", default=[100, 10_000])
    parser.add_argument("--databases", nargs="*", default=list(DATABASES))
    options = parser.parse_args()
    results: list[dict[str, Any]] = []
    for database in options.databases:
        for activities in options.activities:
            result = in_a_process_of_its_own("register_once.py", database, str(activities))
            results.append(result)
            sys.stdout.write(LINE.format(**result) + "\n")
    keep("register", results)


if __name__ == "__main__":
    main()
