"""Processing activities: the use case, its purpose lines, and what surrounds them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin import NOTHING, RecordAdmin, ValueInline, pill
from ropa.admin.activity_pages import ActivityPages
from ropa.admin.approval import (
    APPROVAL,
    ApprovalInline,
    ReviewFilter,
    ReviewInline,
    WaitingFilter,
    activity_link,
    status_pill,
)
from ropa.admin.approval_steps import ACTIVITY_STEPS
from ropa.admin.around_activity import AppliesToInline, AroundActivity
from ropa.admin.assessment import BalancingInline, ScreeningInline
from ropa.admin.counts import count_of
from ropa.admin.filters import (
    ActivityBasisFilter,
    ActivityDataCategoryFilter,
    ActivityPeriodFilter,
    ActivityVendorFilter,
)
from ropa.admin.parties import ROLE, CustomerInline, JointControllerInline
from ropa.admin.standing import StandingMixin
from ropa.admin.task_box import TaskBox
from ropa.choices.register import Role
from ropa.models import (
    ActivityChannel,
    ActivityGroup,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
    ProcessingActivity,
    Purpose,
    VendorUse,
)
from ropa.services import facets


class PurposeInline(ValueInline):
    model = Purpose
    tab = _("Purpose lines")
    fields = ("order", "code", "kind", "gaps")
    readonly_fields = ("gaps",)
    show_change_link = True

    @admin.display(description=_("gaps"))
    def gaps(self, purpose: Purpose) -> SafeString | str:
        return gap_pill(len(facets.silent(purpose))) if purpose.pk else NOTHING


class LinkInline(ValueInline):
    model = ActivityLink
    tab = _("Products and sources")
    fields = ("order", "kind", "name", "url")


class SourceInline(ValueInline):
    model = ActivitySource
    tab = _("Products and sources")
    fields = ("order", "source", "detail")


class ChannelInline(ValueInline):
    model = ActivityChannel
    tab = _("Products and sources")
    fields = ("order", "channel", "detail")


class MeasureInline(ValueInline):
    model = ActivityMeasure
    tab = _("Security measures")
    fields = ("order", "measure", "wording")
    autocomplete_fields = ("measure",)


@admin.register(ProcessingActivity)
class ProcessingActivityAdmin(StandingMixin, TaskBox, ActivityPages, AroundActivity):
    task_key = "activity"
    menu_place = 20
    quick_add = _("Add an activity")
    record_actions = ACTIVITY_STEPS
    list_display = (
        *("heading", "code", "organisation", "state", "role_pill"),
        *("lines", "vendors", "gaps"),
    )
    list_filter = (
        "organisation",
        "status",
        WaitingFilter,
        ReviewFilter,
        "role",
        "kind",
        ActivityBasisFilter,
        ActivityVendorFilter,
        ActivityDataCategoryFilter,
        ActivityPeriodFilter,
    )
    search_fields = ("code", "heading", "purposes__statements__text")
    search_help_text = _("Searches code, heading and purposes.")
    autocomplete_fields = ("organisation", "group", "entity")
    readonly_fields = ("gaps", *AroundActivity.around_fields, "state", "replaced_by")
    inlines = (
        PurposeInline,
        LinkInline,
        SourceInline,
        ChannelInline,
        MeasureInline,
        JointControllerInline,
        CustomerInline,
        AppliesToInline,
        ScreeningInline,
        BalancingInline,
        ApprovalInline,
        ReviewInline,
    )
    fieldsets = (
        (
            _("Use case"),
            {
                "fields": (
                    "organisation",
                    ("code", "order"),
                    "heading",
                    "group",
                    ("kind", "applies_to_all"),
                    "sensitive_content",
                    "gaps",
                    *AroundActivity.around_fields,
                    "note",
                )
            },
        ),
        (ROLE, {"fields": ("role", "role_source", "entity")}),
        (_("Source in the notice"), {"fields": ("source_section", "source_lines")}),
        (APPROVAL, {"fields": ("state", "replaced_by", ("review_every", "review_on"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProcessingActivity]:
        lines, uses = Purpose.objects.all(), VendorUse.objects.recipients()
        rows: QuerySet[ProcessingActivity] = (
            super()
            .get_queryset(request)
            .select_related("organisation", "standing")
            .annotate(
                line_count=count_of(lines, "activity"),
                vendor_count=count_of(uses, "purpose__activity", what="vendor"),
            )
        )
        return rows

    @admin.display(description=_("status"), ordering="status")
    def state(self, activity: ProcessingActivity) -> SafeString:
        return status_pill(activity)

    @admin.display(description=_("replaced by"))
    def replaced_by(self, activity: ProcessingActivity) -> SafeString | str:
        return activity_link(activity.successor) if activity.successor else NOTHING

    @admin.display(description=_("role"), ordering="role")
    def role_pill(self, activity: ProcessingActivity) -> SafeString:
        stated = activity.role != Role.NOT_STATED
        return pill(activity.get_role_display(), "quiet" if stated else "soon")

    @admin.display(description=_("lines"), ordering="line_count")
    def lines(self, activity: Any) -> int:
        return int(activity.line_count)

    @admin.display(description=_("vendors"), ordering="vendor_count")
    def vendors(self, activity: Any) -> int:
        return int(activity.vendor_count)


@admin.register(ActivityGroup)
class ActivityGroupAdmin(RecordAdmin):
    menu_place = 70
    list_display = ("heading", "code", "organisation", "order")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("heading", "code")
    autocomplete_fields = ("organisation",)


def gap_pill(count: int) -> SafeString:
    """Tell how many cells of the line or activity are silent."""
    if not count:
        return pill(_("complete"), "ok")
    return pill(ngettext("%d silent", "%d silent", count) % count, "soon")
