"""Processing activities: use cases with a stable code, and their group."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.approval import ActivityStatus
from ropa.choices.register import ActivityKind, Role, RoleSource
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

    def to_review(self, *, on: date) -> Self:
        """Activities whose review is due on that day or was before."""
        return self.exclude(status=ActivityStatus.RETIRED).filter(review_on__lte=on)


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

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)
        self.validate_kind()

    def validate_kind(self) -> None:
        """Refuse another kind as long as the activity applies to others."""
        if self.pk and self.kind != ActivityKind.CROSS_CUTTING and self.applications.exists():
            raise ValidationError(
                {
                    "kind": _(
                        "It applies to other activities; remove them under “Applies to” before "
                        "you choose another kind."
                    )
                }
            )
