"""Requests for the list of sub-processors: who asked, and which version was sent."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAction, RecordAdmin, Section, pill
from ropa.models import SubProcessorList, SubProcessorListRequest
from ropa.services import listing


class SendForm(forms.Form):
    """Which version was sent, and on which day."""

    version: Any = forms.ModelChoiceField(
        SubProcessorList.objects.none(), label=gettext_lazy("Version"), empty_label=None
    )
    sent_on = forms.DateField(
        label=gettext_lazy("Sent on"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: SubProcessorListRequest, data: Any) -> None:
        super().__init__(data, initial={"sent_on": timezone.localdate().isoformat()})
        versions: Any = self.fields["version"]
        versions.queryset = listing.archive(asked.organisation).select_related("organisation")


def _send(request: HttpRequest, asked: SubProcessorListRequest, said: dict[str, Any]) -> str:
    listing.send(asked.pk, said["version"], on=said["sent_on"])
    return _("It is recorded that version %(number)s was sent.") % {
        "number": said["version"].number
    }


def is_open(asked: SubProcessorListRequest) -> bool:
    return asked.sent_on is None


class SentFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext_lazy("Nothing sent yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(sent_on=None) if self.value() == "open" else queryset


@admin.register(SubProcessorListRequest)
class SubProcessorListRequestAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 61
    menu_name = gettext_lazy("Requests for the list")
    list_display = ("asked_on", "organisation", "customer", "state", "version", "sent_on")
    list_filter = ("organisation", SentFilter)
    list_select_related = ("organisation", "customer", "version__organisation")
    search_fields = ("asked_by", "customer__name")
    autocomplete_fields = ("organisation", "customer", "version")
    readonly_fields = ("state", "version", "sent_on")
    fieldsets = (
        (
            gettext_lazy("Request"),
            {"fields": ("organisation", ("customer", "asked_by"), "asked_on", "note")},
        ),
        (gettext_lazy("Answer"), {"fields": ("state", "version", "sent_on")}),
    )
    record_actions = (
        RecordAction(
            name="send",
            label=gettext_lazy("Record what was sent …"),
            permission="ropa.change_subprocessorlistrequest",
            deed=_send,
            offered=is_open,
            form=SendForm,
            question=gettext_lazy(
                "The newest version stands first. Send it as a file by yourself."
            ),
        ),
    )

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[SubProcessorListRequest]:
        return SubProcessorListRequest.objects.filter(sent_on=None)

    @admin.display(description=gettext_lazy("status"), ordering="sent_on")
    def state(self, asked: SubProcessorListRequest) -> SafeString:
        return pill(_("to be sent"), "soon") if is_open(asked) else pill(_("sent"), "ok")
