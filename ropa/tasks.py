"""Celery entry points: read the clock, call the service."""

import logging

from celery import shared_task
from django.utils import timezone

from ropa.audit import acting
from ropa.services import reviews, standings

log = logging.getLogger("ropa")


@shared_task
def remind_reviews() -> int:
    """Send the officers one digest of the reviews that are due; return how many it names."""
    try:
        with acting(reason="Reminder of reviews"):
            return reviews.remind(on=timezone.localdate())
    except reviews.NotSent as trouble:
        log.error("%s", trouble)
        return 0


@shared_task
def refresh_standings() -> int:
    """Work out the standings of activities that are stale or of another day."""
    return standings.refresh_waiting(on=timezone.localdate())
