"""Every step from every status, by the services and by the buttons of the page."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr import errors, services
from dsr.choices import CLOSED, TicketStatus
from dsr.models import Ticket
from dsr.workflow import TRANSITIONS, Transition
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 20)
OPEN = {"received", "verifying", "in_progress"}

# Written by hand, to be compared with the table: step, from where, to where, by whom.
STEPS = {
    "check-identity": ({"received"}, "verifying", "work_ticket"),
    "begin": ({"received", "verifying"}, "in_progress", "work_ticket"),
    "fulfil": ({"in_progress"}, "fulfilled", "close_ticket"),
    "refuse": (OPEN, "refused", "close_ticket"),
    "forward": (OPEN, "forwarded", "close_ticket"),
    "withdraw": (OPEN, "withdrawn", "close_ticket"),
}
NEED_A_REASON = ("refuse", "forward")
PERMISSIONS = {"work_ticket", "close_ticket", "extend_ticket"}
BUTTONS = {name: permission for name, (_from, _to, permission) in STEPS.items()} | {
    "extend": "extend_ticket"
}

every_step = pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.name)
every_status = pytest.mark.parametrize("status", list(TicketStatus))
every_button = pytest.mark.parametrize("button", BUTTONS)


def test_the_table_has_these_steps_and_no_other() -> None:
    assert [step.name for step in TRANSITIONS] == list(STEPS)
    assert {step.name for step in TRANSITIONS if step.needs_reason} == set(NEED_A_REASON)
    assert {step.target for step in TRANSITIONS if step.closes} == set(CLOSED)


@every_step
@every_status
def test_a_step_is_possible_exactly_where_the_table_says(
    step: Transition, status: TicketStatus
) -> None:
    ticket = ticket_at(status)
    closed_on = ticket.closed_on
    sources, target, _permission = STEPS[step.name]

    if status in sources:
        services.move(ticket.pk, transition=step.name, reason="Because.", on=ON)
        ticket.refresh_from_db()
        assert ticket.status == target
        assert ticket.closed_on == (ON if target in CLOSED else None)
        assert ticket.closing_reason == ("Because." if target in CLOSED else "")
    else:
        expected = errors.AlreadyClosed if status in CLOSED else errors.NotPossibleNow
        with pytest.raises(expected, match=ticket.reference):
            services.move(ticket.pk, transition=step.name, reason="Because.", on=ON)
        ticket.refresh_from_db()
        assert (ticket.status, ticket.closed_on) == (status, closed_on)


@every_step
@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_blank_reason_is_refused_where_one_is_due(step: Transition, reason: str) -> None:
    ticket = ticket_at(step.sources[-1])

    if step.name in NEED_A_REASON:
        with pytest.raises(errors.ReasonMissing):
            services.move(ticket.pk, transition=step.name, reason=reason, on=ON)
    else:
        moved = services.move(ticket.pk, transition=step.name, reason=reason, on=ON)
        assert moved.status == step.target


@every_step
def test_a_step_before_the_receipt_or_with_the_requester_in_its_reason_is_refused(
    step: Transition,
) -> None:
    ticket = ticket_at(step.sources[-1])

    with pytest.raises(errors.BeforeReceipt):
        services.move(ticket.pk, transition=step.name, reason="Because.", on=date(2026, 3, 4))
    with pytest.raises(errors.ReasonNamesRequester):
        services.move(ticket.pk, transition=step.name, reason="Ada Lovelace rang.", on=ON)


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(errors.UnknownDeed, match="check-identity, begin"):
        services.move(TicketFactory.create().pk, transition="reopen", on=ON)


def agent(*codenames: str) -> User:
    user = UserFactory.create()
    chosen = Permission.objects.filter(content_type__app_label="dsr", codename__in=codenames)
    assert len(chosen) == len(codenames)
    user.user_permissions.set(chosen)
    return user


def button_url(ticket: Ticket, button: str) -> str:
    return reverse("admin:dsr_ticket_action", args=[ticket.pk, button])


def ticket_for(button: str) -> Ticket:
    """Return a request received yesterday, at a status where the button is offered."""
    status = TicketStatus.RECEIVED if button == "check-identity" else TicketStatus.IN_PROGRESS
    if button == "begin":
        status = TicketStatus.VERIFYING
    return ticket_at(status, received_on=timezone.localdate() - timedelta(days=1))


def state(ticket: Ticket) -> object:
    return Ticket.objects.filter(pk=ticket.pk).values().get(), Ticket.history.count()


@every_button
def test_a_button_posted_without_its_permission_is_forbidden(client: Client, button: str) -> None:
    others = PERMISSIONS - {BUTTONS[button]}
    client.force_login(agent("view_ticket", "change_ticket", *others))
    ticket = ticket_for(button)
    before = state(ticket)

    answer = client.post(button_url(ticket, button), {"confirmed": "1", "reason": "Because."})

    assert answer.status_code == 403
    assert state(ticket) == before


@every_button
def test_a_button_without_sight_of_requests_is_forbidden(client: Client, button: str) -> None:
    client.force_login(agent(*PERMISSIONS))
    ticket = ticket_for(button)
    before = state(ticket)

    answer = client.post(button_url(ticket, button), {"confirmed": "1", "reason": "Because."})

    assert answer.status_code == 403
    assert state(ticket) == before


@every_button
def test_a_button_is_not_pressed_by_a_link(back_office: Client, button: str) -> None:
    ticket = ticket_for(button)
    before = state(ticket)

    answer = back_office.get(button_url(ticket, button), {"confirmed": "1", "reason": "Because."})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:dsr_ticket_change", args=[ticket.pk])
    assert state(ticket) == before


@every_button
def test_a_button_with_its_permission_does_its_deed(client: Client, button: str) -> None:
    client.force_login(agent("view_ticket", BUTTONS[button]))
    ticket = ticket_for(button)

    answer = client.post(button_url(ticket, button), {"confirmed": "1", "reason": "Because."})

    assert answer.status_code == 302
    ticket.refresh_from_db()
    if button == "extend":
        assert ticket.extended_on == timezone.localdate()
    else:
        assert ticket.status == STEPS[button][1]


@pytest.mark.parametrize("button", [*NEED_A_REASON, "extend"])
def test_a_button_that_needs_a_reason_does_nothing_without(
    back_office: Client, button: str
) -> None:
    ticket = ticket_for(button)
    before = state(ticket)

    answer = back_office.post(button_url(ticket, button), {"confirmed": "1", "reason": " "})

    assert answer.status_code == 200
    assert state(ticket) == before


@pytest.mark.parametrize("status", CLOSED)
@every_button
def test_no_button_moves_a_closed_request(
    back_office: Client, button: str, status: TicketStatus
) -> None:
    ticket = ticket_at(status)
    before = state(ticket)

    back_office.post(button_url(ticket, button), {"confirmed": "1", "reason": "Because."})

    assert state(ticket) == before
