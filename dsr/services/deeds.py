"""Deeds on a request that is in the house: move it on, or extend its time."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dsr import errors, workflow
from dsr.models import Ticket
from dsr.services.clocks import save_with_clock, set_clock
from ropa.audit import acting


@transaction.atomic
def move(ticket_id: int, *, transition: str, reason: str = "", on: date) -> Ticket:
    """Take one step of `dsr.workflow`; a closing step keeps the day and the reason.

    Raises `UnknownDeed`, `AlreadyClosed`, `NotPossibleNow`, `BeforeReceipt`, `ReasonMissing` or
    `ReasonNamesRequester`.

    Source: GDPR Art. 12(4) for the reason of a refusal.
    """
    step = workflow.transition_called(transition)
    ticket = locked(ticket_id)
    refuse_if_closed(ticket)
    if not step.starts_from(ticket.status):
        raise errors.NotPossibleNow(
            ticket=ticket, status=ticket.get_status_display(), deed=step.label
        )
    _refuse_before_receipt(ticket, on)
    reason = checked_reason(reason, ticket)
    if step.needs_reason and not reason:
        raise errors.ReasonMissing(deed=step.label)

    ticket.status = step.target
    if step.closes:
        ticket.closed_on = on
        ticket.closing_reason = reason
    ticket.full_clean()
    with acting(reason=str(step.label)):
        ticket.save()
    return ticket


@transaction.atomic
def extend(ticket_id: int, *, reason: str, on: date) -> Ticket:
    """Use the one extension of two months, telling why.

    `on` is the day on which the requester hears of it. Raises `AlreadyClosed`, `AlreadyExtended`,
    `BeforeReceipt`, `TooLateToExtend` when `on` lies after the first month, `ReasonMissing` or
    `ReasonNamesRequester`.

    Source: GDPR Art. 12(3), second and third sentence.
    """
    ticket = locked(ticket_id)
    refuse_if_closed(ticket)
    if ticket.extended_on is not None:
        raise errors.AlreadyExtended(ticket=ticket, day=ticket.extended_on)
    _refuse_before_receipt(ticket, on)
    notice_by = set_clock(ticket).extension_notice_by
    if on > notice_by:
        raise errors.TooLateToExtend(ticket=ticket, day=notice_by)
    reason = checked_reason(reason, ticket)
    if not reason:
        raise errors.ReasonMissing(deed=_("Extend the time"))

    ticket.extended_on = on
    ticket.extension_reason = reason
    with acting(reason=_("Extend the time")):
        return save_with_clock(ticket)


def locked(ticket_id: int) -> Ticket:
    """Return the ticket as it is now; others wait until the transaction ends."""
    return Ticket.objects.select_for_update(no_key=True).get(pk=ticket_id)


def refuse_if_closed(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise errors.AlreadyClosed(
            ticket=ticket, day=ticket.closed_on, status=ticket.get_status_display()
        )


def _refuse_before_receipt(ticket: Ticket, on: date) -> None:
    if on < ticket.received_on:
        raise errors.BeforeReceipt(ticket=ticket, received_on=ticket.received_on, day=on)


def checked_reason(reason: str, ticket: Ticket) -> str:
    """Return the reason without blanks around it; it is kept for ever, so it names nobody."""
    said = _folded(reason)
    for personal in (_folded(ticket.requester_name), _folded(ticket.requester_email)):
        if personal and personal in said:
            raise errors.ReasonNamesRequester
    return reason.strip()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
