"""Requests as officers enter and correct them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsr import errors
from dsr.models import PERSONAL, Ticket
from dsr.services.clocks import save_with_clock
from dsr.services.deeds import checked_reason, locked, refuse_if_closed
from dsr.services.references import next_reference
from ropa.audit import acting

FIXED_AT_CLOSING = frozenset({"right", "channel", "received_on"})
REVISABLE = FIXED_AT_CLOSING | {"assigned_to", *PERSONAL}


@transaction.atomic
def enter(ticket: Ticket, *, on: date) -> Ticket:
    """Take in a new request: give it its reference, start its clock, save both.

    `ticket` is not yet saved and carries what the officer wrote. Raises `ReceivedInFuture` when
    it was received after `on`, and `ValidationError`.

    Source: GDPR Art. 12(3).
    """
    check_receipt(ticket.received_on, on=on)
    ticket.reference = next_reference(ticket.organisation, ticket.received_on)
    with acting(reason=_("Request entered")):
        return save_with_clock(ticket)


@transaction.atomic
def revise(ticket_id: int, *, changes: Mapping[str, Any], on: date) -> Ticket:
    """Change fields of a request as an officer wrote them; a new day of receipt resets the clock.

    Only the changed fields are written, so that a step taken meanwhile by somebody else stays.
    Raises `AlreadyClosed` when a closed request would change its right, channel or day of
    receipt; else as `correct_receipt`. Raises `ValueError` for fields that are not revised here.
    """
    if wrong := changes.keys() - REVISABLE:
        raise ValueError(f"not revised here: {', '.join(sorted(wrong))}")
    ticket = locked(ticket_id)
    if changes.keys() & FIXED_AT_CLOSING:
        refuse_if_closed(ticket)
    plain = {name: value for name, value in changes.items() if name != "received_on"}
    if plain:
        for name, value in plain.items():
            setattr(ticket, name, value)
        ticket.full_clean()
        with acting(reason=_what_is_revised(plain)):
            ticket.save()
    if "received_on" in changes:
        return correct_receipt(ticket_id, received_on=changes["received_on"], on=on)
    return ticket


@transaction.atomic
def correct_receipt(ticket_id: int, *, received_on: date, reason: str = "", on: date) -> Ticket:
    """Correct the day of receipt and work out the due day afresh.

    The reference stays. An extension that now turns out to have come too late moves nothing any
    more, and the explanation says so. `reason` goes to the history. Raises `AlreadyClosed`,
    `ReceivedInFuture`, `ReceivedAfterExtension` or `ReasonNamesRequester`.
    """
    ticket = locked(ticket_id)
    refuse_if_closed(ticket)
    check_receipt(received_on, on=on)
    if ticket.extended_on is not None and received_on > ticket.extended_on:
        raise errors.ReceivedAfterExtension(ticket=ticket, day=ticket.extended_on)
    ticket.received_on = received_on
    with acting(reason=checked_reason(reason, ticket) or _("Day of receipt corrected")):
        return save_with_clock(ticket)


def check_receipt(received_on: date, *, on: date) -> None:
    """Raise `ReceivedInFuture` when the day of receipt lies after `on`."""
    if received_on > on:
        raise errors.ReceivedInFuture(day=received_on)


def _what_is_revised(changes: Mapping[str, Any]) -> str:
    """Name the personal fields changed, as their values leave no trace in the history."""
    labels = {field.name: str(field.verbose_name) for field in Ticket._meta.fields}
    names = [labels[name] for name in PERSONAL if name in changes]
    return _("Changed: %(fields)s") % {"fields": ", ".join(names)} if names else ""
