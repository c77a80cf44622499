"""A real broker, a real worker and real beat; the worker is killed in the middle of a purge."""

from pathlib import Path

import pytest

from retention.evidence import range_of
from tests.workers import ask, celery, kill, program, run, until

ROWS = 3_000
BATCH = 20  # rows, as in `tests.workers`, so that 150 batches leave time to kill between any two

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


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
