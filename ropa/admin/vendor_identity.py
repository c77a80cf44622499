"""Who a vendor is: its names and where each was met, its family, and what was merged into it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING
from ropa.models import Vendor
from ropa.services.vendor_names import merged_into, relatives, spellings_met

IDENTITY_FIELDS = ("met", "family_members", "stood_in_for_by", "merged_from")
_FAMILIES = 50  # in the filter, the largest first
_MERGES = 20


class IdentityShown:
    """What the page of a vendor tells of its names; a query for each, however much there is."""

    @admin.display(description=_("names, and where each was met"))
    def met(self, vendor: Vendor) -> SafeString | str:
        if not vendor.pk:
            return NOTHING
        rows = [(met.spelling, ", ".join(met.places) or "–") for met in spellings_met(vendor)]
        return _list(format_html_join("", "<li><strong>{}</strong> – {}</li>", rows))

    @admin.display(description=_("others of the family"))
    def family_members(self, vendor: Vendor) -> SafeString | str:
        return _links(relatives(vendor)) if vendor.pk else NOTHING

    @admin.display(description=_("backed up by"))
    def stood_in_for_by(self, vendor: Vendor) -> SafeString | str:
        return _links(vendor.backups.order_by("name")) if vendor.pk else NOTHING

    @admin.display(description=_("merged into it"))
    def merged_from(self, vendor: Vendor) -> SafeString | str:
        if not vendor.pk:
            return NOTHING
        rows = [
            (reverse("admin:ropa_vendormerge_change", args=[each.pk]), each.merged_name)
            for each in merged_into(vendor)[:_MERGES]
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or NOTHING


class FamilyFilter(admin.SimpleListFilter):
    """By the company behind the product; others are found by searching for the family."""

    title = _("family")
    parameter_name = "family"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = Vendor.objects.exclude(family="").values("family").annotate(n=Count("pk"))
        families = named.order_by("-n", "family").values_list("family", flat=True)
        return [(family, family) for family in sorted(families[:_FAMILIES], key=str.casefold)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(family=self.value()) if self.value() else queryset


def _links(vendors: QuerySet[Vendor]) -> SafeString | str:
    rows = [
        (reverse("admin:ropa_vendor_change", args=[pk]), name)
        for pk, name in vendors.values_list("pk", "name")
    ]
    return format_html_join(", ", '<a href="{}">{}</a>', rows) or NOTHING


def _list(items: SafeString) -> SafeString:
    return format_html_join("", '<ul class="plain-list">{}</ul>', [(items,)])
