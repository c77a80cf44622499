"""The inbox of changes that vendors announce: how long we may object, and what we decided."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, RecordAction, RecordAdmin, Section, pill
from config.admin.forms import RecordForm
from ropa.choices.vendors import ChangeKind, ChangeStatus
from ropa.models import VendorChange
from ropa.services import vendor_changes

SOON = 7  # days before the last day to object from which a change is pressing
NAMES_ONE = (ChangeKind.ADDS, ChangeKind.REPLACES, ChangeKind.REMOVES)
TONES: dict[str, Any] = {ChangeStatus.ACCEPTED: "ok", ChangeStatus.OBJECTED: "late"}
DECIDE = "ropa.decide_vendorchange"


def pressing(*, on: date) -> QuerySet[VendorChange]:
    """Open changes whose last day is over or near, or is not known at all."""
    near = Q(object_until=None) | Q(object_until__lte=on + timedelta(days=SOON))
    return VendorChange.objects.open().filter(near)


class ChangeForm(RecordForm):
    """A notice as it came; it belongs to the organisation of its vendor."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data
        vendor = said.get("vendor")
        if vendor:
            self.instance.organisation = vendor.organisation
        if (received := said.get("received_on")) and received > timezone.localdate():
            self.add_error("received_on", _("This day is still to come."))
        if said.get("notice_period") and said.get("notice_until"):
            self.add_error("notice_until", _("Give the period or the last day, not both."))
        self._check_sub_processor(said)
        agreement = said.get("agreement")
        if vendor and agreement and agreement.vendor_id != vendor.pk:
            self.add_error("agreement", _("This is no agreement with that vendor."))
        return cleaned

    def _check_sub_processor(self, said: dict[str, Any]) -> None:
        named = said.get("sub_processor") or said.get("sub_processor_name")
        if said.get("kind") in NAMES_ONE and not named:
            self.add_error("sub_processor", _("Choose the sub-processor, or give its name."))
        if said.get("sub_processor") and said.get("sub_processor") == said.get("vendor"):
            self.add_error("sub_processor", _("A vendor cannot be its own sub-processor."))


class DecisionForm(forms.Form):
    """What we decide, why, and whether the chain takes the sub-processor up."""

    status = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[each for each in ChangeStatus.choices if each[0] != ChangeStatus.OPEN],
    )
    note = forms.CharField(
        label=gettext_lazy("Reason and evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why, and where the answer to the vendor is kept."),
    )
    makes_link = forms.BooleanField(required=False)

    def __init__(self, change: VendorChange, data: Any) -> None:
        super().__init__(data)
        if vendor_changes.may_be_linked(change):
            self.fields["makes_link"].label = _(
                "If accepted: put %(sub_processor)s into the chain of %(vendor)s"
            ) % {"sub_processor": change.sub_processor, "vendor": change.vendor}
        else:
            del self.fields["makes_link"]


def _decide(request: HttpRequest, change: VendorChange, said: dict[str, Any]) -> str:
    accepted = said["status"] == ChangeStatus.ACCEPTED
    decided = vendor_changes.decide(
        change.pk,
        said["status"],
        note=said["note"],
        by=request.user,  # type: ignore[arg-type]
        on=timezone.localdate(),
        makes_link=accepted and said.get("makes_link", False),
    )
    if vendor_changes.is_late(decided, on=timezone.localdate()):
        return _("The decision is recorded. It came after the last day to object.")
    return _("The decision is recorded.")


def _question(change: VendorChange) -> str:
    if change.object_until is None:
        return _("No time to object is known. Ask for it before you decide, if in doubt.")
    if vendor_changes.is_late(change, on=timezone.localdate()):
        return _("The last day to object is over. The decision will be marked as late.")
    return change.explanation.splitlines()[-1] if change.explanation else ""


class WindowFilter(admin.SimpleListFilter):
    title = gettext_lazy("time to object")
    parameter_name = "window"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("due", gettext_lazy("Over, within 7 days, or not known")),
            ("late", gettext_lazy("Over, not decided")),
            ("unknown", gettext_lazy("Not known")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        on = timezone.localdate()
        if self.value() == "due":
            return queryset.filter(pk__in=pressing(on=on).values("pk"))
        if self.value() == "late":
            return queryset.overdue(on=on)
        return queryset.open().filter(object_until=None) if self.value() else queryset


@admin.register(VendorChange)
class VendorChangeAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 30
    menu_name = gettext_lazy("Changes announced")
    quick_add = gettext_lazy("Enter a notice of a vendor")
    form = ChangeForm
    list_display = (
        *("vendor", "organisation", "kind", "who"),
        *("received_on", "object_until", "state"),
    )
    list_filter = ("organisation", WindowFilter, "status", "kind")
    list_select_related = ("organisation", "vendor", "sub_processor")
    search_fields = ("vendor__name", "sub_processor__name", "sub_processor_name", "summary")
    autocomplete_fields = ("vendor", "sub_processor", "agreement")
    date_hierarchy = "received_on"
    readonly_fields = (
        *("state", "last_day", "why", "concerned"),
        *("decided_on", "decided_by", "decision_note"),
    )
    fieldsets = (
        (
            gettext_lazy("Notice"),
            {
                "fields": (
                    ("vendor", "kind"),
                    ("sub_processor", "sub_processor_name", "country"),
                    "summary",
                    ("received_on", "effective_on"),
                    ("notice_period", "notice_until"),
                    "agreement",
                    "evidence",
                    ("state", "last_day"),
                    "why",
                )
            },
        ),
        (gettext_lazy("Whom it concerns"), {"fields": ("concerned",)}),
        (gettext_lazy("Decision"), {"fields": ("decided_on", "decided_by", "decision_note")}),
    )
    record_actions = (
        RecordAction(
            name="decide",
            label=gettext_lazy("Decide …"),
            permission=DECIDE,
            deed=_decide,
            offered=lambda change: change.status == ChangeStatus.OPEN,
            form=DecisionForm,
            question=_question,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[VendorChange]:
        rows: QuerySet[VendorChange] = super().get_queryset(request)
        return rows.select_related(
            "organisation", "vendor", "sub_processor", "agreement", "decided_by"
        )

    def get_ordering(self, request: HttpRequest) -> Any:
        return (F("object_until").asc(nulls_first=True), "-received_on", "pk")

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[VendorChange]:
        return pressing(on=on)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status == ChangeStatus.OPEN
        return is_open and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not form.changed_data:
            return
        vendor_changes.record(obj)
        if obj.object_until is None:
            self.message_user(request, obj.explanation.splitlines()[-1], messages.WARNING)

    @admin.display(description=gettext_lazy("sub-processor"))
    def who(self, change: VendorChange) -> str:
        return str(change.sub_processor or change.sub_processor_name or NOTHING)

    @admin.display(description=gettext_lazy("decision"), ordering="status")
    def state(self, change: VendorChange) -> SafeString:
        on = timezone.localdate()
        if change.status != ChangeStatus.OPEN:
            shown = pill(change.get_status_display(), TONES.get(change.status, "quiet"))
            late = vendor_changes.is_late(change, on=on)
            return format_html("{} {}", shown, pill(_("late"), "late")) if late else shown
        if change.object_until is None:
            return pill(_("no time known"), "late") if change.pk else pill(_("open"))
        left = (change.object_until - on).days
        if left < 0:
            return pill(_("time is over"), "late")
        return pill(_("to be decided"), "soon" if left <= SOON else "quiet")

    @admin.display(description=gettext_lazy("object until"))
    def last_day(self, change: VendorChange) -> str:
        return date_format(change.object_until, "j F Y") if change.object_until else NOTHING

    @admin.display(description=gettext_lazy("why this day"))
    def why(self, change: VendorChange) -> SafeString | str:
        if not change.explanation:
            return _("It is worked out when you save.")
        steps = ((step,) for step in change.explanation.splitlines())
        items = format_html_join("", "<li>{}</li>", steps)
        return format_html('<ol class="steps">{}</ol>', items)

    @admin.display(description=gettext_lazy("register"))
    def concerned(self, change: VendorChange) -> SafeString | str:
        if not change.pk:
            return _("It is read from the register when you save.")
        on = timezone.localdate()
        context = {"change": change, "affected": vendor_changes.affected(change, on=on), "on": on}
        return render_to_string("admin/ropa/vendorchange/concerned.html", context)
