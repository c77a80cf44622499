"""What is shown of assessments: on the page of their activity, and in lists."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, ValueInline, pill
from ropa.choices.approval import BalancingResult, DpiaResult
from ropa.models import BalancingTest, DpiaScreening, ProcessingActivity

TONES = {
    DpiaResult.NEEDED: "soon",
    DpiaResult.NOT_NEEDED: "ok",
    BalancingResult.PREVAILS: "ok",
    BalancingResult.WITH_SAFEGUARDS: "ok",
    BalancingResult.OVERRIDDEN: "late",
}
ASSESSMENTS = gettext_lazy("Assessments")


class AssessmentInline(ValueInline):
    """Assessments as they were made; each is changed on its own page."""

    tab = ASSESSMENTS
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("result"))
    def outcome(self, assessment: Any) -> SafeString:
        return result_pill(assessment)


class ScreeningInline(AssessmentInline):
    model = DpiaScreening
    fields = ("outcome", "criteria", "screened_on", "reviewer", "review_on", "reference")
    readonly_fields = ("outcome", "criteria")

    @admin.display(description=gettext_lazy("criteria met"))
    def criteria(self, record: DpiaScreening) -> str:
        return criteria_met(record)


class BalancingInline(AssessmentInline):
    model = BalancingTest
    fields = ("purpose", "interest", "outcome", "assessed_on", "reviewer", "review_on")
    readonly_fields = ("outcome",)
    autocomplete_fields = ("purpose",)


def assessment_links(request: HttpRequest, activity: ProcessingActivity) -> list[tuple[Any, str]]:
    """Buttons of the activity that begin an assessment, for those who may."""
    pages = (
        (_("Screen for a DPIA"), "dpiascreening"),
        (_("Balance interests"), "balancingtest"),
    )
    return [
        (label, f"{reverse(f'admin:ropa_{model}_add')}?activity={activity.pk}")
        for label, model in pages
        if request.user.has_perm(f"ropa.add_{model}")
    ]


def screening_pill(activity: ProcessingActivity, on: date) -> SafeString:
    """Tell on the activity what the last screening found, and what is left to do."""
    last = activity.screenings.order_by("-order").first()
    if last is None:
        return pill(_("not screened"), "quiet")
    if last.review_on and last.review_on <= on:
        return pill(_("screening to be reviewed"), "late")
    if last.result == DpiaResult.NEEDED and not last.reference:
        return pill(_("DPIA needed, none is named"), "late")
    return result_pill(last)


def result_pill(assessment: Any) -> SafeString:
    return pill(assessment.get_result_display(), TONES[assessment.result])  # type: ignore[arg-type]


def review_pill(assessment: Any, on: date) -> SafeString | str:
    day = assessment.review_on
    if day is None:
        return NOTHING
    return pill(date_format(day, "j M Y"), "late" if day <= on else "quiet")


def criteria_met(record: DpiaScreening) -> str:
    fields: Any = [record._meta.get_field(name) for name in record.met]
    return "; ".join(str(field.verbose_name) for field in fields) or NOTHING
