"""Batches of a run: rows, keys and hash of each step. Nobody edits them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import EvidenceAdmin, Section, ValueInline
from config.admin.forms import RecordFormSet
from retention.admin import shown
from retention.models import PurgeBatch

LATEST = 50  # on the page of a run; all of them are in the list of batches


class LatestBatches(RecordFormSet):
    """The newest batches of a run, as many as a page can bear."""

    def get_queryset(self) -> QuerySet[Any]:
        if not hasattr(self, "_latest"):
            self._latest = super().get_queryset()[:LATEST]
        return self._latest


class BatchInline(ValueInline):
    model = PurgeBatch
    formset = LatestBatches
    verbose_name_plural = _("batches, the newest first")
    ordering = ("-number",)
    fields = (
        "number", "state", "count", "first_key", "last_key", "keys_sha256", "times", "remark",
    )  # fmt: skip
    readonly_fields = ("state", "times")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("status"))
    def state(self, batch: PurgeBatch) -> SafeString:
        return shown.status_pill(batch)

    @admin.display(description=_("announced, destroyed"))
    def times(self, batch: PurgeBatch) -> SafeString:
        return shown.times(batch)


@admin.register(PurgeBatch)
class PurgeBatchAdmin(EvidenceAdmin):
    in_menu = False
    section = Section.RETENTION
    list_display = (
        "name", "state", "count", "first_key", "last_key", "announced_at", "destroyed_at", "remark",
    )  # fmt: skip
    list_filter = ("status",)
    list_select_related = ("run",)
    search_fields = ("first_key", "last_key", "keys_sha256", "rule_code")
    ordering = ("-run", "number")
    fields = (
        *("run", "number", "state", "count", "first_key", "last_key", "keys_sha256"),
        *("rule_code", "rule_statement", "cutoff_on", "approved_by"),
        *("announced_at", "destroyed_at", "remark"),
    )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("batch"), ordering="pk")
    def name(self, batch: PurgeBatch) -> str:
        return str(batch)

    @admin.display(description=_("status"), ordering="status")
    def state(self, batch: PurgeBatch) -> SafeString:
        return shown.status_pill(batch)
