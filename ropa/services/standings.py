"""The standing of each activity: hash of its content, number of its gaps, completion.

Kept, so that lists need not read all that hangs on an activity; stale as soon as anything of it
changes (`ropa.services.staleness`), and old on the next day, for some gaps come with time.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from ropa.export.json import register
from ropa.models import ActivityStanding, Organisation, ProcessingActivity
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.contents import Contents, sha256_of
from ropa.services.gaps import Gap, Verdict, report_of
from ropa.services.gaps.window import Window

CHUNK = 100  # activities that are read at once
NOT_YET = "0" * 64  # stands for the hash until it is worked out
WORKED_OUT = (
    "worked_out_on",
    "is_stale",
    "content_sha256",
    "blocking_gaps",
    "art30_gaps",
    "template_gaps",
    "warnings",
    "completion",
)


def waiting(*, on: date) -> QuerySet[ProcessingActivity]:
    """Return the activities whose standing is missing, stale, or of another day."""
    return ProcessingActivity.objects.filter(
        Q(standing=None) | Q(standing__is_stale=True) | ~Q(standing__worked_out_on=on)
    )


def refresh(activities: Iterable[ProcessingActivity], *, on: date) -> int:
    """Work out the standings of these activities for the day, and return how many.

    How many queries that takes depends on the organisations, and on the chunks of 100 activities,
    not on the activities.
    """
    count = 0
    for organisation, chunk in _chunks(activities):
        _make_missing(chunk, on)
        with transaction.atomic():
            # A change that comes now waits for the lock, and marks what is worked out as stale.
            locked = ActivityStanding.objects.select_for_update().filter(activity__in=chunk)
            found = {each.pk: each for each in locked.order_by("pk")}
            _work_out(organisation, found, on)
            ActivityStanding.objects.bulk_create(
                found.values(),
                update_conflicts=True,
                unique_fields=["activity"],
                update_fields=WORKED_OUT,
            )
        count += len(found)
    return count


def refresh_waiting(*, on: date) -> int:
    """Work out every standing that is waiting, as the nightly step does."""
    rows = waiting(on=on).select_related("organisation").order_by("organisation", "pk")
    return refresh(rows, on=on)


def blocking_gaps(activity: ProcessingActivity, *, on: date) -> list[Gap]:
    """The gaps for which the activity is not approved, worked out anew."""
    window = Window(OrganisationScope(activity.organisation.code), [activity.pk])
    gaps = report_of(register(window), decisions_on_file(), on=on).gaps
    return [
        gap
        for gap in gaps
        if gap.kind.verdict == Verdict.BLOCKING and activity.code in gap.activities
    ]


def _chunks(activities: Iterable[ProcessingActivity]) -> Iterator[tuple[Organisation, list[int]]]:
    of: dict[Organisation, list[int]] = {}
    for activity in activities:
        of.setdefault(activity.organisation, []).append(activity.pk)
    for organisation, keys in of.items():
        for start in range(0, len(keys), CHUNK):
            yield organisation, keys[start : start + CHUNK]


def _make_missing(keys: list[int], on: date) -> None:
    """Make stale standings where there are none, in a transaction of their own: then locks hold."""
    known = set(ActivityStanding.objects.filter(activity__in=keys).values_list("pk", flat=True))
    missing = [
        ActivityStanding(
            activity_id=key,
            worked_out_on=on,
            is_stale=True,
            content_sha256=NOT_YET,
            blocking_gaps=0,
            art30_gaps=0,
            template_gaps=0,
            warnings=0,
            completion=0,
        )
        for key in keys
        if key not in known
    ]
    ActivityStanding.objects.bulk_create(missing, ignore_conflicts=True)


def _work_out(organisation: Organisation, found: dict[int, ActivityStanding], on: date) -> None:
    scope = OrganisationScope(organisation.code)
    contents = Contents(scope, found)
    report = report_of(register(Window(scope, found)), decisions_on_file(), on=on)
    codes = dict(ProcessingActivity.objects.filter(pk__in=found).values_list("pk", "code"))
    for key, standing in found.items():
        counts = report.by_activity[codes[key]]
        standing.worked_out_on = on
        standing.is_stale = False
        standing.content_sha256 = sha256_of(contents.of(key))
        standing.blocking_gaps = counts[Verdict.BLOCKING]
        standing.art30_gaps = counts[Verdict.ART30]
        standing.template_gaps = counts[Verdict.TEMPLATE]
        standing.warnings = counts[Verdict.WARNING]
        standing.completion = report.completion[codes[key]]
