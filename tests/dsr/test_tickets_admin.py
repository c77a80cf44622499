"""The pages of requests, as officers see them."""

from datetime import date, timedelta
from typing import Any, cast

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.admin import BackOfficeSite, Panel
from dsr import services
from dsr.admin.filters import DUE
from dsr.admin.panel import requests_due
from dsr.choices import TicketStatus
from dsr.models import Ticket
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:dsr_ticket_changelist")
ADD = reverse("admin:dsr_ticket_add")
MAX_QUERIES = 15


def page_of(ticket: Ticket) -> str:
    return reverse("admin:dsr_ticket_change", args=[ticket.pk])


def received(days_ago: int, **fields: Any) -> Ticket:
    return TicketFactory.create(
        received_on=timezone.localdate() - timedelta(days=days_ago), **fields
    )


def form_of(ticket: Ticket, **changed: Any) -> dict[str, Any]:
    return {
        "right": ticket.right,
        "channel": ticket.channel,
        "received_on": ticket.received_on,
        "requester_name": ticket.requester_name,
        "requester_email": ticket.requester_email,
        **changed,
    }


def references(answer: Any) -> set[str]:
    return {ticket.reference for ticket in answer.context["cl"].result_list}


class TestPages:
    @pytest.mark.parametrize("status", list(TicketStatus))
    def test_the_page_of_a_request_opens_in_every_status(
        self, back_office: Client, status: TicketStatus
    ) -> None:
        ticket = ticket_at(status)

        assert back_office.get(page_of(ticket)).status_code == 200
        history = reverse("admin:dsr_ticket_history", args=[ticket.pk])
        assert back_office.get(history).status_code == 200

    def test_the_history_page_shows_the_status_before_and_after(self, back_office: Client) -> None:
        ticket = ticket_at(TicketStatus.REFUSED)

        answer = back_office.get(reverse("admin:dsr_ticket_history", args=[ticket.pk]))

        changes = [
            (change.name, change.old, change.new) for change in answer.context["entries"][0].changes
        ]
        assert ("status", "received", "refused") in changes
        assert ("reason of the outcome", "", "Because.") in changes

    def test_the_list_opens_with_few_queries(
        self, back_office: Client, django_assert_max_num_queries: Any
    ) -> None:
        for status in TicketStatus:
            ticket_at(status, organisation=OrganisationFactory.create(country="DE"))

        with django_assert_max_num_queries(MAX_QUERIES):
            answer = back_office.get(LIST)

        assert len(references(answer)) == len(TicketStatus)
        assert b'class="pill pill-late"' in answer.content

    def test_open_requests_come_first_the_most_urgent_on_top(self, back_office: Client) -> None:
        closed = ticket_at(TicketStatus.WITHDRAWN, received_on=date(2026, 1, 5))
        late, later = received(3), received(2)

        answer = back_office.get(LIST)

        assert list(answer.context["cl"].result_list) == [late, later, closed]

    def test_the_page_says_why_the_day_is_what_it_is(self, back_office: Client) -> None:
        ticket = TicketFactory.create(organisation__country="DE")

        content = back_office.get(page_of(ticket)).content.decode()

        _before, _start, rest = content.partition('<ol class="steps">')
        steps, _end, _after = rest.partition("</ol>")
        assert steps.count("<li>") == 3
        assert "5 April 2026 is a Sunday" in steps
        assert "GDPR Art. 12(3)" in steps
        assert "style=" not in steps

    def test_a_new_request_asks_only_for_what_the_officer_knows(self, back_office: Client) -> None:
        fields = back_office.get(ADD).context["adminform"].form.fields

        assert list(fields) == [
            *("organisation", "right", "channel", "received_on", "details", "assigned_to"),
            *("requester_name", "requester_email", "requester_address"),
        ]

    def test_nobody_deletes_a_request(self, back_office: Client) -> None:
        ticket = TicketFactory.create()

        assert (
            back_office.post(reverse("admin:dsr_ticket_delete", args=[ticket.pk])).status_code
            == 403
        )
        assert Ticket.objects.exists()

    @pytest.mark.parametrize(
        ("status", "offered"),
        [
            ("received", ["check-identity", "begin", "refuse", "forward", "withdraw", "extend"]),
            ("verifying", ["begin", "refuse", "forward", "withdraw", "extend"]),
            ("in_progress", ["fulfil", "refuse", "forward", "withdraw", "extend"]),
            ("fulfilled", []),
        ],
    )
    def test_the_page_offers_the_buttons_of_its_status(
        self, back_office: Client, status: str, offered: list[str]
    ) -> None:
        ticket = ticket_at(TicketStatus(status))

        answer = back_office.get(page_of(ticket))

        assert [action.name for action in answer.context["record_actions"]] == offered


def is_look(sql: str) -> bool:
    return sql.startswith("SELECT") and 'FROM "dsr_ticket"' in sql


class TestSaving:
    def test_a_request_of_tomorrow_is_refused_at_its_field(self, back_office: Client) -> None:
        ticket = received(3)
        tomorrow = timezone.localdate() + timedelta(days=1)

        answer = back_office.post(page_of(ticket), form_of(ticket, received_on=tomorrow))

        assert "in the future" in str(answer.context["errors"])
        ticket.refresh_from_db()
        assert ticket.received_on < tomorrow

    def test_a_corrected_receipt_moves_the_due_day(self, back_office: Client) -> None:
        ticket = received(3)

        back_office.post(page_of(ticket), form_of(ticket, received_on=date(2026, 3, 5)))

        ticket.refresh_from_db()
        assert ticket.due_on == ticket.clock.due_on == date(2026, 4, 6)

    def test_saving_without_a_change_writes_no_history(self, back_office: Client) -> None:
        ticket = received(3)

        back_office.post(page_of(ticket), form_of(ticket))

        assert Ticket.history.count() == 1

    def test_what_is_computed_is_not_taken_from_the_form(self, back_office: Client) -> None:
        ticket = received(3)
        other = OrganisationFactory.create()
        forged = {
            "status": "fulfilled", "due_on": "2030-01-01", "reference": "X",
            "closed_on": "2030-01-01", "organisation": other.pk,
        }  # fmt: skip

        back_office.post(page_of(ticket), form_of(ticket, requester_name="New", **forged))

        same = Ticket.objects.get()
        assert same.requester_name == "New"
        for field in forged:
            assert getattr(same, field) != forged[field]

    def test_a_request_closed_at_any_instant_of_a_save_keeps_its_right(
        self, back_office: Client
    ) -> None:
        with CaptureQueriesContext(connection) as usual:
            back_office.post(page_of(received(3)), form_of(received(4), right="erasure"))
        looks = sum(is_look(query["sql"]) for query in usual.captured_queries)
        answers = [self.save_while_closed_before(look, back_office) for look in range(1, looks)]

        assert any("What comes in now is a new request" in answer for answer in answers)

    def save_while_closed_before(self, look: int, back_office: Client) -> str:
        ticket = received(3)
        seen = 0

        def close_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal seen
            seen += is_look(sql)
            if seen == look and is_look(sql):
                services.move(ticket.pk, transition="withdraw", on=timezone.localdate())
            return execute(sql, *rest)

        with connection.execute_wrapper(close_meanwhile):
            answer = back_office.post(
                page_of(ticket), form_of(ticket, right="erasure"), follow=True
            )
        closed = ticket.history.filter(status=TicketStatus.WITHDRAWN).order_by("history_id")
        assert len({each.right for each in closed}) <= 1, "changed after it was closed"
        return " ".join(str(message) for message in answer.context["messages"])

    def test_only_those_who_may_work_on_requests_can_be_assigned(self, back_office: Client) -> None:
        reader, agent = UserFactory.create_batch(2)
        agent.user_permissions.add(Permission.objects.get(codename="work_ticket"))
        ticket = received(3, assigned_to=reader)

        field = back_office.get(page_of(ticket)).context["adminform"].form.fields["assigned_to"]
        other = back_office.get(ADD).context["adminform"].form.fields["assigned_to"]

        assert {agent, reader} <= set(field.queryset)  # a choice once made stays
        assert agent in other.queryset
        assert reader not in other.queryset


class TestFinding:
    @pytest.mark.parametrize(
        ("due", "found"),
        [
            ("overdue", {"LATE-1"}),
            ("soon", {"SOON-1"}),
            ("pressing", {"LATE-1", "SOON-1"}),
            ("open", {"LATE-1", "SOON-1", "FAR-1"}),
            ("closed", {"DONE-1"}),
            ("nonsense", {"LATE-1", "SOON-1", "FAR-1", "DONE-1"}),
        ],
    )
    def test_the_due_filter(self, back_office: Client, due: str, found: set[str]) -> None:
        ticket_at(TicketStatus.FULFILLED, organisation__code="done")
        received(60, organisation__code="late")
        received(27, organisation__code="soon")
        received(1, organisation__code="far")

        listed = references(back_office.get(LIST, {"due": due}))

        assert {f"{reference.split('-')[0]}-{int(reference[-4:])}" for reference in listed} == found
        assert due in DUE or due == "nonsense"

    @pytest.mark.parametrize("sought", ["A-2026-0001", "lovelace", "ADA@example"])
    def test_search_finds_reference_name_and_address(
        self, back_office: Client, sought: str
    ) -> None:
        TicketFactory.create(organisation__code="a")
        TicketFactory.create(
            organisation__code="b", requester_name="Other", requester_email="other@example.org"
        )

        assert references(back_office.get(LIST, {"q": sought})) == {"A-2026-0001"}

    def test_the_right_filter_lists_the_rights_that_occur(self, back_office: Client) -> None:
        TicketFactory.create(right="erasure")

        answer = back_office.get(LIST, {"right": "access"})

        spec = next(s for s in answer.context["cl"].filter_specs if s.title == "right")
        assert [value for value, _label in spec.lookup_choices] == ["erasure"]
        assert references(answer) == set()


class TestHome:
    def panel(self, user: Any) -> Panel | None:
        request = RequestFactory().get("/")
        request.user = user
        return requests_due(request, timezone.localdate())

    def test_the_panel_shows_late_and_soon(self, superuser: Any) -> None:
        received(1)
        soon, late = received(27), received(60)

        panel = cast(Panel, self.panel(superuser))

        assert (panel.count, panel.tone) == (2, "late")
        assert [row.tone for row in panel.rows] == ["late", "soon"]
        assert late.reference in panel.rows[0].text
        assert panel.rows[1].url == page_of(soon)
        assert "late" in panel.rows[0].remark

    def test_without_a_due_request_it_says_so(self, superuser: Any) -> None:
        panel = cast(Panel, self.panel(superuser))

        assert (panel.count, panel.rows, panel.tone) == (0, (), "")
        assert panel.empty

    def test_who_may_not_see_requests_sees_no_panel(self) -> None:
        assert self.panel(UserFactory.create()) is None

    def test_the_menu_counts_what_is_due(self, superuser: Any) -> None:
        received(1)
        received(60)
        request = RequestFactory().get("/")
        request.user = superuser

        sections = cast(BackOfficeSite, admin.site).get_app_list(request)

        requests = next(section for section in sections if section["app_label"] == "requests")
        assert [entry["due"] for entry in requests["models"]] == [1]
