from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import Settings

from retention.choices import PlanStatus
from retention.errors import NotExecutable, PlanRefused, StoreUnreachable
from retention.models import DataSetRule, PurgePlan
from retention.services import planning, running
from ropa.audit import acting
from ropa.choices.retention import Action, Bound, ExecutedBy
from tests.factories import RuleFactory
from tests.retention.stores import OLD, TODAY, YOUNG, change, make_table, sql_target

ROWS = [(1, OLD, "a"), (2, YOUNG, "a"), (3, date(2026, 1, 1), "b"), (4, None, "b")]


def drafted(planner: User) -> PurgePlan:
    plan = planning.plan(sql_target(), on=TODAY, by=planner)
    assert plan is not None
    return plan


@pytest.mark.django_db
def test_a_plan_counts_rows_whose_sixty_days_are_over_and_no_other(
    store_url: str, planner: User
) -> None:
    make_table(store_url, ROWS)

    plan = drafted(planner)

    assert (plan.due_count, plan.oldest_on, plan.newest_on) == (2, date(2026, 1, 1), OLD)
    assert plan.cutoff_on == OLD


@pytest.mark.django_db
def test_no_plan_is_made_when_nothing_would_go(store_url: str, planner: User) -> None:
    make_table(store_url, [(1, YOUNG, "a")])

    assert planning.plan(sql_target(), on=TODAY, by=planner) is None


@pytest.mark.django_db
def test_a_new_plan_takes_the_place_of_the_draft(store_url: str, planner: User) -> None:
    make_table(store_url, ROWS)
    target = sql_target()
    first = planning.plan(target, on=TODAY, by=planner)

    second = planning.plan(target, on=TODAY, by=planner)

    assert first
    first.refresh_from_db()
    assert first.status == PlanStatus.LAPSED
    assert second
    assert second.status == PlanStatus.DRAFTED


@pytest.mark.django_db
def test_who_requested_a_plan_cannot_approve_it(store_url: str, planner: User) -> None:
    make_table(store_url, ROWS)

    with pytest.raises(PlanRefused, match="Another person"):
        planning.approve(drafted(planner).pk, by=planner, on=TODAY)


@pytest.mark.django_db
def test_who_last_edited_the_rule_cannot_approve_the_plan(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, ROWS)
    target = sql_target()
    with acting(user=approver):
        target.rule.statement = "Log files are kept for 60 days."
        target.rule.save()
    plan = planning.plan(target, on=TODAY, by=planner)
    assert plan

    with pytest.raises(PlanRefused, match="Another person"):
        planning.approve(plan.pk, by=approver, on=TODAY)


@pytest.mark.django_db
def test_the_database_itself_refuses_an_approver_who_requested(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, ROWS)
    plan = drafted(planner)

    plan.status, plan.approved_by = PlanStatus.APPROVED, planner
    plan.approved_at, plan.not_before = timezone.now(), TODAY
    with pytest.raises(IntegrityError, match="retention_plan_approver_is_another_person"):
        plan.save()


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["approved", "running", "done"])
def test_the_database_itself_refuses_a_purge_without_approval(
    store_url: str, planner: User, status: str
) -> None:
    make_table(store_url, ROWS)
    plan = drafted(planner)

    plan.status = status
    with pytest.raises(IntegrityError, match="retention_plan_nothing_runs_unapproved"):
        plan.save()


@pytest.mark.django_db
def test_a_plan_lapses_in_effect_when_its_rule_changes_before_approval(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, ROWS)
    plan = drafted(planner)
    rule = plan.target.rule
    rule.period = "P90D"
    rule.save()

    with pytest.raises(PlanRefused, match="no longer says what the rule says"):
        planning.approve(plan.pk, by=approver, on=TODAY)


@pytest.mark.django_db
def test_an_approved_plan_waits_its_days(
    store_url: str, planner: User, approver: User, settings: Settings
) -> None:
    make_table(store_url, ROWS)
    settings.PURGE_WAITING_DAYS = 2
    plan = planning.approve(drafted(planner).pk, by=approver, on=TODAY)

    with pytest.raises(PlanRefused, match="waits until 2026-11-24"):
        running.start(plan.pk, on=date(2026, 11, 23))
    assert running.start(plan.pk, on=date(2026, 11, 24)).status == "running"


@pytest.mark.django_db
def test_a_rejected_plan_cannot_be_approved(store_url: str, planner: User, approver: User) -> None:
    make_table(store_url, ROWS)
    plan = planning.reject(drafted(planner).pk)

    with pytest.raises(PlanRefused, match="does not wait for approval"):
        planning.approve(plan.pk, by=approver, on=TODAY)


WORDLESS = {
    "a minimum": ({"bound": Bound.MIN}, "keeps rows"),
    "an open rule": ({"bound": Bound.OPEN, "period": ""}, "keeps rows"),
    "no period": ({"period": ""}, "no period"),
    "an action no purge can do": ({"action": Action.ARCHIVE}, "cannot be carried out"),
    "a vendor executes it": ({"executed_by": ExecutedBy.VENDOR}, "not by us"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("change_of_rule", "sentence"), WORDLESS.values(), ids=WORDLESS)
def test_a_rule_that_cannot_purge_says_why(
    store_url: str, change_of_rule: dict[str, str], sentence: str
) -> None:
    make_table(store_url, ROWS)
    target = sql_target(rule=RuleFactory.create(**change_of_rule))

    with pytest.raises(NotExecutable, match=sentence):
        planning.look(target, on=TODAY)


WRONG = {
    "no such table": ({"location": "visits"}, {}, "has no table visits. It has: events"),
    "no such column": ({}, {"trigger_column": "made_on"}, "has no column made_on"),
    "no trigger column": ({}, {"trigger_column": ""}, "names no trigger column"),
    "a key that repeats": ({"key_column": "customer"}, {}, "is not unique"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("of_set", "of_rule", "sentence"), WRONG.values(), ids=WRONG)
def test_a_data_set_that_does_not_fit_the_store_says_what_is_wrong(
    store_url: str, of_set: dict[str, str], of_rule: dict[str, str], sentence: str
) -> None:
    make_table(store_url, ROWS)
    target = sql_target()
    target.data_set.__dict__.update(of_set)
    target.__dict__.update(of_rule)

    with pytest.raises(NotExecutable, match=sentence):
        planning.look(target, on=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    ["", "sqlite:////nowhere/at/all.sqlite3", "postgresql://x:y@127.0.0.1:1/z", "soon://x"],
    ids=["no address", "no file", "nobody there", "no such kind"],
)
def test_a_store_that_cannot_be_reached_says_so_and_shows_no_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE_URL", url)

    with pytest.raises(StoreUnreachable, match="STORE_URL") as refused:
        planning.look(sql_target(), on=TODAY)
    assert "x:y" not in str(refused.value)


@pytest.mark.django_db
def test_a_number_or_a_foreign_date_in_a_text_column_is_never_due(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, planner: User
) -> None:
    """SQLite keeps anything in any column, and there a number is less than every text."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    monkeypatch.setenv("STORE_URL", url)
    make_table(url, [])
    for key, value in enumerate(["17", "'20/01/2020'", "'soon'", "''", "x'00'", "'2020-01-20'"]):
        change(url, f"INSERT INTO events (id, created_on) VALUES ({key}, {value})")  # noqa: S608

    found = planning.look(sql_target(), on=TODAY)

    assert (found.due, found.last_key) == (1, "5")


@pytest.mark.django_db
def test_one_rule_on_one_data_set_has_one_open_plan(store_url: str, planner: User) -> None:
    make_table(store_url, ROWS)
    plan = drafted(planner)

    plan.pk = None
    with pytest.raises(IntegrityError):
        plan.save()
    assert DataSetRule.objects.count() == 1
