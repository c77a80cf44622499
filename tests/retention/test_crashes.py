"""The operator pulls the plug, at every step of a batch."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lab(folder: Path, kind: str, store_url: str) -> list[dict[str, Any]]:
    program = Path(__file__).with_name("crash_lab.py")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PURGE_BATCH_FILES": "4",
        "PURGE_BATCH_ROWS": "4",
        "PURGE_WAITING_DAYS": "0",
        "PYTHONPATH": str(ROOT),
        "REDIS_URL": "",
        "SECRET_KEY": "only-for-the-crash-lab-and-long-enough",
        "STORE_URL": store_url,
    }
    done = subprocess.run(
        [sys.executable, program, folder, kind],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_kill_before_any_statement_on_files_loses_no_evidence(tmp_path: Path) -> None:
    for life in lives(tmp_path, "files", f"file://{tmp_path}/store"):
        assert life["left"] == [], life


def test_a_kill_before_any_statement_on_sqlite_destroys_nothing_twice(
    tmp_path: Path, sqlite_url: str
) -> None:
    for life in lives(tmp_path, "sqlite", sqlite_url):
        refuse_overlap(life)


@pytest.mark.postgres
def test_a_kill_before_any_statement_on_postgresql_destroys_nothing_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    for life in lives(tmp_path, "postgres", postgres_url):
        refuse_overlap(life)


def lives(folder: Path, kind: str, store_url: str) -> list[dict[str, Any]]:
    """Return what became of the run for each instant of the kill, checked for what all share."""
    lived = lab(folder, kind, store_url)
    assert lived[-1]["killed_at"] is None
    assert len(lived) > 40, "every statement of three batches, and one life without a kill"
    for life in lived:
        assert life["status"] == "done", life
        assert life["destroyed"] == sum(batch["count"] for batch in destroyed_in(life)) == 10, life
    return lived


def destroyed_in(life: dict[str, Any]) -> list[dict[str, Any]]:
    return [batch for batch in life["batches"] if batch["status"] == "destroyed"]


def refuse_overlap(life: dict[str, Any]) -> None:
    """The young rows are left, and no range of the evidence overlaps another."""
    assert life["left"] == [11, 12, 13], life
    ends = [int(b[end]) for b in destroyed_in(life) for end in ("first_key", "last_key")]
    assert ends == sorted(ends), life
    assert [ends[0], ends[-1]] == [1, 10], life
