"""Reviews of activities, and reminders of those that are due.

A reminder goes out 30, 7 and 0 days before the day of the review, then every 30 days while it is
overdue.
"""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ropa import periods
from ropa.audit import acting
from ropa.choices.approval import ActivityStatus
from ropa.models import ActivityReview, ProcessingActivity, ReviewReminder
from ropa.services import reminding
from ropa.services.ladder import Ladder

REVIEW = "ropa.add_activityreview"  # who may record a review is reminded of it


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


def remind(*, on: date) -> int:
    """Send the digest of reviews that are due; return how many it names. See `reminding`."""
    return reminding.remind(REVIEWS, on=on)


def _near(until: date, _on: date) -> QuerySet[ProcessingActivity]:
    return ProcessingActivity.objects.to_review(on=until)


def _subject(count: int) -> str:
    return ngettext(
        "%(count)d review of the record of processing is due",
        "%(count)d reviews of the record of processing are due",
        count,
    ) % {"count": count}


REVIEWS = reminding.Reminding(
    right=REVIEW,
    ladder=Ladder((30, 7, 0), repeat=30),
    reminder=ReviewReminder,
    key="activity",
    day="review_on",
    rows=_near,
    wording=reminding.Wording(
        subject=_subject,
        opening=gettext_lazy("These activities of the record of processing are to be reviewed:"),
        before=gettext_lazy("%(organisation)s: %(what)s – due on %(day)s"),
        after=gettext_lazy("%(organisation)s: %(what)s – overdue since %(day)s"),
        closing=gettext_lazy(
            "Record each review on the page of its activity, with “Record a review”."
        ),
        failed=gettext_lazy("No reminder of reviews could be sent (%(why)s). Check EMAIL_URL."),
    ),
)
