"""International transfers and the safeguards that carry them, Art. 44 to 49."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.register import DestinationKind, Mechanism, TransferKind
from ropa.choices.vendors import TransferOrigin
from ropa.models.adequacy import AdequacyDecision
from ropa.models.agreement import Agreement
from ropa.models.organisation import LegalEntity, Organisation
from ropa.models.purpose import Purpose
from ropa.models.rules import code_validator, country_validator, known
from ropa.models.vendor import Vendor


class TransferQuerySet(RecordQuerySet["Transfer"]):
    def without_safeguard(self) -> Self:
        """Movements of data for which no mechanism is recorded."""
        return self.filter(safeguards__isnull=True).exclude(
            kind__in=(TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)
        )


class Transfer(Record):
    """Data that go, are stored or are reached abroad: exporter, importer, destination."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="transfers", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=12, choices=TransferKind)
    exporter_entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        verbose_name=_("exporting entity"),
    )
    exporter = models.CharField(_("exporter"), max_length=300, blank=True)
    exporter_vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="onward_transfers",
        verbose_name=_("passed on by"),
        help_text=_("The vendor that hands the data on; empty where we hand them over ourselves."),
    )
    importer_vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("importing vendor"),
    )
    importer_entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("importing entity"),
    )
    importer = models.CharField(_("importer"), max_length=300, blank=True)
    destination_kind = models.CharField(
        _("kind of destination"),
        max_length=10,
        choices=DestinationKind,
        default=DestinationKind.UNKNOWN,
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    destination = models.CharField(_("destination"), max_length=300, blank=True)
    scope = models.CharField(_("which data"), max_length=300, blank=True)
    statement = models.TextField(_("what happens"), blank=True)
    covers_all = models.BooleanField(_("covers all activities"), default=False)
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=TransferOrigin,
        default=TransferOrigin.RECORDED,
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)

    objects = TransferQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ("organisation", "code")
        constraints = (
            known("ropa_transfer", "kind", TransferKind),
            known("ropa_transfer", "destination_kind", DestinationKind),
            models.UniqueConstraint(
                name="ropa_transfer_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another transfer of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="ropa_transfer_country_only_with_country",
                condition=(Q(destination_kind=DestinationKind.COUNTRY) & ~Q(country=""))
                | (~Q(destination_kind=DestinationKind.COUNTRY) & Q(country="")),
                violation_error_message=_(
                    "A destination that is a country needs its code, and only such a one has it."
                ),
            ),
            known("ropa_transfer", "origin", TransferOrigin),
            models.CheckConstraint(
                name="ropa_transfer_derived_is_confirmed",
                condition=Q(origin=TransferOrigin.RECORDED) | Q(confirmed_on__isnull=False),
                violation_error_message=_("A transfer that was worked out is kept once confirmed."),
            ),
            models.CheckConstraint(
                name="ropa_transfer_not_to_its_exporter",
                condition=Q(exporter_vendor__isnull=True)
                | Q(importer_vendor__isnull=True)
                | ~Q(exporter_vendor=models.F("importer_vendor")),
                violation_error_message=_("A vendor does not pass data on to itself."),
            ),
            models.CheckConstraint(
                name="ropa_transfer_one_importer",
                condition=Q(importer_vendor__isnull=True) | Q(importer_entity__isnull=True),
                violation_error_message=_("The importer is a vendor or an entity, not both."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.importer_name or '–'} → {self.destination_name or '?'}"

    @property
    def importer_name(self) -> str:
        known_importer = self.importer_vendor or self.importer_entity
        return str(known_importer) if known_importer else self.importer

    @property
    def destination_name(self) -> str:
        return self.destination or self.country


class Safeguard(Record):
    """A mechanism under which a transfer is made; several are possible."""

    transfer = models.ForeignKey(
        Transfer, models.CASCADE, related_name="safeguards", verbose_name=_("transfer")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    mechanism = models.CharField(_("mechanism"), max_length=36, choices=Mechanism)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="safeguards",
        verbose_name=_("agreement"),
    )
    entity = models.ForeignKey(
        LegalEntity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="safeguards",
        verbose_name=_("certified entity"),
    )
    decision = models.ForeignKey(
        AdequacyDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="safeguards",
        verbose_name=_("adequacy decision"),
    )
    evidence = models.TextField(_("evidence"), blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("safeguard")
        verbose_name_plural = _("safeguards")
        ordering = ("transfer", "order")
        constraints = (
            known("ropa_safeguard", "mechanism", Mechanism),
            models.UniqueConstraint(
                name="ropa_safeguard_unique",
                fields=("transfer", "mechanism"),
                violation_error_message=_("This mechanism is listed already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_mechanism_display())


class TransferPurpose(Record):
    """A transfer that belongs to a purpose line."""

    purpose = models.ForeignKey(
        Purpose, models.CASCADE, related_name="transfers", verbose_name=_("purpose line")
    )
    transfer = models.ForeignKey(
        Transfer, models.CASCADE, related_name="purposes", verbose_name=_("transfer")
    )

    history = Trail()

    class Meta:
        verbose_name = _("transfer of a purpose line")
        verbose_name_plural = _("transfers of purpose lines")
        ordering = ("purpose", "transfer")
        constraints = (
            models.UniqueConstraint(
                name="ropa_transfer_purpose_unique",
                fields=("purpose", "transfer"),
                violation_error_message=_("This transfer stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.transfer.code} / {self.purpose.code}"
