"""A rule at work on a data set: for which rows, by which dates, with what left of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.choices import WITHOUT_VALUE, Operator, Strategy
from retention.models.store import DataSet
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import RetentionRule
from ropa.models.rules import known


class DataSetRuleQuerySet(RecordQuerySet["DataSetRule"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_list(self) -> Self:
        return self.select_related("rule__organisation", "data_set__store")


class DataSetRule(Record):
    """A rule at work on a data set: which column starts the period, and for which rows."""

    data_set = models.ForeignKey(
        DataSet, models.PROTECT, related_name="rules", verbose_name=_("data set")
    )
    rule = models.ForeignKey(
        RetentionRule, models.PROTECT, related_name="data_sets", verbose_name=_("rule")
    )
    trigger_column = models.CharField(
        _("trigger column"),
        max_length=100,
        blank=True,
        help_text=_("The date from which the period counts; for files it is their last change."),
    )
    part = models.CharField(
        _("part"),
        max_length=60,
        blank=True,
        help_text=_("Where the rule is at work twice here, with other filters: which rows."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = DataSetRuleQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("rule on a data set")
        verbose_name_plural = _("rules on data sets")
        ordering = ("data_set", "rule")
        constraints = (
            models.UniqueConstraint(
                name="retention_set_rule_unique",
                fields=("data_set", "rule", "part"),
                violation_error_message=_("This rule is at work on this data set already."),
            ),
        )

    def __str__(self) -> str:
        part = f" ({self.part})" if self.part else ""
        return f"{self.rule.code} → {self.data_set.name}{part}"


class RuleFilter(Record):
    """One condition on the rows that a rule reaches; all of them must be met."""

    target = models.ForeignKey(
        DataSetRule, models.CASCADE, related_name="filters", verbose_name=_("rule on a data set")
    )
    column = models.CharField(_("column"), max_length=100, blank=True)
    operator = models.CharField(
        _("condition"), max_length=8, choices=Operator, default=Operator.EQUALS
    )
    value = models.CharField(
        _("value"), max_length=500, blank=True, help_text=_("Several values parted by semicolons.")
    )

    # The value may point at a person, so it stays out of the history.
    history = Trail(excluded_fields=["value"])

    class Meta:
        verbose_name = _("condition on the rows")
        verbose_name_plural = _("conditions on the rows")
        ordering = ("target", "pk")
        constraints = (
            known("retention_filter", "operator", Operator),
            models.CheckConstraint(
                name="retention_filter_value_where_needed",
                condition=(Q(operator__in=WITHOUT_VALUE) & Q(value=""))
                | (~Q(operator__in=WITHOUT_VALUE) & ~Q(value="")),
                violation_error_message=_("Write a value, except for “is (not) empty”."),
            ),
            models.CheckConstraint(
                name="retention_filter_column_or_pattern",
                condition=~Q(column="") | Q(operator=Operator.PATTERN),
                violation_error_message=_("Choose the column; only a pattern of files has none."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.column} {self.get_operator_display()}"


class RuleColumn(Record):
    """A column that a rule anonymises, or, under a rule that keeps, a column that it needs.

    A rule that keeps and names no column needs the whole row.
    """

    target = models.ForeignKey(
        DataSetRule, models.CASCADE, related_name="columns", verbose_name=_("rule on a data set")
    )
    column = models.CharField(_("column"), max_length=100)
    strategy = models.CharField(_("what is left"), max_length=7, choices=Strategy, blank=True)
    fixed_value = models.CharField(_("fixed value"), max_length=200, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("column under a rule")
        verbose_name_plural = _("columns under a rule")
        ordering = ("target", "pk")
        constraints = (
            known("retention_column", "strategy", Strategy, blank=True),
            models.UniqueConstraint(
                name="retention_column_unique",
                fields=("target", "column"),
                violation_error_message=_("This column is listed already."),
            ),
            models.CheckConstraint(
                name="retention_column_fixed_has_its_value",
                condition=Q(strategy=Strategy.FIXED) | Q(fixed_value=""),
                violation_error_message=_("Only “write a fixed value” has one."),
            ),
        )

    def __str__(self) -> str:
        return self.column
