"""Where data lie, which rows or files a rule reaches there, and what a hold stops."""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from retention.choices import StoreKind
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import Organisation, RetentionRule
from ropa.models.rules import code_validator, known

variable_validator = RegexValidator(
    r"\A[A-Z][A-Z0-9_]*\Z",
    _("Name an environment variable in capital letters; the address itself is never stored."),
)


class DataStore(Record):
    """A database or a place of files; its address stands in the environment, never here."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="data_stores", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=StoreKind)
    url_variable = models.CharField(
        _("environment variable"),
        max_length=80,
        validators=[variable_validator],
        help_text=_("It holds a SQLAlchemy address for a database, an fsspec address for files."),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("data store")
        verbose_name_plural = _("data stores")
        ordering = ("organisation", "name")
        constraints = (
            known("retention_store", "kind", StoreKind),
            models.UniqueConstraint(
                name="retention_store_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another data store of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="retention_store_holds_no_address",
                condition=~Q(url_variable__contains=":") & ~Q(url_variable__contains="/"),
                violation_error_message=_("Name the variable; never write the address here."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class DataSet(Record):
    """The rows of a table, or the files of a folder, that a rule or a ticket can reach."""

    store = models.ForeignKey(
        DataStore, models.PROTECT, related_name="data_sets", verbose_name=_("data store")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    location = models.CharField(
        _("table or folder"), max_length=200, help_text=_("In a database SCHEMA.TABLE or TABLE.")
    )
    key_column = models.CharField(
        _("key column"),
        max_length=100,
        blank=True,
        help_text=_("The primary key; empty for files, whose key is their path."),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        ordering = ("store", "name")
        constraints = (
            models.UniqueConstraint(
                name="retention_set_code_unique",
                fields=("store", "code"),
                violation_error_message=_("Another data set of this store has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        """Whose store it is; rules and holds of other organisations stay away."""
        return self.store.organisation

    @property
    def organisation_id(self) -> int:
        return self.store.organisation_id


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
    filter_column = models.CharField(
        _("only where column"), max_length=100, blank=True, help_text=_("Empty: every row.")
    )
    filter_value = models.CharField(_("has the value"), max_length=200, blank=True)
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
                fields=("data_set", "rule", "filter_column", "filter_value"),
                violation_error_message=_("This rule is at work on this data set already."),
            ),
            models.CheckConstraint(
                name="retention_set_rule_filter_whole",
                condition=Q(filter_column="", filter_value="") | ~Q(filter_column=""),
                violation_error_message=_("A value needs the column in which it stands."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule.code} → {self.data_set.name}"


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
    """What a hold covers: a whole data set, or the rows with a value; files by pattern."""

    hold = models.ForeignKey(
        LegalHold, models.CASCADE, related_name="scopes", verbose_name=_("hold")
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
    column = models.CharField(
        _("only where column"), max_length=100, blank=True, help_text=_("Empty: all rows.")
    )
    value = models.CharField(
        _("has the value"),
        max_length=200,
        blank=True,
        help_text=_("For files a pattern of the path, such as customer-17/*."),
    )

    # The value may point at a person, so it stays out of the history.
    history = Trail(excluded_fields=["value"])

    class Meta:
        verbose_name = _("scope of a hold")
        verbose_name_plural = _("scopes of holds")
        ordering = ("hold", "pk")
        constraints = (
            models.CheckConstraint(
                name="retention_scope_rows_only_in_a_data_set",
                condition=Q(data_set__isnull=False) | Q(column="", value=""),
                violation_error_message=_("Choose the data set in which the rows stand."),
            ),
        )

    def __str__(self) -> str:
        return str(self.data_set) if self.data_set else str(_("every data set"))
