from datetime import date, timedelta

import pytest

from dsr.choices import TicketStatus
from dsr.models import Clock, Ticket
from dsr.services.demo import load_tickets
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAYS = [date(2026, 11, 22), date(2026, 1, 1), date(2024, 2, 29), date(2026, 4, 6)]


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("country", ["", "DE", "SG"])
def test_every_state_is_there_with_one_late_one_soon_and_one_extended(
    today: date, country: str
) -> None:
    organisation = OrganisationFactory.create(code="qwak", country=country)

    made = load_tickets([organisation], today)

    tickets = Ticket.objects.all()
    assert {each.status for each in made} == set(TicketStatus)
    assert len(made) == tickets.count() == Clock.objects.count()
    assert tickets.overdue(on=today).count() == 1
    assert tickets.due_within(7, on=today).count() == 1
    assert tickets.open().filter(extended_on__isnull=False).count() == 1
    for ticket in tickets:
        assert ticket.requester_name.startswith("Requester ")
        assert ticket.requester_email.endswith("@example.org")


def test_a_second_call_changes_nothing_even_on_another_day() -> None:
    organisations = OrganisationFactory.create_batch(2)
    first = load_tickets(organisations, TODAYS[0])
    history = Ticket.history.count(), Clock.history.count()

    assert load_tickets(organisations, TODAYS[0] + timedelta(days=40)) == first
    assert (Ticket.history.count(), Clock.history.count()) == history
