"""Purge plans: what would go, approved or rejected by another person. Nobody edits a plan."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, EvidenceAdmin, Section
from retention.admin import shown
from retention.admin.buttons import APPROVE, HAND_OVER, REJECT
from retention.admin.filters import MineFilter, PlanRuleFilter
from retention.models import PurgePlan
from retention.services import explaining

PAGE: Any = (
    (
        _("What would go"),
        {
            "fields": (
                *("state", "next_step", "what_would_go", "content_shown"),
                *("stays", "reasons", ("oldest_on", "newest_on"), ("cutoff_on", "planned_on")),
            )
        },
    ),
    (
        _("Approval by another person"),
        {
            "fields": (
                *("requester", "editor", "approver", "approved_at", "not_before"),
                *("content_sha256", "run_shown"),
            )
        },
    ),
)


@admin.register(PurgePlan)
class PurgePlanAdmin(EvidenceAdmin):
    section = Section.RETENTION
    menu_place = 40
    record_actions = (APPROVE, REJECT, HAND_OVER)
    list_display = (
        "name", "rule", "data_set", "rows", "cutoff_on", "requester", "approver", "state",
    )  # fmt: skip
    list_filter = ("status", MineFilter, "target__rule__organisation", PlanRuleFilter)
    list_select_related = (
        *("target__rule", "target__data_set__store"),
        *("requested_by", "last_editor", "approved_by", "run"),
    )
    search_fields = ("target__rule__code", "target__data_set__name", "content_sha256")
    fieldsets = PAGE

    def due_count(self, request: HttpRequest, on: date) -> int:
        if not request.user.has_perm("retention.approve_purge"):
            return 0
        return PurgePlan.objects.waiting().count()

    @admin.display(description=_("plan"), ordering="pk")
    def name(self, plan: PurgePlan) -> str:
        return str(plan)

    @admin.display(description=_("rule"), ordering="target__rule__code")
    def rule(self, plan: PurgePlan) -> str:
        return str(plan.target.rule)

    @admin.display(description=_("data set"), ordering="target__data_set__name")
    def data_set(self, plan: PurgePlan) -> str:
        return str(plan.target.data_set)

    @admin.display(description=_("would go"), ordering="due_count")
    def rows(self, plan: PurgePlan) -> str:
        return shown.amount(plan.due_count, plan.target.data_set)

    @admin.display(description=_("requested by"), ordering="requested_by__username")
    def requester(self, plan: PurgePlan) -> str:
        return str(plan.requested_by or _("the schedule"))

    @admin.display(description=_("last editor of the rule"))
    def editor(self, plan: PurgePlan) -> str:
        return str(plan.last_editor or _("not known"))

    @admin.display(description=_("approved by"), ordering="approved_by__username")
    def approver(self, plan: PurgePlan) -> str:
        return str(plan.approved_by or NOTHING)

    @admin.display(description=_("status"), ordering="status")
    def state(self, plan: PurgePlan) -> SafeString:
        return shown.status_pill(plan)

    @admin.display(description=_("what comes next"))
    def next_step(self, plan: PurgePlan) -> str:
        return explaining.next_step(plan)

    @admin.display(description=_("what would go"))
    def what_would_go(self, plan: PurgePlan) -> str:
        return shown.what_would_go(plan)

    @admin.display(description=_("what would stay"))
    def stays(self, plan: PurgePlan) -> str:
        return shown.left(plan)

    @admin.display(description=_("what keeps them"))
    def reasons(self, plan: PurgePlan) -> SafeString | str:
        return shown.reasons(plan)

    @admin.display(description=_("run"))
    def run_shown(self, plan: PurgePlan) -> str:
        return shown.run_of(plan)

    @admin.display(description=_("what the rule said"))
    def content_shown(self, plan: PurgePlan) -> SafeString:
        return shown.content(plan)
