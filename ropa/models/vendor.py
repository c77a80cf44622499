"""Vendors of an organisation: the master record, every spelling met, and each use."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.register import LocationKind, RoleSource, VendorRole
from ropa.models.organisation import Organisation
from ropa.models.purpose import Purpose
from ropa.models.rules import country_validator, filled, known
from ropa.vendor_lists.names import normalise


class VendorQuerySet(RecordQuerySet["Vendor"]):
    def without_agreement(self, *, on: date) -> Self:
        """Vendors used as processor or sub-processor under no agreement in force, Art. 28(3)."""
        processing = Q(uses__role__in=(VendorRole.PROCESSOR, VendorRole.SUB_PROCESSOR))
        agreements: Any = self.model._meta.get_field("agreements").related_model
        carrying = agreements.objects.carrying_processing().in_force(on=on)
        return (
            self.filter(processing, is_own_product=False)
            .exclude(pk__in=carrying.filter(vendor__isnull=False).values("vendor"))
            .distinct()
        )

    def without_location(self) -> Self:
        """Vendors of which nothing says where they hold the data."""
        return self.filter(locations__isnull=True, is_own_product=False)


class Vendor(Record):
    """The master record of a vendor; its spellings are aliases, its services are uses."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="vendors", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    normalised = models.CharField(max_length=200, editable=False)
    family = models.CharField(
        _("family"), max_length=200, blank=True, help_text=_("The company behind the product.")
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=300,
        blank=True,
        help_text=_("The contracting company with its legal form, where the name is a product."),
    )
    address = models.TextField(_("address"), blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    privacy_url = models.CharField(_("privacy policy"), max_length=300, blank=True)
    opt_out_url = models.CharField(_("opt-out page"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    is_own_product = models.BooleanField(
        _("own product"), default=False, help_text=_("Listed by the source, but not a third party.")
    )
    backup_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="backups",
        verbose_name=_("backup of"),
    )
    is_verified = models.BooleanField(
        _("identity verified"), default=True, help_text=_("Not ticked: we cannot tell who it is.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = VendorQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("normalised",)
    history = Trail()

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        ordering = ("organisation", "name")
        permissions = (("import_vendor", "Can import vendor lists"),)
        constraints = (
            filled("ropa_vendor", "name", _("Give the vendor's name.")),
            models.UniqueConstraint(
                name="ropa_vendor_name_unique",
                fields=("organisation", "normalised"),
                violation_error_message=_("This organisation has a vendor of this name already."),
            ),
            models.CheckConstraint(
                name="ropa_vendor_not_its_own_backup",
                condition=Q(backup_of__isnull=True) | ~Q(backup_of=F("id")),
                violation_error_message=_("A vendor cannot be its own backup."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: object = None) -> None:
        self.normalised = normalise(self.name)
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]

    def save(self, *args: object, **kwargs: object) -> None:
        self.normalised = normalise(self.name)
        super().save(*args, **kwargs)


class VendorAlias(Record):
    """A spelling met in a source; it means one vendor of the organisation."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="vendor_aliases", editable=False
    )
    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="aliases", verbose_name=_("vendor")
    )
    spelling = models.CharField(_("spelling"), max_length=200)
    normalised = models.CharField(max_length=200, editable=False)

    derived_fields = ("organisation", "normalised")
    history = Trail()

    class Meta:
        verbose_name = _("spelling of a vendor")
        verbose_name_plural = _("spellings of vendors")
        ordering = ("spelling",)
        constraints = (
            filled("ropa_alias", "spelling", _("Give the spelling.")),
            models.UniqueConstraint(
                name="ropa_alias_spelling_unique",
                fields=("vendor", "spelling"),
                violation_error_message=_("This spelling is listed already."),
            ),
        )

    def __str__(self) -> str:
        return self.spelling

    def clean_fields(self, exclude: object = None) -> None:
        self._follow_vendor()
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]

    def save(self, *args: object, **kwargs: object) -> None:
        self._follow_vendor()
        super().save(*args, **kwargs)

    def _follow_vendor(self) -> None:
        self.normalised = normalise(self.spelling)
        if self.vendor_id:
            self.organisation_id = self.vendor.organisation_id


class VendorLocation(Record):
    """Where a vendor hosts, accesses, has its seat or signs; unknown is a value."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="locations", verbose_name=_("vendor")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(
        _("kind"), max_length=12, choices=LocationKind, default=LocationKind.NOT_STATED
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    wording = models.CharField(
        _("wording"), max_length=300, blank=True, help_text=_("As the source says it.")
    )

    history = Trail()

    class Meta:
        verbose_name = _("location of a vendor")
        verbose_name_plural = _("locations of vendors")
        ordering = ("vendor", "order")
        constraints = (
            known("ropa_location", "kind", LocationKind),
            models.CheckConstraint(
                name="ropa_location_says_something",
                condition=~Q(country="", wording=""),
                violation_error_message=_("Give a country or the wording of the source."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or self.country


class VendorUseQuerySet(RecordQuerySet["VendorUse"]):
    def recipients(self) -> Self:
        return self.filter(is_recipient=True)


class VendorUse(Record):
    """A vendor in one purpose line, with its own service, role and data limitation."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="uses", verbose_name=_("vendor")
    )
    purpose = models.ForeignKey(
        Purpose,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="vendor_uses",
        verbose_name=_("purpose line"),
        help_text=_("Empty: we know that the vendor is used, not for what."),
    )
    spelling = models.CharField(
        _("spelling"), max_length=200, help_text=_("As the source of this use spells it.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    service = models.CharField(_("service"), max_length=300, blank=True)
    role = models.CharField(
        _("role"), max_length=24, choices=VendorRole, default=VendorRole.NOT_STATED
    )
    role_source = models.CharField(
        _("source of the role"), max_length=10, choices=RoleSource, default=RoleSource.SILENT
    )
    data_limitation = models.CharField(_("data limitation"), max_length=300, blank=True)
    is_recipient = models.BooleanField(
        _("recipient"), default=True, help_text=_("Not ticked: named, but given no data.")
    )
    entry_point = models.CharField(_("entry point"), max_length=200, blank=True)
    source_lines = models.CharField(_("lines of the source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = VendorUseQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("use of a vendor")
        verbose_name_plural = _("uses of vendors")
        ordering = ("purpose", "order", "pk")
        constraints = (
            known("ropa_use", "role", VendorRole),
            known("ropa_use", "role_source", RoleSource),
            models.UniqueConstraint(
                name="ropa_use_unique",
                fields=("vendor", "purpose", "service", "spelling"),
                violation_error_message=_("This use of the vendor is listed already."),
            ),
            models.UniqueConstraint(
                name="ropa_use_without_purpose_unique",
                fields=("vendor", "service", "spelling"),
                condition=Q(purpose__isnull=True),
                violation_error_message=_("This use of the vendor is listed already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.spelling} ({self.service})" if self.service else self.spelling
