"""Celery entry points: read the clock, call the service."""

import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.models import VendorListImport
from ropa.services import list_imports, reminders, reviews, rule_reviews, standings
from ropa.services.reminding import NotSent

log = logging.getLogger("ropa")


@shared_task
def remind_reviews() -> int:
    """Send the officers one digest of the reviews that are due; return how many it names."""
    return _send(reviews.remind, "Reminder of reviews")


@shared_task
def remind_agreements() -> int:
    """Send one digest of the agreements that end; return how many it names."""
    return _send(reminders.remind_of_agreements, "Reminder of agreements")


@shared_task
def remind_changes() -> int:
    """Send one digest of the changes whose time to object ends; return how many it names."""
    return _send(reminders.remind_of_changes, "Reminder of changes")


@shared_task
def review_open_rules() -> int:
    """Open a task for each rule without an end whose day of review has come."""
    return rule_reviews.open_reviews(on=timezone.localdate())


@shared_task
def refresh_standings() -> int:
    """Work out the standings of activities that are stale or of another day."""
    return standings.refresh_waiting(on=timezone.localdate())


def _send(remind: Callable[..., int], reason: str) -> int:
    try:
        with acting(reason=reason):
            return remind(on=timezone.localdate())
    except NotSent as trouble:
        log.error("%s", trouble)
        return 0


@shared_task
def take_up_lists() -> int:
    """Hand over every vendor list that waits for work; return how many there are."""
    waiting = list_imports.waiting()
    for pk in waiting:
        work_on_list.delay(pk)
    return len(waiting)


@shared_task
def work_on_list(pk: int) -> bool:
    """Do the next step of one vendor list; trouble is logged, and the list taken up again."""
    record = VendorListImport.objects.filter(pk=pk).defer("report").first()
    if record is None:
        return False
    try:
        with acting(user=record.asked_by, reason=_("Vendor list %(file)s") % {"file": record}):
            return list_imports.step(pk, on=timezone.localdate(), at=timezone.now())
    except Exception:  # whatever it is: beat and the other lists go on
        log.exception("The vendor list L%s has to be taken up again.", pk)
        return False


def hand_over(pk: int) -> None:
    """Hand a list to the workers once it is committed; without workers, beat finds it."""
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(partial(work_on_list.delay, pk), robust=True)
