"""Rules without an end are reviewed: a task each, as long as the day of review has come."""

from datetime import date

from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.choices.vendors import TaskStatus
from ropa.models import RetentionRule, Task
from ropa.services.tasks import open_task


def open_reviews(*, on: date) -> int:
    """Open a task for each rule whose day of review has come and that has none; return how many.

    Closing the task is not enough: until the rule has a later day of review, or is no longer
    open, the next run asks again. No end of the data is ever invented.
    """
    asked = Task.objects.filter(status=TaskStatus.OPEN, rule__isnull=False).values("rule")
    due = RetentionRule.objects.open().due_for_review(on=on).exclude(pk__in=asked)
    count = 0
    for rule in due.select_related("organisation").order_by("pk"):
        with acting(reason=_("The day of review has come.")):
            open_task(
                organisation=rule.organisation,
                title=_("Are the data under the rule %(rule)s still needed?") % {"rule": rule.code},
                due_on=rule.review_on or on,
                rule=rule,
            )
        count += 1
    return count
