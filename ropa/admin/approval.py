"""Approvals and reviews: where an activity stands, what was decided, and what is due."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, EvidenceAdmin, ValueInline, link, pill
from ropa.admin.reminders import ReminderAdmin
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.models import ActivityApproval, ActivityReview, ProcessingActivity, ReviewReminder
from ropa.services import approved

APPROVAL = _("Approval")
SOON = 30  # days before its review an activity is shown as due soon
TONES: dict[str, Any] = {
    ActivityStatus.IN_REVIEW: "soon",
    ActivityStatus.APPROVED: "ok",
    Outcome.PENDING: "soon",
    Outcome.RETURNED: "late",
}


def status_pill(activity: ProcessingActivity) -> SafeString:
    return pill(activity.get_status_display(), TONES.get(activity.status, "quiet"))


class ReadOnlyInline(ValueInline):
    """Evidence on the page of its record: made by buttons, changed by nobody."""

    tab = APPROVAL
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ApprovalInline(ReadOnlyInline):
    model = ActivityApproval
    fields = ("state", "submitted_at", "submitter", "decided_at", "decider", "note", "more")
    readonly_fields = ("state", "submitter", "decider", "more")
    joined = ("submitted_by", "decided_by")
    verbose_name_plural = _("Submissions and decisions")

    @admin.display(description=_("outcome"))
    def state(self, approval: ActivityApproval) -> SafeString:
        return outcome_pill(approval)

    @admin.display(description=_("submitted by"))
    def submitter(self, approval: ActivityApproval) -> str:
        return str(approval.submitted_by)

    @admin.display(description=_("decided by"))
    def decider(self, approval: ActivityApproval) -> str:
        return str(approval.decided_by or NOTHING)

    @admin.display(description=_("evidence"))
    def more(self, approval: ActivityApproval) -> SafeString:
        address = reverse("admin:ropa_activityapproval_change", args=[approval.pk])
        return link(address, _("Evidence"))


class ReviewInline(ReadOnlyInline):
    model = ActivityReview
    fields = ("reviewed_on", "outcome", "reviewer", "note")
    readonly_fields = ("reviewer",)
    joined = ("reviewed_by",)
    verbose_name_plural = _("Reviews")

    @admin.display(description=_("reviewed by"))
    def reviewer(self, review: ActivityReview) -> str:
        return str(review.reviewed_by)


@admin.register(ActivityApproval)
class ActivityApprovalAdmin(EvidenceAdmin):
    menu_name = _("Approvals of activities")
    menu_place = 30
    list_display = (
        *("name", "organisation", "state", "submitted_at", "submitter"),
        *("decided_at", "decider"),
    )
    list_filter = ("outcome", "activity__organisation")
    list_select_related = ("activity__organisation", "submitted_by", "decided_by", "last_editor")
    search_fields = ("activity__code", "activity__heading", "content_sha256")
    fieldsets = (
        (
            _("Submission"),
            {"fields": ("activity_link", "state", ("submitted_at", "submitter"))},
        ),
        (
            _("Decision"),
            {
                "fields": (
                    ("decided_at", "decider"),
                    *("editor", "note", "content_sha256", "borne_out", "changes"),
                )
            },
        ),
    )

    @admin.display(description=_("activity"), ordering="activity__code")
    def name(self, approval: ActivityApproval) -> str:
        return str(approval.activity)

    @admin.display(description=_("organisation"), ordering="activity__organisation")
    def organisation(self, approval: ActivityApproval) -> str:
        return str(approval.activity.organisation)

    @admin.display(description=_("outcome"), ordering="outcome")
    def state(self, approval: ActivityApproval) -> SafeString:
        return outcome_pill(approval)

    @admin.display(description=_("activity"))
    def activity_link(self, approval: ActivityApproval) -> SafeString:
        return activity_link(approval.activity)

    @admin.display(description=_("submitted by"), ordering="submitted_by__username")
    def submitter(self, approval: ActivityApproval) -> str:
        return str(approval.submitted_by)

    @admin.display(description=_("decided by"), ordering="decided_by__username")
    def decider(self, approval: ActivityApproval) -> str:
        return str(approval.decided_by or NOTHING)

    @admin.display(description=_("last edited by"))
    def editor(self, approval: ActivityApproval) -> str:
        return str(approval.last_editor or NOTHING)

    @admin.display(description=_("worked out anew from the history"))
    def borne_out(self, approval: ActivityApproval) -> SafeString | str:
        if not approval.content_sha256:
            return NOTHING
        if approved.is_borne_out(approval):
            return pill(_("the same hash"), "ok")
        return format_html(
            "{} {}",
            pill(_("another hash"), "late"),
            _("The history no longer yields what was decided on. Tell an administrator."),
        )

    @admin.display(description=_("since then"))
    def changes(self, approval: ActivityApproval) -> SafeString | str:
        if approval.decided_at is None:
            return NOTHING
        return link(changes_address(approval), _("What has changed since this decision"))


@admin.register(ActivityReview)
class ActivityReviewAdmin(EvidenceAdmin):
    menu_name = _("Reviews of activities")
    menu_place = 35
    list_display = ("name", "organisation", "reviewed_on", "outcome", "reviewer")
    list_filter = ("outcome", "activity__organisation")
    list_select_related = ("activity__organisation", "reviewed_by")
    search_fields = ("activity__code", "activity__heading")
    date_hierarchy = "reviewed_on"
    fields = ("activity_link", "reviewed_on", "reviewer", "outcome", "note")

    @admin.display(description=_("activity"), ordering="activity__code")
    def name(self, review: ActivityReview) -> str:
        return str(review.activity)

    @admin.display(description=_("organisation"), ordering="activity__organisation")
    def organisation(self, review: ActivityReview) -> str:
        return str(review.activity.organisation)

    @admin.display(description=_("reviewed by"), ordering="reviewed_by__username")
    def reviewer(self, review: ActivityReview) -> str:
        return str(review.reviewed_by)

    @admin.display(description=_("activity"))
    def activity_link(self, review: ActivityReview) -> SafeString:
        return activity_link(review.activity)


@admin.register(ReviewReminder)
class ReviewReminderAdmin(ReminderAdmin):
    menu_name = _("Reminders of reviews")
    menu_place = 36
    list_display = ("name", "due_on", "step", "sent_at")
    list_select_related = ("activity__organisation",)
    list_filter = ("activity__organisation",)
    search_fields = ("activity__code", "activity__heading")
    fields = ("activity_link", "due_on", "step", "sent_at")

    @admin.display(description=_("activity"), ordering="activity__code")
    def name(self, reminder: ReviewReminder) -> str:
        return str(reminder.activity)

    @admin.display(description=_("activity"))
    def activity_link(self, reminder: ReviewReminder) -> SafeString:
        return activity_link(reminder.activity)


class WaitingFilter(admin.SimpleListFilter):
    """Activities that the reader may approve."""

    title = _("approval")
    parameter_name = "approval"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.user_id = request.user.pk
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("Waits for you"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "mine":
            return queryset
        waiting = ActivityApproval.objects.waiting_for(self.user_id)
        return queryset.filter(pk__in=waiting.values("activity"))


class ReviewFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Due")), ("soon", _("Due within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        until = {"due": timedelta(0), "soon": timedelta(days=SOON)}.get(self.value() or "")
        if until is None:
            return queryset
        return queryset.to_review(on=timezone.localdate() + until)


def outcome_pill(approval: ActivityApproval) -> SafeString:
    return pill(approval.get_outcome_display(), TONES.get(approval.outcome, "quiet"))


def activity_link(activity: ProcessingActivity) -> SafeString:
    return link(reverse("admin:ropa_processingactivity_change", args=[activity.pk]), activity)


def changes_address(approval: ActivityApproval) -> str:
    page = reverse("admin:ropa_processingactivity_differences", args=[approval.activity_id])
    return f"{page}?approval={approval.pk}"


def review_tone(day: date, on: date) -> str:
    return "late" if day < on else "soon"
