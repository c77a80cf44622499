"""The clock of a request: when it is due, and every step of the way there.

The sentences of the steps are stored, so they are written in one language, as in `deadlines`.
"""

from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dsr import deadlines
from dsr.calendars import UnknownCountry, public_holidays
from dsr.deadlines import Deadline
from dsr.models import Clock, Ticket
from ropa.models import Organisation

HOLIDAYS_RULE = "Reg. 1182/71 Art. 2(1)"
EXTENSION_RULE = "GDPR Art. 12(3), third sentence"


@dataclass(frozen=True)
class Calendar:
    """The public holidays of a place, and what to say when none could be applied."""

    place: str
    holidays: Container[date] = ()
    remark: str = ""


def set_clock(ticket: Ticket) -> Clock:
    """Set `ticket.due_on` and return its clock, both worked out afresh and not yet saved.

    An extension that came after the last day for it moves nothing, and a step says so.
    """
    calendar = _calendar_of(ticket.organisation)
    deadline = deadlines.due(ticket.received_on, holidays=calendar.holidays)
    remarks = [(HOLIDAYS_RULE, calendar.remark)] if calendar.remark else []
    if ticket.extended_on is not None:
        if ticket.extended_on <= deadline.extension_notice_by:
            deadline = deadlines.due(ticket.received_on, extended=True, holidays=calendar.holidays)
        else:
            remarks.append((EXTENSION_RULE, _late(ticket.extended_on, deadline)))
    clock = getattr(ticket, "clock", None) or Clock()
    clock.country = calendar.place
    clock.due_on = ticket.due_on = deadline.due_on
    clock.extension_notice_by = deadline.extension_notice_by
    clock.rule_version = deadline.rule_version
    clock.steps = _as_rows(deadline, remarks)
    return clock


def save_with_clock(ticket: Ticket) -> Ticket:
    """Check and save a ticket and its clock, worked out afresh."""
    clock = set_clock(ticket)
    ticket.full_clean()
    ticket.save()
    clock.ticket = ticket
    clock.full_clean()
    clock.save()
    return ticket


def _calendar_of(organisation: Organisation) -> Calendar:
    country, subdivision = organisation.country.strip(), organisation.subdivision.strip()
    if not country:
        return Calendar(
            "",
            remark="No public holidays were applied, as the register names no country for the "
            "organisation.",
        )
    try:
        holidays = public_holidays(country, subdivision)
    except UnknownCountry as unknown:  # a request counts all the same; the day is the earlier one
        return Calendar("", remark=f"No public holidays were applied. {unknown}")
    return Calendar("-".join(filter(None, (country, subdivision))), holidays)


def _late(extended_on: date, deadline: Deadline) -> str:
    return (
        f"The extension of {extended_on} moves nothing: the last day to tell the requester of it "
        f"was {deadline.extension_notice_by}."
    )


def _as_rows(deadline: Deadline, remarks: list[tuple[str, str]]) -> list[dict[str, Any]]:
    rows = [{**asdict(step), "day": step.day.isoformat()} for step in deadline.steps]
    day = deadline.due_on.isoformat()
    return rows + [{"rule": rule, "text": text, "day": day} for rule, text in remarks]
