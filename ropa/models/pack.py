"""Packs that were handed out to an authority: who made which one when, and what proves it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.models.organisation import Organisation
from ropa.models.rules import filled


class AuthorityPack(Record):
    """One pack; the hash of its manifest proves every file, for the manifest holds their hashes.

    The pack itself is not kept.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="packs", verbose_name=_("organisation")
    )
    as_of = models.DateField(
        _("register of"), null=True, blank=True, help_text=_("Empty: as it stood when made.")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Empty: a command."),
    )
    file_count = models.PositiveIntegerField(_("files"))
    manifest_sha256 = models.CharField(_("SHA-256 of manifest.json"), max_length=64)

    history = Trail()

    class Meta:
        verbose_name = _("authority pack")
        verbose_name_plural = _("authority packs")
        ordering = ("-made_at", "-pk")
        constraints = (
            filled("ropa_pack", "manifest_sha256", _("A pack has the hash of its manifest.")),
        )

    def __str__(self) -> str:
        return f"{self.organisation.code}: {self.made_at:%Y-%m-%d %H:%M}"
