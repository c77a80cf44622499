"""Two officers at once, on whatever database the tests run."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from dsr import errors, services
from dsr.choices import TicketStatus
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8
T = TypeVar("T")


def at_once(deeds: list[Callable[[], T]], folder: Path) -> list[T]:
    """Do the deeds in a thread each, all beginning together; return what they return.

    The tests keep SQLite in memory, where connections do not wait for one another as they do on
    a file. So there the threads work on a copy of the database in a file.
    """
    together = Barrier(len(deeds))
    file = _copy_in_a_file(folder) if connection.vendor == "sqlite" else None

    def do(deed: Callable[[], T]) -> T:
        if file:
            connection.settings_dict = {**connection.settings_dict, "NAME": file}
        try:
            connection.ensure_connection()
            together.wait(timeout=20)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def _copy_in_a_file(folder: Path) -> str:
    file = folder / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return str(file)


def test_two_officers_entering_requests_get_numbers_without_gap_or_double(tmp_path: Path) -> None:
    organisation = OrganisationFactory.create(code="qwak")

    def enter_some() -> list[str]:
        return [
            TicketFactory.create(organisation=organisation).reference for _round in range(ROUNDS)
        ]

    one, two = at_once([enter_some, enter_some], tmp_path)

    assert sorted(one + two) == [f"QWAK-2026-{number:04}" for number in range(1, 2 * ROUNDS + 1)]


def test_of_two_officers_who_close_a_request_one_wins(tmp_path: Path) -> None:
    tickets = [ticket_at(TicketStatus.IN_PROGRESS) for _round in range(ROUNDS)]

    def close_all_by(transition: str) -> Callable[[], list[bool]]:
        def close(pk: int) -> bool:
            try:
                on = tickets[0].received_on
                services.move(pk, transition=transition, reason="Because.", on=on)
            except errors.AlreadyClosed:
                return False
            return True

        return lambda: [close(ticket.pk) for ticket in tickets]

    fulfilled, refused = at_once([close_all_by("fulfil"), close_all_by("refuse")], tmp_path)

    assert [one + other for one, other in zip(fulfilled, refused, strict=True)] == [1] * ROUNDS
