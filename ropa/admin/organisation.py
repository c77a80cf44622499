"""Organisations with their legal entities and contacts."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, ValueInline
from ropa.admin.counts import count_of
from ropa.models import Contact, LegalEntity, Organisation, ProcessingActivity, Vendor


class LegalEntityInline(ValueInline):
    model = LegalEntity
    fields = ("code", "legal_name", "trading_name", "country", "is_main")
    show_change_link = True


class ContactInline(ValueInline):
    model = Contact
    fields = ("matter", "channel", "address", "entity", "note")
    autocomplete_fields = ("entity",)


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    menu_place = 10
    list_display = ("name", "code", "country", "activities", "vendors")
    search_fields = ("name", "code")
    inlines = (LegalEntityInline, ContactInline)
    fieldsets = (
        (_("Organisation"), {"fields": (("code", "name"), "website", "note")}),
        (_("Place and time"), {"fields": (("country", "subdivision"), "time_zone")}),
        (_("Statements"), {"fields": ("minimum_age", "not_required_statement")}),
        (_("Shown to the world"), {"fields": ("publishes_sub_processors",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        rows: QuerySet[Organisation] = (
            super()
            .get_queryset(request)
            .annotate(
                activity_count=count_of(ProcessingActivity.objects.all(), "organisation"),
                vendor_count=count_of(Vendor.objects.all(), "organisation"),
            )
        )
        return rows

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        if request.user.has_perm("ropa.import_register"):
            url = f"{reverse('admin:import-register')}?organisation={record.pk}"
            links.append((_("Import a register"), url))
        return links

    @admin.display(description=_("activities"), ordering="activity_count")
    def activities(self, organisation: Organisation) -> int:
        return organisation.activity_count  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("vendors"), ordering="vendor_count")
    def vendors(self, organisation: Organisation) -> int:
        return organisation.vendor_count  # type: ignore[attr-defined,no-any-return]


@admin.register(LegalEntity)
class LegalEntityAdmin(RecordAdmin):
    in_menu = False
    list_display = ("legal_name", "organisation", "country", "is_main")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("legal_name", "trading_name", "code")
    autocomplete_fields = ("organisation",)


@admin.register(Contact)
class ContactAdmin(RecordAdmin):
    in_menu = False
    list_display = ("address", "matter", "channel", "organisation")
    list_filter = ("organisation", "matter")
    list_select_related = ("organisation",)
    search_fields = ("address",)
    autocomplete_fields = ("organisation", "entity")
