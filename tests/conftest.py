"""What many tests share, and a loud word on every part that cannot be tested here."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from tests import databases, parts
from tests.factories import UserFactory
from tests.workers import place as place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests whose parts are missing, to be named at the end."""
    missing = _missing()
    items[:] = [item for item in items if not any(map(item.get_closest_marker, missing))]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for part in _missing():
        sentence = f"NOT TESTED HERE: {part}. To test it: {parts.INSTALL[part]}."
        terminalreporter.write_line(sentence, red=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On a machine that decides, a missing part is a failure."""
    if _missing() and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _missing() -> list[str]:
    """Asked in every process of a run, for its workers tell the one that reports nothing."""
    return [part for part in parts.INSTALL if parts.is_missing(part)]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give every process of the tests a database of its own, copied from a migrated one."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings = connection.settings_dict
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            settings["NAME"] = f"file:tests_{process}?mode=memory&cache=shared"
            with closing(sqlite3.connect(databases.sqlite_template())) as migrated:
                connection.ensure_connection()
                migrated.backup(connection.connection)
        else:
            settings["NAME"] = f"test_{settings['NAME']}_{process}"
            databases.copy_postgres(parts.POSTGRES, settings["NAME"])
    yield
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor != "sqlite":
            with psycopg.connect(f"{parts.POSTGRES}/postgres", autocommit=True) as server:
                databases.drop(server, settings["NAME"])


# What migrations brought and tests do not make again: roles with their rights.
KEPT = {"auth_group", "auth_permission", "auth_group_permissions", "django_content_type"}


@pytest.fixture(scope="session", autouse=True)
def flushing() -> Iterator[None]:
    """Let tables be emptied after a test, archives included, and let the roles stay.

    On SQLite triggers keep an archive from being emptied; PostgreSQL truncates, of which
    triggers on rows hear nothing.
    """
    operations = type(connection.ops)
    emptying = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements: list[str] = emptying(
            self, style, [t for t in tables if t not in KEPT], **options
        )
        if self.connection.vendor != "sqlite":
            return statements
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return [*dropped, *statements, *(sql for _name, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture
def superuser(db: None) -> User:
    return UserFactory.create(username="root", is_superuser=True)


@pytest.fixture
def back_office(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client
