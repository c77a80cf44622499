"""Rules without an end become tasks of review, and never a date that nobody stated."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django_celery_beat.models import PeriodicTask

from ropa import tasks
from ropa.choices.retention import Bound
from ropa.choices.vendors import TaskStatus
from ropa.models import RetentionRule, Task
from ropa.services import rule_reviews
from ropa.services.tasks import close_task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def open_rule(**fields: object) -> RetentionRule:
    given = {"bound": Bound.OPEN, "period": "", "review_on": TODAY, **fields}
    return make.RuleFactory.create(**given)


def test_an_open_rule_whose_day_has_come_is_one_task() -> None:
    rule = open_rule()

    assert rule_reviews.open_reviews(on=TODAY - timedelta(days=1)) == 0
    assert rule_reviews.open_reviews(on=TODAY) == 1
    assert rule_reviews.open_reviews(on=TODAY + timedelta(days=1)) == 0

    task = Task.objects.get()
    assert (task.rule, task.due_on, task.organisation) == (rule, TODAY, rule.organisation)


def test_a_closed_task_comes_again_until_the_rule_has_a_later_day() -> None:
    rule = open_rule()
    rule_reviews.open_reviews(on=TODAY)
    close_task(
        Task.objects.get().pk,
        by=make.UserFactory.create(),
        status=TaskStatus.DONE,
        outcome="Still needed.",
        on=TODAY,
    )
    assert rule_reviews.open_reviews(on=TODAY) == 1

    Task.objects.open().delete()
    rule.review_on = TODAY + timedelta(days=365)
    rule.save()
    assert rule_reviews.open_reviews(on=TODAY) == 0


def test_a_rule_with_an_end_needs_no_review() -> None:
    open_rule(bound=Bound.EXACT, period="P60D")

    assert rule_reviews.open_reviews(on=TODAY) == 0


def test_run_due_and_the_schedule_do_it(capsys: pytest.CaptureFixture[str]) -> None:
    open_rule()

    call_command("run_due", on=TODAY)

    assert "1 open rules are to be reviewed" in capsys.readouterr().out
    assert PeriodicTask.objects.get(task=tasks.review_open_rules.name).enabled
