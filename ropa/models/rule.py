"""Retention rules: the sentence of Art. 30(1)(f), exact enough to be executed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa import periods
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.retention import (
    Action,
    Bound,
    ExecutedBy,
    StartRounding,
    StorageClass,
    Trigger,
    TriggerMode,
)
from ropa.models.organisation import Organisation
from ropa.models.purpose import Purpose
from ropa.models.rules import code_validator, filled, known, validate_period

TIMELESS = (Bound.EXTENSION, Bound.OPEN, Bound.NO_MINIMUM)  # bounds that carry no period


class RuleQuerySet(RecordQuerySet["RetentionRule"]):
    def open(self) -> Self:
        """Rules without an end, which need a review date."""
        return self.filter(bound=Bound.OPEN)

    def due_for_review(self, *, on: date) -> Self:
        return self.filter(review_on__lte=on)


class RetentionRule(Record):
    """How long a class of data is kept, counted from what, and what happens then."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rules", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    data_class = models.CharField(_("data class"), max_length=300)
    storage_class = models.CharField(
        _("storage class"), max_length=24, choices=StorageClass, default=StorageClass.NOT_STATED
    )
    period = models.CharField(
        _("period"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("ISO 8601, such as P60D, P24M or P7Y."),
    )
    bound = models.CharField(_("bound"), max_length=10, choices=Bound)
    start_rounding = models.CharField(
        _("counted from"),
        max_length=7,
        choices=StartRounding,
        default=StartRounding.NONE,
        help_text=_("Some laws count from the end of the calendar year of the event."),
    )
    trigger_mode = models.CharField(
        _("triggers needed"), max_length=3, choices=TriggerMode, default=TriggerMode.ANY
    )
    action = models.CharField(_("action"), max_length=24, choices=Action)
    exceptions = models.TextField(_("exceptions"), blank=True)
    citation = models.TextField(_("citation"), blank=True)
    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_(
            "The sentence of the record and of the notice. Write {period} where the period stands, "
            "so that it follows the rule."
        ),
    )
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    applies_to_all = models.BooleanField(_("applies to all activities"), default=False)
    irreversible = models.BooleanField(_("irreversible"), default=False)
    executed_by = models.CharField(
        _("executed by"), max_length=10, choices=ExecutedBy, default=ExecutedBy.NOT_STATED
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ("organisation", "code")
        constraints = (
            models.UniqueConstraint(
                name="ropa_rule_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another rule of this organisation has this code."),
            ),
            filled("ropa_rule", "data_class", _("Say which data the rule is for.")),
            known("ropa_rule", "storage_class", StorageClass),
            known("ropa_rule", "bound", Bound),
            known("ropa_rule", "start_rounding", StartRounding),
            known("ropa_rule", "trigger_mode", TriggerMode),
            known("ropa_rule", "action", Action),
            known("ropa_rule", "executed_by", ExecutedBy),
            models.CheckConstraint(
                name="ropa_rule_period_only_with_a_timed_bound",
                condition=Q(period="") | ~Q(bound__in=TIMELESS),
                violation_error_message=_("An open rule or an extension carries no period."),
            ),
            models.CheckConstraint(
                name="ropa_rule_statement_says_a_period_it_has",
                condition=~Q(statement__contains=periods.PLACE) | ~Q(period=""),
                violation_error_message=_("The statement says {period}, but the rule has none."),
            ),
            models.CheckConstraint(
                name="ropa_rule_minimum_needs_a_period",
                condition=~Q(bound=Bound.MIN) | ~Q(period=""),
                violation_error_message=_("A minimum needs its period."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.data_class}"

    @property
    def sentence(self) -> str:
        """The statement with the period filled in, or what the rule says without one."""
        if self.statement:
            return periods.fill_in(self.statement, self.period, self.start_rounding)
        length = f"{self.get_bound_display()} {self.period_in_words}".strip()
        return f"{self.data_class}: {length}"

    @property
    def period_in_words(self) -> str:
        return periods.written(self.period, self.start_rounding) if self.period else ""


class RuleTrigger(Record):
    """An event that starts the period."""

    rule = models.ForeignKey(
        RetentionRule, models.CASCADE, related_name="triggers", verbose_name=_("rule")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    trigger = models.CharField(_("trigger"), max_length=28, choices=Trigger)

    history = Trail()

    class Meta:
        verbose_name = _("trigger")
        verbose_name_plural = _("triggers")
        ordering = ("rule", "order", "pk")
        constraints = (
            known("ropa_trigger", "trigger", Trigger),
            models.UniqueConstraint(
                name="ropa_trigger_unique",
                fields=("rule", "trigger"),
                violation_error_message=_("This trigger is listed already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_trigger_display())


class PurposeRule(Record):
    """A rule that applies to a purpose line."""

    purpose = models.ForeignKey(
        Purpose, models.CASCADE, related_name="rules", verbose_name=_("purpose line")
    )
    rule = models.ForeignKey(
        RetentionRule, models.CASCADE, related_name="uses", verbose_name=_("rule")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    in_line = models.BooleanField(
        _("stated in the line"),
        default=True,
        help_text=_("Not ticked: it applies, but the source states it elsewhere."),
    )
    scope = models.CharField(_("for which data"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("retention rule of the line")
        verbose_name_plural = _("retention rules of the line")
        ordering = ("purpose", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                name="ropa_purpose_rule_unique",
                fields=("purpose", "rule"),
                violation_error_message=_("This rule stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule.code} / {self.purpose.code}"
