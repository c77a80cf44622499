"""Changes of many records at once that can be undone: imports of a register, merges of entries."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.approval import Catalogue
from ropa.models.organisation import Organisation
from ropa.models.rules import known


class RegisterImport(Record):
    """A file that was imported into a register, or the undoing of one.

    The register as it stood before is its state just before `started_at`, from the history.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="imports", verbose_name=_("organisation")
    )
    filename = models.CharField(_("file"), max_length=300)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    removed = models.PositiveIntegerField(_("removed"), default=0)
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )

    history = Trail()

    class Meta:
        verbose_name = _("import of a register")
        verbose_name_plural = _("imports of registers")
        ordering = ("-started_at",)
        permissions = (("import_register", "Can import registers"),)
        constraints = (
            models.CheckConstraint(
                name="ropa_import_ends_after_it_starts",
                condition=Q(finished_at__gte=models.F("started_at")),
                violation_error_message=_("An import ends after it starts."),
            ),
        )

    def __str__(self) -> str:
        return self.filename


class CatalogueMerge(Record):
    """Two entries of a catalogue made one; what was moved, so that it can be taken apart again."""

    catalogue = models.CharField(_("catalogue"), max_length=24, choices=Catalogue)
    kept_code = models.CharField(_("kept"), max_length=80)
    merged_code = models.CharField(_("merged into it"), max_length=80)
    entry = models.JSONField(_("the entry that was merged"), default=dict)
    moved = models.JSONField(_("rows that were moved"), default=dict)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("merge of catalogue entries")
        verbose_name_plural = _("merges of catalogue entries")
        ordering = ("-merged_at",)
        permissions = (("merge_entries", "Can merge entries of catalogues"),)
        constraints = (
            known("ropa_merge", "catalogue", Catalogue),
            models.CheckConstraint(
                name="ropa_merge_two_entries",
                condition=~Q(kept_code=models.F("merged_code")),
                violation_error_message=_("An entry cannot be merged into itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_code} → {self.kept_code}"
