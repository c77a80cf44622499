"""A real broker, a real worker and real beat; the worker is killed in the middle of a purge."""

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

from retention.evidence import range_of
from tests import parts

ROOT = Path(__file__).resolve().parents[2]
ROWS = 3_000
BATCH = 20  # rows, so that 150 batches leave time to kill between any two of them
PATIENCE = 180  # seconds until a thing that should happen counts as missing

Program = AbstractContextManager[subprocess.Popen[bytes]]
pytestmark = [pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a back office of its own: databases, queue, small batches."""
    name = f"worker_{uuid4().hex[:10]}"
    with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
        for database in (name, f"{name}_store"):
            server.execute(f"CREATE DATABASE {database}")
        yield {
            **os.environ,
            "DATABASE_URL": f"{parts.POSTGRES}/{name}",
            "STORE_URL": f"{parts.POSTGRES}/{name}_store",
            "REDIS_URL": parts.REDIS,
            "CELERY_QUEUE": name,
            "CELERY_VISIBILITY_TIMEOUT": "5",
            "PURGE_LEASE_SECONDS": "3",
            "PURGE_BATCH_ROWS": str(BATCH),
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


def destroyed(place: dict[str, str]) -> int:
    question = "SELECT coalesce(sum(count), 0) FROM retention_purgebatch WHERE status = 'destroyed'"
    return int(ask(place["DATABASE_URL"], question)[0][0])


def status(place: dict[str, str]) -> str:
    return str(ask(place["DATABASE_URL"], "SELECT status FROM retention_purgerun")[0][0])


def assert_proved(place: dict[str, str]) -> None:
    """Every due row went once: the evidence covers each key exactly once, hash by hash."""
    keys = [key for (key,) in ask(place["STORE_URL"], "SELECT id FROM events ORDER BY id")]
    assert keys == list(range(ROWS + 1, ROWS + 11))
    batches = ask(
        place["DATABASE_URL"],
        "SELECT first_key, last_key, count, keys_sha256 FROM retention_purgebatch "
        "WHERE status = 'destroyed' ORDER BY number",
    )
    proved: list[int] = []
    for first, last, count, sha256 in batches:
        evidence = range_of(range(int(first), int(last) + 1))
        assert evidence
        assert (evidence.count, evidence.sha256) == (count, sha256)
        proved += range(int(first), int(last) + 1)
    assert proved == list(range(1, ROWS + 1))


def test_a_killed_worker_leaves_a_purge_that_completes_with_every_row_proved_once(
    place: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    worker = ("worker", "--concurrency=1", "--loglevel=INFO", "--queues", place["CELERY_QUEUE"])
    run(place, "tests/retention/worker_lab.py", str(ROWS))
    with celery(place, log, *worker) as first:
        run(place, "manage.py", "run_purges")
        until(lambda: destroyed(place) >= 5 * BATCH, "the fifth batch", log)
        kill(first)
    gone = ROWS + 10 - ask(place["STORE_URL"], "SELECT count(*) FROM events")[0][0]
    evidence = ask(place["DATABASE_URL"], "SELECT sum(count) FROM retention_purgebatch")[0][0]
    assert 5 * BATCH <= gone <= evidence < ROWS, "killed in the middle, no row without evidence"

    with celery(place, log, *worker):
        until(lambda: status(place) == "done", "the end of the run", log)

    assert destroyed(place) == ROWS
    assert_proved(place)


def every_second(place: dict[str, str]) -> None:
    """Change the schedule as an officer does, by saving it."""
    change = (
        "from django_celery_beat.models import IntervalSchedule as I, PeriodicTask as P;"
        "s = I.objects.create(every=1, period='seconds');"
        "p = P.objects.get(task='retention.tasks.run_due_purges');"
        "p.interval, p.crontab = s, None; p.save()"
    )
    run(place, "manage.py", "shell", "--command", change)


def test_beat_begins_an_approved_purge_by_its_schedule(
    place: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    run(place, "tests/retention/worker_lab.py", str(ROWS))
    every_second(place)
    worker = ("worker", "--concurrency=1", "--loglevel=INFO", "--queues", place["CELERY_QUEUE"])
    beat = ("beat", "--pidfile=", "--loglevel=INFO")
    with celery(place, log, *worker), celery(place, log, *beat):
        until(lambda: destroyed(place) == ROWS, "the purge by schedule", log)
        until(lambda: status(place) == "done", "the end of the run", log)

    assert_proved(place)


def test_without_a_broker_the_web_process_runs_the_schedule(
    place: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "web.log"
    alone = {**place, "REDIS_URL": "", "EMBEDDED_BEAT": "True"}
    run(alone, "tests/retention/worker_lab.py", str(ROWS))
    every_second(alone)
    web = ("-m", "gunicorn", "config.wsgi", "--bind", f"unix:{tmp_path}/web", "--no-control-socket")
    with program(alone, log, *web):
        until(lambda: destroyed(alone) == ROWS, "the purge by the web process", log)
        until(lambda: status(alone) == "done", "the end of the run", log)

    assert_proved(alone)
