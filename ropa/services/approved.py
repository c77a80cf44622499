"""What was approved of an activity, and whether the activity still says it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ropa.choices.approval import Outcome
from ropa.models import ActivityApproval, ActivityStanding, ProcessingActivity, Purpose
from ropa.resources import ActivitiesScope, OrganisationScope, PastScope
from ropa.services.contents import LEFT_OUT, PARTS, content_of, sha256_of
from ropa.services.differences import Difference, Kind, differences

INSTANT = timedelta(microseconds=1)  # a past scope tells what was before an instant


class ContentScope(ActivitiesScope):
    """The rows of the content of one activity, and no others.

    Of another activity from which it inherits, only the lines that are inherited.
    """

    def __init__(self, register: OrganisationScope, activity: Any) -> None:
        super().__init__(register, [activity])
        lines = {line.pk: line for line in self._rows[Purpose]}
        own = [line for line in lines.values() if line.activity_id == activity]
        for line in own:  # grows while it is read
            ancestor = lines.get(line.inherits_from_id)
            if ancestor is not None and ancestor not in own:
                own.append(ancestor)
        self._rows[Purpose] = own
        self._rows[ProcessingActivity] = [
            row for row in self._rows[ProcessingActivity] if row.pk == activity
        ]


def last_approval(activity: ProcessingActivity) -> ActivityApproval | None:
    """Return the approval that binds now, or was the last to bind."""
    approved = ActivityApproval.objects.filter(activity=activity, outcome=Outcome.APPROVED)
    return approved.select_related("decided_by").order_by("-decided_at", "-pk").first()


def as_decided(approval: ActivityApproval) -> PastScope:
    """Return the register at the moment of the decision, the deciding transaction included."""
    assert approval.decided_at is not None  # noqa: S101 - held by a constraint
    return PastScope(approval.activity.organisation.code, approval.decided_at + INSTANT)


def sha256_from_history(approval: ActivityApproval) -> str:
    """Work out the hash anew from the history, as it stood at the decision."""
    return sha256_of(content_of(approval.activity, as_decided(approval)))


def is_borne_out(approval: ActivityApproval) -> bool:
    """Tell whether the history still yields the hash that was stored."""
    return sha256_from_history(approval) == approval.content_sha256


def current_sha256(activity: ProcessingActivity) -> str:
    """Return the hash of the content as it is now; from the standing, where that is fresh."""
    fresh = ActivityStanding.objects.filter(activity=activity, is_stale=False)
    known = fresh.values_list("content_sha256", flat=True).first()
    return known or sha256_of(content_of(activity))


def differs(activity: ProcessingActivity, approval: ActivityApproval) -> bool:
    """Tell whether anything in the activity, or quoted by it, differs from what was approved."""
    return current_sha256(activity) != approval.content_sha256


def changes_between(
    activity: ProcessingActivity, before: OrganisationScope, after: OrganisationScope
) -> list[Difference]:
    """Return what differs in the content of an activity, without what is no part of it."""
    found = differences(
        ContentScope(before, activity.pk), ContentScope(after, activity.pk), parts=PARTS
    )
    return list(_of_the_content(found))


def changes_since(approval: ActivityApproval) -> list[Difference]:
    """Return what differs now from what was decided on."""
    now = OrganisationScope(approval.activity.organisation.code)
    return changes_between(approval.activity, as_decided(approval), now)


def _of_the_content(found: list[Difference]) -> Iterator[Difference]:
    for each in found:
        left_out = LEFT_OUT.get(each.sheet, set())
        changes = [change for change in each.changes if change["field"] not in left_out]
        if changes or each.kind is not Kind.CHANGED:
            yield replace(each, changes=changes)
