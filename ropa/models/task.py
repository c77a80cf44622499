"""What somebody has to do by a day, and decisions from which such tasks follow."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.register import Mechanism
from ropa.choices.vendors import ImpactSubject, TaskStatus
from ropa.models.activity import ProcessingActivity
from ropa.models.adequacy import AdequacyDecision
from ropa.models.agreement import Customer
from ropa.models.notice import Notice
from ropa.models.organisation import Organisation
from ropa.models.rule import RetentionRule
from ropa.models.rules import filled, known
from ropa.models.transfer import Transfer
from ropa.models.vendor import Vendor

ABOUT = ("activity", "vendor", "transfer", "notice", "customer")  # what a task can stand on


class ImpactDecision(Record):
    """That something falls away from a day on: a mechanism, a decision, a country, a vendor."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="impact_decisions",
        verbose_name=_("organisation"),
    )
    subject = models.CharField(_("what falls away"), max_length=9, choices=ImpactSubject)
    value = models.CharField(  # a mechanism, a country, the code of a decision, a vendor's key
        _("which"), max_length=60
    )
    decision = models.ForeignKey(
        AdequacyDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="impact_decisions",
        verbose_name=_("adequacy decision"),
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="impact_decisions",
        verbose_name=_("vendor"),
    )
    applies_from = models.DateField(_("applies from"))
    reason = models.TextField(_("reason"))
    result = models.JSONField(
        _("what was affected"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("As it was worked out on the day of the decision."),
    )
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    history = Trail()

    class Meta:
        verbose_name = _("decision on what falls away")
        verbose_name_plural = _("decisions on what falls away")
        ordering = ("-applies_from", "-pk")
        permissions = (("decide_impact", "Can decide that a mechanism or vendor falls away"),)
        constraints = (
            known("ropa_impact", "subject", ImpactSubject),
            filled("ropa_impact", "reason", _("Say why it falls away.")),
            models.UniqueConstraint(
                name="ropa_impact_unique",
                fields=("organisation", "subject", "value", "applies_from"),
                violation_error_message=_("This was decided for this day already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.applies_from.isoformat()}"

    @property
    def what(self) -> str:
        """The thing that falls away, in words."""
        if self.subject == ImpactSubject.MECHANISM:
            return str(dict(Mechanism.choices).get(self.value, self.value))
        return str(self.decision or self.vendor or self.value)


class TaskQuerySet(RecordQuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(status=TaskStatus.OPEN)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(due_on__lt=on)


class Task(Record):
    """Something to be done by a day, by an owner, on a record of the register."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tasks", verbose_name=_("organisation")
    )
    title = models.CharField(_("what to do"), max_length=300)
    due_on = models.DateField(_("due on"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    activity = models.ForeignKey(
        ProcessingActivity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("activity"),
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("vendor"),
    )
    transfer = models.ForeignKey(
        Transfer,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("transfer"),
    )
    notice = models.ForeignKey(
        Notice,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("notice"),
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("customer"),
    )
    rule = models.ForeignKey(
        RetentionRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("rule to review"),
    )
    impact = models.ForeignKey(
        ImpactDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("follows from"),
    )
    status = models.CharField(
        _("status"), max_length=7, choices=TaskStatus, default=TaskStatus.OPEN, editable=False
    )
    done_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("closed by"),
    )
    outcome = models.TextField(_("what was done"), blank=True, editable=False)

    objects = TaskQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = ("status", "done_on", "done_by", "outcome")
    history = Trail()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "pk")
        permissions = (("close_task", "Can close tasks"),)
        constraints = (
            known("ropa_task", "status", TaskStatus),
            filled("ropa_task", "title", _("Say what has to be done.")),
            models.CheckConstraint(
                name="ropa_task_closed_says_when_and_what",
                condition=Q(status=TaskStatus.OPEN, done_on__isnull=True)
                | (~Q(status=TaskStatus.OPEN) & Q(done_on__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("A closed task says when, and what was done."),
            ),
            models.UniqueConstraint(
                name="ropa_task_one_open_review_of_a_rule",
                fields=("rule",),
                condition=Q(status=TaskStatus.OPEN, rule__isnull=False),
                violation_error_message=_("This rule has an open task of review already."),
            ),
            models.UniqueConstraint(
                "impact",
                *(Coalesce(name, 0) for name in ABOUT),
                name="ropa_task_of_impact_unique",
                condition=Q(impact__isnull=False),
                violation_error_message=_("This task follows from that decision already."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> models.Model | None:
        """The record on which the task stands, if it names one."""
        records = (getattr(self, name) for name in ABOUT)
        return next((record for record in records if record is not None), None)
