"""Agreements with their validity, and the customers for whom we are processor."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, ValueInline, pill
from ropa.admin.counts import count_of
from ropa.admin.parties import CustomerActivityInline
from ropa.admin.task_box import TaskBox
from ropa.models import Agreement, Customer

SOON = 90  # days before its end in which an agreement is shown as ending
AGREEMENT_FIELDS = ("code", "kind", "title", "expires_on")


def pressing(*, on: date) -> QuerySet[Agreement]:
    """Return agreements that end soon, and ended ones that no other of their kind has replaced."""
    party = Q(vendor__isnull=False, vendor=OuterRef("vendor")) | Q(
        customer__isnull=False, customer=OuterRef("customer")
    )
    in_force = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    replaced = Exists(Agreement.objects.filter(party, in_force, kind=OuterRef("kind")))
    ends_soon = Q(expires_on__range=(on, on + timedelta(days=SOON)))
    return Agreement.objects.filter(ends_soon | (Q(expires_on__lt=on) & ~replaced))


class ValidityFilter(admin.SimpleListFilter):
    title = _("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("due", _("Ended or ending, not replaced")),
            ("soon", _("Ends within 90 days")),
            ("late", _("Ended")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "due":
            return queryset.filter(pk__in=pressing(on=today).values("pk"))
        if self.value() == "soon":
            return queryset.expiring(SOON, on=today)
        return queryset.filter(expires_on__lt=today) if self.value() == "late" else queryset


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 20
    list_display = ("title", "kind", "party", "organisation", "expires_on", "validity")
    list_filter = ("organisation", "kind", ValidityFilter)
    list_select_related = ("organisation", "vendor", "customer")
    search_fields = ("title", "code", "reference", "vendor__name", "customer__name")
    autocomplete_fields = ("organisation", "vendor", "customer", "entity")
    fieldsets = (
        (
            _("Agreement"),
            {"fields": ("organisation", ("code", "kind"), "title", "reference", "note")},
        ),
        (_("Parties"), {"fields": ("entity", "vendor", "customer")}),
        (_("Validity"), {"fields": (("signed_on", "valid_from", "expires_on"),)}),
    )

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Agreement]:
        return pressing(on=on)

    @admin.display(description=_("with"), ordering="vendor__name")
    def party(self, agreement: Agreement) -> str:
        return str(agreement.vendor or agreement.customer or NOTHING)

    @admin.display(description=_("validity"), ordering="expires_on")
    def validity(self, agreement: Agreement) -> SafeString:
        if agreement.expires_on is None:
            return pill(_("no end"))
        left = (agreement.expires_on - timezone.localdate()).days
        if left < 0:
            return pill(_("ended"), "late")
        return pill(_("ends soon"), "soon") if left <= SOON else pill(_("in force"), "ok")


class CustomerAgreementInline(ValueInline):
    model = Agreement
    fields = AGREEMENT_FIELDS
    show_change_link = True


@admin.register(Customer)
class CustomerAdmin(TaskBox):
    task_key = "customer"
    section = Section.REGISTER
    menu_place = 60
    list_display = ("name", "code", "organisation", "permitted_locations", "agreements")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("name", "code")
    autocomplete_fields = ("organisation",)
    inlines = (CustomerActivityInline, CustomerAgreementInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        rows: QuerySet[Customer] = (
            super()
            .get_queryset(request)
            .annotate(agreement_count=count_of(Agreement.objects.all(), "customer"))
        )
        return rows

    @admin.display(description=_("agreements"), ordering="agreement_count")
    def agreements(self, customer: Any) -> int:
        return int(customer.agreement_count)
