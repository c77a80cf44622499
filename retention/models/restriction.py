"""Restrictions: the data of a person are frozen, Art. 18. Of the person see `models.hold`."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from retention.choices import RestrictionGround
from retention.models.store import DataSet
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import Organisation
from ropa.models.rules import filled, known


class RestrictionQuerySet(RecordQuerySet["Restriction"]):
    def in_force(self, *, on: date) -> Self:
        """Restrictions that freeze data on the day, the day of lifting not included."""
        return self.filter(from_on__lte=on).filter(Q(lifted_on__isnull=True) | Q(lifted_on__gt=on))


class Restriction(Record):
    """The data of a person are only kept, Art. 18; a request being answered freezes them too."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="restrictions", verbose_name=_("organisation")
    )
    data_set = models.ForeignKey(
        DataSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restrictions",
        verbose_name=_("data set"),
        help_text=_("Empty: every data set of the organisation."),
    )
    digest = models.CharField(_("keyed hash"), max_length=64, editable=False)
    sealed = models.BinaryField(_("sealed value"), editable=False)
    ground = models.CharField(_("ground"), max_length=9, choices=RestrictionGround)
    reference = models.CharField(
        _("reference"), max_length=60, help_text=_("Of the request, never the name of a person.")
    )
    from_on = models.DateField(_("from"))
    informed_on = models.DateField(
        _("told before lifting"),
        null=True,
        blank=True,
        help_text=_("Art. 18(3): the person is told before a restriction is lifted."),
    )
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lift_reason = models.TextField(_("reason of the lifting"), blank=True)

    objects = RestrictionQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("digest", "sealed")
    history = Trail(excluded_fields=["sealed"])

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ("organisation", "-from_on", "pk")
        permissions = (("lift_restriction", "Can lift restrictions"),)
        constraints = (
            known("retention_restriction", "ground", RestrictionGround),
            filled("retention_restriction", "reference", _("Name the request.")),
            models.CheckConstraint(
                name="retention_restriction_lifting_has_reason",
                condition=Q(lifted_on__isnull=True, lift_reason="")
                | (Q(lifted_on__gte=F("from_on")) & ~Q(lift_reason="")),
                violation_error_message=_("A lifting has a reason and lies after the beginning."),
            ),
            models.CheckConstraint(
                name="retention_restriction_told_before_lifting",
                condition=Q(lifted_on__isnull=True)
                | Q(ground=RestrictionGround.PENDING)
                | Q(informed_on__isnull=False, informed_on__lte=F("lifted_on")),
                violation_error_message=_("Tell the person before the lifting, Art. 18(3)."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} / {self.digest[:12]}"
