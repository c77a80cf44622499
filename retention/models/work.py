"""What a run needs while it is under way: how to settle its batch, who is on it, what is asked."""

import zlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.models.batch import PurgeBatch
from retention.models.purge import PurgeRun
from ropa.audit import Record, Trail
from ropa.models import Task


class BatchUnderWay(models.Model):
    """What settles the batch under way exactly, should it be interrupted.

    A store that remembers its transactions is asked for its own; of any other the keys are kept.
    Gone as soon as the batch is settled; no record, so without history.
    """

    batch = models.OneToOneField(
        PurgeBatch, models.CASCADE, related_name="under_way", primary_key=True
    )
    store_transaction = models.CharField(
        _("transaction or order of the store"), max_length=200, blank=True
    )
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
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    retry_at = models.DateTimeField(_("tried again at"), null=True, blank=True)

    class Meta:
        verbose_name = _("lease of a run")
        verbose_name_plural = _("leases of runs")

    def __str__(self) -> str:
        return self.holder


class HandWork(Record):
    """What a person purges by hand for a run, and what she attests of it."""

    run = models.OneToOneField(
        PurgeRun, models.PROTECT, related_name="hand_work", verbose_name=_("run")
    )
    task = models.OneToOneField(
        Task, models.PROTECT, related_name="hand_work", verbose_name=_("task")
    )
    count = models.PositiveBigIntegerField(_("records erased"), null=True, blank=True)
    statement = models.TextField(
        _("attestation"),
        blank=True,
        help_text=_("What was erased, where and how; never the data themselves."),
    )
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("attested by"),
    )
    attested_at = models.DateTimeField(_("attested at"), null=True, blank=True, editable=False)

    history = Trail()

    class Meta:
        verbose_name = _("purge by hand")
        verbose_name_plural = _("purges by hand")
        ordering = ("-pk",)
        permissions = (("attest_handwork", "Can attest a purge by hand"),)
        constraints = (
            models.CheckConstraint(
                name="retention_hand_attested_whole",
                condition=Q(attested_at__isnull=True, attested_by__isnull=True)
                | (
                    Q(attested_at__isnull=False, attested_by__isnull=False, count__isnull=False)
                    & ~Q(statement="")
                ),
                violation_error_message=_("An attestation says who, when, how many, and how."),
            ),
        )

    def __str__(self) -> str:
        return str(self.run)
