"""Runs that end before everything went: a person stops them, or they have become pointless."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from retention.choices import PlanStatus, RunStatus
from retention.errors import PlanRefused
from retention.models import PurgeRun


@transaction.atomic
def stop(run_id: int, *, by: User, reason: str) -> PurgeRun:
    """Stop a run between two batches; what is left needs a new plan.

    Whoever carries out a batch holds the lock, so the batch under way is finished first. Raises
    `PlanRefused` when the run has ended.
    """
    run = PurgeRun.objects.select_for_update().get(pk=run_id)
    if run.status != RunStatus.RUNNING:
        raise PlanRefused(
            _("%(run)s is %(status)s; there is nothing to stop.")
            % {"run": run, "status": run.get_status_display()}
        )
    run.stopped_by = by
    run.save()
    end_early(run_id, reason)
    run.refresh_from_db()
    return run


@transaction.atomic
def end_early(run_id: int, reason: str) -> None:
    """Stop a run that is under way, with the reason; its plan lapses."""
    run = PurgeRun.objects.select_for_update().select_related("plan").get(pk=run_id)
    if run.status != RunStatus.RUNNING:
        return
    run.status = RunStatus.STOPPED
    run.stopped_reason = reason
    run.save()
    run.plan.status = PlanStatus.LAPSED
    run.plan.save()
