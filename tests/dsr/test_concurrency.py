"""Two officers at once, on whatever database the tests run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dsr import errors, services
from dsr.choices import TicketStatus
from tests.at_once import at_once
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


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
