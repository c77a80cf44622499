"""The operator pulls the plug, at every step of a batch."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lab(folder: Path, kind: str) -> list[dict[str, Any]]:
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
        "STORE_URL": f"sqlite:///{folder}/store.sqlite3"
        if kind == "sql"
        else f"file://{folder}/store",
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


@pytest.mark.parametrize(("kind", "left"), [("sql", [11, 12, 13]), ("files", [])])
def test_a_kill_before_any_statement_loses_no_evidence_and_destroys_nothing_twice(
    tmp_path: Path, kind: str, left: list[int]
) -> None:
    lives = lab(tmp_path, kind)

    assert lives[-1]["killed_at"] is None
    assert len(lives) > 40, "every statement of three batches, and one life without a kill"
    for life in lives:
        destroyed = [batch for batch in life["batches"] if batch["status"] == "destroyed"]
        assert life["left"] == left, life
        assert life["status"] == "done", life
        assert life["destroyed"] == sum(batch["count"] for batch in destroyed) == 10, life
        if kind == "sql":  # no range of the evidence overlaps another
            ends = [int(b[end]) for b in destroyed for end in ("first_key", "last_key")]
            assert ends == sorted(ends), life
            assert [ends[0], ends[-1]] == [1, 10], life
