"""Rules at work: which rule purges which data set, and what stands in its way."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, ValueInline, pill
from retention.admin import shown
from retention.admin.buttons import PLAN
from retention.admin.filters import RuleFilter, StoreFilter
from retention.choices import PlanStatus, RunStatus
from retention.models import DataSetRule, PurgePlan, PurgeRun, RuleColumn
from retention.models import RuleFilter as RowFilter
from retention.services.selecting import why_not_executable

LAST_RUN = (
    PurgeRun.objects.filter(plan__target=OuterRef("pk"), status=RunStatus.DONE)
    .order_by("-finished_at")
    .values("finished_at")[:1]
)
NEXT_RUN = PurgePlan.objects.filter(target=OuterRef("pk"), status=PlanStatus.APPROVED)


class RuleFilterInline(ValueInline):
    model = RowFilter
    verbose_name_plural = _("only rows that meet every condition – without any, all rows")
    fields = ("column", "operator", "value")


class RuleColumnInline(ValueInline):
    model = RuleColumn
    verbose_name_plural = _("columns – that are anonymised, or that a rule that keeps needs")
    fields = ("column", "strategy", "fixed_value")


@admin.register(DataSetRule)
class DataSetRuleAdmin(RecordAdmin):
    section = Section.RETENTION
    menu_name = _("Rules at work")
    menu_place = 20
    record_actions = (PLAN,)
    list_display = (
        "rule", "data_set", "store", "period", "executable", "remark", "last_run", "next_run",
    )  # fmt: skip
    list_filter = ("rule__organisation", StoreFilter, RuleFilter, "is_active")
    search_fields = ("rule__code", "rule__data_class", "data_set__name", "data_set__code")
    autocomplete_fields = ("rule", "data_set")
    inlines = (RuleFilterInline, RuleColumnInline)
    readonly_fields = ("period", "executable", "remark", "last_run", "next_run")
    fieldsets = (
        (
            _("Rule at work"),
            {
                "fields": (
                    *("rule", "data_set", "trigger_column"),
                    *("part", "is_active"),
                )
            },
        ),
        (_("State"), {"fields": ("period", "executable", "remark", "last_run", "next_run")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataSetRule]:
        rows: Any = super().get_queryset(request)
        found: QuerySet[DataSetRule] = rows.for_list().annotate(
            last_run_at=Subquery(LAST_RUN), next_run_on=Subquery(NEXT_RUN.values("not_before")[:1])
        )
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:1]

    @admin.display(description=_("data store"), ordering="data_set__store__name")
    def store(self, target: DataSetRule) -> str:
        return str(target.data_set.store)

    @admin.display(description=_("period"), ordering="rule__period")
    def period(self, target: DataSetRule) -> str:
        return shown.length(target.rule)

    @admin.display(description=_("executable"))
    def executable(self, target: DataSetRule) -> SafeString:
        return pill(_("no")) if why_not_executable(target) else pill(_("yes"), "ok")

    @admin.display(description=_("remark"))
    def remark(self, target: DataSetRule) -> str:
        return why_not_executable(target)

    @admin.display(description=_("last run"), ordering="last_run_at")
    def last_run(self, target: Any) -> str:
        return shown.day(localdate(target.last_run_at)) if target.last_run_at else NOTHING

    @admin.display(description=_("next run"), ordering="next_run_on")
    def next_run(self, target: Any) -> str:
        return shown.day(target.next_run_on) if target.next_run_on else NOTHING
