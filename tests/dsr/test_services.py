"""Days worked out by hand; 5 April 2026 is a Sunday, 6 April Easter Monday."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dsr import errors, services
from dsr.choices import TicketStatus
from dsr.models import Clock, Ticket
from ropa.choices.retention import Right
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 3, 5)


class TestEnter:
    def test_a_request_gets_its_reference_and_its_clock(self) -> None:
        organisation = OrganisationFactory.create(code="qwak", country="DE")

        ticket = TicketFactory.create(organisation=organisation)

        ticket.refresh_from_db()
        assert ticket.reference == "QWAK-2026-0001"
        assert ticket.status == TicketStatus.RECEIVED
        assert ticket.due_on == ticket.clock.due_on == date(2026, 4, 7)  # after Easter Monday
        assert ticket.clock.extension_notice_by == date(2026, 4, 7)
        assert ticket.clock.country == "DE"
        assert ticket.clock.rule_version.startswith("EU_GDPR/")
        assert [set(step) for step in ticket.clock.steps] == [{"rule", "text", "day"}] * 3
        assert [step["day"] for step in ticket.clock.steps] == [
            "2026-03-05",
            "2026-04-05",
            "2026-04-07",
        ]

    def test_holidays_of_the_subdivision_count(self) -> None:
        bavaria = OrganisationFactory.create(country="DE", subdivision="BY")

        ticket = TicketFactory.create(organisation=bavaria, received_on=date(2025, 12, 6))

        assert ticket.due_on == date(2026, 1, 7)  # 6 January is Epiphany in Bavaria
        assert ticket.clock.country == "DE-BY"

    @pytest.mark.parametrize(
        ("country", "sentence"),
        [("", "names no country for the organisation"), ("XX", "no calendar for country 'XX'")],
    )
    def test_without_a_calendar_no_holidays_apply_and_a_step_says_so(
        self, country: str, sentence: str
    ) -> None:
        ticket = TicketFactory.create(organisation__country=country)

        assert ticket.due_on == date(2026, 4, 6)
        assert ticket.clock.country == ""
        assert sentence in ticket.clock.steps[-1]["text"]
        assert ticket.clock.steps[-1]["day"] == "2026-04-06"

    def test_a_request_of_tomorrow_is_refused(self) -> None:
        ticket = TicketFactory.build(organisation=OrganisationFactory.create())

        with pytest.raises(errors.ReceivedInFuture, match="5 Mar"):
            services.enter(ticket, on=date(2026, 3, 4))

        assert not Ticket.objects.exists()

    def test_a_wrong_value_is_refused_and_leaves_no_gap(self) -> None:
        organisation = OrganisationFactory.create(code="qwak")
        with pytest.raises(ValidationError):
            TicketFactory.create(organisation=organisation, right="everything")

        assert TicketFactory.create(organisation=organisation).reference == "QWAK-2026-0001"


class TestReferences:
    def test_numbers_run_on_by_organisation_and_year(self) -> None:
        one, two = OrganisationFactory.create(code="one"), OrganisationFactory.create(code="two")
        days = (date(2025, 12, 30), RECEIVED, RECEIVED)

        made = [
            TicketFactory.create(organisation=organisation, received_on=day).reference
            for organisation in (one, two)
            for day in days
        ]

        assert made == [
            *("ONE-2025-0001", "ONE-2026-0001", "ONE-2026-0002"),
            *("TWO-2025-0001", "TWO-2026-0001", "TWO-2026-0002"),
        ]

    def test_the_number_of_a_purged_request_is_not_given_again(self) -> None:
        organisation = OrganisationFactory.create(code="one")
        TicketFactory.create(organisation=organisation).delete()

        assert TicketFactory.create(organisation=organisation).reference == "ONE-2026-0002"

    def test_an_organisation_whose_code_begins_like_another_counts_alone(self) -> None:
        TicketFactory.create(organisation__code="one-2026")

        assert TicketFactory.create(organisation__code="one").reference == "ONE-2026-0001"

    def test_the_longest_code_fits(self) -> None:
        ticket = TicketFactory.create(organisation__code="x" * 40)

        assert ticket.reference == "X" * 40 + "-2026-0001"


class TestExtend:
    def test_the_day_moves_two_months_and_the_reason_is_kept(self) -> None:
        ticket = TicketFactory.create(received_on=date(2026, 3, 6))

        services.extend(ticket.pk, reason=" Nine systems to search. ", on=date(2026, 3, 20))

        ticket = Ticket.objects.get()
        assert ticket.due_on == ticket.clock.due_on == date(2026, 6, 8)  # 6 June is a Saturday
        assert ticket.extended_on == date(2026, 3, 20)
        assert ticket.extension_reason == "Nine systems to search."
        assert ticket.clock.extension_notice_by == date(2026, 4, 6)
        assert "Three months" in ticket.clock.steps[1]["text"]
        assert Clock.objects.count() == 1

    def test_the_last_day_of_the_first_month_is_not_too_late(self) -> None:
        ticket = TicketFactory.create()

        services.extend(ticket.pk, reason="Many requests.", on=date(2026, 4, 6))

    @pytest.mark.parametrize(
        ("on", "reason", "error"),
        [
            (date(2026, 4, 7), "Many requests.", errors.TooLateToExtend),
            (date(2026, 3, 4), "Many requests.", errors.BeforeReceipt),
            (date(2026, 3, 20), " \n", errors.ReasonMissing),
            (date(2026, 3, 20), "So that  ADA\nlovelace waits.", errors.ReasonNamesRequester),
            (date(2026, 3, 20), "Write to Ada@Example.org.", errors.ReasonNamesRequester),
        ],
    )
    def test_what_is_refused_changes_nothing(
        self, on: date, reason: str, error: type[Exception]
    ) -> None:
        ticket = TicketFactory.create()

        with pytest.raises(error) as refused:
            services.extend(ticket.pk, reason=reason, on=on)

        assert "Ada" not in str(refused.value)
        assert str(refused.value).endswith((".", "why."))
        assert Ticket.objects.get().extended_on is None
        assert Ticket.history.count() == 1

    def test_a_second_extension_is_refused(self) -> None:
        ticket = TicketFactory.create()
        services.extend(ticket.pk, reason="Many requests.", on=date(2026, 3, 20))

        with pytest.raises(errors.AlreadyExtended, match="allows it once"):
            services.extend(ticket.pk, reason="Many requests.", on=date(2026, 3, 21))

    def test_a_closed_request_is_not_extended(self) -> None:
        ticket = ticket_at(TicketStatus.FULFILLED)

        with pytest.raises(errors.AlreadyClosed):
            services.extend(ticket.pk, reason="Many requests.", on=date(2026, 3, 20))


class TestCorrectReceipt:
    def test_the_clock_is_set_afresh_and_the_reference_stays(self) -> None:
        ticket = TicketFactory.create()

        services.correct_receipt(
            ticket.pk, received_on=date(2025, 12, 5), reason="The envelope.", on=RECEIVED
        )

        ticket = Ticket.objects.get()
        assert ticket.due_on == ticket.clock.due_on == date(2026, 1, 5)
        assert ticket.clock.steps[0]["day"] == "2025-12-05"
        assert ticket.reference.endswith("-2026-0001")
        assert Ticket.history.latest().history_change_reason == "The envelope."

    def test_an_extension_in_time_stays(self) -> None:
        ticket = TicketFactory.create()
        services.extend(ticket.pk, reason="Many requests.", on=date(2026, 3, 20))

        services.correct_receipt(ticket.pk, received_on=date(2026, 3, 4), on=date(2026, 3, 21))

        assert Ticket.objects.get().due_on == date(2026, 6, 4)

    def test_an_extension_that_proves_too_late_moves_nothing_and_a_step_says_so(self) -> None:
        ticket = TicketFactory.create()
        services.extend(ticket.pk, reason="Many requests.", on=date(2026, 4, 6))

        services.correct_receipt(ticket.pk, received_on=date(2026, 3, 3), on=date(2026, 4, 7))

        ticket = Ticket.objects.get()
        assert ticket.due_on == date(2026, 4, 3)
        assert ticket.extended_on == date(2026, 4, 6)
        assert "moves nothing" in ticket.clock.steps[-1]["text"]

    @pytest.mark.parametrize(
        ("received_on", "error"),
        [
            (date(2026, 3, 22), errors.ReceivedInFuture),
            (date(2026, 3, 21), errors.ReceivedAfterExtension),
        ],
    )
    def test_an_impossible_day_is_refused(self, received_on: date, error: type[Exception]) -> None:
        ticket = TicketFactory.create()
        services.extend(ticket.pk, reason="Many requests.", on=date(2026, 3, 20))

        with pytest.raises(error):
            services.correct_receipt(ticket.pk, received_on=received_on, on=date(2026, 3, 21))

        assert Ticket.objects.get().received_on == RECEIVED


class TestRevise:
    def test_only_the_changed_fields_are_written(self) -> None:
        ticket = TicketFactory.create()
        services.move(ticket.pk, transition="begin", on=RECEIVED)
        officer = UserFactory.create()

        services.revise(ticket.pk, changes={"assigned_to": officer}, on=RECEIVED)

        ticket.refresh_from_db()
        assert (ticket.status, ticket.assigned_to) == (TicketStatus.IN_PROGRESS, officer)

    def test_a_new_day_of_receipt_resets_the_clock(self) -> None:
        ticket = TicketFactory.create()
        changes = {"received_on": date(2026, 3, 2), "right": Right.ERASURE}

        services.revise(ticket.pk, changes=changes, on=RECEIVED)

        ticket.refresh_from_db()
        assert (ticket.right, ticket.due_on) == (Right.ERASURE, date(2026, 4, 2))

    @pytest.mark.parametrize(
        "changes",
        [{"received_on": date(2026, 3, 1)}, {"right": Right.ERASURE}, {"channel": "letter"}],
    )
    def test_a_closed_request_keeps_what_was_asked_and_when(self, changes: dict[str, Any]) -> None:
        ticket = ticket_at(TicketStatus.REFUSED)

        with pytest.raises(errors.AlreadyClosed):
            services.revise(ticket.pk, changes=changes, on=date(2026, 4, 1))

    def test_the_name_of_a_closed_request_can_be_put_right(self) -> None:
        ticket = ticket_at(TicketStatus.REFUSED)

        services.revise(ticket.pk, changes={"requester_name": "Ada King"}, on=date(2026, 4, 1))

        assert Ticket.objects.get().requester_name == "Ada King"
        assert Ticket.history.latest().history_change_reason == "Changed: name"

    @pytest.mark.parametrize("field", ["status", "due_on", "reference", "organisation"])
    def test_what_the_services_work_out_is_not_revised(self, field: str) -> None:
        with pytest.raises(ValueError, match=field):
            services.revise(TicketFactory.create().pk, changes={field: "x"}, on=RECEIVED)
