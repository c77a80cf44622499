"""Vendor lists with a real broker, real workers and beat; a worker dies in the middle of one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests import databases, parts
from tests.workers import ROOT, ask, celery, kill, program, run, until

ROWS = 1_500
LAB = "tests/ropa/list_lab.py"
pytestmark = [pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture(scope="module")
def template() -> Iterator[str]:
    """A database with a register and a source, prepared once and copied for each test."""
    name = f"lists_{uuid4().hex[:10]}"
    databases.copy_postgres(parts.POSTGRES, name)
    with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
        where = {"DATABASE_URL": f"{parts.POSTGRES}/{name}", "REDIS_URL": ""}
        run({**os.environ, **where, "PYTHONPATH": str(ROOT)}, LAB, "prepare")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def office(place: dict[str, str], template: str) -> dict[str, str]:
    """A back office of its own, as the template has it."""
    name = place["DATABASE_URL"].rpartition("/")[2]
    with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return place


def worker(office: dict[str, str]) -> tuple[str, ...]:
    return ("worker", "--concurrency=1", "--loglevel=INFO", "--queues", office["CELERY_QUEUE"])


def status(office: dict[str, str]) -> str:
    return str(ask(office["DATABASE_URL"], "SELECT status FROM ropa_vendorlistimport")[0][0])


def count(office: dict[str, str], table: str) -> int:
    return int(ask(office["DATABASE_URL"], f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608


def attempts(office: dict[str, str]) -> int:
    question = "SELECT attempts FROM ropa_vendorlistimport WHERE status = 'to_take'"
    return sum(int(number) for (number,) in ask(office["DATABASE_URL"], question))


def is_worked_on(office: dict[str, str]) -> bool:
    """Whether a transaction holds the row of the import."""
    with psycopg.connect(office["DATABASE_URL"]) as link:
        try:
            link.execute("SELECT 1 FROM ropa_vendorlistimport FOR UPDATE NOWAIT")
        except psycopg.errors.LockNotAvailable:
            return True
    return False


def assert_taken_once(office: dict[str, str]) -> None:
    figures = ask(
        office["DATABASE_URL"],
        "SELECT read, created, unchanged, refused FROM ropa_vendorlistimport",
    )
    assert figures == [(ROWS, ROWS, 0, 0)]
    for table in ("ropa_vendor", "ropa_historicalvendor", "ropa_vendorlistentry"):
        assert count(office, table) == ROWS, table


def looked(office: dict[str, str], log: Path) -> None:
    run(office, LAB, "ask", str(ROWS))
    until(lambda: status(office) == "looked", "the preview", log)


def test_a_worker_killed_in_the_middle_writes_nothing_and_the_next_one_writes_all(
    office: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    with celery(office, log, *worker(office)) as first:
        looked(office, log)
        confirming = begun(office, "confirm")
        until(lambda: attempts(office) == 1 and is_worked_on(office), "the writing", log)
        kill(first)
    confirming.communicate()
    assert (status(office), count(office, "ropa_vendor")) == ("to_take", 0)
    until(lambda: not is_worked_on(office), "the end of the dead transaction", log)

    beat = ("beat", "--pidfile=", "--loglevel=INFO")
    with celery(office, log, *worker(office)), celery(office, log, *beat):
        until(lambda: status(office) == "taken", "the writing by another worker", log)

    assert_taken_once(office)


def test_without_a_broker_beat_of_the_web_process_does_the_work(
    office: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "web.log"
    alone = {**office, "REDIS_URL": "", "EMBEDDED_BEAT": "True"}
    web = ("-m", "gunicorn", "config.wsgi", "--bind", f"unix:{tmp_path}/web", "--no-control-socket")
    run(alone, LAB, "ask", str(ROWS))
    assert status(alone) == "to_look", "the request itself does not do the work"

    with program(alone, log, *web):
        until(lambda: status(alone) == "looked", "the preview", log)
        run(alone, LAB, "confirm")
        until(lambda: status(alone) == "taken", "the writing", log)

    assert_taken_once(alone)


def begun(office: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, LAB, *words], cwd=ROOT, env=office, stdout=subprocess.PIPE, text=True
    )


def test_two_workers_at_once_write_a_list_once(office: dict[str, str], tmp_path: Path) -> None:
    alone = {**office, "REDIS_URL": ""}
    run(alone, LAB, "ask", str(ROWS))
    run(alone, LAB, "step")
    run(alone, LAB, "confirm")

    both = [begun(alone, "step") for _worker in range(2)]
    said = sorted(each.communicate()[0].strip() for each in both)

    assert said == ["False", "True"]
    assert_taken_once(alone)


def test_of_two_lists_sent_in_the_same_instant_one_is_told_to_wait(
    office: dict[str, str], tmp_path: Path
) -> None:
    alone = {**office, "REDIS_URL": ""}
    url = office["DATABASE_URL"]
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
    with psycopg.connect(url) as link:
        link.execute("LOCK TABLE ropa_vendorlistimport IN EXCLUSIVE MODE")  # reading goes on
        both = [begun(alone, "ask", "3") for _list in range(2)]
        name = url.rpartition("/")[2]
        until(lambda: ask(url, f"{waiting}'{name}'")[0][0] == 2, "both looks", tmp_path / "no.log")
    said = sorted(each.communicate()[0].strip() for each in both)

    assert said == [
        "Another vendor list of this organisation is on its way; finish or drop it.",
        "asked",
    ]
    assert count(office, "ropa_vendorlistimport") == 1
