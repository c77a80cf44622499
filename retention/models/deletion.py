"""Deletion processes: the irreversible timelines that begin when a customer leaves or asks.

Until it begins a process is only prepared. From then on no screen, action, command or statement
takes a step of it back; the database refuses (migration 0005).
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.choices import Cause, ProcessStatus, StepKind, StepStatus
from retention.models.target import DataSetRule
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models import Agreement, Customer, Organisation, RetentionRule, Task, Vendor
from ropa.models.rules import code_validator, known

UNDER_WAY = (ProcessStatus.PREPARED, ProcessStatus.BEGUN)


class ProcessQuerySet(RecordQuerySet["DeletionProcess"]):
    def begun(self) -> Self:
        return self.filter(status=ProcessStatus.BEGUN)


class DeletionProcess(Record):
    """The deletion of all data of one customer, class by class, each in its own time."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="deletion_processes",
        verbose_name=_("organisation"),
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="deletion_processes", verbose_name=_("customer")
    )
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    caused_on = models.DateField(
        _("asked or ended on"), help_text=_("The day of the request or the end; no period begins.")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deletion_processes",
        verbose_name=_("agreement that ended"),
    )
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ProcessStatus,
        default=ProcessStatus.PREPARED,
        editable=False,
    )
    started_on = models.DateField(
        _("began on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The periods of its classes count from this day."),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    confirmation = models.CharField(
        _("words of confirmation"), max_length=300, blank=True, editable=False
    )
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    report_file = models.CharField(_("closing report"), max_length=300, blank=True, editable=False)
    report_sha256 = models.CharField(
        _("hash of the closing report"), max_length=64, blank=True, editable=False
    )

    objects = ProcessQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = (
        "status",
        "started_on",
        "started_by",
        "confirmation",
        "withdrawn_reason",
        "closed_at",
        "report_file",
        "report_sha256",
    )
    history = Trail()

    class Meta:
        verbose_name = _("deletion process")
        verbose_name_plural = _("deletion processes")
        ordering = ("-pk",)
        permissions = (("begin_deletion", "Can begin deletion processes, which cannot be undone"),)
        constraints = (
            known("retention_process", "cause", Cause),
            known("retention_process", "status", ProcessStatus),
            models.UniqueConstraint(
                name="retention_process_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another process of this organisation has this code."),
            ),
            models.UniqueConstraint(
                name="retention_process_one_for_a_customer",
                fields=("customer",),
                condition=Q(status__in=UNDER_WAY),
                violation_error_message=_("A process for this customer is under way."),
            ),
            models.CheckConstraint(
                name="retention_process_begun_by_somebody_with_words",
                condition=(
                    Q(status__in=(ProcessStatus.PREPARED, ProcessStatus.WITHDRAWN))
                    & Q(started_on__isnull=True, started_by__isnull=True, confirmation="")
                )
                | (
                    Q(status__in=(ProcessStatus.BEGUN, ProcessStatus.CLOSED))
                    & Q(started_on__isnull=False, started_by__isnull=False)
                    & ~Q(confirmation="")
                ),
                violation_error_message=_(
                    "A process begins by a person, on a day, with the words of confirmation."
                ),
            ),
            models.CheckConstraint(
                name="retention_process_closed_has_its_report",
                condition=(
                    Q(status=ProcessStatus.CLOSED, closed_at__isnull=False) & ~Q(report_file="")
                )
                | (~Q(status=ProcessStatus.CLOSED) & Q(closed_at__isnull=True, report_file="")),
                violation_error_message=_("A closed process has its end and its report."),
            ),
            models.CheckConstraint(
                name="retention_process_withdrawal_has_reason",
                condition=(Q(status=ProcessStatus.WITHDRAWN) & ~Q(withdrawn_reason=""))
                | (~Q(status=ProcessStatus.WITHDRAWN) & Q(withdrawn_reason="")),
                violation_error_message=_("Say why it was withdrawn."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.customer.code}"


class StepQuerySet(RecordQuerySet["DeletionStep"]):
    def open(self) -> Self:
        return self.exclude(status=StepStatus.DONE)

    def due(self, *, on: date) -> Self:
        """Open steps of begun processes whose day has come."""
        return self.open().filter(due_on__lte=on, process__status=ProcessStatus.BEGUN)


class DeletionStep(Record):
    """One class of data, or one vendor, in a deletion process, with the day of its deletion."""

    process = models.ForeignKey(
        DeletionProcess, models.PROTECT, related_name="steps", verbose_name=_("deletion process")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("how"), max_length=6, choices=StepKind)
    rule = models.ForeignKey(
        RetentionRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deletion_steps",
        verbose_name=_("class of data (rule)"),
    )
    statement = models.TextField(
        _("statement of the rule"), help_text=_("As it stood when the process began.")
    )
    target = models.ForeignKey(
        DataSetRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deletion_steps",
        verbose_name=_("rule on a data set"),
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deletion_steps",
        verbose_name=_("vendor"),
    )
    due_on = models.DateField(_("due on"), help_text=_("The first day on which it is deleted."))
    at_least = models.BooleanField(
        _("a minimum"),
        default=False,
        help_text=_("The rule says “at least”: before this day nothing goes; then it is reviewed."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=StepStatus, default=StepStatus.WAITING
    )
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deletion_step",
        verbose_name=_("task"),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    conflict = models.TextField(
        _("conflict"), blank=True, help_text=_("A hold or a minimum that was found after it began.")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    count = models.PositiveBigIntegerField(_("records erased"), null=True, blank=True)
    evidence = models.TextField(_("what proves it"), blank=True)

    objects = StepQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("step of a deletion process")
        verbose_name_plural = _("steps of deletion processes")
        ordering = ("process", "order")
        constraints = (
            known("retention_step", "kind", StepKind),
            known("retention_step", "status", StepStatus),
            models.UniqueConstraint(
                name="retention_step_order_unique",
                fields=("process", "order"),
                violation_error_message=_("The process has a step of this number already."),
            ),
            models.CheckConstraint(
                name="retention_step_reaches_something",
                condition=Q(kind=StepKind.RUN, target__isnull=False)
                | Q(kind=StepKind.ASK)
                | Q(kind=StepKind.VENDOR, vendor__isnull=False),
                violation_error_message=_("A step names its rule on a data set, or its vendor."),
            ),
            models.CheckConstraint(
                name="retention_step_done_is_proved",
                condition=(Q(status=StepStatus.DONE, done_on__isnull=False) & ~Q(evidence=""))
                | (~Q(status=StepStatus.DONE) & Q(done_on__isnull=True)),
                violation_error_message=_("A step that is done has its day and what proves it."),
            ),
            models.CheckConstraint(
                name="retention_step_conflict_is_told",
                condition=~Q(status=StepStatus.CONFLICT) | ~Q(conflict=""),
                violation_error_message=_("Say what the step is in conflict with."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.process.code}/{self.order}"
