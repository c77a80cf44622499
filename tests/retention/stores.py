"""Real stores for tests: tables with dates, and folders of files with ages."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from retention.models import DataSet, DataSetRule, DataStore
from ropa.models import Organisation, RetentionRule
from tests.factories import OrganisationFactory, RuleFactory

TODAY = date(2026, 11, 22)
OLD = date(2026, 9, 22)  # the last trigger day that 60 days before TODAY leave behind
YOUNG = date(2026, 9, 23)  # its 60th day is TODAY, so it stays


def make_table(url: str, rows: Sequence[tuple[int, date | None, str]]) -> None:
    """Create `events` with the rows (key, day, customer)."""
    engine = sa.create_engine(url)
    metadata = sa.MetaData()
    events = sa.Table(
        "events",
        metadata,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("created_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("customer", sa.String(40)),
    )
    metadata.drop_all(engine)
    metadata.create_all(engine)
    with engine.begin() as link:
        if rows:
            values = [{"id": k, "created_on": d, "customer": c} for k, d, c in rows]
            link.execute(events.insert(), values)
    engine.dispose()


def keys_in(url: str) -> list[int]:
    engine = sa.create_engine(url)
    with engine.connect() as link:
        found = link.execute(sa.text("SELECT id FROM events ORDER BY id"))
        keys: list[int] = list(found.scalars())
    engine.dispose()
    return keys


def change(url: str, statement: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as link:
        link.execute(sa.text(statement))
    engine.dispose()


def make_file(path: Path, day: date) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("one line of a log\n")
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))


def sql_target(
    organisation: Organisation | None = None, rule: RetentionRule | None = None
) -> DataSetRule:
    """Return 60 days from `created_on` at work on the table `events` in STORE_URL."""
    organisation = organisation or OrganisationFactory.create()
    rule = rule or RuleFactory.create(organisation=organisation)
    store = DataStore.objects.create(
        organisation=organisation, code="db", name="Database", kind="sql", url_variable="STORE_URL"
    )
    data_set = DataSet.objects.create(
        store=store, code="events", name="Events", location="events", key_column="id"
    )
    return DataSetRule.objects.create(data_set=data_set, rule=rule, trigger_column="created_on")


def file_target(organisation: Organisation | None = None) -> DataSetRule:
    """Return 60 days from the last change at work on the folder `web` in STORE_URL."""
    organisation = organisation or OrganisationFactory.create()
    store = DataStore.objects.create(
        organisation=organisation, code="logs", name="Logs", kind="files", url_variable="STORE_URL"
    )
    data_set = DataSet.objects.create(store=store, code="web", name="Web logs", location="web")
    rule = RuleFactory.create(organisation=organisation)
    return DataSetRule.objects.create(data_set=data_set, rule=rule)
