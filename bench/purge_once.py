"""One measurement, in a process of its own: `purge_once.py sqlite|postgres ROWS`.

Fills a table, deletes plainly, fills it again, purges, and prints the result as JSON.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django

django.setup()

import sqlalchemy as sa
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command

from retention.models import DataSet, DataSetRule, DataStore, PurgeRun
from retention.services import planning, running
from retention.stores.sql import engine_of
from ropa.models import Organisation, RetentionRule

TODAY = date(2026, 11, 22)
COLUMNS = "created_on DATE NOT NULL, customer INTEGER NOT NULL, note TEXT NOT NULL"
KEY = {"sqlite": "INTEGER PRIMARY KEY", "postgres": "BIGSERIAL PRIMARY KEY"}
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
    "SELECT {columns} FROM n",
    "postgres": "SELECT {columns} FROM generate_series(1, {rows}::bigint) AS i",
}
# Due and young rows stand mixed, half and half, as Fibonacci hashing scatters them.
VALUES = (
    "CAST(CASE WHEN ((i * 2654435761) & 4294967295) < 2147483648 "
    "THEN '2026-01-15' ELSE '2026-11-15' END AS {date}), i & 4095, 'request number ' || i"
)
SETTLE = {
    "sqlite": ["PRAGMA journal_mode=WAL"],
    "postgres": ["VACUUM ANALYZE events", "CHECKPOINT"],
}


def main() -> None:
    database, rows = sys.argv[1], int(sys.argv[2])
    settings.MEDIA_ROOT = os.environ["BENCH_FOLDER"]
    call_command("migrate", verbosity=0)
    engine = engine_of(os.environ["STORE_URL"].replace("postgresql:", "postgresql+psycopg:"))
    fill(engine, database, rows)
    plain = timed(lambda: delete_plainly(engine))
    fill(engine, database, rows)
    run = begin()
    purge = timed(lambda: running.carry_out(run.pk, on=TODAY))
    run.refresh_from_db()
    if run.status != "done" or run.destroyed_count != rows - count(engine):
        sys.exit(f"The run is {run.status} with {run.destroyed_count} rows. {run.stopped_reason}")
    result = {
        "database": database,
        "rows": rows,
        "destroyed": run.destroyed_count,
        "plain_s": plain,
        "purge_s": purge,
        "ratio": plain / purge,
        "batches": run.batches.count(),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(result) + "\n")


def fill(engine: sa.Engine, database: str, rows: int) -> None:
    values = VALUES.format(date="TEXT" if database == "sqlite" else "DATE")
    numbers = NUMBERS[database].format(rows=rows, columns=values)
    with engine.begin() as link:
        link.exec_driver_sql("DROP TABLE IF EXISTS events")
        link.exec_driver_sql(f"CREATE TABLE events (id {KEY[database]}, {COLUMNS})")
        link.exec_driver_sql(f"INSERT INTO events (created_on, customer, note) {numbers}")
        link.exec_driver_sql("CREATE INDEX events_created_on ON events (created_on)")
    raw = engine.raw_connection()
    if database == "postgres":
        raw.dbapi_connection.autocommit = True  # type: ignore[union-attr]
    for statement in SETTLE[database]:
        raw.cursor().execute(statement)
    raw.close()
    engine.dispose()


def delete_plainly(engine: sa.Engine) -> None:
    with engine.begin() as link:
        link.exec_driver_sql("DELETE FROM events WHERE created_on < '2026-09-23'")


def count(engine: sa.Engine) -> int:
    with engine.connect() as link:
        return int(link.exec_driver_sql("SELECT count(*) FROM events").scalar_one())


def begin() -> PurgeRun:
    organisation = Organisation.objects.create(code="bench", name="Bench")
    rule = RetentionRule.objects.create(
        organisation=organisation,
        code="B1",
        data_class="events",
        period="P60D",
        bound="exact",
        action="delete",
    )
    store = DataStore.objects.create(
        organisation=organisation, code="store", name="Store", kind="sql", url_variable="STORE_URL"
    )
    data_set = DataSet.objects.create(
        store=store, code="events", name="Events", location="events", key_column="id"
    )
    target = DataSetRule.objects.create(data_set=data_set, rule=rule, trigger_column="created_on")
    planner, approver = (User.objects.create_user(name) for name in ("planner", "approver"))
    plan = planning.plan(target, on=TODAY, by=planner)
    if plan is None:
        sys.exit("Nothing is due.")
    planning.approve(plan.pk, by=approver, on=TODAY)
    return running.start(plan.pk, on=TODAY)


def timed(deed: Callable[[], Any]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
