"""International transfers and the safeguards that carry them."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin import NOTHING, RecordAdmin, Section, ValueInline, pill
from ropa.admin.counts import count_of
from ropa.admin.filters import MissingSafeguardFilter
from ropa.admin.task_box import TaskBox
from ropa.admin.transfer_assessment import TransferAssessmentInline, assess_link
from ropa.admin.transfer_judgement import judgement_box
from ropa.models import Safeguard, Transfer, TransferPurpose


class SafeguardInline(ValueInline):
    model = Safeguard
    tab = _("Safeguards")
    fields = ("order", "mechanism", "agreement", "entity", "decision", "evidence", "expires_on")
    autocomplete_fields = ("agreement", "entity", "decision")
    show_change_link = True


class TransferPurposeInline(ValueInline):
    model = TransferPurpose
    tab = _("Purpose lines")
    verbose_name_plural = _("purpose lines")
    fields = ("purpose",)
    autocomplete_fields = ("purpose",)


@admin.register(Transfer)
class TransferAdmin(TaskBox):
    task_key = "transfer"
    section = Section.TRANSFERS
    menu_place = 10
    list_display = ("code", "kind", "to", "where", "organisation", "origin", "safeguard")
    list_filter = ("organisation", "kind", MissingSafeguardFilter, "origin", "destination_kind")
    readonly_fields = ("judgement", "origin", "confirmed_on")
    search_fields = ("code", "importer", "importer_vendor__name", "destination", "statement")
    autocomplete_fields = (
        "organisation",
        "exporter_entity",
        "exporter_vendor",
        "importer_vendor",
        "importer_entity",
    )
    inlines = (SafeguardInline, TransferPurposeInline, TransferAssessmentInline)
    fieldsets = (
        (_("Does anything carry it?"), {"fields": ("judgement",)}),
        (
            _("Transfer"),
            {
                "fields": (
                    "organisation",
                    ("code", "kind"),
                    ("destination_kind", "country"),
                    "destination",
                    ("scope", "covers_all"),
                    "statement",
                    ("origin", "confirmed_on"),
                    "review_on",
                    "source_lines",
                )
            },
        ),
        (
            _("Exporter and importer"),
            {
                "fields": (
                    ("exporter_entity", "exporter"),
                    "exporter_vendor",
                    ("importer_vendor", "importer_entity"),
                    "importer",
                )
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Transfer | None = None) -> Any:
        """A transfer that is not recorded yet cannot be judged."""
        return super().get_fieldsets(request, obj)[0 if obj else 1 :]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transfer]:
        missing = Transfer.objects.without_safeguard().filter(pk=OuterRef("pk"))
        rows: QuerySet[Transfer] = (
            super()
            .get_queryset(request)
            .select_related("organisation", "importer_vendor", "importer_entity")  # in its label
            .annotate(
                lacks_safeguard=Exists(missing),
                safeguard_count=count_of(Safeguard.objects.all(), "transfer"),
            )
        )
        return rows

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        return [*super().record_links(request, record), *assess_link(request, record)]

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Transfer]:
        return Transfer.objects.without_safeguard()

    @admin.display(description=_("today"))
    def judgement(self, transfer: Transfer) -> SafeString | str:
        return judgement_box(transfer)

    @admin.display(description=_("importer"))
    def to(self, transfer: Transfer) -> str:
        return transfer.importer_name or NOTHING

    @admin.display(description=_("destination"), ordering="country")
    def where(self, transfer: Transfer) -> str:
        return transfer.destination_name or NOTHING

    @admin.display(description=_("safeguard"), ordering="safeguard_count")
    def safeguard(self, transfer: Any) -> SafeString:
        if transfer.lacks_safeguard:
            return pill(_("missing"), "late")
        count = transfer.safeguard_count
        if not count:
            return pill(_("not needed"))
        return pill(ngettext("%d safeguard", "%d safeguards", count) % count, "ok")


@admin.register(Safeguard)
class SafeguardAdmin(RecordAdmin):
    section = Section.TRANSFERS
    in_menu = False
    list_display = ("mechanism", "transfer", "entity", "expires_on")
    list_filter = ("transfer__organisation", "mechanism")
    list_select_related = ("transfer__importer_vendor", "transfer__importer_entity", "entity")
    search_fields = ("transfer__code", "evidence")
    autocomplete_fields = ("transfer", "agreement", "entity", "decision")
