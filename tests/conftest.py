"""What many tests share, and a loud word on every part that cannot be tested here."""

import os
from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import parts
from tests.factories import UserFactory

NOT_TESTED = pytest.StashKey[Counter[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests whose parts are missing, to be named at the end."""
    missing: Counter[str] = Counter()
    for item in list(items):
        wanted = [name for name in parts.INSTALL if item.get_closest_marker(name)]
        lacking = [name for name in wanted if parts.is_missing(name)]
        if lacking:
            items.remove(item)
            missing.update(lacking)
    config.stash[NOT_TESTED] = missing


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for part, count in config.stash.get(NOT_TESTED, Counter()).items():
        terminalreporter.write_line(
            f"NOT TESTED HERE: {part}, {count} tests. To test it: {parts.INSTALL[part]}.",
            red=True,
            bold=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On a machine that decides, a missing part is a failure."""
    if session.config.stash.get(NOT_TESTED, Counter()) and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def superuser(db: None) -> User:
    return UserFactory.create(username="root", is_superuser=True)


@pytest.fixture
def back_office(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client
