"""One measurement: `vendors_once.py DATABASE ROWS VENDORS REGISTER EVERY`.

Fills the register, has each way done by a child process, and prints the result as JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench.large_vendor_list import make_list, make_register
from bench.running import ROOT


def main() -> None:
    rows, vendors, register, every = map(int, sys.argv[2:])
    folder = Path(os.environ["BENCH_FOLDER"])
    call_command("migrate", verbosity=0)
    for code in ("ours", "stock-bulk", "stock-rows"):
        make_register(code, register)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (folder / "list.csv").write_bytes(make_list(rows, vendors))
    (folder / "share.csv").write_bytes(make_list(rows, vendors, every=every))
    database = connection.vendor
    connection.close()
    load = os.getloadavg()
    ours = run("ours", folder / "list.csv")
    bare = run("bare", folder / "list.csv")
    bulk = run("stock-bulk", folder / "list.csv")
    by_row = run("stock-rows", folder / "share.csv")
    by_row_s = by_row["seconds"] * rows / by_row["rows"]
    result = {
        "database": database,
        "rows": rows,
        "vendors": vendors,
        "register": register,
        "ours_s": ours["seconds"],
        "ours_mb": ours["memory_mb"],
        "again_s": ours["again_seconds"],
        "suggestions": ours["suggestions"],
        "suggestions_s": ours["suggestions_seconds"],
        "stock_bulk_s": bulk["seconds"],
        "stock_bulk_mb": bulk["memory_mb"],
        "stock_rows_s": by_row_s,
        "stock_rows_measured": by_row["rows"],
        "stock_rows_measured_s": by_row["seconds"],
        "bare_s": bare["seconds"],
        "bare_rows": bare["rows"],
        "stock_rows_to_ours": by_row_s / ours["seconds"],
        "stock_bulk_to_ours": bulk["seconds"] / ours["seconds"],
        "ours_to_bare": ours["seconds"] / bare["seconds"],
        "load_before": load,
        "load_after": os.getloadavg(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


def run(way: str, file: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "vendor_ways.py", way, file],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    main()
