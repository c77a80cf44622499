"""Celery entry points: read the clock, call the service."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from ropa.audit import acting
from ropa.services import reminders, reviews, standings
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
