"""How fast a purge with evidence is against one plain DELETE of the same rows.

For each database: a table with an index on the date, half of its rows due. The plain statement
and the purge each get a fresh copy; both are timed in the same run, and the ratio is what counts.
The register lies in a database of the same kind as the store.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
LINE = (
    "{database:9} {rows:>10,} rows: plain {plain_s:6.2f} s, purge {purge_s:6.2f} s, "
    "ratio {ratio:.2f}, {batches} batches, memory {memory_mb:.0f} MB"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    results = []
    for rows in options.rows:
        for database in options.databases:
            for _time in range(options.times):
                results.append(in_a_process_of_its_own(database, rows))
                print(LINE.format(**results[-1]))
    (ROOT / "bench" / "results.json").write_text(json.dumps(results, indent=2) + "\n")


def in_a_process_of_its_own(database: str, rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **(postgres() if database == "postgres" else sqlite(folder)),
            "BENCH_FOLDER": folder,
            "DEBUG": "False",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PURGE_WAITING_DAYS": "0",
            "PYTHONPATH": str(ROOT),
            "REDIS_URL": "",
            "SECRET_KEY": "only-for-the-bench-and-long-enough-for-it",
        }
        child = Path(__file__).with_name("purge_once.py")
        done = subprocess.run(
            [sys.executable, child, database, str(rows)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr)
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def sqlite(folder: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
        "STORE_URL": f"sqlite:///{folder}/store.sqlite3",
    }


def postgres() -> dict[str, str]:
    """Make two empty databases and return their addresses."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as link:
        for name in ("bench_register", "bench_store"):
            link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            link.execute(f"CREATE DATABASE {name}")
    return {
        "DATABASE_URL": f"{SERVER}/bench_register",
        "STORE_URL": f"{SERVER}/bench_store",
    }


if __name__ == "__main__":
    main()
