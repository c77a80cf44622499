"""What stops purge and erasure: holds on matters, and what each of them covers.

A person is named by a keyed hash; the value itself, which a store has to be asked for, lies sealed
beside it and leaves with the release (`retention.persons`).
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from retention.choices import HoldReach
from retention.models.store import DataSet
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import Customer, Organisation, ProcessingActivity, RetentionRule
from ropa.models.rules import code_validator, filled, known


class HoldQuerySet(RecordQuerySet["LegalHold"]):
    def in_force(self, *, on: date) -> Self:
        """Holds that stop purges on the day, the day of release not included."""
        return self.filter(placed_on__lte=on).filter(
            Q(released_on__isnull=True) | Q(released_on__gt=on)
        )

    def to_review(self, *, on: date) -> Self:
        """Holds that are not released and whose day of review has come."""
        return self.filter(released_on__isnull=True, review_on__lte=on)


class LegalHold(Record):
    """A matter that stops purge and erasure until it is released, Art. 17(3)(e)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="legal_holds", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    matter = models.CharField(
        _("matter"), max_length=200, help_text=_("A reference, never the name of a person.")
    )
    reason = models.TextField(_("reason"))
    placed_on = models.DateField(_("placed on"))
    review_on = models.DateField(_("review on"))
    released_on = models.DateField(_("released on"), null=True, blank=True)
    release_reason = models.TextField(_("reason of the release"), blank=True)

    objects = HoldQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ("organisation", "-placed_on")
        constraints = (
            models.UniqueConstraint(
                name="retention_hold_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another hold of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="retention_hold_reviewed_after_placed",
                condition=Q(review_on__gt=F("placed_on")),
                violation_error_message=_("The review lies after the day of placing."),
            ),
            models.CheckConstraint(
                name="retention_hold_release_has_reason",
                condition=Q(released_on__isnull=True, release_reason="")
                | (Q(released_on__gte=F("placed_on")) & ~Q(release_reason="")),
                violation_error_message=_("A release has a reason and lies after the placing."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.matter}"


class HoldScope(Record):
    """What a hold covers; a hold without any scope covers everything of the organisation."""

    hold = models.ForeignKey(
        LegalHold, models.CASCADE, related_name="scopes", verbose_name=_("hold")
    )
    reach = models.CharField(
        _("covers"), max_length=10, choices=HoldReach, default=HoldReach.EVERYTHING
    )
    data_set = models.ForeignKey(
        DataSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hold_scopes",
        verbose_name=_("data set"),
        help_text=_("Empty: every data set of the organisation."),
    )
    column = models.CharField(_("only where column"), max_length=100, blank=True)
    value = models.CharField(
        _("has the value"),
        max_length=200,
        blank=True,
        help_text=_("For files a pattern of the path, such as customer-17/*."),
    )
    activity = models.ForeignKey(
        ProcessingActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hold_scopes",
        verbose_name=_("activity"),
    )
    rule = models.ForeignKey(
        RetentionRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hold_scopes",
        verbose_name=_("class of data (rule)"),
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hold_scopes",
        verbose_name=_("customer"),
    )

    # The value may point at a person, so it stays out of the history.
    history = Trail(excluded_fields=["value"])

    class Meta:
        verbose_name = _("scope of a hold")
        verbose_name_plural = _("scopes of holds")
        ordering = ("hold", "pk")
        constraints = (
            known("retention_scope", "reach", HoldReach),
            models.CheckConstraint(
                name="retention_scope_rows_only_in_a_data_set",
                condition=Q(reach=HoldReach.ROWS, data_set__isnull=False)
                | (~Q(reach=HoldReach.ROWS) & Q(column="", value="")),
                violation_error_message=_(
                    "Choose the data set in which the rows stand; other scopes name no column."
                ),
            ),
            models.CheckConstraint(
                name="retention_scope_data_set_where_it_says_so",
                condition=~Q(reach__in=(HoldReach.DATA_SET, HoldReach.KEYS))
                | Q(data_set__isnull=False),
                violation_error_message=_("Choose the data set."),
            ),
            models.CheckConstraint(
                name="retention_scope_activity_where_it_says_so",
                condition=Q(reach=HoldReach.ACTIVITY, activity__isnull=False)
                | (~Q(reach=HoldReach.ACTIVITY) & Q(activity__isnull=True)),
                violation_error_message=_("Choose the activity for this scope, and for no other."),
            ),
            models.CheckConstraint(
                name="retention_scope_rule_where_it_says_so",
                condition=Q(reach=HoldReach.RULE, rule__isnull=False)
                | (~Q(reach=HoldReach.RULE) & Q(rule__isnull=True)),
                violation_error_message=_("Choose the class for this scope, and for no other."),
            ),
            models.CheckConstraint(
                name="retention_scope_customer_where_it_says_so",
                condition=Q(reach=HoldReach.CUSTOMER, customer__isnull=False)
                | (~Q(reach=HoldReach.CUSTOMER) & Q(customer__isnull=True)),
                violation_error_message=_("Choose the customer for this scope, and for no other."),
            ),
            models.CheckConstraint(
                name="retention_scope_everything_names_nothing",
                condition=~Q(reach=HoldReach.EVERYTHING) | Q(data_set__isnull=True),
                violation_error_message=_("A hold on everything names no data set."),
            ),
        )

    def __str__(self) -> str:
        return str(self.data_set) if self.data_set else str(self.get_reach_display())


class HoldPerson(Record):
    """A person whose rows a scope covers."""

    scope = models.ForeignKey(
        HoldScope, models.CASCADE, related_name="persons", verbose_name=_("scope")
    )
    digest = models.CharField(_("keyed hash"), max_length=64)
    sealed = models.BinaryField(_("sealed value"), editable=False)

    history = Trail(excluded_fields=["sealed"])

    class Meta:
        verbose_name = _("person under a hold")
        verbose_name_plural = _("persons under holds")
        ordering = ("scope", "pk")
        constraints = (
            models.UniqueConstraint(
                name="retention_hold_person_unique",
                fields=("scope", "digest"),
                violation_error_message=_("This person is listed already."),
            ),
        )

    def __str__(self) -> str:
        return self.digest[:12]


class HoldKey(Record):
    """A key that a scope covers: one row or one file."""

    scope = models.ForeignKey(
        HoldScope, models.CASCADE, related_name="keys", verbose_name=_("scope")
    )
    key = models.CharField(_("key"), max_length=500)

    # A path or a key of text may point at a person.
    history = Trail(excluded_fields=["key"])

    class Meta:
        verbose_name = _("key under a hold")
        verbose_name_plural = _("keys under holds")
        ordering = ("scope", "pk")
        constraints = (
            filled("retention_hold_key", "key", _("Write the key.")),
            models.UniqueConstraint(
                name="retention_hold_key_unique",
                fields=("scope", "key"),
                violation_error_message=_("This key is listed already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope_id}/{self.pk}"
