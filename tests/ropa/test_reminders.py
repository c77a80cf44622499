"""Reminders of agreements and changes come at each step once, and a missed day loses none."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError
from django_celery_beat.models import PeriodicTask

from ropa import tasks
from ropa.choices.register import AgreementKind
from ropa.choices.vendors import ChangeStatus
from ropa.models import Agreement, AgreementReminder, ChangeReminder
from ropa.services import reminders
from ropa.services.reminding import NotSent
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def manager() -> User:
    person = make.UserFactory.create(email="manager@example.org")
    person.groups.add(Group.objects.get(name="Vendor manager"))
    return person


def ends_in(days: int, **fields: Any) -> Agreement:
    vendor = make.VendorFactory.create()
    return make.AgreementFactory.create(
        vendor=vendor,
        organisation=vendor.organisation,
        expires_on=TODAY + timedelta(days=days),
        **fields,
    )


def test_a_run_every_day_sends_each_step_once(manager: User) -> None:
    ends_in(100)

    days = [
        day for day in range(165) if reminders.remind_of_agreements(on=TODAY + timedelta(days=day))
    ]

    assert days == [10, 70, 93, 99, 100, 130, 160]
    assert len(mail.outbox) == 7


def test_a_missed_day_loses_no_step_and_a_second_run_repeats_none(manager: User) -> None:
    ends_in(91)
    late = TODAY + timedelta(days=63)

    assert reminders.remind_of_agreements(on=late) == 1
    assert reminders.remind_of_agreements(on=late) == 0
    assert AgreementReminder.objects.get().days_before == 30


def test_the_subject_names_nobody_and_the_text_names_the_agreement(manager: User) -> None:
    ends_in(5, title="DPA Example Ltd")
    ends_in(-3, title="DPA Old Example")

    reminders.remind_of_agreements(on=TODAY)

    (message,) = mail.outbox
    assert message.subject == "2 agreements of the record of processing end or have ended"
    assert "DPA Example Ltd – last day 27 November 2026" in message.body
    assert "DPA Old Example – ended on 19 November 2026" in message.body


def test_an_agreement_that_was_replaced_is_not_reminded_of(manager: User) -> None:
    old = ends_in(-3, kind=AgreementKind.DPA)
    make.AgreementFactory.create(
        vendor=old.vendor, organisation=old.organisation, kind=AgreementKind.DPA, expires_on=None
    )

    assert reminders.remind_of_agreements(on=TODAY) == 0


def test_the_database_refuses_one_step_twice() -> None:
    sent = make.AgreementReminderFactory.create(days_before=7)

    with pytest.raises(IntegrityError):
        make.AgreementReminderFactory.create(agreement=sent.agreement, days_before=7)


def test_the_time_to_object_has_a_ladder_of_its_own(manager: User) -> None:
    make.ChangeFactory.create(object_until=TODAY + timedelta(days=10))

    days = [day for day in range(30) if reminders.remind_of_changes(on=TODAY + timedelta(days=day))]

    assert days == [3, 7, 9, 10]
    assert ChangeReminder.objects.count() == 4


def test_a_change_that_is_decided_is_not_reminded_of(manager: User) -> None:
    make.ChangeFactory.create(
        object_until=TODAY,
        status=ChangeStatus.ACCEPTED,
        decided_on=TODAY,
        decision_note="Fits.",
    )

    assert reminders.remind_of_changes(on=TODAY) == 0


def test_run_due_and_the_schedules_do_it(manager: User, capsys: Any) -> None:
    ends_in(0)

    call_command("run_due", on=TODAY)

    assert "Reminded of 1 agreements and 0 changes" in capsys.readouterr().out
    for task in (tasks.remind_agreements, tasks.remind_changes):
        assert PeriodicTask.objects.get(task=task.name).enabled


def test_it_is_said_that_nobody_has_an_address(db: None) -> None:
    ends_in(5)

    with pytest.raises(NotSent, match="nobody who may act on it has an e-mail address"):
        reminders.remind_of_agreements(on=TODAY)

    assert not AgreementReminder.objects.exists()
