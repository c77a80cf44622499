"""Decisions that a country, or some importers in it, protect data adequately, Art. 45."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.vendors import AdequacyScope, TransferLaw
from ropa.models.rules import code_validator, country_validator, known


class AdequacyQuerySet(RecordQuerySet["AdequacyDecision"]):
    def in_force(self, *, on: date) -> Self:
        """Decisions that carry a transfer on that day, their first and last day included."""
        begun = Q(in_force_from__lte=on)
        return self.filter(
            begun,
            Q(expires_on__isnull=True) | Q(expires_on__gte=on),
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        )


class AdequacyDecision(Record):
    """One decision with its dates and scope; shared by all organisations, as law is."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    law = models.CharField(_("law"), max_length=2, choices=TransferLaw, default=TransferLaw.EU)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[country_validator],
        help_text=_("Empty where the decision is about an international organisation."),
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    scope = models.CharField(
        _("scope"), max_length=12, choices=AdequacyScope, default=AdequacyScope.FULL
    )
    scope_note = models.TextField(_("scope in words"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"))
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("The last day, by the decision itself.")
    )
    ended_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("Where it was repealed, suspended or annulled: the first day without it."),
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    note = models.TextField(_("note"), blank=True)
    shipped = models.JSONField(default=dict, blank=True, editable=False)

    objects = AdequacyQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("shipped",)
    history = Trail()

    class Meta:
        verbose_name = _("adequacy decision")
        verbose_name_plural = _("adequacy decisions")
        ordering = ("law", "name", "in_force_from")
        constraints = (
            known("ropa_adequacy", "law", TransferLaw),
            known("ropa_adequacy", "scope", AdequacyScope),
            models.CheckConstraint(
                name="ropa_adequacy_country_or_organisation",
                condition=(Q(country="") & Q(scope=AdequacyScope.ORGANISATION))
                | (~Q(country="") & ~Q(scope=AdequacyScope.ORGANISATION)),
                violation_error_message=_(
                    "A decision is about a country, or its scope is an international organisation."
                ),
            ),
            models.CheckConstraint(
                name="ropa_adequacy_expires_after_it_begins",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("in_force_from")),
                violation_error_message=_("A decision cannot expire before it is in force."),
            ),
            models.CheckConstraint(
                name="ropa_adequacy_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("in_force_from")),
                violation_error_message=_("A decision cannot end before it is in force."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.number})" if self.number else self.name
