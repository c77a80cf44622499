"""Batches: the steps of a run, each with the evidence of what went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.choices import BatchStatus
from retention.models.purge import PurgeRun
from ropa.audit import Record, Trail
from ropa.models.rules import known


class PurgeBatch(Record):
    """One resumable step: its evidence is written before anything is destroyed.

    It says how many rows went, from which key to which, and the SHA-256 over the keys in order,
    each followed by a line feed. It never holds what was destroyed.
    """

    run = models.ForeignKey(PurgeRun, models.PROTECT, related_name="batches", verbose_name=_("run"))
    number = models.PositiveIntegerField(_("number"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=BatchStatus, default=BatchStatus.ANNOUNCED
    )
    count = models.PositiveIntegerField(_("rows"))
    first_key = models.CharField(_("first key"), max_length=500)
    last_key = models.CharField(_("last key"), max_length=500)
    keys_sha256 = models.CharField(_("SHA-256 over the keys"), max_length=64)
    rule_code = models.CharField(_("rule"), max_length=60)
    rule_statement = models.TextField(_("statement of the rule"), blank=True)
    cutoff_on = models.DateField(_("cut-off"))
    approved_by = models.CharField(_("approved by"), max_length=150)
    announced_at = models.DateTimeField(_("announced at"), auto_now_add=True)
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("purge batch")
        verbose_name_plural = _("purge batches")
        ordering = ("run", "number")
        constraints = (
            known("retention_batch", "status", BatchStatus),
            models.UniqueConstraint(
                name="retention_batch_number_unique",
                fields=("run", "number"),
                violation_error_message=_("The run has a batch of this number already."),
            ),
            models.UniqueConstraint(
                name="retention_batch_one_announced",
                fields=("run",),
                condition=Q(status=BatchStatus.ANNOUNCED),
                violation_error_message=_("The run has a batch under way already."),
            ),
            models.CheckConstraint(
                name="retention_batch_not_empty",
                condition=Q(count__gt=0),
                violation_error_message=_("A batch without rows is no batch."),
            ),
            models.CheckConstraint(
                name="retention_batch_destroyed_has_its_time",
                condition=Q(status=BatchStatus.DESTROYED, destroyed_at__isnull=False)
                | (~Q(status=BatchStatus.DESTROYED) & Q(destroyed_at__isnull=True)),
                violation_error_message=_("Only a destroyed batch has a time of destruction."),
            ),
            models.CheckConstraint(
                name="retention_batch_abandoned_has_remark",
                condition=~Q(status__in=(BatchStatus.ABANDONED, BatchStatus.SET_ASIDE))
                | ~Q(remark=""),
                violation_error_message=_("A batch that is abandoned or set aside says why."),
            ),
        )

    def __str__(self) -> str:
        return f"R{self.run_id}/{self.number}"
