"""Rulings of officers: no transfer after all, and two vendors that only look like one."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import LocationKind
from ropa.models.organisation import LegalEntity, Organisation
from ropa.models.rules import country_validator, filled, known
from ropa.models.vendor import Vendor


class NoTransfer(Record):
    """A transfer that seems to follow from a vendor and was found to be none, with the reason."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="no_transfers", verbose_name=_("organisation")
    )
    exporter_entity = models.ForeignKey(
        LegalEntity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="no_transfers",
        verbose_name=_("exporting entity"),
    )
    exporter_vendor = models.ForeignKey(
        Vendor,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="no_onward_transfers",
        verbose_name=_("passed on by"),
    )
    importer_vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="no_transfers", verbose_name=_("importing vendor")
    )
    location_kind = models.CharField(_("kind of location"), max_length=12, choices=LocationKind)
    country = models.CharField(_("country"), max_length=2, validators=[country_validator])
    reason = models.TextField(_("reason"))
    decided_on = models.DateField(_("decided on"))

    history = Trail()

    class Meta:
        verbose_name = _("transfer ruled out")
        verbose_name_plural = _("transfers ruled out")
        ordering = ("organisation", "importer_vendor", "country", "pk")
        constraints = (
            known("ropa_no_transfer", "location_kind", LocationKind),
            filled("ropa_no_transfer", "reason", _("Say why no data go there.")),
            models.UniqueConstraint(
                "organisation",
                Coalesce("exporter_entity", 0),
                Coalesce("exporter_vendor", 0),
                "importer_vendor",
                "location_kind",
                "country",
                name="ropa_no_transfer_unique",
                violation_error_message=_("This transfer is ruled out already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.importer_vendor}: {self.country}"


class DistinctVendors(Record):
    """Two vendors that are not the same, however alike their names are."""

    one = models.ForeignKey(Vendor, models.CASCADE, related_name="+", verbose_name=_("vendor"))
    other = models.ForeignKey(
        Vendor, models.CASCADE, related_name="+", verbose_name=_("other vendor")
    )
    decided_on = models.DateField(_("decided on"))
    reason = models.TextField(_("reason"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("pair of different vendors")
        verbose_name_plural = _("pairs of different vendors")
        ordering = ("one", "other")
        constraints = (
            models.UniqueConstraint(
                name="ropa_distinct_unique",
                fields=("one", "other"),
                violation_error_message=_("These two are kept apart already."),
            ),
            models.CheckConstraint(
                name="ropa_distinct_in_order",
                condition=Q(one__lt=F("other")),
                violation_error_message=_("The vendor with the lower key stands first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class VendorMerge(Record):
    """Two vendors made one; what was moved, so that it can be taken apart again."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="vendor_merges",
        verbose_name=_("organisation"),
    )
    kept_id_was = models.BigIntegerField(_("key of the kept vendor"))
    kept_name = models.CharField(_("kept"), max_length=200)
    merged_name = models.CharField(_("merged into it"), max_length=200)
    entry = models.JSONField(_("the vendor that was merged"), default=dict)
    moved = models.JSONField(_("rows that were moved"), default=dict)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(
        "auth.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("merge of vendors")
        verbose_name_plural = _("merges of vendors")
        ordering = ("-merged_at",)
        permissions = (("merge_vendor", "Can merge vendors and take merges apart"),)
        constraints = (
            filled("ropa_vendor_merge", "kept_name", _("A merge names the vendor that is kept.")),
            filled("ropa_vendor_merge", "merged_name", _("A merge names the merged vendor.")),
        )

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept_name}"
