"""What the measurements share: databases of their own, a process of its own, and the results."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
SERVER = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
DATABASES = ("sqlite", "postgres")


def in_a_process_of_its_own(program: str, database: str, *arguments: str) -> dict[str, Any]:
    """Run a program of this folder with empty databases; return the JSON of its last line."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **(_postgres() if database == "postgres" else _sqlite(folder)),
            "BENCH_FOLDER": folder,
            "DEBUG": "False",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HTTPS": "False",
            "PURGE_WAITING_DAYS": "0",
            "PYTHONPATH": str(ROOT),
            "REDIS_URL": "",
            "SECRET_KEY": "only-for-the-bench-and-long-enough-for-it",
        }
        done = subprocess.run(
            [sys.executable, ROOT / "bench" / program, database, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr)
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def keep(name: str, results: list[dict[str, Any]]) -> None:
    """Write the results into `bench/results.json`, beside those of the other measurements."""
    everything = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    everything = everything if isinstance(everything, dict) else {}
    RESULTS.write_text(json.dumps({**everything, name: results}, indent=2) + "\n")


def _sqlite(folder: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
        "STORE_URL": f"sqlite:///{folder}/store.sqlite3",
    }


def _postgres() -> dict[str, str]:
    """Make two empty databases and return their addresses."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as link:
        for name in ("bench_register", "bench_store"):
            link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            link.execute(f"CREATE DATABASE {name}")
    return {
        "DATABASE_URL": f"{SERVER}/bench_register",
        "STORE_URL": f"{SERVER}/bench_store",
    }
