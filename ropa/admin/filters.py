"""Filters of activities, purpose lines and vendors."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.admin import AutocompleteFilter
from ropa import periods
from ropa.choices.register import Basis
from ropa.models import PurposeDataCategory, RetentionRule, VendorUse

SOON = 30  # days ahead that the home page tells of what will be due
WITHIN_A_MONTH = _("Due within %d days") % SOON


class PurposeFilter(admin.SimpleListFilter):
    """A filter by what stands in a purpose line; `to_purpose` leads there from the list."""

    to_purpose = ""

    def narrow(self, queryset: QuerySet[Any], **lookups: Any) -> QuerySet[Any]:
        led = {f"{self.to_purpose}{name}": value for name, value in lookups.items()}
        found = queryset.model._base_manager.filter(**led)
        return queryset.filter(pk__in=found.values("pk"))


class BasisFilter(PurposeFilter):
    title = _("legal basis")
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Basis.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        basis = self.value()
        return self.narrow(queryset, legal_bases__basis=basis) if basis else queryset


class PeriodFilter(PurposeFilter):
    title = _("retention period")
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        used = RetentionRule.objects.exclude(period="").order_by("period")
        values = used.values_list("period", flat=True).distinct()
        return [(value, periods.in_words(periods.parse(value))) for value in values]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        period = self.value()
        return self.narrow(queryset, rules__rule__period=period) if period else queryset


class VendorFilter(AutocompleteFilter):
    title = _("vendor")
    parameter_name = "vendor"
    source = VendorUse.vendor
    lookup = "vendor_uses__vendor"


class DataCategoryFilter(AutocompleteFilter):
    title = _("data category")
    parameter_name = "data"
    source = PurposeDataCategory.category
    lookup = "data_categories__category"


class ActivityBasisFilter(BasisFilter):
    to_purpose = "purposes__"


class ActivityPeriodFilter(PeriodFilter):
    to_purpose = "purposes__"


class ActivityVendorFilter(VendorFilter):
    lookup = "purposes__vendor_uses__vendor"


class ActivityDataCategoryFilter(DataCategoryFilter):
    lookup = "purposes__data_categories__category"


class YesFilter(admin.SimpleListFilter):
    """Shows the rows for which a queryset method answers yes."""

    yes = _("Yes")
    method = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", self.yes)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=self.found(queryset.model._default_manager).values("pk"))

    def found(self, manager: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = getattr(manager, self.method)()
        return rows


class DayFilter(YesFilter):
    """The same where the answer depends on the day."""

    def found(self, manager: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = getattr(manager, self.method)(on=timezone.localdate())
        return rows


class DueFilter(DayFilter):
    """Shows the rows that are due today or were before, or will be within a month."""

    yes = _("Due")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*super().lookups(request, model_admin), ("soon", WITHIN_A_MONTH)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "soon":
            return super().queryset(request, queryset)
        on = timezone.localdate() + timedelta(days=SOON)
        found = getattr(queryset.model._default_manager, self.method)(on=on)
        return queryset.filter(pk__in=found.values("pk"))


class MissingAgreementFilter(DayFilter):
    title = _("agreement")
    parameter_name = "agreement"
    yes = _("None in force")
    method = "without_agreement"


class MissingLocationFilter(YesFilter):
    title = _("location")
    parameter_name = "location"
    yes = _("Not known")
    method = "without_location"


class MissingSafeguardFilter(YesFilter):
    title = _("safeguard")
    parameter_name = "safeguard"
    yes = _("Missing")
    method = "without_safeguard"
