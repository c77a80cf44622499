"""The erasure ledger: whose data were erased where, written before they are.

After a backup is restored, the ledger tells whom to erase again. It names a person or a customer
by a keyed hash only, so it can be kept for ever.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.choices import ErasureCause, ErasureStatus, SubjectKind
from retention.models.deletion import DeletionStep
from retention.models.store import DataSet, DataStore
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import Organisation
from ropa.models.rules import filled, known


class Replay(Record):
    """One look for what a restored backup brought back, and its erasing."""

    since = models.DateTimeField(_("erasures since"))
    store = models.ForeignKey(
        DataStore,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replays",
        verbose_name=_("data store"),
        help_text=_("Empty: every store."),
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    report: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(
        _("report"), default=dict
    )

    history = Trail()

    class Meta:
        verbose_name = _("replay of erasures")
        verbose_name_plural = _("replays of erasures")
        ordering = ("-started_at",)
        permissions = (("replay_erasure", "Can erase again after a restore"),)

    def __str__(self) -> str:
        return f"E{self.pk}"


class ErasureQuerySet(RecordQuerySet["Erasure"]):
    def unsettled(self) -> Self:
        """Erasures that were announced and neither done nor abandoned."""
        return self.filter(status=ErasureStatus.ANNOUNCED)

    def done(self) -> Self:
        return self.filter(status=ErasureStatus.ERASED)


class Erasure(Record):
    """The erasing of the rows of one person or customer in one data set."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="erasures", verbose_name=_("organisation")
    )
    data_set = models.ForeignKey(
        DataSet, models.PROTECT, related_name="erasures", verbose_name=_("data set")
    )
    subject_kind = models.CharField(_("whose"), max_length=8, choices=SubjectKind)
    subject_digest = models.CharField(_("keyed hash"), max_length=64)
    cause = models.CharField(_("cause"), max_length=8, choices=ErasureCause)
    reference = models.CharField(
        _("reference"), max_length=60, help_text=_("Of the request, never the name of a person.")
    )
    step = models.ForeignKey(
        DeletionStep,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="erasures",
        verbose_name=_("step of a deletion process"),
    )
    replay = models.ForeignKey(
        Replay,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="erasures",
        verbose_name=_("erased again in"),
    )
    status = models.CharField(
        _("status"), max_length=9, choices=ErasureStatus, default=ErasureStatus.ANNOUNCED
    )
    count = models.PositiveBigIntegerField(_("rows"), default=0)
    keys_sha256 = models.CharField(_("SHA-256 over the keys"), max_length=64, blank=True)
    left_count = models.PositiveBigIntegerField(
        _("rows that stay"), default=0, help_text=_("Held, restricted or protected by a minimum.")
    )
    announced_at = models.DateTimeField(_("announced at"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    remark = models.TextField(_("remark"), blank=True)

    objects = ErasureQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-announced_at", "-pk")
        permissions = (("erase_subject", "Can erase the rows of one person"),)
        indexes = (
            models.Index(fields=("data_set", "subject_digest"), name="retention_erasure_subject"),
        )
        constraints = (
            known("retention_erasure", "status", ErasureStatus),
            known("retention_erasure", "cause", ErasureCause),
            known("retention_erasure", "subject_kind", SubjectKind),
            filled("retention_erasure", "reference", _("Name the request.")),
            models.CheckConstraint(
                name="retention_erasure_erased_has_its_time",
                condition=Q(status=ErasureStatus.ERASED, erased_at__isnull=False)
                | (~Q(status=ErasureStatus.ERASED) & Q(erased_at__isnull=True)),
                violation_error_message=_("Only what is erased has a time of erasure."),
            ),
            models.CheckConstraint(
                name="retention_erasure_abandoned_says_why",
                condition=~Q(status=ErasureStatus.ABANDONED) | ~Q(remark=""),
                violation_error_message=_("An abandoned erasure says why."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} / {self.data_set.code}"
