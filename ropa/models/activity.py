"""Processing activities: use cases with a stable code, their group, links and sources."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.approval import ActivityStatus
from ropa.choices.register import (
    ActivityKind,
    Channel,
    DataSource,
    LinkKind,
    Role,
    RoleSource,
)
from ropa.models.catalogue import Measure
from ropa.models.organisation import LegalEntity, Organisation
from ropa.models.rules import code_validator, known, validate_period


class ActivityGroup(Record):
    """A heading without rows of its own, under which activities stand."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="groups", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    heading = models.CharField(_("heading"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    history = Trail()

    class Meta:
        verbose_name = _("group of activities")
        verbose_name_plural = _("groups of activities")
        ordering = ("organisation", "order")
        constraints = (
            models.UniqueConstraint(
                name="ropa_group_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another group of this organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.heading


class ActivityQuerySet(RecordQuerySet["ProcessingActivity"]):
    def as_controller(self) -> Self:
        """Activities of the record under Art. 30(1); a role not stated is not left out."""
        return self.exclude(role=Role.PROCESSOR)

    def as_processor(self) -> Self:
        """Activities of the record under Art. 30(2)."""
        return self.filter(role=Role.PROCESSOR)


class ProcessingActivity(Record):
    """One use case of personal data, Art. 30."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="activities", verbose_name=_("organisation")
    )
    code = models.CharField(
        _("code"),
        max_length=80,
        validators=[code_validator],
        help_text=_("Stays for ever: files and histories refer to it."),
    )
    heading = models.CharField(_("heading"), max_length=300)
    group = models.ForeignKey(
        ActivityGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("group"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role,
        default=Role.NOT_STATED,
        help_text=_("What the organisation is in this activity: Art. 30(1) or 30(2)."),
    )
    role_source = models.CharField(
        _("source of the role"), max_length=10, choices=RoleSource, default=RoleSource.SILENT
    )
    kind = models.CharField(
        _("kind"), max_length=14, choices=ActivityKind, default=ActivityKind.DERIVED
    )
    entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("legal entity"),
    )
    sensitive_content = models.BooleanField(
        _("content unknown, may be sensitive"),
        default=False,
        help_text=_("For containers such as message bodies, uploads and customers' databases."),
    )
    applies_to_all = models.BooleanField(
        _("applies to all activities"),
        default=False,
        help_text=_("Only for one that cuts across: fraud, security, legal claims and the like."),
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ActivityStatus,
        default=ActivityStatus.DRAFT,
        editable=False,
    )
    review_every = models.CharField(
        _("review every"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("ISO 8601, such as P1Y."),
    )
    review_on = models.DateField(_("next review on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("replaced by"),
    )
    source_section = models.CharField(_("section of the source"), max_length=200, blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("status",)
    history = Trail()

    class Meta:
        verbose_name = _("processing activity")
        verbose_name_plural = _("processing activities")
        ordering = ("organisation", "order", "code")
        constraints = (
            models.UniqueConstraint(
                name="ropa_activity_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another activity of this organisation has this code."),
            ),
            known("ropa_activity", "role", Role),
            known("ropa_activity", "role_source", RoleSource),
            known("ropa_activity", "kind", ActivityKind),
            models.CheckConstraint(
                name="ropa_activity_role_source_fits",
                condition=~(Q(role=Role.NOT_STATED) & Q(role_source=RoleSource.STATED)),
                violation_error_message=_("A role that is stated by the source must be chosen."),
            ),
            known("ropa_activity", "status", ActivityStatus),
            models.CheckConstraint(
                name="ropa_activity_all_only_if_cross_cutting",
                condition=Q(applies_to_all=False) | Q(kind=ActivityKind.CROSS_CUTTING),
                violation_error_message=_(
                    "Only an activity of the kind “applies to many activities” applies to all."
                ),
            ),
            models.CheckConstraint(
                name="ropa_activity_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("id")),
                violation_error_message=_("An activity cannot replace itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.heading}"


class ActivityLink(Record):
    """A product, a site or a surface that the activity belongs to."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="links", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind)
    name = models.CharField(_("name"), max_length=200, blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("product or site")
        verbose_name_plural = _("products and sites")
        ordering = ("activity", "order")
        constraints = (
            known("ropa_link", "kind", LinkKind),
            models.CheckConstraint(
                name="ropa_link_says_something",
                condition=~Q(name="", url=""),
                violation_error_message=_("Give a name or an address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.url


class ActivitySource(Record):
    """Where the data come from, Art. 14(2)(f)."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="sources", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    source = models.CharField(_("source"), max_length=12, choices=DataSource)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("source of the data")
        verbose_name_plural = _("sources of the data")
        ordering = ("activity", "order")
        constraints = (known("ropa_source", "source", DataSource),)

    def __str__(self) -> str:
        return self.get_source_display()


class ActivityChannel(Record):
    """How the data reach the organisation."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="channels", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("collection channel")
        verbose_name_plural = _("collection channels")
        ordering = ("activity", "order")
        constraints = (known("ropa_channel", "channel", Channel),)

    def __str__(self) -> str:
        return self.get_channel_display()


class ActivityMeasure(Record):
    """A measure that protects the activity, Art. 30(1)(g)."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="measures", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="uses", verbose_name=_("measure")
    )
    wording = models.TextField(_("wording"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("measure of the activity")
        verbose_name_plural = _("measures of the activity")
        ordering = ("activity", "order")
        constraints = (
            models.UniqueConstraint(
                name="ropa_activity_measure_unique",
                fields=("activity", "measure", "wording"),
                violation_error_message=_("This measure is listed already."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or str(self.measure)
