"""DPIA screenings and balancings of interests: the pages on which they are made."""

import json
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAdmin
from config.admin.forms import RecordForm
from ropa.admin.assessment import criteria_met, result_pill, review_pill
from ropa.choices.approval import DpiaResult
from ropa.models import CRITERIA, BalancingTest, DpiaScreening, ProcessingActivity
from ropa.models.screening import ENOUGH
from ropa.services import screening


class AssessmentReviewFilter(admin.SimpleListFilter):
    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", gettext_lazy("Due"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "due":
            return queryset
        due = queryset.model.objects.due_for_review(on=timezone.localdate())
        return queryset.filter(pk__in=due.values("pk"))


class MissingAssessmentFilter(admin.SimpleListFilter):
    title = gettext_lazy("assessment")
    parameter_name = "assessment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", gettext_lazy("Needed and not named"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "missing":
            return queryset
        return queryset.filter(pk__in=DpiaScreening.objects.without_assessment().values("pk"))


class ScreeningForm(RecordForm):
    """Explains each criterion, and proposes what follows from them."""

    class Media:
        js = ("back_office/screening.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, explanation in screening.EXPLANATIONS.items():
            if name in self.fields:
                self.fields[name].help_text = str(explanation)
        if "result" in self.fields:
            self.fields["result"].required = False
            self.fields["result"].help_text = _("Left empty, it is what the criteria call for.")
            self.fields["result"].widget.attrs["data-screening"] = _for_the_script()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("result") and "result" not in self.errors:
            found["result"] = screening.proposed(
                [name for name in CRITERIA if found.get(name)],
                on_authority_list=bool(found.get("on_authority_list")),
            )
        return found


def _for_the_script() -> str:
    """What the page needs to propose a result while boxes are ticked."""
    return json.dumps(
        {
            "criteria": CRITERIA,
            "enough": ENOUGH,
            "list": "on_authority_list",
            "needed": DpiaResult.NEEDED,
            "notNeeded": DpiaResult.NOT_NEEDED,
            "words": {
                DpiaResult.NEEDED: _("The criteria call for an assessment."),
                DpiaResult.NOT_NEEDED: _("The criteria do not call for an assessment."),
            },
            "deviates": _("Your result is another one; say why under “Reason”."),
            "cases": [
                {"criteria": case.criteria, "sentence": str(case.sentence)}
                for case in screening.CASES
            ],
        }
    )


class AssessmentAdmin(RecordAdmin):
    """What both kinds share: prefilled, numbered within the activity, with a review date."""

    search_fields = ("activity__code", "activity__heading", "reviewer")
    search_help_text = gettext_lazy("Searches code and heading of the activity, and the reviewer.")
    done_on = ""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        initial[self.done_on] = timezone.localdate()
        initial["reviewer"] = request.user.get_full_name() or request.user.get_username()  # type: ignore[union-attr]
        activity = _activity_of(str(initial.get("activity", "")))
        return {**initial, **(self.known_of(activity) if activity else {})}

    def known_of(self, activity: ProcessingActivity) -> dict[str, Any]:
        """What the register says already."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            last = self.model.objects.filter(activity=obj.activity_id).aggregate(at=Max("order"))
            obj.order = (last["at"] or 0) + 1
        super().save_model(request, obj, form, change)

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[Any]:
        due: QuerySet[Any] = self.model.objects.due_for_review(on=on)
        return due

    @admin.display(description=gettext_lazy("activity"), ordering="activity__heading")
    def heading(self, assessment: Any) -> str:
        return str(assessment.activity.heading)

    @admin.display(description=gettext_lazy("organisation"))
    def organisation(self, assessment: Any) -> str:
        return str(assessment.activity.organisation)

    @admin.display(description=gettext_lazy("result"), ordering="result")
    def outcome(self, assessment: Any) -> SafeString:
        return result_pill(assessment)

    @admin.display(description=gettext_lazy("review on"), ordering="review_on")
    def review(self, assessment: Any) -> SafeString | str:
        return review_pill(assessment, timezone.localdate())


@admin.register(DpiaScreening)
class DpiaScreeningAdmin(AssessmentAdmin):
    menu_place = 55
    done_on = "screened_on"
    form = ScreeningForm
    list_select_related = ("activity__organisation",)
    list_display = ("heading", "organisation", "outcome", "criteria", "screened_on", "review")
    list_filter = (
        "activity__organisation",
        "result",
        MissingAssessmentFilter,
        AssessmentReviewFilter,
    )
    autocomplete_fields = ("activity",)
    fieldsets = (
        (
            gettext_lazy("Criteria – WP 248 rev.01"),
            {"fields": ("activity", *CRITERIA, "on_authority_list")},
        ),
        (
            gettext_lazy("Result – Art. 35"),
            {
                "fields": (
                    "result",
                    "reason",
                    ("screened_on", "reviewer"),
                    "review_on",
                    "reference",
                )
            },
        ),
    )

    def known_of(self, activity: ProcessingActivity) -> dict[str, Any]:
        return dict.fromkeys(screening.known_criteria(activity), True)

    @admin.display(description=gettext_lazy("criteria met"))
    def criteria(self, record: DpiaScreening) -> str:
        return criteria_met(record)


@admin.register(BalancingTest)
class BalancingTestAdmin(AssessmentAdmin):
    menu_place = 56
    done_on = "assessed_on"
    list_display = ("heading", "organisation", "line", "outcome", "assessed_on", "review")
    list_select_related = ("activity__organisation", "purpose")
    list_filter = ("activity__organisation", "result", AssessmentReviewFilter)
    autocomplete_fields = ("activity", "purpose")
    fieldsets = (
        (
            gettext_lazy("Weighing – Art. 6(1)(f)"),
            {
                "fields": (
                    *("activity", "purpose", "interest"),
                    *("necessity", "impact", "safeguards"),
                )
            },
        ),
        (
            gettext_lazy("Result"),
            {"fields": ("result", ("assessed_on", "reviewer"), "review_on")},
        ),
    )

    def known_of(self, activity: ProcessingActivity) -> dict[str, Any]:
        return {"interest": "\n".join(screening.named_interests(activity))}

    @admin.display(description=gettext_lazy("purpose line"), ordering="purpose")
    def line(self, test: BalancingTest) -> str:
        return str(test.purpose) if test.purpose else _("the whole activity")


def _activity_of(key: str) -> ProcessingActivity | None:
    return ProcessingActivity.objects.filter(pk=key).first() if key.isdecimal() else None
