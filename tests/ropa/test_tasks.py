"""Tasks: opened on a record, handed on, closed with what was done, and never opened unsaid."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ropa.choices.vendors import TaskStatus
from ropa.models import Task
from ropa.services import tasks
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


@pytest.fixture
def officer() -> User:
    return make.UserFactory.create(username="officer")


@pytest.fixture
def task() -> Task:
    return make.TaskFactory.create(due_on=DAY)


class TestOpening:
    def test_a_task_stands_on_its_record(self) -> None:
        vendor = make.VendorFactory.create()

        task = tasks.open_task(
            organisation=vendor.organisation, title="Ask Acme", due_on=DAY, vendor=vendor
        )

        assert list(vendor.tasks.open()) == [task]
        assert not Task.objects.overdue(on=DAY).exists()
        assert list(Task.objects.overdue(on=date(2026, 12, 2))) == [task]

    def test_a_record_of_another_organisation_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="of its own organisation"):
            tasks.open_task(
                organisation=make.OrganisationFactory.create(),
                title="Ask Acme",
                due_on=DAY,
                vendor=make.VendorFactory.create(),
            )
        assert not Task.objects.exists()

    def test_a_task_says_what_is_to_be_done(self) -> None:
        with pytest.raises(ValidationError, match="title"):
            tasks.open_task(organisation=make.OrganisationFactory.create(), title="", due_on=DAY)


class TestClosing:
    @pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.DROPPED])
    def test_it_says_when_by_whom_and_what_was_done(
        self, task: Task, officer: User, status: TaskStatus
    ) -> None:
        tasks.close_task(task.pk, by=officer, status=status, outcome=" Told them. ", on=DAY)

        task.refresh_from_db()
        assert (task.status, task.done_on, task.done_by) == (status, DAY, officer)
        assert task.outcome == "Told them."
        assert task.history.first().history_user == officer

    def test_a_closed_task_stays_as_it_was_closed(self, task: Task, officer: User) -> None:
        tasks.close_task(task.pk, by=officer, status=TaskStatus.DONE, outcome="Told.", on=DAY)

        with pytest.raises(ValidationError, match="closed already"):
            tasks.close_task(task.pk, by=officer, status=TaskStatus.DROPPED, outcome="No.", on=DAY)

        task.refresh_from_db()
        assert task.outcome == "Told."

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"status": TaskStatus.OPEN, "outcome": "Told."}, "as done, or as no longer"),
            ({"status": "nonsense", "outcome": "Told."}, "as done, or as no longer"),
            ({"status": TaskStatus.DONE, "outcome": "  "}, "Say what was done"),
        ],
    )
    def test_nonsense_is_refused_with_a_sentence(
        self, task: Task, officer: User, said: dict[str, str], sentence: str
    ) -> None:
        with pytest.raises(ValidationError, match=sentence):
            tasks.close_task(task.pk, by=officer, on=DAY, **said)

        task.refresh_from_db()
        assert task.status == TaskStatus.OPEN

    def test_the_database_keeps_no_closed_task_that_does_not_say_what_was_done(
        self, task: Task
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(status=TaskStatus.DONE, done_on=DAY)


class TestOpeningAgain:
    def test_it_takes_a_reason_and_keeps_how_it_was_closed(self, task: Task, officer: User) -> None:
        tasks.close_task(task.pk, by=officer, status=TaskStatus.DONE, outcome="Told.", on=DAY)

        with pytest.raises(ValidationError, match="Say why"):
            tasks.reopen_task(task.pk, by=officer, reason=" ")
        tasks.reopen_task(task.pk, by=officer, reason="The letter came back.")

        task.refresh_from_db()
        assert (task.status, task.done_on, task.done_by) == (TaskStatus.OPEN, None, None)
        reopened, closed = task.history.all()[:2]
        assert reopened.history_change_reason == "The letter came back."
        assert closed.outcome == "Told."

    def test_an_open_task_is_not_opened(self, task: Task, officer: User) -> None:
        with pytest.raises(ValidationError, match="open already"):
            tasks.reopen_task(task.pk, by=officer, reason="Because.")


class TestHandingOn:
    def test_an_open_task_is_handed_on_and_a_closed_one_is_not(
        self, task: Task, officer: User
    ) -> None:
        tasks.assign_task(task.pk, by=officer, owner=officer)
        task.refresh_from_db()
        assert task.owner == officer
        tasks.close_task(task.pk, by=officer, status=TaskStatus.DONE, outcome="Told.", on=DAY)

        with pytest.raises(ValidationError, match="not handed on"):
            tasks.assign_task(task.pk, by=officer, owner=None)
