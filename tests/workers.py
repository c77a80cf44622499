"""Back offices of their own, with real workers, beat and web processes that can be killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests import parts
from tests.databases import copy_postgres

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 180  # seconds until a thing that should happen counts as missing

Program = AbstractContextManager[subprocess.Popen[bytes]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a back office of its own: databases, queue, small batches."""
    name = f"worker_{uuid4().hex[:10]}"
    with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
        copy_postgres(parts.POSTGRES, name)
        server.execute(f"CREATE DATABASE {name}_store")
        yield {
            **os.environ,
            "DATABASE_URL": f"{parts.POSTGRES}/{name}",
            "STORE_URL": f"{parts.POSTGRES}/{name}_store",
            "REDIS_URL": parts.REDIS,
            "CELERY_QUEUE": name,
            "CELERY_VISIBILITY_TIMEOUT": "5",
            "PURGE_LEASE_SECONDS": "3",
            "PURGE_BATCH_ROWS": "20",
            "PURGE_WAITING_DAYS": "0",
            "SECRET_KEY": "only-for-the-worker-test-and-long-enough",
            "DEBUG": "False",
            "PYTHONPATH": str(ROOT),
        }
        for database in (name, f"{name}_store"):
            server.execute(f"DROP DATABASE {database} WITH (FORCE)")


def run(place: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def celery(place: dict[str, str], log: Path, *words: str) -> Program:
    return program(place, log, "-m", "celery", "-A", "config", *words)


@contextmanager
def program(place: dict[str, str], log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a process group of its own, killed at the end."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=place,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its children at once, with no chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ask(url: str, question: str) -> Any:
    with psycopg.connect(url, autocommit=True) as link:
        return link.execute(question).fetchall()


def until(condition: Callable[[], bool], what: str, log: Path) -> None:
    tick = threading.Event()
    for _ in range(PATIENCE * 20):
        if condition():
            return
        tick.wait(0.05)
    pytest.fail(f"{what} did not happen; {log.read_text()[-3000:]}")
