"""One measurement: `vendors_once.py DATABASE ROWS VENDORS REGISTER STOCK_ROWS`.

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
    rows, vendors, register, stock_rows = map(int, sys.argv[2:])
    folder = Path(os.environ["BENCH_FOLDER"])
    call_command("migrate", verbosity=0)
    make_register("ours", register)
    make_register("stock", register)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (folder / "list.csv").write_bytes(make_list(rows, vendors))
    (folder / "stock.csv").write_bytes(make_list(stock_rows, vendors))
    connection.close()
    ours = run("ours", folder / "list.csv")
    bare = run("bare", folder / "list.csv")
    stock = run("stock", folder / "stock.csv")
    stock_s = stock["seconds"] * rows / stock_rows
    result = {
        "database": connection.vendor,
        "rows": rows,
        "vendors": vendors,
        "register": register,
        "ours_s": ours["seconds"],
        "ours_mb": ours["memory_mb"],
        "again_s": ours["again_seconds"],
        "suggestions": ours["suggestions"],
        "suggestions_s": ours["suggestions_seconds"],
        "stock_s": stock_s,
        "stock_rows": stock_rows,
        "stock_remark": "" if stock_rows == rows else f" (scaled from {stock_rows:,} rows)",
        "stock_mb": stock["memory_mb"],
        "bare_s": bare["seconds"],
        "bare_rows": bare["rows"],
        "stock_to_ours": stock_s / ours["seconds"],
        "ours_to_bare": ours["seconds"] / bare["seconds"],
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
