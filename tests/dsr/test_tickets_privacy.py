"""Whatever officers do with a request, personal values lie in its own row and nowhere else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import PERSONAL, Clock, Ticket
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

NAME, EMAIL, ADDRESS = "Quirina Zwartendijk", "quirina@zwartendijk.example", "Xerxesplein 7"
DETAILS = "My locker at the Jodhpur pool"
NEW = {"requester_name": "Ysolde Underhaven", "requester_email": "ysolde@underhaven.example"}
VALUES = (NAME, EMAIL, ADDRESS, DETAILS, *NEW.values())
WORDS = tuple(word for value in VALUES for word in value.split() if len(word) > 5)


@pytest.fixture
def worked_on(back_office: Client, caplog: pytest.LogCaptureFixture) -> Ticket:
    """Create, change, extend and close a request by the pages of the admin."""
    caplog.set_level("DEBUG")
    form = {
        "organisation": OrganisationFactory.create().pk,
        "right": "access",
        "channel": "email",
        "received_on": timezone.localdate() - timedelta(days=3),
        "requester_name": NAME,
        "requester_email": EMAIL,
        "requester_address": ADDRESS,
        "details": DETAILS,
    }
    post(back_office, reverse("admin:dsr_ticket_add"), form)
    ticket = Ticket.objects.get()
    change = reverse("admin:dsr_ticket_change", args=[ticket.pk])
    post(back_office, change, {**form, **NEW})
    officer = UserFactory.create(is_superuser=True)
    post(back_office, change, {**form, **NEW, "requester_address": "", "assigned_to": officer.pk})
    earlier = timezone.localdate() - timedelta(days=4)
    post(back_office, change, {**form, **NEW, "received_on": earlier})
    for button in ("check-identity", "begin", "extend", "refuse"):
        url = reverse("admin:dsr_ticket_action", args=[ticket.pk, button])
        post(back_office, url, {"confirmed": "1", "reason": "Unfounded, Art. 12(5)."})
    ticket.refresh_from_db()
    return ticket


def post(client: Client, url: str, form: dict[str, object]) -> None:
    answer = client.post(url, form)
    assert answer.status_code == 302, answer.context["errors"]
    for message in get_messages(answer.wsgi_request):
        assert not_personal(str(message)), message


def not_personal(text: str) -> bool:
    return not any(word.casefold() in text.casefold() for word in WORDS)


def every_cell() -> Iterator[tuple[str, str]]:
    """Return the text of every cell of every table, with its place, and of every label."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.all():
            yield f"{model._meta.label} label", str(row)
            for field in model._meta.concrete_fields:
                place = f"{model._meta.label}.{field.name}"
                if place not in {f"dsr.Ticket.{name}" for name in PERSONAL}:
                    yield place, str(getattr(row, field.attname))


def test_no_other_cell_and_no_label_holds_a_personal_value(worked_on: Ticket) -> None:
    assert worked_on.status == "refused"
    assert worked_on.extended_on
    assert worked_on.requester_name == NEW["requester_name"]

    assert [place for place, text in every_cell() if not not_personal(text)] == []


def test_the_history_has_every_deed_but_no_personal_column(worked_on: Ticket) -> None:
    columns = {field.name for field in Ticket.history.model._meta.fields}

    assert columns.isdisjoint(PERSONAL)
    assert columns >= {"status", "due_on", "closing_reason"}
    assert [row.history_change_reason for row in worked_on.history.order_by("history_id")] == [
        "Request entered",
        "Changed: name, e-mail",
        "Changed: address",
        "Changed: address",
        "Day of receipt corrected",
        "Check identity",
        "Begin work",
        "Extend the time",
        "Refuse",
    ]
    assert {row.history_user.username for row in worked_on.history.all()} == {"root"}
    assert Clock.history.count() == 3  # entered, corrected, extended


def test_the_admin_log_names_the_reference_and_the_fields_alone(worked_on: Ticket) -> None:
    entries = LogEntry.objects.all()

    assert {entry.object_repr for entry in entries} == {worked_on.reference}
    assert any('"E-mail"' in entry.change_message for entry in entries)


def test_the_log_has_no_personal_value(worked_on: Ticket, caplog: pytest.LogCaptureFixture) -> None:
    logged = [record for record in caplog.records if record.name != "django.db.backends"]

    assert all(not_personal(record.getMessage()) for record in logged)


def test_the_search_of_the_test_finds_what_it_looks_for(worked_on: Ticket) -> None:
    Ticket.objects.update(closing_reason=f"{NAME} asked again")

    found = {place for place, text in every_cell() if not not_personal(text)}

    assert found == {"dsr.Ticket.closing_reason", "dsr.HistoricalTicket.closing_reason"}
