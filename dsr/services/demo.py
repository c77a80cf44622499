"""Invented requests for the demonstration: some in every state, one late, one due soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dsr.choices import IntakeChannel
from dsr.models import Ticket
from dsr.services.clocks import set_clock
from dsr.services.deeds import extend, move
from dsr.services.tickets import enter
from ropa.audit import acting
from ropa.choices.retention import Right
from ropa.models import Organisation

SOON = 4  # days until the request is due that is due soon


class Summary(NamedTuple):
    reference: str
    right: str
    due_on: date
    status: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A step of the workflow, or `extend`, so many days after receipt."""

    name: str
    after: int  # days
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Invented:
    """One request, received so many days ago; with none given, so that it is due soon."""

    number: str
    right: Right
    details: str
    received: int | None = None  # days before today
    channel: IntakeChannel = IntakeChannel.EMAIL
    deeds: tuple[Deed, ...] = ()

    @property
    def email(self) -> str:
        return f"requester.{self.number.lower()}@example.org"


BEGIN = Deed(name="begin", after=2)
INVENTED = (
    Invented(
        number="One",
        right=Right.ACCESS,
        details="Please send me a copy of all data you hold about me.",
        received=40,
        deeds=(BEGIN,),
    ),
    Invented(
        number="Two",
        right=Right.ERASURE,
        details="Please delete my account and everything that belongs to it.",
        deeds=(Deed(name="check-identity", after=1), Deed(name="begin", after=3)),
    ),
    Invented(
        number="Three",
        right=Right.PORTABILITY,
        details="Please send my data in a machine-readable form.",
        received=45,
        deeds=(BEGIN, Deed(name="extend", after=20, reason="Nine systems have to be searched.")),
    ),
    Invented(
        number="Four",
        right=Right.OBJECT,
        details="I object to your analytics.",
        received=33,
        channel=IntakeChannel.LETTER,
        deeds=(
            Deed(
                name="refuse",
                after=12,
                reason="The same request was answered twice this quarter, Art. 12(5)(b).",
            ),
        ),
    ),
    Invented(
        number="Five",
        right=Right.RECTIFICATION,
        details="My surname is spelt wrongly.",
        received=25,
        channel=IntakeChannel.FORM,
        deeds=(BEGIN, Deed(name="fulfil", after=9)),
    ),
    Invented(
        number="Six",
        right=Right.REQUEST_ON_CUSTOMER_DATA,
        details="A company that uses your service holds my data; please delete them.",
        received=14,
        deeds=(
            Deed(
                name="forward",
                after=3,
                reason="The data belong to a customer, whose administrator has been told.",
            ),
        ),
    ),
    Invented(
        number="Seven",
        right=Right.MARKETING_OPT_OUT,
        details="Please stop the newsletter.",
        received=10,
        deeds=(Deed(name="withdraw", after=2, reason="Sent by mistake."),),
    ),
    Invented(
        number="Eight",
        right=Right.ACCESS,
        details="Which of my data do you pass on, and to whom?",
        received=6,
        channel=IntakeChannel.PHONE,
        deeds=(Deed(name="check-identity", after=1),),
    ),
    Invented(
        number="Nine",
        right=Right.RESTRICTION,
        details="Please freeze my data while we argue about them.",
        received=1,
    ),
)


@transaction.atomic
def load_tickets(organisations: Iterable[Organisation], on: date) -> list[Summary]:
    """Make the invented requests of each organisation that are missing; return them all.

    A second call changes nothing, whatever the day.
    """
    tickets = []
    with acting(reason=_("Demonstration data")):
        for organisation in organisations:
            for invented in INVENTED:
                found = Ticket.objects.filter(
                    organisation=organisation, requester_email=invented.email
                ).first()
                tickets.append(found or _made(invented, organisation, on))
    return [Summary(each.reference, each.right, each.due_on, each.status) for each in tickets]


def _made(invented: Invented, organisation: Organisation, on: date) -> Ticket:
    ticket = Ticket(
        organisation=organisation,
        right=invented.right,
        channel=invented.channel,
        requester_name=f"Requester {invented.number}",
        requester_email=invented.email,
        details=invented.details,
    )
    if invented.received is None:
        ticket.received_on = _received_to_be_due_soon(ticket, on)
    else:
        ticket.received_on = on - timedelta(days=invented.received)
    ticket = enter(ticket, on=on)
    for deed in invented.deeds:
        day = ticket.received_on + timedelta(days=deed.after)
        if deed.name == "extend":
            ticket = extend(ticket.pk, reason=deed.reason, on=day)
        else:
            ticket = move(ticket.pk, transition=deed.name, reason=deed.reason, on=day)
    return ticket


def _received_to_be_due_soon(ticket: Ticket, on: date) -> date:
    """Return the earliest day of receipt that makes a request due in a few days or later."""
    ticket.received_on = on - timedelta(days=40)
    set_clock(ticket)
    while ticket.due_on < on + timedelta(days=SOON):
        ticket.received_on += timedelta(days=1)
        set_clock(ticket)
    return ticket.received_on
