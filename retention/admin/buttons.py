"""The buttons of stores, rules at work, holds, plans and runs."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAction, Told, link
from retention import tasks
from retention.admin import shown
from retention.choices import PlanStatus, RunStatus
from retention.errors import AlreadyReleased, PurgeError
from retention.models import DataSet, DataSetRule, DataStore, LegalHold, PurgePlan, PurgeRun
from retention.services import holds, planning, reporting, stopping
from retention.services.overview import findings_in
from retention.services.selecting import why_not_executable
from retention.services.stores import reach
from ropa.audit import acting


def _test_address(_request: HttpRequest, store: DataStore, _reason: str) -> str:
    reach(store)
    return _("The data store “%(store)s” answers.") % {"store": store.name}


def _look(_request: HttpRequest, data_set: DataSet, _reason: str) -> Told:
    found = findings_in(data_set.pk, on=timezone.localdate())
    is_in_trouble = any(each.trouble for each in found)
    level = messages.WARNING if is_in_trouble else messages.SUCCESS
    return Told(shown.findings(found, data_set), level)


def _plan(request: HttpRequest, target: DataSetRule, _reason: str) -> str:
    on = timezone.localdate()
    drafted = planning.plan(target, on=on, by=cast(User, request.user))
    if drafted is None:
        return shown.counts(planning.look(target, on=on), target.data_set)
    address = reverse("admin:retention_purgeplan_change", args=[drafted.pk])
    return format_html(
        _("{} is drafted and waits for the approval of another person: {}"),
        link(address, drafted),
        shown.what_would_go(drafted),
    )


def _release(_request: HttpRequest, hold: LegalHold, reason: str) -> str:
    released = holds.release(hold.pk, reason=reason, on=timezone.localdate())
    return _("%(hold)s is released. What it covered may go again.") % {"hold": released.code}


def _approve(request: HttpRequest, plan: PurgePlan, _reason: str) -> str:
    by = cast(User, request.user)
    approved = planning.approve(plan.pk, by=by, on=timezone.localdate())
    return _("%(plan)s is approved. It may run from %(day)s.") % {
        "plan": approved,
        "day": shown.day(approved.not_before),
    }


def _reject(_request: HttpRequest, plan: PurgePlan, reason: str) -> str:
    with acting(reason=reason):
        rejected = planning.reject(plan.pk)
    return _("%(plan)s is rejected. Nothing of it will go.") % {"plan": rejected}


def _hand_over(_request: HttpRequest, plan: PurgePlan, _reason: str) -> str:
    # After the transaction, or the worker would look before the request is over. Without a
    # broker at that moment the schedule does the same some minutes later.
    transaction.on_commit(tasks.run_due_purges.delay, robust=True)
    return _("The workers are told. %(plan)s and what else is due begins shortly.") % {"plan": plan}


def _stop(request: HttpRequest, run: PurgeRun, reason: str) -> str:
    stopped = stopping.stop(run.pk, by=cast(User, request.user), reason=reason)
    return _("%(run)s is stopped; %(count)s rows had gone.") % {
        "run": stopped,
        "count": shown.number(stopped.destroyed_count),
    }


def _check_file(_request: HttpRequest, run: PurgeRun, _reason: str) -> str:
    if not reporting.is_unchanged(run):
        raise ValidationError(
            _("The evidence file is missing, or differs from what was written. Tell the operator.")
        )
    return _("The evidence file is as it was written: its SHA-256 is the same.")


def _may_be_handed_over(plan: PurgePlan) -> bool:
    """Without workers a task would run inside the request, and a purge must not."""
    return not settings.EMBEDDED and plan.is_due(on=timezone.localdate())


TEST_ADDRESS = RecordAction(
    name="test-address",
    label=gettext_lazy("Test the address"),
    permission="retention.view_datastore",
    deed=_test_address,
    errors=(PurgeError,),
)
LOOK = RecordAction(
    name="look",
    label=gettext_lazy("Look now"),
    permission="retention.view_dataset",
    deed=_look,
)
PLAN = RecordAction(
    name="plan",
    label=gettext_lazy("Plan a purge"),
    permission="retention.plan_purge",
    deed=_plan,
    offered=lambda target: not why_not_executable(target),
    errors=(PurgeError,),
)
RELEASE = RecordAction(
    name="release",
    label=gettext_lazy("Release the hold"),
    permission="retention.change_legalhold",
    deed=_release,
    offered=lambda hold: hold.released_on is None,
    needs_reason=True,
    question=gettext_lazy(
        "What the hold covers may then be purged and erased. A released hold is not taken up "
        "again; a new one is placed."
    ),
    is_danger=True,
    errors=(AlreadyReleased,),
)
APPROVE = RecordAction(
    name="approve",
    label=gettext_lazy("Approve"),
    permission="retention.approve_purge",
    deed=_approve,
    offered=lambda plan: plan.status == PlanStatus.DRAFTED,
    question=shown.question,
    is_danger=True,
    errors=(PurgeError,),
)
REJECT = RecordAction(
    name="reject",
    label=gettext_lazy("Reject"),
    permission="retention.approve_purge",
    deed=_reject,
    offered=lambda plan: plan.status in (PlanStatus.DRAFTED, PlanStatus.APPROVED),
    needs_reason=True,
    errors=(PurgeError,),
)
HAND_OVER = RecordAction(
    name="hand-over",
    label=gettext_lazy("Hand over to the queue"),
    permission="retention.run_purge",
    deed=_hand_over,
    offered=_may_be_handed_over,
)
STOP = RecordAction(
    name="stop",
    label=gettext_lazy("Stop"),
    permission="retention.run_purge",
    deed=_stop,
    offered=lambda run: run.status == RunStatus.RUNNING,
    needs_reason=True,
    question=gettext_lazy("The batch under way is finished. What is left then needs a new plan."),
    is_danger=True,
    errors=(PurgeError,),
)
CHECK_FILE = RecordAction(
    name="check-file",
    label=gettext_lazy("Check the evidence file"),
    permission="retention.view_purgerun",
    deed=_check_file,
    offered=lambda run: bool(run.report_file),
)
