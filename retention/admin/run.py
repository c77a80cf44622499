"""Purge runs: how far they are, what went, what was left and why, and the proof."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, Section, link
from retention.admin import shown
from retention.admin.batch import BatchInline
from retention.admin.buttons import CHECK_FILE, STOP
from retention.admin.evidence import EvidenceFileAdmin
from retention.admin.filters import RunRuleFilter, TroubleFilter
from retention.models import PurgeRun


@admin.register(PurgeRun)
class PurgeRunAdmin(EvidenceFileAdmin):
    section = Section.RETENTION
    menu_place = 45
    record_actions = (CHECK_FILE, STOP)
    list_display = ("name", "rule", "data_set", "state", "done", "started_at", "finished_at")
    list_filter = ("status", TroubleFilter, "plan__target__rule__organisation", RunRuleFilter)
    list_select_related = (
        *("lease", "data_set", "plan__target__rule"),
        "plan__target__data_set__store",
    )
    search_fields = ("plan__target__rule__code", "plan__target__data_set__name", "report_sha256")
    inlines = (BatchInline,)
    fieldsets = (
        (
            _("Purge run"),
            {
                "fields": (
                    *("state", "done", "in_the_way", "left", "rule", "data_set", "plan"),
                    *(("started_at", "finished_at"), "evidence", "report_sha256"),
                    "all_batches",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PurgeRun]:
        rows: Any = super().get_queryset(request)
        found: QuerySet[PurgeRun] = rows.with_counts()
        return found

    def due_count(self, request: HttpRequest, on: date) -> int:
        return PurgeRun.objects.in_trouble(on=on).count()

    @admin.display(description=_("run"), ordering="pk")
    def name(self, run: PurgeRun) -> str:
        return str(run)

    @admin.display(description=_("rule"), ordering="plan__target__rule__code")
    def rule(self, run: PurgeRun) -> str:
        return str(run.plan.target.rule)

    @admin.display(description=_("status"), ordering="status")
    def state(self, run: PurgeRun) -> SafeString:
        return shown.run_pill(run)

    @admin.display(description=_("progress"), ordering="destroyed_total")
    def done(self, run: Any) -> SafeString:
        return shown.progress(run.destroyed_total, run.plan)

    @admin.display(description=_("in the way"))
    def in_the_way(self, run: PurgeRun) -> str:
        return run.stopped_reason or shown.trouble(run) or NOTHING

    @admin.display(description=_("left, and why"))
    def left(self, run: PurgeRun) -> str:
        return shown.left(run)

    @admin.display(description=_("evidence file"))
    def evidence(self, run: PurgeRun) -> str:
        address = reverse("admin:retention_purgerun_evidence", args=[run.pk])
        return link(address, _("Download")) if run.report_file else NOTHING

    @admin.display(description=_("batches"))
    def all_batches(self, run: PurgeRun) -> SafeString:
        address = reverse("admin:retention_purgebatch_changelist")
        return link(f"{address}?run__id__exact={run.pk}", _("Show all batches of this run"))
