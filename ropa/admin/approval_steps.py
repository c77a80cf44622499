"""The buttons of an activity: its way to an approval and on, and the record of a review."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAction
from ropa.admin.activity_text import ActivityText
from ropa.admin.words import Words
from ropa.choices.approval import ActivityStatus, ReviewOutcome
from ropa.models import ProcessingActivity
from ropa.resources import OrganisationScope
from ropa.services import approvals, approved, reviews
from ropa.services.approvals import STEPS
from ropa.services.contents import content_of, sha256_of
from ropa.services.standings import blocking_gaps

AREA = forms.Textarea(attrs={"rows": 3})


class ApproveForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note"), widget=AREA, required=False)
    seen_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, _activity: ProcessingActivity, data: Any) -> None:
        super().__init__(data)


class RetireForm(forms.Form):
    successor = forms.ModelChoiceField(
        ProcessingActivity.objects.none(),
        label=gettext_lazy("Replaced by"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Choose another activity of the same organisation that is not retired."
            )
        },
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=AREA)

    def __init__(self, activity: ProcessingActivity, data: Any) -> None:
        super().__init__(data)
        others = ProcessingActivity.objects.filter(organisation=activity.organisation_id)
        field: Any = self.fields["successor"]
        field.queryset = others.exclude(pk=activity.pk).exclude(status=ActivityStatus.RETIRED)
        key = ProcessingActivity._meta.get_field("successor")
        field.widget = AutocompleteSelect(key, admin.site)
        field.widget.choices = field.choices


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=AREA,
        required=False,
        help_text=gettext_lazy("Where something is to be changed: what."),
    )

    def __init__(self, _activity: ProcessingActivity, data: Any) -> None:
        super().__init__(data)


def _submit(request: HttpRequest, activity: ProcessingActivity, _said: str) -> str:
    approvals.submit(activity.pk, by=_who(request))
    return _("%(activity)s is in review. Another person must approve it.") % {"activity": activity}


def _withdraw(request: HttpRequest, activity: ProcessingActivity, _said: str) -> str:
    approvals.withdraw(activity.pk, by=_who(request))
    return _("%(activity)s is a draft again.") % {"activity": activity}


def _approve(request: HttpRequest, activity: ProcessingActivity, said: dict[str, Any]) -> str:
    approval = approvals.approve(
        activity.pk,
        by=_who(request),
        seen_sha256=said["seen_sha256"],
        note=said["note"].strip(),
        on=timezone.localdate(),
    )
    review_on = approval.activity.review_on
    if review_on is None:
        return _("%(activity)s is approved.") % {"activity": activity}
    return _("%(activity)s is approved. It is to be reviewed on %(day)s.") % {
        "activity": activity,
        "day": date_format(review_on, "j F Y"),
    }


def _return(request: HttpRequest, activity: ProcessingActivity, reason: str) -> str:
    approvals.return_(activity.pk, by=_who(request), note=reason)
    return _("%(activity)s is returned and a draft again.") % {"activity": activity}


def _revise(request: HttpRequest, activity: ProcessingActivity, _said: str) -> str:
    approvals.revise(activity.pk, by=_who(request))
    return _("%(activity)s is a draft again; what was approved is kept.") % {"activity": activity}


def _retire(request: HttpRequest, activity: ProcessingActivity, said: dict[str, Any]) -> str:
    retired = approvals.retire(
        activity.pk, by=_who(request), reason=said["reason"].strip(), successor=said["successor"]
    )
    if retired.successor is None:
        return _("%(activity)s is retired.") % {"activity": activity}
    return _("%(activity)s is retired; %(successor)s replaces it.") % {
        "activity": activity,
        "successor": retired.successor,
    }


def _reopen(request: HttpRequest, activity: ProcessingActivity, reason: str) -> str:
    approvals.reopen(activity.pk, by=_who(request), reason=reason)
    return _("%(activity)s is a draft again.") % {"activity": activity}


def _review(request: HttpRequest, activity: ProcessingActivity, said: dict[str, Any]) -> str:
    review = reviews.record(
        activity.pk,
        by=_who(request),
        outcome=said["outcome"],
        note=said["note"].strip(),
        on=timezone.localdate(),
    )
    next_on = ProcessingActivity.objects.get(pk=review.activity_id).review_on
    if next_on is None:
        return _("The review is recorded. No other is due: no cadence is given.")
    return _("The review is recorded. The next one is due on %(day)s.") % {
        "day": date_format(next_on, "j F Y")
    }


def _to_read(activity: ProcessingActivity) -> dict[str, Any]:
    """What an approver reads: the differences from the last approval, and the whole text."""
    scope = OrganisationScope(activity.organisation.code)
    last = approved.last_approval(activity)
    blocking = blocking_gaps(activity, on=timezone.localdate())
    changes = approved.changes_since(last) if last else []
    return {
        "last": last,
        "blocking": [(gap.kind.title, gap.key, gap.sentence) for gap in blocking],
        "changes": Words(scope).differences(changes),
        "text": ActivityText(scope, activity.pk),
        "seen_sha256": sha256_of(content_of(activity)),
        "pending": activity.approvals.select_related("submitted_by", "last_editor").first(),
    }


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)


def _step(name: str, deed: Any, **options: Any) -> RecordAction:
    step = STEPS[name]
    return RecordAction(
        name=name,
        label=step.label,
        permission=step.permission,
        deed=deed,
        offered=lambda activity: step.starts_from(activity.status),
        errors=(approvals.ApprovalRefused,),
        **options,
    )


def _is_reviewed(activity: ProcessingActivity) -> bool:
    return activity.status != ActivityStatus.RETIRED


ACTIVITY_STEPS = (
    _step(
        "approve",
        _approve,
        form=ApproveForm,
        shows=_to_read,
        template="admin/ropa/processingactivity/approve.html",
    ),
    _step("return", _return, needs_reason=True),
    _step("submit", _submit),
    _step("withdraw", _withdraw),
    _step("revise", _revise),
    RecordAction(
        name="review",
        label=gettext_lazy("Record a review"),
        permission=reviews.REVIEW,
        deed=_review,
        offered=_is_reviewed,
        form=ReviewForm,
        question=gettext_lazy("Have you read the whole activity, and is it still true?"),
    ),
    _step(
        "retire",
        _retire,
        form=RetireForm,
        is_danger=True,
        question=gettext_lazy(
            "A retired activity stays in the register and is no longer reviewed. Name the "
            "activity that replaces it, if there is one."
        ),
    ),
    _step("reopen", _reopen, needs_reason=True),
)
