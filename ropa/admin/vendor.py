"""Vendors: the master record, its spellings, its uses, and what is missing."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, Section, ValueInline, pill
from ropa.admin.agreement import AGREEMENT_FIELDS
from ropa.admin.chain import CHAIN, ChainInline, ChainShown
from ropa.admin.counts import count_of
from ropa.admin.filters import MissingAgreementFilter, MissingLocationFilter
from ropa.admin.gate import UseForm, UseFormSet
from ropa.admin.pictures import pictures_links
from ropa.admin.task_box import TaskBox
from ropa.admin.vendor_assessment import RiskFilter, VendorAssessmentInline, risk_pill, with_risk
from ropa.admin.vendor_identity import IDENTITY_FIELDS, FamilyFilter, IdentityShown
from ropa.admin.vendor_list import VendorListMixin
from ropa.admin.vendor_merging import VendorMergePages
from ropa.models import Agreement, Vendor, VendorAlias, VendorLocation, VendorUse
from ropa.services.sources import no_longer_listed

GONE_SHOWN = 10  # entries of sources


class AliasInline(ValueInline):
    model = VendorAlias
    tab = _("Spellings")
    fields = ("spelling",)


class LocationInline(ValueInline):
    model = VendorLocation
    tab = _("Locations")
    fields = ("order", "kind", "country", "wording")


class UseInline(ValueInline):
    model = VendorUse
    formset = UseFormSet
    tab = _("Uses")
    verbose_name_plural = _("uses")
    fields = ("purpose", "spelling", "service", "role", "data_limitation", "is_recipient")
    autocomplete_fields = ("purpose",)
    show_change_link = True


class AgreementInline(ValueInline):
    model = Agreement
    tab = _("Agreements")
    fields = AGREEMENT_FIELDS
    show_change_link = True


@admin.register(Vendor)
class VendorAdmin(ChainShown, IdentityShown, VendorListMixin, VendorMergePages, TaskBox):
    task_key = "vendor"
    section = Section.VENDORS
    menu_place = 10
    quick_add = _("Add a vendor")
    change_form_template = "admin/ropa/vendor/change_form.html"
    list_display = ("name", "organisation", "spellings", "uses", "agreement", "location", "risk")
    list_filter = (
        "organisation",
        "uses__role",
        MissingAgreementFilter,
        MissingLocationFilter,
        RiskFilter,
        "is_verified",
        "is_own_product",
        FamilyFilter,
    )
    list_select_related = ("organisation",)
    search_fields = ("name", "family", "aliases__spelling")
    search_help_text = _("Searches name, family and every spelling.")
    autocomplete_fields = ("organisation", "backup_of")
    inlines = (
        UseInline,
        AgreementInline,
        LocationInline,
        AliasInline,
        ChainInline,
        VendorAssessmentInline,
    )
    readonly_fields = (*IDENTITY_FIELDS, "below", "above")
    fieldsets = (
        (
            _("Vendor"),
            {
                "fields": (
                    "organisation",
                    ("name", "family"),
                    ("legal_name", "address"),
                    ("website", "contact"),
                    ("privacy_url", "opt_out_url"),
                    ("is_verified", "is_own_product"),
                    "backup_of",
                    "note",
                )
            },
        ),
        (_("Names and family"), {"fields": IDENTITY_FIELDS}),
        (CHAIN, {"fields": ("below", "above")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vendor]:
        missing = Vendor.objects.without_agreement(on=timezone.localdate())
        rows: QuerySet[Vendor] = (
            super()
            .get_queryset(request)
            .annotate(
                alias_count=count_of(VendorAlias.objects.all(), "vendor"),
                use_count=count_of(VendorUse.objects.all(), "vendor"),
                lacks_agreement=Exists(missing.filter(pk=OuterRef("pk"))),
                has_agreement=Exists(
                    Agreement.objects.in_force(on=timezone.localdate()).filter(
                        vendor=OuterRef("pk")
                    )
                ),
                has_location=Exists(VendorLocation.objects.filter(vendor=OuterRef("pk"))),
            )
        )
        return with_risk(rows)

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        gone = no_longer_listed(record, most=GONE_SHOWN)
        return {**super().record_context(request, record), "no_longer_listed": gone}

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        entries = reverse("admin:ropa_vendorlistentry_changelist")
        return [
            *super().record_links(request, record),
            (_("What sources say of it"), f"{entries}?vendor__id__exact={record.pk}"),
            *pictures_links(request, record, "vendor"),
        ]

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Vendor]:
        return Vendor.objects.without_agreement(on=on)

    @admin.display(description=_("spellings"), ordering="alias_count")
    def spellings(self, vendor: Any) -> int:
        return int(vendor.alias_count)

    @admin.display(description=_("uses"), ordering="use_count")
    def uses(self, vendor: Any) -> int:
        return int(vendor.use_count)

    @admin.display(description=_("agreement"), ordering="lacks_agreement")
    def agreement(self, vendor: Any) -> SafeString:
        if vendor.lacks_agreement:
            return pill(_("none in force"), "late")
        return pill(_("in force"), "ok") if vendor.has_agreement else pill(_("not needed"))

    @admin.display(description=_("location"), ordering="has_location")
    def location(self, vendor: Any) -> SafeString:
        if vendor.has_location:
            return pill(_("known"), "ok")
        return pill(_("own product")) if vendor.is_own_product else pill(_("not known"), "soon")

    @admin.display(description=_("risk"), ordering="last_risk")
    def risk(self, vendor: Any) -> SafeString:
        return risk_pill(vendor)


@admin.register(VendorUse)
class VendorUseAdmin(RecordAdmin):
    form = UseForm
    section = Section.VENDORS
    in_menu = False
    list_display = ("spelling", "vendor", "purpose", "service", "role")
    list_filter = ("vendor__organisation", "role")
    list_select_related = ("vendor", "purpose")
    search_fields = ("spelling", "service", "vendor__name")
    autocomplete_fields = ("vendor", "purpose")
    fieldsets = (
        (_("Use"), {"fields": ("vendor", "purpose", "spelling", "service", "order")}),
        (_("Role"), {"fields": ("role", "role_source", "is_recipient", "data_limitation")}),
        (_("Source in the notice"), {"fields": ("entry_point", "source_lines", "note")}),
    )
