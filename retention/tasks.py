"""Celery entry points: read the clock, call the service. They take keys and numbers only."""

import logging

from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone

from retention import errors
from retention.models import PurgePlan
from retention.services import planning, running
from ropa.audit import acting

log = logging.getLogger("retention")
LATER = (errors.StoreUnreachable, errors.RunBusy)


@shared_task(bind=True, max_retries=3)
def purge_batch(self: "Task[..., int]", run_id: int) -> int:
    """Carry out one batch and hand over the next; without workers, carry out all of them."""
    on = timezone.localdate()
    with acting(reason=f"Purge run R{run_id}"):
        if settings.CELERY_TASK_ALWAYS_EAGER:
            return running.carry_out(run_id, on=on)
        try:
            step = running.next_batch(run_id, on=on)
        except errors.RunBusy as busy:  # its worker may have died; the lease tells when
            raise self.retry(exc=busy, countdown=settings.PURGE_LEASE_SECONDS) from busy
        except errors.StoreUnreachable as trouble:
            log.warning("Run R%s has to wait: %s", run_id, trouble)
            return 0
    if step.more:
        purge_batch.delay(run_id)
    return step.destroyed


@shared_task
def run_due_purges() -> int:
    """Begin approved plans whose waiting time is over, and go on with interrupted runs."""
    on = timezone.localdate()
    due = list(PurgePlan.objects.due(on=on).order_by("pk"))
    for plan in due:
        try:
            with acting(reason=f"Purge plan {plan}"):
                run = running.start(plan.pk, on=on)
            purge_batch.delay(run.pk)
        except LATER as trouble:
            log.warning("Plan %s has to wait: %s", plan, trouble)
        except errors.PurgeError as trouble:
            log.error("Plan %s cannot run: %s", plan, trouble)
    return len(due)


@shared_task
def plan_due_purges() -> int:
    """Draft a plan for every rule under which rows are past due; nothing is destroyed."""
    on = timezone.localdate()
    drafted = 0
    for target in planning.targets_to_plan():
        try:
            with acting(reason="Scheduled planning"):
                drafted += planning.plan(target, on=on, by=None) is not None
        except errors.PurgeError as trouble:
            log.warning("No plan for %s: %s", target, trouble)
    return drafted
