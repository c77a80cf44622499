"""Reviews move the next one on, and reminders of them come once, even after a missed run."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django_celery_beat.models import PeriodicTask

from config import environment
from ropa import tasks
from ropa.choices.approval import ActivityStatus, ReviewOutcome
from ropa.models import ProcessingActivity, ReviewReminder
from ropa.services import reminding, reviews
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def officer() -> User:
    person = make.UserFactory.create(email="officer@example.org")
    person.groups.add(Group.objects.get(name="Officer"))
    return person


def due_in(days: int, **fields: Any) -> ProcessingActivity:
    return make.ActivityFactory.create(review_on=TODAY + timedelta(days=days), **fields)


class TestReview:
    def test_the_next_review_is_a_period_after_this_one_and_not_after_the_day_it_was_due(
        self, officer: User
    ) -> None:
        activity = due_in(-40, review_every="P1Y")

        reviews.record(activity.pk, by=officer, outcome=ReviewOutcome.CONFIRMED, on=TODAY)

        activity.refresh_from_db()
        assert activity.review_on == date(2027, 11, 22)
        assert activity.reviews.get().reviewed_by == officer

    def test_without_a_cadence_no_other_review_is_due(self, officer: User) -> None:
        activity = due_in(0)

        reviews.record(activity.pk, by=officer, outcome=ReviewOutcome.CONFIRMED, on=TODAY)

        activity.refresh_from_db()
        assert activity.review_on is None

    def test_what_is_to_be_changed_must_be_said(self, officer: User) -> None:
        activity = due_in(0)

        with pytest.raises(ValidationError, match="Say what is to be changed"):
            reviews.record(activity.pk, by=officer, outcome=ReviewOutcome.TO_CHANGE, on=TODAY)

    def test_a_retired_activity_is_not_reviewed(self, officer: User) -> None:
        activity = due_in(0, status=ActivityStatus.RETIRED)

        with pytest.raises(ValidationError, match="Reopen it first"):
            reviews.record(activity.pk, by=officer, outcome=ReviewOutcome.CONFIRMED, on=TODAY)

    def test_a_cadence_past_the_end_of_the_calendar_is_refused(self, officer: User) -> None:
        activity = due_in(0, review_every="P9999Y")

        with pytest.raises(ValidationError, match="after the year 9999"):
            reviews.record(activity.pk, by=officer, outcome=ReviewOutcome.CONFIRMED, on=TODAY)


class TestLadder:
    @pytest.mark.parametrize(
        ("days", "step"),
        [
            *((31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0)),
            *((-1, 0), (-29, 0), (-30, -30), (-59, -30), (-60, -60)),
        ],
    )
    def test_the_step_that_is_reached(self, days: int, step: int | None) -> None:
        assert reviews.REVIEWS.ladder.step_on(TODAY + timedelta(days=days), on=TODAY) == step

    def test_a_run_every_day_sends_each_step_once(self, officer: User) -> None:
        due_in(40)

        days = [day for day in range(120) if reviews.remind(on=TODAY + timedelta(days=day))]

        assert days == [10, 33, 40, 70, 100]
        assert len(mail.outbox) == 5

    def test_a_missed_run_still_sends_and_only_the_step_that_counts(self, officer: User) -> None:
        due_in(40)

        assert reviews.remind(on=TODAY + timedelta(days=36)) == 1
        assert reviews.remind(on=TODAY + timedelta(days=36)) == 0
        assert ReviewReminder.objects.get().days_before == 7

    def test_another_day_of_review_begins_the_ladder_anew(self, officer: User) -> None:
        activity = due_in(5)
        reviews.remind(on=TODAY)
        activity.review_on = TODAY + timedelta(days=6)
        activity.save()

        assert reviews.remind(on=TODAY) == 1


class TestDigest:
    def test_every_officer_gets_one_message_that_names_all(self, officer: User) -> None:
        other = make.UserFactory.create(email="second@example.org")
        other.groups.add(Group.objects.get(name="Officer"))
        make.UserFactory.create(email="auditor@example.org")
        due_in(3, code="payroll", heading="Payroll")
        due_in(-3, code="news", heading="Newsletter")

        assert reviews.remind(on=TODAY) == 2

        first, second = mail.outbox
        assert (first.to, second.to) == (["officer@example.org"], ["second@example.org"])
        assert first.subject == "2 reviews of the record of processing are due"
        assert "news: Newsletter – overdue since 19 November 2026" in first.body
        assert "payroll: Payroll – due on 25 November 2026" in first.body

    def test_without_an_officer_with_an_address_it_is_sent_later(self) -> None:
        due_in(0)
        with pytest.raises(reminding.NotSent, match="nobody who may act on it"):
            reviews.remind(on=TODAY)

        late = make.UserFactory.create(email="late@example.org")
        late.groups.add(Group.objects.get(name="Officer"))
        assert reviews.remind(on=TODAY) == 1

    def test_what_could_not_be_handed_over_is_not_taken_as_sent(
        self, officer: User, settings: Any
    ) -> None:
        due_in(0)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there

        with pytest.raises(reminding.NotSent, match="Check EMAIL_URL"):
            reviews.remind(on=TODAY)
        assert not ReviewReminder.objects.exists()

    def test_a_retired_activity_is_not_reminded_of(self, officer: User) -> None:
        due_in(0, status=ActivityStatus.RETIRED)

        assert reviews.remind(on=TODAY) == 0


class TestSchedule:
    def test_the_task_sends_and_officers_find_its_schedule(self, officer: User) -> None:
        due_in(-4000)

        assert tasks.remind_reviews() == 1
        assert PeriodicTask.objects.get(task="ropa.tasks.remind_reviews").crontab.hour == "6"

    def test_run_due_does_the_same(self, officer: User, capsys: Any) -> None:
        due_in(0)

        call_command("run_due", on=TODAY)

        assert "The officers are reminded of 1 review." in capsys.readouterr().out
        assert len(mail.outbox) == 1


class TestWhereMailGoes:
    def test_an_address_of_a_server_is_understood(self, monkeypatch: Any) -> None:
        monkeypatch.setenv("EMAIL_URL", "smtp+tls://me:secret@mail.example.org:587")

        found = environment.mail("EMAIL_URL")

        assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", 587)
        assert found["EMAIL_USE_TLS"]

    @pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://"])
    def test_another_address_stops_with_a_sentence(self, monkeypatch: Any, address: str) -> None:
        monkeypatch.setenv("EMAIL_URL", address)

        with pytest.raises(ImproperlyConfigured, match=r"write smtp\+tls://"):
            environment.mail("EMAIL_URL")
