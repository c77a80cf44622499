"""Purpose lines: the line as the record shows it, and its values by facet."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin
from ropa.admin import purpose_values as values
from ropa.admin.activity import gap_pill
from ropa.admin.facets import PurposeForm
from ropa.admin.filters import (
    BasisFilter,
    DataCategoryFilter,
    PeriodFilter,
    VendorFilter,
)
from ropa.admin.line import record_line
from ropa.models import Purpose, PurposeStatement
from ropa.services import facets

SHOWN = 90  # characters of a purpose in a list


@admin.register(Purpose)
class PurposeAdmin(RecordAdmin):
    menu_place = 30
    form = PurposeForm
    change_form_template = "admin/purpose_form.html"
    list_display = ("purpose", "activity_heading", "code", "organisation", "gaps")
    list_filter = (
        "organisation",
        "activity__role",
        "kind",
        BasisFilter,
        VendorFilter,
        DataCategoryFilter,
        PeriodFilter,
    )
    list_select_related = ("activity", "organisation")
    ordering = ("organisation", "activity__order", "activity", "order")
    search_fields = ("code", "statements__text", "activity__heading")
    search_help_text = _("Searches code, purposes and the heading of the activity.")
    autocomplete_fields = ("activity", "inherits_from")
    inlines = values.INLINES
    fieldsets = (
        (
            _("Line"),
            {
                "fields": (
                    "activity",
                    ("code", "order"),
                    "kind",
                    "inherits_from",
                    "source_lines",
                    "note",
                )
            },
        ),
        (values.PURPOSES, {"fields": (("statements_state", "consequences_state"),)}),
        (values.DATA, {"fields": (("data_subjects_state", "data_categories_state"),)}),
        (values.BASIS, {"fields": ("legal_bases_state", "legal_basis_note")}),
        (values.RECIPIENTS, {"fields": ("recipients_state",)}),
        (values.RETENTION, {"fields": ("period_state",)}),
        (values.TRANSFERS, {"fields": ("transfers_state",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Purpose]:
        first = PurposeStatement.objects.filter(purpose=OuterRef("pk")).values("text")[:1]
        rows: QuerySet[Purpose] = (
            super()
            .get_queryset(request)
            .annotate(first_statement=Subquery(first), gap_count=facets.SILENT_COUNT)
        )
        return rows

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        obj.formsets = formsets  # the form checks the states against the rows
        return formsets, inlines

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        purpose = self.get_object(request, object_id)
        context = {"line": record_line(purpose) if purpose else [], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("purpose"))
    def purpose(self, line: Any) -> str:
        return Truncator(str(line.first_statement or _("No purpose of its own"))).chars(SHOWN)

    @admin.display(description=_("activity"), ordering="activity__heading")
    def activity_heading(self, line: Purpose) -> str:
        return line.activity.heading

    @admin.display(description=_("gaps"), ordering="gap_count")
    def gaps(self, line: Any) -> SafeString:
        return gap_pill(line.gap_count)
