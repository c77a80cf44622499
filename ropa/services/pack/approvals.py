"""The part of a pack that tells which activities were approved, and what differs since."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from ropa.choices.approval import Outcome
from ropa.export.sheets import Cell, Sheet
from ropa.models import ActivityApproval, ProcessingActivity
from ropa.resources import PastScope
from ropa.services.approved import INSTANT, changes_between
from ropa.services.contents import Contents, sha256_of
from ropa.services.pack.asked import Asked, Part, table


def approvals_part(asked: Asked) -> Part:
    """Return the standing of every activity, and its differences from the approved text."""
    scope = asked.wanted.scope
    activities = sorted(scope.rows(ProcessingActivity), key=lambda each: str(each.code))
    approvals = _last_approvals(asked)
    contents = Contents(scope, approvals)
    changed = {
        pk: approval
        for pk, approval in approvals.items()
        if sha256_of(contents.of(pk)) != approval.content_sha256
    }
    people = User.objects.in_bulk({approval.decided_by_id for approval in approvals.values()})
    standings = Sheet(
        title=_("Approvals"),
        for_paper=True,
        header=[
            _("Code"),
            _("Processing activity"),
            _("Status"),
            _("Approved at"),
            _("Approved by"),
            _("SHA-256 of the approved content"),
            _("Still says what was approved"),
        ],
        rows=[
            [
                activity.code,
                activity.heading,
                str(activity.get_status_display()),
                *_approved(approvals.get(activity.pk), people),
                _verdict(activity, approvals, changed),
            ]
            for activity in activities
        ],
    )
    differing = Sheet(
        title=_("Differences"),
        for_paper=True,
        header=[
            _("Code"),
            _("Sheet"),
            _("Row"),
            _("Column"),
            _("As approved"),
            _("As it stands"),
        ],
        rows=[
            row
            for activity in activities
            if activity.pk in changed
            for row in _differences(activity, changed[activity.pk], asked)
        ],
    )
    about = _("Approvals of the activities, and what differs from the approved texts")
    return Part(files=(table("approvals.xlsx", about, [standings, differing], asked),))


def _last_approvals(asked: Asked) -> dict[Any, ActivityApproval]:
    """The approval that bound last, by activity."""
    given = [
        approval
        for approval in asked.wanted.scope.rows(ActivityApproval)
        if approval.outcome == Outcome.APPROVED
    ]
    given.sort(key=lambda approval: (approval.decided_at, approval.pk))
    return {approval.activity_id: approval for approval in given}


def _approved(approval: ActivityApproval | None, people: dict[int, User]) -> list[Cell]:
    if approval is None:
        return ["", "", ""]
    assert approval.decided_at is not None  # noqa: S101 - held by a constraint
    who = people.get(approval.decided_by_id or 0)
    moment = approval.decided_at.strftime("%Y-%m-%d %H:%M UTC")
    return [moment, who.get_username() if who else "", approval.content_sha256]


def _verdict(
    activity: ProcessingActivity,
    approvals: dict[Any, ActivityApproval],
    changed: dict[Any, ActivityApproval],
) -> str:
    if activity.pk not in approvals:
        return _("never approved")
    return _("no, see the differences") if activity.pk in changed else _("yes")


def _differences(
    activity: ProcessingActivity, approval: ActivityApproval, asked: Asked
) -> Iterator[list[Cell]]:
    assert approval.decided_at is not None  # noqa: S101 - held by a constraint
    approved = PastScope(asked.organisation.code, approval.decided_at + INSTANT)
    for found in changes_between(activity, approved, asked.wanted.scope):
        for change in found.changes:
            yield [
                activity.code,
                found.sheet,
                found.key,
                change["field"],
                change["old"],
                change["new"],
            ]
