"""The page of a request."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, Section
from config.admin.forms import RecordForm
from dsr import services, workflow
from dsr.admin import shown
from dsr.admin.buttons import record_actions
from dsr.admin.filters import DueFilter, RightFilter
from dsr.errors import RequestError
from dsr.models import Ticket, TicketQuerySet
from dsr.services.tickets import FIXED_AT_CLOSING

COMPUTED = (
    "reference", "status_shown", "due_on", "days_left", "why", "extended_on", "extension_reason",
    "closed_on", "closing_reason",
)  # fmt: skip
REQUESTER = (
    _("Art. 12(2) and (6) Requester"),
    {"fields": ("requester_name", "requester_email", "requester_address")},
)
NEW_PAGE = (
    (
        None,
        {"fields": ("organisation", "right", "channel", "received_on", "details", "assigned_to")},
    ),
    REQUESTER,
)
PAGE = (
    (
        None,
        {
            "fields": (
                *("reference", "status_shown", "days_left", "organisation"),
                *("right", "channel", "details", "assigned_to"),
            )
        },
    ),
    REQUESTER,
    (
        _("Art. 12(3) Time"),
        {"fields": ("received_on", "due_on", "why", "extended_on", "extension_reason")},
    ),
    (_("Art. 12(3) and (4) Outcome"), {"fields": ("closed_on", "closing_reason")}),
)


class TicketForm(RecordForm):
    """Offers those who may work on requests, and asks the services what they will not take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "details" in self.fields:
            self.fields["details"].widget.attrs["rows"] = 6
        field = self.fields.get("assigned_to")
        if isinstance(field, forms.ModelChoiceField):
            for deed in ("add", "change", "delete", "view"):  # users are not made from here
                setattr(field.widget, f"can_{deed}_related", False)
            able = User.objects.with_perm(workflow.WORK).values("pk")
            kept = Q(pk=self.instance.assigned_to_id)
            field.queryset = User.objects.filter(Q(pk__in=able) | kept).order_by("username")

    def clean_received_on(self) -> date:
        received_on: date = self.cleaned_data["received_on"]
        try:
            services.check_receipt(received_on, on=timezone.localdate())
        except RequestError as refused:
            raise ValidationError(str(refused)) from refused
        return received_on


@admin.register(Ticket)
class TicketAdmin(RecordAdmin):
    form = TicketForm
    section = Section.REQUESTS
    menu_place = 10
    quick_add = cast(str, _("Add a request"))
    record_actions = record_actions()
    list_display = (
        "reference", "right", "organisation", "received_on", "due_on", "days_left",
        "status_shown", "assigned_to",
    )  # fmt: skip
    list_filter = (DueFilter, "organisation", RightFilter, "status")
    list_select_related = ("organisation", "assigned_to")
    search_fields = ("reference", "requester_name", "requester_email")
    search_help_text = _("Reference, or the name or e-mail address of the requester")
    ordering: ClassVar[Any] = (
        F("closed_on").desc(nulls_first=True),
        "due_on",
        "reference",
    )  # open first
    autocomplete_fields = ("organisation",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return PAGE if obj else NEW_PAGE

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return COMPUTED
        fixed = () if obj.is_open else tuple(FIXED_AT_CLOSING)
        return (*COMPUTED, "organisation", *fixed)  # the reference names the organisation

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # disposal belongs to retention

    def due_count(self, request: HttpRequest, on: date) -> int:
        tickets = cast(TicketQuerySet, self.get_queryset(request))
        return tickets.pressing(on=on).count()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        on = timezone.localdate()
        if not change:
            services.enter(obj, on=on)
        elif form.changed_data:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            services.revise(obj.pk, changes=changes, on=on)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RequestError as refused:  # somebody else was quicker; nothing was saved
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.path)

    @admin.display(description=_("days left"), ordering="due_on")
    def days_left(self, ticket: Ticket) -> str:
        return shown.days_left_pill(ticket, on=timezone.localdate())

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, ticket: Ticket) -> str:
        return shown.status_pill(ticket)

    @admin.display(description=_("why this date"))
    def why(self, ticket: Ticket) -> str:
        return shown.why_this_date(ticket)
