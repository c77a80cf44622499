"""Lists of vendors that come again and again: whose they are, what they said, what went missing."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.vendors import ListImportStatus, SourceKind
from ropa.models.organisation import Organisation
from ropa.models.rules import code_validator, known
from ropa.models.vendor import Vendor


class VendorSource(Record):
    """A list that is imported again and again, and how its columns were understood."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="vendor_sources", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=SourceKind, default=SourceKind.OWN)
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("vendor"),
        help_text=_("Whose sub-processors the list names."),
    )
    url = models.CharField(_("address"), max_length=300, blank=True)
    mapping = models.JSONField(
        _("columns"), default=dict, blank=True, editable=False
    )  # heading key -> field, as the officer confirmed it
    note = models.TextField(_("note"), blank=True)

    derived_fields = ("mapping",)
    history = Trail()

    class Meta:
        verbose_name = _("source of vendors")
        verbose_name_plural = _("sources of vendors")
        ordering = ("organisation", "title")
        constraints = (
            known("ropa_source", "kind", SourceKind),
            models.UniqueConstraint(
                name="ropa_source_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another source of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="ropa_source_vendor_only_of_sub_processors",
                condition=Q(kind=SourceKind.OWN, vendor__isnull=True)
                | Q(kind=SourceKind.SUB_PROCESSORS, vendor__isnull=False),
                violation_error_message=_(
                    "A list of sub-processors names the vendor whose they are, another list none."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title


class VendorListImport(Record):
    """A vendor list on its way into the register, and what became of every row of it."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="vendor_list_imports",
        verbose_name=_("organisation"),
    )
    source = models.ForeignKey(
        VendorSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("source"),
    )
    filename = models.CharField(_("file"), max_length=300)
    file = models.FileField(
        _("file kept"), upload_to="vendor-lists/%Y/", max_length=300, blank=True
    )
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=7, choices=ListImportStatus, default=ListImportStatus.TO_LOOK
    )
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    read = models.PositiveIntegerField(_("rows read"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    removed = models.PositiveIntegerField(_("no longer listed"), default=0)
    report = models.JSONField(_("report"), default=dict, blank=True)

    history = Trail(excluded_fields=["report"])  # large, and worked out again from the file

    class Meta:
        verbose_name = _("import of a vendor list")
        verbose_name_plural = _("imports of vendor lists")
        ordering = ("-asked_at",)
        constraints = (
            known("ropa_list_import", "status", ListImportStatus),
            models.UniqueConstraint(
                name="ropa_list_import_one_at_a_time",
                fields=("organisation",),
                condition=Q(
                    status__in=(
                        ListImportStatus.TO_LOOK,
                        ListImportStatus.LOOKED,
                        ListImportStatus.TO_TAKE,
                    )
                ),
                violation_error_message=_(
                    "Another vendor list of this organisation is on its way; finish or drop it."
                ),
            ),
            models.CheckConstraint(
                name="ropa_list_import_accounts_for_every_row",
                condition=~Q(status=ListImportStatus.TAKEN)
                | Q(
                    read=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("refused")
                ),
                violation_error_message=_(
                    "Every row read is created, updated, unchanged or refused."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.filename


class EntryQuerySet(RecordQuerySet["VendorListEntry"]):
    def listed(self) -> Self:
        return self.filter(removed_on__isnull=True)

    def gone(self) -> Self:
        return self.filter(removed_on__isnull=False)


class VendorListEntry(Record):
    """One row of a source: its raw text beside what was understood. Removal only marks it."""

    source = models.ForeignKey(
        VendorSource, models.CASCADE, related_name="entries", verbose_name=_("source")
    )
    key = models.CharField(_("key"), max_length=64)  # SHA-256 of what makes the row this row
    line = models.PositiveIntegerField(_("line"))
    spelling = models.CharField(_("spelling"), max_length=300, blank=True)
    raw = models.JSONField(_("as the source says it"), default=dict)
    understood = models.JSONField(_("understood"), default=dict)
    not_understood = models.TextField(_("not understood"), blank=True)
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="list_entries",
        verbose_name=_("vendor"),
    )
    first_seen_on = models.DateField(_("first seen on"))
    last_changed_on = models.DateField(_("last changed on"))
    removed_on = models.DateField(_("no longer listed since"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("entry of a source")
        verbose_name_plural = _("entries of sources")
        ordering = ("source", "line", "pk")
        constraints = (
            models.UniqueConstraint(
                name="ropa_source_entry_unique",
                fields=("source", "key"),
                violation_error_message=_("This row of the source is kept already."),
            ),
        )

    def __str__(self) -> str:
        return self.spelling or f"{self.line}"
