"""The way of an activity, and approvals that are bound to its content.

    draft ──► in review ──► approved ──► retired
      └────────────────────────────────────►┘

A text in review is returned or withdrawn to draft; an approved one is revised as a draft, or
submitted again once it says something else. What was retired can be reopened as a draft.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from ropa.audit import acting
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.models import ActivityApproval, ActivityStanding, ProcessingActivity
from ropa.services import reviews
from ropa.services.approved import last_approval, sha256_from_history
from ropa.services.contents import content_of, sha256_of
from ropa.services.editors import last_editor_of
from ropa.services.standings import blocking_gaps

SHOWN = 3  # gaps that a refusal names
CHANGE, APPROVE = "ropa.change_processingactivity", "ropa.approve_activity"
DRAFT, IN_REVIEW = ActivityStatus.DRAFT, ActivityStatus.IN_REVIEW
APPROVED, RETIRED = ActivityStatus.APPROVED, ActivityStatus.RETIRED


class ApprovalRefused(Exception):
    """A step that cannot be taken, with the sentence to show."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: from where to where, and the permission of who may take it."""

    label: StrOrPromise
    sources: tuple[ActivityStatus, ...]
    target: ActivityStatus
    permission: str = CHANGE

    def starts_from(self, status: str) -> bool:
        return status in self.sources


STEPS = {
    "submit": Step(
        label=gettext_lazy("Submit for approval"), sources=(DRAFT, APPROVED), target=IN_REVIEW
    ),
    "withdraw": Step(label=gettext_lazy("Withdraw"), sources=(IN_REVIEW,), target=DRAFT),
    "approve": Step(
        label=gettext_lazy("Approve"), sources=(IN_REVIEW,), target=APPROVED, permission=APPROVE
    ),
    "return": Step(
        label=gettext_lazy("Return"), sources=(IN_REVIEW,), target=DRAFT, permission=APPROVE
    ),
    "revise": Step(label=gettext_lazy("Revise"), sources=(APPROVED,), target=DRAFT),
    "retire": Step(label=gettext_lazy("Retire"), sources=(DRAFT, APPROVED), target=RETIRED),
    "reopen": Step(label=gettext_lazy("Reopen"), sources=(RETIRED,), target=DRAFT),
}


@transaction.atomic
def submit(activity_id: int, *, by: User) -> ActivityApproval:
    """Hand an activity over to the approvers; an approved one only where it says something else.

    Raises `ApprovalRefused`.
    """
    activity = _locked(activity_id, "submit")
    approved = last_approval(activity) if activity.status == APPROVED else None
    if approved and sha256_of(content_of(activity)) == approved.content_sha256:
        raise ApprovalRefused(
            _("%(activity)s says what was approved; there is nothing to submit.")
            % {"activity": activity}
        )
    approval = ActivityApproval(
        activity=activity,
        submitted_at=timezone.now(),
        submitted_by=by,
        last_editor=last_editor_of(activity),
    )
    _settle(approval, activity, "submit", by=by, reason=_("Submitted for approval."))
    return approval


@transaction.atomic
def withdraw(activity_id: int, *, by: User) -> ActivityApproval:
    """Take a submission back. Raises `ApprovalRefused`."""
    activity = _locked(activity_id, "withdraw")
    approval = _decided(activity, Outcome.WITHDRAWN, by=by)
    _settle(approval, activity, "withdraw", by=by, reason=_("Submission withdrawn."))
    return approval


@transaction.atomic
def approve(
    activity_id: int, *, by: User, seen_sha256: str, on: date, note: str = ""
) -> ActivityApproval:
    """Approve an activity in review, with the hash of all that it says.

    `seen_sha256` is the hash of the text that the approver had on screen. Raises
    `ApprovalRefused` when the text is another one by now, when the approver submitted it or edited
    it last, or while a gap blocks, such as a transfer that nothing carries (Art. 44). The next
    review is set, where a cadence is given and no day.
    """
    activity = _locked(activity_id, "approve")
    _wait_for_changes(activity)
    _refuse_blocked(activity, on)
    approval = _decided(activity, Outcome.APPROVED, by=by, note=note)
    approval.content_sha256 = sha256_of(content_of(activity))
    if not approval.content_sha256 == seen_sha256 == sha256_from_history(approval):
        raise ApprovalRefused(
            _("%(activity)s has changed since you opened it. Read it again; nothing is approved.")
            % {"activity": activity}
        )
    approval.last_editor = last_editor_of(activity)
    if by.pk in (approval.submitted_by_id, approval.last_editor_id):
        raise ApprovalRefused(
            _("Another person must approve %(activity)s: you submitted it or edited it last.")
            % {"activity": activity}
        )
    if activity.review_every and activity.review_on is None:
        activity.review_on = reviews.next_day(activity.review_every, on=on)
    _settle(approval, activity, "approve", by=by, reason=note or _("Approved."))
    return approval


@transaction.atomic
def return_(activity_id: int, *, by: User, note: str) -> ActivityApproval:
    """Send an activity back to its editors, saying why.

    Raises `ApprovalRefused`, and `ValidationError` without a note.
    """
    activity = _locked(activity_id, "return")
    approval = _decided(activity, Outcome.RETURNED, by=by, note=note)
    approval.content_sha256 = sha256_of(content_of(activity))
    _settle(approval, activity, "return", by=by, reason=note)
    return approval


@transaction.atomic
def revise(activity_id: int, *, by: User) -> ProcessingActivity:
    """Make an approved activity a draft again. Raises `ApprovalRefused`."""
    return _moved(_locked(activity_id, "revise"), "revise", by=by, reason=_("Revised as a draft."))


@transaction.atomic
def retire(
    activity_id: int, *, by: User, reason: str, successor: ProcessingActivity | None = None
) -> ProcessingActivity:
    """End an activity; it stays in the register, with the one that replaces it.

    Raises `ApprovalRefused`, and `ValidationError` where an activity would replace itself.
    """
    activity = _locked(activity_id, "retire")
    if successor and successor.organisation_id != activity.organisation_id:
        raise ApprovalRefused(_("Choose a successor of the same organisation."))
    activity.successor = successor or activity.successor
    return _moved(activity, "retire", by=by, reason=reason)


@transaction.atomic
def reopen(activity_id: int, *, by: User, reason: str) -> ProcessingActivity:
    """Make a retired activity a draft again, replaced by no other. Raises `ApprovalRefused`."""
    activity = _locked(activity_id, "reopen")
    activity.successor = None
    return _moved(activity, "reopen", by=by, reason=reason)


def _locked(activity_id: int, name: str) -> ProcessingActivity:
    """Return the activity, locked, if the step starts from where it is."""
    activities = ProcessingActivity.objects.select_related("organisation")
    activity = activities.select_for_update(of=("self",)).get(pk=activity_id)
    if not STEPS[name].starts_from(activity.status):
        raise ApprovalRefused(
            _("%(activity)s cannot go this step: it is %(status)s.")
            % {"activity": activity, "status": activity.get_status_display().lower()}
        )
    return activity


def _wait_for_changes(activity: ProcessingActivity) -> None:
    """Wait for changes that are under way: each marks the standing in its own transaction."""
    list(ActivityStanding.objects.select_for_update().filter(activity=activity))


def _refuse_blocked(activity: ProcessingActivity, on: date) -> None:
    gaps = blocking_gaps(activity, on=on)
    if gaps:
        sentences = " ".join(f"{gap.key}: {gap.sentence}" for gap in gaps[:SHOWN])
        more = len(gaps) - SHOWN
        rest = ngettext(" And %d more.", " And %d more.", more) % more if more > 0 else ""
        raise ApprovalRefused(
            _("%(activity)s cannot be approved. %(gaps)s")
            % {"activity": activity, "gaps": f"{sentences}{rest}"}
        )


def _decided(
    activity: ProcessingActivity, outcome: Outcome, *, by: User, note: str = ""
) -> ActivityApproval:
    """Return the open submission of the activity with its outcome, not yet saved."""
    approval = ActivityApproval.objects.get(activity=activity, outcome=Outcome.PENDING)
    approval.activity = activity
    approval.outcome = outcome
    approval.decided_at = timezone.now()
    approval.decided_by = by
    approval.note = note
    return approval


def _settle(
    approval: ActivityApproval, activity: ProcessingActivity, name: str, *, by: User, reason: str
) -> None:
    approval.full_clean()
    with acting(user=by, reason=reason):
        approval.save()
    _moved(activity, name, by=by, reason=reason)


def _moved(activity: ProcessingActivity, name: str, *, by: User, reason: str) -> ProcessingActivity:
    activity.status = STEPS[name].target
    activity.full_clean()
    with acting(user=by, reason=reason):
        activity.save()
    return activity
