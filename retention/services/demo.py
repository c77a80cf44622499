"""A data store for the demonstration: invented rows and log files, old enough to purge.

It lies outside the register's own database, and is made once: a second call changes nothing.
"""

import os
import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa
from django.conf import settings
from django.contrib.auth.models import User

from retention.choices import HoldReach
from retention.models import (
    DataSet,
    DataSetRule,
    DataStore,
    HoldScope,
    LegalHold,
    PurgePlan,
    PurgeRun,
    RuleFilter,
)
from retention.services import planning, running
from ropa.audit import acting
from ropa.models import Organisation, RetentionRule

FOLDER = settings.VAR_DIR / "demo"
DATABASE_VARIABLE, FILES_VARIABLE = "DEMO_DATABASE_URL", "DEMO_FILES_URL"
VISITS, MESSAGES, LOG_FILES = 2_000, 600, 400  # rows, rows, files
HELD_VISITOR = "visitor-17"


def make_store(*, on: date) -> None:
    """Make the demo's database and log folder unless they exist, and their addresses known."""
    os.environ.setdefault(DATABASE_VARIABLE, f"sqlite:///{FOLDER / 'store.sqlite3'}")
    os.environ.setdefault(FILES_VARIABLE, f"file://{FOLDER / 'logs'}")
    if FOLDER.exists() and DataStore.objects.filter(url_variable=DATABASE_VARIABLE).exists():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)  # of another register
    (FOLDER / "logs" / "torque").mkdir(parents=True)
    _make_tables(on)
    for number in range(LOG_FILES):
        _make_log_file(FOLDER / "logs" / "torque", on - timedelta(days=2 * number))


def _make_tables(on: date) -> None:
    engine = sa.create_engine(f"sqlite:///{FOLDER / 'store.sqlite3'}")
    metadata = sa.MetaData()
    visits = sa.Table(
        "website_log",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("logged_on", sa.Date, nullable=False, index=True),
        sa.Column("visitor", sa.String(40), nullable=False),
        sa.Column("page", sa.String(80), nullable=False),
    )
    messages = sa.Table(
        "customer_log",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("process_started_on", sa.Date, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
    )
    metadata.create_all(engine)
    with engine.begin() as link:
        link.execute(visits.insert(), [_visit(number, on) for number in range(VISITS)])
        link.execute(messages.insert(), [_message(number, on) for number in range(MESSAGES)])
    engine.dispose()


def _visit(number: int, on: date) -> dict[str, object]:
    return {
        "logged_on": on - timedelta(days=number % 120),
        "visitor": f"visitor-{number % 50}",
        "page": f"/page-{number % 9}",
    }


def _message(number: int, on: date) -> dict[str, object]:
    """Return a log row; every fifth belongs to a request, every sixth to no process yet."""
    started = None if number % 6 == 0 else on - timedelta(days=number % 200)
    return {"process_started_on": started, "kind": "request" if number % 5 == 0 else "log"}


def _make_log_file(folder: Path, day: date) -> None:
    path = folder / f"torque-{day.isoformat()}.log"
    path.write_text("invented line\n")
    noon = datetime.combine(day, time(12), tzinfo=UTC).timestamp()
    os.utime(path, (noon, noon))


def set_up(quali: Organisation, qwak: Organisation, *, on: date) -> None:
    """Put rules of Quali and Qwak to work on the demo's data sets, and place one hold."""
    database = _store(quali, "website-db", "Website database", "sql", DATABASE_VARIABLE)
    visits = _set(database, "website-log", "Website log", "website_log", "id")
    _work(visits, "QU-R01", "logged_on")
    files = _store(quali, "torque-logs", "Torque log folder", "files", FILES_VARIABLE)
    _work(_set(files, "torque", "Torque log files", "torque", ""), "QU-R07", "")
    platform = _store(qwak, "platform-db", "Platform database", "sql", DATABASE_VARIABLE)
    customers = _set(platform, "customer-log", "Customer logs", "customer_log", "id")
    _work(customers, "QW-R04", "process_started_on")
    _work(customers, "QW-R06", "process_started_on", kind="request")
    _place_hold(quali, visits, on=on)


def _store(organisation: Organisation, code: str, name: str, kind: str, variable: str) -> DataStore:
    wanted = {"name": name, "kind": kind, "url_variable": variable}
    return DataStore.objects.get_or_create(organisation=organisation, code=code, defaults=wanted)[0]


def _set(store: DataStore, code: str, name: str, location: str, key_column: str) -> DataSet:
    wanted = {"name": name, "location": location, "key_column": key_column}
    return DataSet.objects.get_or_create(store=store, code=code, defaults=wanted)[0]


def _work(data_set: DataSet, rule_code: str, trigger_column: str, **only: str) -> None:
    rule = RetentionRule.objects.get(organisation=data_set.store.organisation, code=rule_code)
    target, is_new = DataSetRule.objects.get_or_create(
        data_set=data_set, rule=rule, defaults={"trigger_column": trigger_column}
    )
    if is_new:
        for column, value in only.items():
            RuleFilter.objects.create(target=target, column=column, value=value)


def _place_hold(organisation: Organisation, data_set: DataSet, *, on: date) -> None:
    wanted = {
        "matter": "Demonstration case",
        "reason": "An invented dispute, to show that held rows stay.",
        "placed_on": on - timedelta(days=30),
        "review_on": on + timedelta(days=20),
    }
    hold, is_new = LegalHold.objects.get_or_create(
        organisation=organisation, code="DEMO-1", defaults=wanted
    )
    if is_new:
        HoldScope.objects.create(
            hold=hold,
            reach=HoldReach.ROWS,
            data_set=data_set,
            column="visitor",
            value=HELD_VISITOR,
        )


def plan_and_approve(*, planner: User, approver: User, on: date) -> list[PurgePlan]:
    """Plan what is past due, as one person, and approve it, as another."""
    approved = []
    for target in planning.targets_to_plan():
        with acting(user=planner, reason="Demonstration"):
            plan = planning.plan(target, on=on, by=planner)
        if plan is not None:
            with acting(user=approver, reason="Demonstration"):
                approved.append(planning.approve(plan.pk, by=approver, on=on))
    return approved


def run_approved(*, on: date) -> list[PurgeRun]:
    """Carry out every approved plan that is due; return all runs there have been."""
    for plan in PurgePlan.objects.due(on=on).order_by("pk"):
        with acting(reason=f"Purge plan {plan}"):
            running.carry_out(running.start(plan.pk, on=on).pk, on=on)
    return list(PurgeRun.objects.select_related("plan__target__rule").order_by("pk"))
