"""Tasks: what somebody has to do by a day, opened, closed, and opened again with a reason."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.choices.vendors import TaskStatus
from ropa.models import Organisation, Task

CLOSE = "ropa.close_task"


def open_task(
    *,
    organisation: Organisation,
    title: str,
    due_on: date,
    owner: User | None = None,
    **about: Any,
) -> Task:
    """Open a task on a record: `activity`, `vendor`, `transfer`, `notice`, `customer` or `rule`.

    `impact` names the decision from which it follows. Raises `ValidationError` for a record of
    another organisation, and without a title.
    """
    task = Task(organisation=organisation, title=title, due_on=due_on, owner=owner, **about)
    for record in about.values():
        if record is not None and record.organisation_id != organisation.pk:
            raise ValidationError(_("A task is about a record of its own organisation."))
    task.full_clean()
    task.save()
    return task


@transaction.atomic
def close_task(task_id: int, *, by: User, status: str, outcome: str, on: date) -> Task:
    """Close a task as done or as no longer needed, and say what was done or why it is not needed.

    Raises `ValidationError` without that, and for a task that is closed already.
    """
    task = _locked(task_id)
    if task.status != TaskStatus.OPEN:
        raise ValidationError(_("This task is closed already."))
    if status not in (TaskStatus.DONE, TaskStatus.DROPPED):
        raise ValidationError(_("A task is closed as done, or as no longer needed."))
    if not outcome.strip():
        raise ValidationError(_("Say what was done, or why it is no longer needed."))
    task.status, task.outcome = status, outcome.strip()
    task.done_on, task.done_by = on, by
    with acting(user=by):
        task.full_clean()
        task.save()
    return task


@transaction.atomic
def reopen_task(task_id: int, *, by: User, reason: str) -> Task:
    """Open a closed task again; how it had been closed stays in its history.

    Raises `ValidationError` without a reason, and for a task that is open.
    """
    task = _locked(task_id)
    if task.status == TaskStatus.OPEN:
        raise ValidationError(_("This task is open already."))
    if not reason.strip():
        raise ValidationError(_("Say why it is to be done after all."))
    task.status, task.outcome = TaskStatus.OPEN, ""
    task.done_on = task.done_by = None
    with acting(user=by, reason=reason.strip()):
        task.full_clean()
        task.save()
    return task


@transaction.atomic
def assign_task(task_id: int, *, by: User, owner: User | None) -> Task:
    """Hand a task to somebody, or to nobody. Raises `ValidationError` for a closed one."""
    task = _locked(task_id)
    if task.status != TaskStatus.OPEN:
        raise ValidationError(_("A closed task is not handed on; open it again first."))
    task.owner = owner
    with acting(user=by):
        task.save()
    return task


def _locked(task_id: int) -> Task:
    return Task.objects.select_for_update().get(pk=task_id)
