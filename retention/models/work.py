"""What a run needs only while it is under way: how to settle its batch, and who is on it."""

import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from retention.models.purge import PurgeBatch, PurgeRun


class BatchUnderWay(models.Model):
    """What settles the batch under way exactly, should it be interrupted.

    A store that remembers its transactions is asked for its own; of any other the keys are kept.
    Gone as soon as the batch is settled; no record, so without history.
    """

    batch = models.OneToOneField(
        PurgeBatch, models.CASCADE, related_name="under_way", primary_key=True
    )
    store_transaction = models.CharField(_("transaction of the store"), max_length=40, blank=True)
    packed = models.BinaryField(_("keys"), default=bytes)

    class Meta:
        verbose_name = _("batch under way")
        verbose_name_plural = _("batches under way")

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
