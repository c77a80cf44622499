"""What changes a retention rule for one customer, or for a time."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.retention import ExtensionGround
from ropa.models.agreement import Agreement, Customer
from ropa.models.rule import RetentionRule
from ropa.models.rules import filled, known, validate_period


class OverrideQuerySet(RecordQuerySet["RuleOverride"]):
    def in_force(self, *, on: date) -> Self:
        """Overrides whose agreement is in force on the day."""
        return self.filter(agreement__in=Agreement.objects.in_force(on=on))


class RuleOverride(Record):
    """Another period for one customer, "unless otherwise agreed in writing"."""

    rule = models.ForeignKey(
        RetentionRule, models.PROTECT, related_name="overrides", verbose_name=_("rule")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="rule_overrides", verbose_name=_("customer")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        related_name="rule_overrides",
        verbose_name=_("agreed in"),
        help_text=_("The override ends with the agreement."),
    )
    period = models.CharField(
        _("period"),
        max_length=20,
        validators=[validate_period],
        help_text=_("ISO 8601, such as P60D, P24M or P7Y."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = OverrideQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("period agreed with a customer")
        verbose_name_plural = _("periods agreed with customers")
        ordering = ("rule", "customer", "pk")
        constraints = (
            filled("ropa_override", "period", _("Write the period that was agreed.")),
            models.UniqueConstraint(
                name="ropa_override_unique",
                fields=("rule", "customer", "agreement"),
                violation_error_message=_("This agreement changes the rule for them already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule.code} / {self.customer.code}: {self.period}"


class ExtensionQuerySet(RecordQuerySet["RuleExtension"]):
    def in_force(self, *, on: date) -> Self:
        """Extensions that have begun and whose last day is not over."""
        return self.filter(from_on__lte=on, until__gte=on)


class RuleExtension(Record):
    """A time for which nothing goes under a rule, with its ground and its last day."""

    rule = models.ForeignKey(
        RetentionRule, models.PROTECT, related_name="extensions", verbose_name=_("rule")
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_extensions",
        verbose_name=_("only for the customer"),
        help_text=_("Empty: for all data under the rule."),
    )
    ground = models.CharField(_("ground"), max_length=11, choices=ExtensionGround)
    reason = models.TextField(_("reason"))
    from_on = models.DateField(_("from"))
    until = models.DateField(_("last day"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = ExtensionQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("decided_by",)
    history = Trail()

    class Meta:
        verbose_name = _("extension of a period")
        verbose_name_plural = _("extensions of periods")
        ordering = ("rule", "-until", "pk")
        constraints = (
            known("ropa_extension", "ground", ExtensionGround),
            filled("ropa_extension", "reason", _("Say why the data are kept longer.")),
            models.CheckConstraint(
                name="ropa_extension_ends_after_it_begins",
                condition=Q(until__gte=F("from_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule.code}: {self.until.isoformat()}"
