"""Requests as the services make them, in any state."""

from datetime import date, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from dsr import services
from dsr.choices import TicketStatus
from dsr.models import Ticket
from ropa.choices.retention import Right
from tests.factories import OrganisationFactory

WAYS = {
    TicketStatus.RECEIVED: (),
    TicketStatus.VERIFYING: ("check-identity",),
    TicketStatus.IN_PROGRESS: ("begin",),
    TicketStatus.FULFILLED: ("begin", "fulfil"),
    TicketStatus.REFUSED: ("refuse",),
    TicketStatus.FORWARDED: ("forward",),
    TicketStatus.WITHDRAWN: ("withdraw",),
}


class TicketFactory(DjangoModelFactory[Ticket]):
    class Meta:
        model = Ticket

    organisation = factory.SubFactory(OrganisationFactory)
    right = Right.ACCESS
    received_on = date(2026, 3, 5)
    requester_name = "Ada Lovelace"
    requester_email = "ada@example.org"

    @classmethod
    def _create(cls, model_class: type[Ticket], *args: Any, **fields: Any) -> Ticket:
        return services.enter(model_class(**fields), on=fields["received_on"])


def ticket_at(status: TicketStatus, **fields: Any) -> Ticket:
    """Return a request that came to `status` by the steps of the workflow, a day after receipt."""
    ticket = TicketFactory.create(**fields)
    on = ticket.received_on + timedelta(days=1)
    for transition in WAYS[status]:
        ticket = services.move(ticket.pk, transition=transition, reason="Because.", on=on)
    return ticket
