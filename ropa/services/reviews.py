"""Reviews of activities, and reminders of those that are due.

A reminder goes out 30, 7 and 0 days before the day of the review, then every 30 days while it is
overdue. What was sent is stored, so that a missed run still sends and nothing is sent twice.
"""

import logging
from datetime import date, timedelta
from smtplib import SMTPException

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa import periods
from ropa.audit import acting
from ropa.choices.approval import ActivityStatus
from ropa.models import ActivityReview, ProcessingActivity, ReviewReminder

REVIEW = "ropa.add_activityreview"  # who may record a review is reminded of it
LADDER = (30, 7, 0)  # days before the review is due
REPEAT = 30  # days between reminders of a review that is overdue
Step = tuple[ProcessingActivity, int]

log = logging.getLogger("ropa")


class NotSent(Exception):
    """No reminder could be handed over, with the sentence to show; the next run tries again."""


@transaction.atomic
def record(activity_id: int, *, by: User, outcome: str, on: date, note: str = "") -> ActivityReview:
    """Record that an activity was reviewed on a day, and move the next review on from there.

    Without a cadence no other review is due. Raises `ValidationError` where a change is asked
    for without saying which, and for a retired activity.
    """
    activity = ProcessingActivity.objects.select_for_update().get(pk=activity_id)
    if activity.status == ActivityStatus.RETIRED:
        raise ValidationError(_("A retired activity is not reviewed. Reopen it first."))
    review = ActivityReview(
        activity=activity, reviewed_on=on, reviewed_by=by, outcome=outcome, note=note
    )
    review.full_clean()
    activity.review_on = next_day(activity.review_every, on=on) if activity.review_every else None
    with acting(user=by, reason=_("Reviewed.")):
        review.save()
        activity.save()
    return review


def next_day(every: str, *, on: date) -> date:
    """Return the day of the next review, a period after `on`.

    Raises `ValidationError` where the period is none, or leads past the year 9999.
    """
    try:
        return periods.last_day(on, periods.parse(every))
    except (periods.WrongPeriod, OverflowError) as wrong:
        raise ValidationError({"review_every": str(wrong)}) from wrong


def step_on(review_on: date, *, on: date) -> int | None:
    """Return the step of the ladder that is reached: so many days before, or less than 0 after.

    None while the review is further away than the first step.
    """
    days = (review_on - on).days
    if days > 0:
        return min((step for step in LADDER if step >= days), default=None)
    return -(-days // REPEAT) * REPEAT


def remind(*, on: date) -> int:
    """Send one digest to every officer with an address; return how many reviews it names.

    Without such an officer nothing is sent and nothing stored. Raises `NotSent`, with nothing
    stored, where no message could be handed over: the next run tries again.
    """
    steps = _unsent(on)
    officers = _addresses()
    if not steps or not officers:
        return 0
    now = timezone.now()
    reminders = [
        ReviewReminder(activity=activity, due_on=_day_of(activity), days_before=step, sent_at=now)
        for activity, step in steps
    ]
    try:
        with transaction.atomic():
            ReviewReminder.objects.bulk_create(reminders)
            _send(officers, steps, on)
    except IntegrityError:  # another run is sending the same
        return 0
    return len(steps)


def _unsent(on: date) -> list[Step]:
    """Return the activities that have reached a step for which no reminder was sent."""
    reached = []
    near = ProcessingActivity.objects.to_review(on=on + timedelta(days=LADDER[0]))
    for activity in near.select_related("organisation"):
        step = step_on(_day_of(activity), on=on)
        if step is not None:
            reached.append((activity, step))
    sent = set(
        ReviewReminder.objects.filter(
            activity__in=[activity.pk for activity, _step in reached]
        ).values_list("activity", "due_on", "days_before")
    )
    return [(a, step) for a, step in reached if (a.pk, a.review_on, step) not in sent]


def _addresses() -> list[str]:
    officers = User.objects.with_perm(REVIEW, include_superusers=False)
    return sorted(officers.exclude(email="").values_list("email", flat=True).distinct())


def _send(officers: list[str], steps: list[Step], on: date) -> None:
    """Hand over a message to each officer. Raises `NotSent` where none was taken."""
    subject = ngettext(
        "%(count)d review of the record of processing is due",
        "%(count)d reviews of the record of processing are due",
        len(steps),
    ) % {"count": len(steps)}
    text = _digest(steps, on)
    failed = []
    for officer in officers:
        try:
            EmailMessage(subject, text, to=[officer]).send()
        except (SMTPException, OSError) as wrong:
            failed.append(type(wrong).__name__)  # its text may name an address
            log.error("A reminder of reviews was not taken: %s", type(wrong).__name__)
    if len(failed) == len(officers):
        raise NotSent(
            _("No reminder of reviews could be sent (%(why)s). Check EMAIL_URL.")
            % {"why": failed[0]}
        )


def _digest(steps: list[Step], on: date) -> str:
    ordered = sorted(steps, key=lambda step: (_day_of(step[0]), step[0].code))
    return "\n".join(
        [
            _("These activities of the record of processing are to be reviewed:"),
            "",
            *(_line(activity, on) for activity, _step in ordered),
            "",
            _("Record each review on the page of its activity, with “Record a review”."),
        ]
    )


def _line(activity: ProcessingActivity, on: date) -> str:
    due = _day_of(activity)
    said = {
        "organisation": activity.organisation.name,
        "activity": activity,
        "day": date_format(due, "j F Y"),
    }
    if due < on:
        return _("- %(organisation)s: %(activity)s – overdue since %(day)s") % said
    return _("- %(organisation)s: %(activity)s – due on %(day)s") % said


def _day_of(activity: ProcessingActivity) -> date:
    assert activity.review_on is not None  # noqa: S101 - only such activities are asked for
    return activity.review_on
