"""Retention rules: how long, counted from what, and where the rule applies."""

from datetime import date
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, ValueInline, pill
from ropa.admin.counts import count_of
from ropa.choices.retention import Bound
from ropa.models import (
    PurposeRule,
    RetentionRule,
    RuleExtension,
    RuleOverride,
    RuleTrigger,
)


class ReviewFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Due")), ("none", _("Open rules without a date"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "due":
            return queryset.due_for_review(on=timezone.localdate())
        return queryset.open().filter(review_on=None) if self.value() == "none" else queryset


class TriggerInline(ValueInline):
    model = RuleTrigger
    tab = _("Period and triggers")
    fields = ("order", "trigger")


class RuleUseInline(ValueInline):
    model = PurposeRule
    tab = _("Purpose lines")
    verbose_name_plural = _("purpose lines")
    fields = ("purpose", "scope", "in_line")
    autocomplete_fields = ("purpose",)


class OverrideInline(ValueInline):
    model = RuleOverride
    tab = _("Customers and extensions")
    verbose_name_plural = _("other periods, agreed with a customer in writing")
    fields = ("customer", "period", "agreement", "note")
    autocomplete_fields = ("customer", "agreement")


class ExtensionInline(ValueInline):
    """For a time nothing goes under the rule; who decides it is noted."""

    model = RuleExtension
    tab = _("Customers and extensions")
    verbose_name_plural = _("extensions – until the last day nothing goes under the rule")
    fields = ("ground", "reason", ("from_on", "until"), "customer")
    autocomplete_fields = ("customer",)


@admin.register(RetentionRule)
class RetentionRuleAdmin(RecordAdmin):
    section = Section.RETENTION
    menu_place = 10
    quick_add = _("Add a retention rule")
    list_display = ("code", "data_class", "length", "action", "lines", "organisation", "review")
    list_filter = ("organisation", "bound", "action", "storage_class", "executed_by", ReviewFilter)
    list_select_related = ("organisation",)
    ordering = ("organisation__name", "code")  # an annotation drops that of the model
    search_fields = ("code", "data_class", "statement", "citation")
    autocomplete_fields = ("organisation",)
    inlines = (TriggerInline, OverrideInline, ExtensionInline, RuleUseInline)
    fieldsets = (
        (
            _("Rule – Art. 30(1)(f)"),
            {
                "fields": (
                    "organisation",
                    "code",
                    "data_class",
                    "storage_class",
                    "statement",
                    "citation",
                    "review_on",
                )
            },
        ),
        (
            _("Period and triggers"),
            {"fields": (("period", "bound"), ("start_rounding", "trigger_mode"))},
        ),
        (
            _("What happens then"),
            {"fields": (("action", "executed_by"), "irreversible", "exceptions")},
        ),
        (_("Scope"), {"fields": ("scope", "applies_to_all", "source_lines")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RetentionRule]:
        rows: QuerySet[RetentionRule] = (
            super()
            .get_queryset(request)
            .annotate(use_count=count_of(PurposeRule.objects.all(), "rule"))
        )
        return rows

    def due_rows(self, request: HttpRequest, on: date) -> QuerySet[RetentionRule]:
        return RetentionRule.objects.due_for_review(on=on)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, RuleExtension) and row._state.adding:
                row.decided_by = cast(User, request.user)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("period"), ordering="period")
    def length(self, rule: RetentionRule) -> str:
        bound = "" if rule.bound == Bound.EXACT else rule.get_bound_display()
        return " ".join(filter(None, (str(bound), rule.period_in_words))) or NOTHING

    @admin.display(description=_("lines"), ordering="use_count")
    def lines(self, rule: Any) -> int:
        return int(rule.use_count)

    @admin.display(description=_("review"), ordering="review_on")
    def review(self, rule: RetentionRule) -> SafeString | str:
        if rule.review_on is None:
            return pill(_("no date"), "soon") if rule.bound == Bound.OPEN else NOTHING
        is_due = rule.review_on <= timezone.localdate()
        return pill(_("due"), "late") if is_due else pill(_("planned"), "ok")
