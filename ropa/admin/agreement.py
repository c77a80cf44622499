"""Agreements with their validity, and the customers for whom we are processor."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FileField, QuerySet
from django.forms import FileInput
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, ValueInline, link, pill
from config.admin.records import WIDGETS
from ropa.admin.agreement_form import AgreementForm, ClauseInline
from ropa.admin.counts import count_of
from ropa.admin.parties import CustomerActivityInline
from ropa.admin.task_box import TaskBox
from ropa.choices.register import AgreementKind
from ropa.choices.vendors import Clause, ClauseVerdict
from ropa.models import Agreement, AgreementClause, Customer
from ropa.services import agreement_files

SOON = 90  # days before its end in which an agreement is shown as ending
AGREEMENT_FIELDS = ("code", "kind", "title", "expires_on")


class ValidityFilter(admin.SimpleListFilter):
    title = _("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("due", _("Ended or ending, not replaced")),
            ("soon", _("Ends within 90 days")),
            ("late", _("Ended")),
            ("force", _("In force")),
            ("ahead", _("Not yet in force")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        ways: dict[str | None, Any] = {
            "due": lambda: queryset.filter(
                pk__in=Agreement.objects.pressing(SOON, on=today).values("pk")
            ),
            "soon": lambda: queryset.expiring(SOON, on=today),
            "late": lambda: queryset.filter(expires_on__lt=today),
            "force": lambda: queryset.in_force(on=today),
            "ahead": lambda: queryset.filter(valid_from__gt=today),
        }
        return ways[self.value()]() if self.value() in ways else queryset


class ShortfallFilter(admin.SimpleListFilter):
    title = _("checklist – Art. 28(3)")
    parameter_name = "checklist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("short", _("Something is missing")), ("open", _("Not checked in full"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "short":
            short = AgreementClause.objects.exclude(verdict=ClauseVerdict.MET)
            return queryset.filter(pk__in=short.values("agreement"))
        if self.value() == "open":
            return queryset.filter(checked__lt=len(Clause), kind=AgreementKind.DPA)
        return queryset


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 20
    form = AgreementForm
    formfield_overrides = WIDGETS | {FileField: {"widget": FileInput}}
    list_display = (
        "title",
        "kind",
        "party",
        "organisation",
        "expires_on",
        "validity",
        "checklist",
    )
    list_filter = ("organisation", "kind", ValidityFilter, ShortfallFilter, "module")
    list_select_related = ("organisation", "vendor", "customer")
    search_fields = ("title", "code", "reference", "vendor__name", "customer__name")
    autocomplete_fields = ("organisation", "vendor", "customer", "entity")
    readonly_fields = ("kept_file", "file_sha256")
    inlines = (ClauseInline,)
    fieldsets = (
        (
            _("Agreement"),
            {
                "fields": (
                    "organisation",
                    ("code", "kind"),
                    "title",
                    "reference",
                    "note",
                    ("file", "kept_file"),
                    "file_sha256",
                )
            },
        ),
        (_("Parties"), {"fields": ("entity", "vendor", "customer")}),
        (_("Validity"), {"fields": (("signed_on", "valid_from", "expires_on"),)}),
        (
            _("Clauses and certification"),
            {"fields": ("module", ("covers_eu", "covers_swiss", "covers_uk", "covers_hr"))},
        ),
        (_("Further processors"), {"fields": ("sub_processor_consent", "objection_period")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        clauses = AgreementClause.objects.all()
        rows: QuerySet[Agreement] = (
            super()
            .get_queryset(request)
            .annotate(
                checked=count_of(clauses, "agreement"),
                short=count_of(clauses.exclude(verdict=ClauseVerdict.MET), "agreement"),
            )
        )
        return rows

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Agreement]:
        return Agreement.objects.pressing(SOON, on=on)

    @admin.display(description=_("with"), ordering="vendor__name")
    def party(self, agreement: Agreement) -> str:
        return str(agreement.vendor or agreement.customer or NOTHING)

    @admin.display(description=_("validity"), ordering="expires_on")
    def validity(self, agreement: Agreement) -> SafeString:
        return validity_pill(agreement, on=timezone.localdate())

    @admin.display(description=_("checklist"), ordering="short")
    def checklist(self, agreement: Any) -> SafeString:
        if agreement.short:
            return pill(_("%(count)d short") % {"count": agreement.short}, "late")
        if not agreement.checked:
            return pill(_("not checked"))
        said = {"checked": agreement.checked, "all": len(Clause)}
        tone: Any = "ok" if agreement.checked == len(Clause) else "soon"
        return pill(_("%(checked)d of %(all)d met") % said, tone)

    @admin.display(description=_("file that is kept"))
    def kept_file(self, agreement: Agreement) -> SafeString | str:
        if not agreement.file:
            return NOTHING
        address = reverse("admin:ropa_agreement_file", args=[agreement.pk])
        return link(address, agreement.file_name or _("Download"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/", view, name="ropa_agreement_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand the file over as a download, under the name that it was uploaded with."""
        agreement = self.get_object(request, str(pk))
        if agreement is None or not agreement.file:
            raise Http404
        if not self.has_view_permission(request, agreement):
            raise PermissionDenied
        try:
            file, kind = agreement_files.open_checked(agreement)
        except ValidationError as wrong:
            self.message_user(request, " ".join(wrong.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:ropa_agreement_change", args=[pk]))
        name = agreement.file_name or f"{agreement.code}.{kind.suffix}"
        response = FileResponse(
            file, as_attachment=True, filename=name, content_type=kind.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


def validity_pill(agreement: Agreement, *, on: date) -> SafeString:
    """Tell whether an agreement is in force on a day, and whether that ends soon."""
    if agreement.valid_from and agreement.valid_from > on:
        return pill(_("not yet in force"), "soon")
    if agreement.expires_on is None:
        return pill(_("in force, no end"))
    left = (agreement.expires_on - on).days
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
