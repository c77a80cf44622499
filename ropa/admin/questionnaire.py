"""Questionnaires: sent as a workbook, read back, and made into an assessment of the vendor."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAction, RecordAdmin, Section, pill
from config.admin.forms import RecordForm
from ropa.choices.vendors import Risk
from ropa.models import Questionnaire
from ropa.services import questionnaire as service
from ropa.services.questionnaire.reading import MAX_SIZE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class QuestionnaireForm(RecordForm):
    places: ClassVar[dict[str, str]] = {"ropa_questionnaire_due_after_sent": "due_on"}


class AnswersForm(forms.Form):
    workbook = forms.FileField(
        label=gettext_lazy("Workbook with the answers"),
        help_text=gettext_lazy("The .xlsx file that the vendor sent back."),
    )

    def clean_workbook(self) -> Any:
        file = self.cleaned_data["workbook"]
        if file.size > MAX_SIZE:
            raise forms.ValidationError(
                _("The file is too large for a questionnaire. Choose the one that came back.")
            )
        return file


class AssessForm(forms.Form):
    risk = forms.ChoiceField(choices=Risk.choices, label=gettext_lazy("Risk"))
    reassess_on = forms.DateField(
        label=gettext_lazy("Assess again on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        required=False, label=gettext_lazy("Reasons"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, record: Questionnaire, data: Any) -> None:
        found = service.suggest(record.answers, edition=record.edition)
        lost = "; ".join(f"{question.code}: {answer}" for question, answer in found.reasons)
        super().__init__(data, initial={"risk": found.risk, "note": lost})


def _assess(request: HttpRequest, record: Questionnaire, said: dict[str, Any]) -> str:
    user = cast(User, request.user)
    made = service.assess(record, by=user, on=timezone.localdate(), **said)
    return _("The risk of %(vendor)s is recorded: %(risk)s.") % {
        "vendor": record.vendor,
        "risk": made.get_risk_display(),
    }


@admin.register(Questionnaire)
class QuestionnaireAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 40
    form = QuestionnaireForm
    list_display = ("code", "vendor", "sent_on", "due_on", "state")
    list_filter = ("vendor__organisation",)
    list_select_related = ("vendor",)
    search_fields = ("code", "vendor__name")
    autocomplete_fields = ("vendor",)
    readonly_fields = ("code", "edition", "answered_on", "answers_sha256")
    fieldsets = (
        (None, {"fields": ("vendor", ("sent_on", "due_on"), "note")}),
        (
            gettext_lazy("Answers"),
            {"fields": (("code", "edition"), "answered_on", "answers_sha256")},
        ),
    )
    record_actions = (
        RecordAction(
            name="assess",
            label=gettext_lazy("Assess the vendor"),
            permission="ropa.add_vendorassessment",
            deed=_assess,
            offered=lambda record: record.answered_on is not None,
            form=AssessForm,
        ),
    )

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Questionnaire]:
        return Questionnaire.objects.filter(answered_on__isnull=True, due_on__lt=on)

    @admin.display(description=gettext_lazy("state"), ordering="answered_on")
    def state(self, record: Questionnaire) -> SafeString:
        if record.answered_on:
            return pill(gettext_lazy("answered"), "ok")
        is_late = record.due_on < timezone.localdate()
        return pill(_("overdue"), "late") if is_late else pill(_("sent"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj if change else service.begin(obj), form, change)

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        pages = (
            (_("Questions as a workbook"), "workbook"),
            (_("Answers"), "answers"),
        )
        return [
            *super().record_links(request, record),
            *((label, self._address(name, record)) for label, name in pages),
        ]

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "ropa_questionnaire"
        return [
            path("<int:pk>/workbook/", view(self.workbook_view), name=f"{name}_workbook"),
            path("<int:pk>/answers/", view(self.answers_view), name=f"{name}_answers"),
            *super().get_urls(),
        ]

    def workbook_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self._record(request, pk)
        disposition = f'attachment; filename="questions-{record.code}.xlsx"'
        return HttpResponse(
            service.as_workbook(record),
            content_type=XLSX,
            headers={"Content-Disposition": disposition},
        )

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what was answered and the risk that it suggests; a posted workbook is read."""
        record = self._record(request, pk)
        may_read = self.has_change_permission(request, record)
        is_sent = request.method == "POST"
        if is_sent and not may_read:
            raise PermissionDenied
        form = AnswersForm(request.POST or None, request.FILES or None)
        refused: tuple[str, ...] = ()
        if is_sent and form.is_valid():
            refused = self._take(request, record, form.cleaned_data["workbook"].read())
            if not refused:
                return HttpResponseRedirect(self._address("answers", record))
        return TemplateResponse(
            request,
            "admin/ropa/questionnaire/answers.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Answers of %(vendor)s") % {"vendor": record.vendor},
                "form": form,
                "may_read": may_read,
                "refused": refused,
                "back_url": reverse("admin:ropa_questionnaire_change", args=[pk]),
                **_shown(record),
            },
        )

    def _take(self, request: HttpRequest, record: Questionnaire, data: bytes) -> tuple[str, ...]:
        user = cast(User, request.user)
        try:
            is_new = service.take(record.pk, data, by=user, on=timezone.localdate())
        except service.Refused as wrong:
            return wrong.sentences
        told = _("The answers were taken.") if is_new else _("These answers were taken already.")
        self.message_user(request, told, messages.SUCCESS if is_new else messages.INFO)
        return ()

    def _record(self, request: HttpRequest, pk: int) -> Questionnaire:
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return cast(Questionnaire, record)

    def _address(self, name: str, record: Questionnaire) -> str:
        return reverse(f"admin:ropa_questionnaire_{name}", args=[record.pk])


def _shown(record: Questionnaire) -> dict[str, Any]:
    if record.answered_on is None:
        return {}
    asked = service.questions_of(record.edition)
    return {
        "rows": [(each, record.answers.get(each.code, {})) for each in asked],
        "suggestion": service.suggest(record.answers, edition=record.edition),
    }
