"""Transfer impact assessments: on the page of their transfer, and as a list with what is due."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, Section, pill
from config.admin.forms import RecordForm
from ropa.admin.assessment import AssessmentInline, review_pill
from ropa.admin.filters import DueFilter
from ropa.choices.vendors import Equivalence
from ropa.models import Transfer, TransferAssessment

TONES: dict[str, Any] = {
    Equivalence.EQUIVALENT: "ok",
    Equivalence.WITH_MEASURES: "ok",
    Equivalence.NOT_EQUIVALENT: "late",
}


def equivalence_pill(assessment: TransferAssessment) -> SafeString:
    return pill(assessment.get_result_display(), TONES.get(assessment.result, "quiet"))


class TransferAssessmentInline(AssessmentInline):
    """Assessments as they were made; each is changed on its own page."""

    model = TransferAssessment
    fields = ("code", "country", "outcome", "measures", "assessed_on", "assessor", "review_on")
    readonly_fields = ("outcome",)

    @admin.display(description=_("result"))
    def outcome(self, assessment: TransferAssessment) -> SafeString:
        return equivalence_pill(assessment)


class TransferAssessmentForm(RecordForm):
    places: ClassVar[dict[str, str]] = {
        "ropa_tia_measures_are_named": "measures",
        "ropa_tia_reviewed_later": "review_on",
    }


class ReviewFilter(DueFilter):
    title = _("review of essential equivalence")
    parameter_name = "review"
    method = "to_review"


@admin.register(TransferAssessment)
class TransferAssessmentAdmin(RecordAdmin):
    section = Section.TRANSFERS
    menu_place = 20
    form = TransferAssessmentForm
    list_display = ("code", "transfer", "country", "outcome", "assessed_on", "review", "assessor")
    list_filter = ("organisation", "result", ReviewFilter)
    list_select_related = ("organisation", "transfer__importer_vendor", "transfer__importer_entity")
    search_fields = ("code", "transfer__code", "country", "law", "measures")
    autocomplete_fields = ("organisation", "transfer")
    fieldsets = (
        (_("Transfer"), {"fields": ("organisation", "transfer", ("code", "country"))}),
        (_("Assessment"), {"fields": ("law", "measures", "result", "evidence")}),
        (_("When and by whom"), {"fields": (("assessed_on", "assessor"), "review_on")}),
    )

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[TransferAssessment]:
        return TransferAssessment.objects.to_review(on=on)

    @admin.display(description=_("result"), ordering="result")
    def outcome(self, assessment: TransferAssessment) -> SafeString:
        return equivalence_pill(assessment)

    @admin.display(description=_("review on"), ordering="review_on")
    def review(self, assessment: TransferAssessment) -> SafeString | str:
        return review_pill(assessment, timezone.localdate())


def assess_link(request: HttpRequest, transfer: Transfer) -> list[tuple[Any, str]]:
    """The button of a transfer that begins an assessment, for those who may."""
    if not request.user.has_perm("ropa.add_transferassessment"):
        return []
    page = reverse("admin:ropa_transferassessment_add")
    chosen = f"transfer={transfer.pk}&organisation={transfer.organisation_id}"
    return [(_("Assess the transfer"), f"{page}?{chosen}&country={transfer.country}")]
