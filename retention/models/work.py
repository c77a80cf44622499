"""What a run needs only while it is under way: the keys in hand, and who is on it."""

import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from retention.models.purge import PurgeBatch, PurgeRun


class AnnouncedKeys(models.Model):
    """The keys of the batch under way, so that an interruption can be settled exactly.

    Gone as soon as the batch is settled; no record, so without history.
    """

    batch = models.OneToOneField(
        PurgeBatch, models.CASCADE, related_name="announced", primary_key=True
    )
    packed = models.BinaryField(_("keys"))

    class Meta:
        verbose_name = _("keys of the batch under way")
        verbose_name_plural = _("keys of the batches under way")

    def __str__(self) -> str:
        return str(self.batch)

    @staticmethod
    def pack(lines: str) -> bytes:
        return zlib.compress(lines.encode(), level=1)

    @property
    def keys_in_order(self) -> list[str]:
        return zlib.decompress(self.packed).decode().split("\n")


class RunLease(models.Model):
    """Which worker is on a run, and until when; no record, so without history."""

    run = models.OneToOneField(
        PurgeRun, models.CASCADE, related_name="lease", primary_key=True, verbose_name=_("run")
    )
    holder = models.CharField(_("held by"), max_length=200, blank=True)
    until = models.DateTimeField(_("until"))
    trouble = models.TextField(_("last trouble"), blank=True)

    class Meta:
        verbose_name = _("lease of a run")
        verbose_name_plural = _("leases of runs")

    def __str__(self) -> str:
        return self.holder
