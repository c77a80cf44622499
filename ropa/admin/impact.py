"""Decisions that something falls away: what was touched then, and what is still open."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, EvidenceAdmin, Section, pill
from ropa.admin.counts import count_of
from ropa.admin.impact_rows import ROWS, shown_groups
from ropa.admin.task import due_tone
from ropa.admin.what_if import address
from ropa.choices.vendors import ImpactSubject
from ropa.models import ImpactDecision, Task


@admin.register(ImpactDecision)
class ImpactDecisionAdmin(EvidenceAdmin):
    """Made on the page “What if”, and changed by nobody."""

    section = Section.TRANSFERS
    menu_place = 35
    menu_name = _("Decisions on what falls away")
    change_form_template = "admin/ropa/impactdecision/change_form.html"
    list_display = ("name", "kind", "organisation", "applies_from", "decider", "left")
    list_filter = ("organisation", "subject")
    autocomplete_fields = ("organisation",)
    list_select_related = ("organisation", "decision", "vendor", "decided_by")
    search_fields = ("value", "reason", "decision__name", "decision__number", "vendor__name")
    fieldsets = (
        (
            _("Decision"),
            {"fields": ("name", "organisation", "applies_from", "reason", "decided_on", "decider")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImpactDecision]:
        rows: QuerySet[ImpactDecision] = super().get_queryset(request)
        return rows.select_related(*self.list_select_related).annotate(
            task_count=count_of(Task.objects.all(), "impact"),
            open_count=count_of(Task.objects.open(), "impact"),
        )

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        said = {"organisation": record.organisation.code, "on": record.applies_from.isoformat()}
        named = {
            ImpactSubject.MECHANISM: {"mechanism": record.value},
            ImpactSubject.DECISION: {"decision": record.decision_id},
            ImpactSubject.COUNTRY: {"country": record.value},
            ImpactSubject.VENDOR: {"vendor": record.vendor_id},
        }
        tasks = f"{reverse('admin:ropa_task_changelist')}?impact__id__exact={record.pk}&which=all"
        return [
            *super().record_links(request, record),
            (_("As it would be now"), address(**said, **named[record.subject])),
            (_("All its tasks"), tasks),
        ]

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        tasks = Task.objects.filter(impact=record).select_related("owner", "done_by")
        return {
            **super().record_context(request, record),
            "tasks": [(task, due_tone(task, timezone.localdate())) for task in tasks[:ROWS]],
            "groups": shown_groups(request, record.result) if record.result else [],
        }

    @admin.display(description=_("what falls away"), ordering="value")
    def name(self, decision: ImpactDecision) -> str:
        return decision.what

    @admin.display(description=_("kind"), ordering="subject")
    def kind(self, decision: ImpactDecision) -> str:
        return decision.get_subject_display()

    @admin.display(description=_("decided by"))
    def decider(self, decision: ImpactDecision) -> str:
        return str(decision.decided_by or NOTHING)

    @admin.display(description=_("open tasks"), ordering="open_count")
    def left(self, decision: Any) -> SafeString:
        text = _("%(open)d of %(all)d") % {"open": decision.open_count, "all": decision.task_count}
        return pill(text, "soon" if decision.open_count else "ok")
