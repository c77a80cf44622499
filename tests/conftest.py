"""What many tests share, and a loud word on every part that cannot be tested here."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.test import Client

from tests import parts
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


@pytest.fixture(scope="session", autouse=True)
def flushing() -> Iterator[None]:
    """Let SQLite empty its tables after a test, archives included, which triggers keep.

    PostgreSQL truncates, of which triggers on rows hear nothing.
    """
    emptying = DatabaseOperations.sql_flush

    def past_triggers(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        statements = emptying(self, style, tables, **options)
        return [*dropped, *statements, *(sql for _name, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", past_triggers)
        yield


@pytest.fixture
def superuser(db: None) -> User:
    return UserFactory.create(username="root", is_superuser=True)


@pytest.fixture
def back_office(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client
