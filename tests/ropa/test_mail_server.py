"""Reminders by a real mail server, from real processes of a back office of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail_server import MailServer
from tests.workers import ROOT, ask, run, until

TODAY = "2026-11-22"
pytestmark = pytest.mark.postgres


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def office(place: dict[str, str], server: MailServer) -> dict[str, str]:
    office = {
        **place,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": server.url,
        "REDIS_URL": "",
        "HTTPS": "False",
    }
    run(office, "tests/ropa/mail_lab.py", TODAY)
    return office


def begin(office: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_due", "--on", TODAY],
        cwd=ROOT,
        env=office,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def sent_steps(office: dict[str, str]) -> list[tuple[int]]:
    return list(ask(office["DATABASE_URL"], "SELECT days_before FROM ropa_agreementreminder"))


def test_a_reminder_arrives_and_its_subject_names_nobody(
    office: dict[str, str], server: MailServer
) -> None:
    process = begin(office)
    process.communicate()

    (message,) = server.messages
    assert process.returncode == 0
    assert server.recipients == [["manager@example.org"]]
    assert message["To"] == "manager@example.org"
    assert message["Subject"] == "1 agreement of the record of processing ends or has ended"
    assert message.get_content_type() == "text/plain"
    assert "DPA Jane Doe Ltd – last day 22 November 2026" in message.get_content()


def test_two_runs_at_the_same_moment_send_each_step_once(
    office: dict[str, str], server: MailServer, tmp_path: Path
) -> None:
    """The second one waits for the rows of the first, which is still handing over its message."""
    log = tmp_path / "log"
    log.touch()
    server.go_on.clear()
    first = begin(office)
    until(server.arriving.is_set, "the message of the first run", log)
    second = begin(office)
    name = office["DATABASE_URL"].rpartition("/")[2]
    waiting = (
        f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"  # noqa: S608
    )
    until(lambda: bool(ask(office["DATABASE_URL"], waiting)), "the second run at the lock", log)
    server.go_on.set()

    for process in (first, second):
        process.communicate()
        assert process.returncode == 0

    assert len(server.messages) == 1
    assert sent_steps(office) == [(0,)]


def test_what_the_server_refuses_is_sent_by_the_next_run(
    office: dict[str, str], server: MailServer
) -> None:
    server.refuses = True
    refused = begin(office)
    _out, trouble = refused.communicate()

    assert "No reminder of agreements could be sent (SMTPDataError)" in trouble
    assert sent_steps(office) == []

    server.refuses = False
    begin(office).communicate()
    begin(office).communicate()

    assert len(server.messages) == 1
    assert sent_steps(office) == [(0,)]
