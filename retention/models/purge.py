"""Plans of what would go, and the runs that carry out the approved ones."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from retention.choices import BatchStatus, Outcome, PlanStatus, RunStatus
from retention.models.store import DataSet
from retention.models.target import DataSetRule
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.models.rules import known

UNDER_WAY = (PlanStatus.APPROVED, PlanStatus.RUNNING)
OPEN_PLANS = (PlanStatus.DRAFTED, *UNDER_WAY)
DAYS_OF_TROUBLE = 30  # that a stopped run is shown as trouble


class PlanQuerySet(RecordQuerySet["PurgePlan"]):
    def waiting(self) -> "PlanQuerySet":
        return self.filter(status=PlanStatus.DRAFTED)

    def due(self, *, on: date) -> "PlanQuerySet":
        """Approved plans whose waiting time is over, and runs that were interrupted."""
        approved = Q(status=PlanStatus.APPROVED, not_before__lte=on)
        return self.filter(approved | Q(status=PlanStatus.RUNNING))

    def approvable_by(self, user_id: int) -> "PlanQuerySet":
        """Drafts that this user neither requested nor wrote the rule of."""
        return self.waiting().exclude(requested_by=user_id).exclude(last_editor=user_id)


class PurgePlan(Record):
    """What would go under one rule in one data set, fixed by a day and a content hash."""

    target = models.ForeignKey(
        DataSetRule, models.PROTECT, related_name="plans", verbose_name=_("rule on a data set")
    )
    planned_on = models.DateField(_("planned on"))
    cutoff_on = models.DateField(
        _("cut-off"), help_text=_("The latest trigger day whose period is over.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFTED
    )
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("content"), editable=False
    )
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    outcome = models.CharField(
        _("what happens"), max_length=9, choices=Outcome, default=Outcome.DELETE
    )
    due_count = models.PositiveBigIntegerField(_("rows that would go"))
    held_count = models.PositiveBigIntegerField(_("held"), default=0)
    restricted_count = models.PositiveBigIntegerField(_("restricted"), default=0)
    protected_count = models.PositiveBigIntegerField(_("protected by a minimum"), default=0)
    kept_count = models.PositiveBigIntegerField(_("kept by another rule"), default=0)
    unreadable_count = models.PositiveBigIntegerField(_("without a day to count from"), default=0)
    reasons: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        _("what keeps the rows that stay"),
        default=list,
        editable=False,
        help_text=_("For each hold, restriction and rule: its kind, code and number of rows."),
    )
    oldest_on = models.DateField(_("oldest"), null=True, blank=True)
    newest_on = models.DateField(_("newest"), null=True, blank=True)
    last_key = models.CharField(_("last key"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requested_plans",
        verbose_name=_("requested by"),
        help_text=_("Empty: the schedule."),
    )
    last_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="edited_plans",
        verbose_name=_("last editor of the rule"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_plans",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    not_before = models.DateField(_("not before"), null=True, blank=True)
    notified_at = models.DateTimeField(_("owner told at"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("purge plan")
        verbose_name_plural = _("purge plans")
        ordering = ("-planned_on", "-pk")
        permissions = (
            ("plan_purge", "Can plan purges"),
            ("approve_purge", "Can approve purges"),
            ("run_purge", "Can run approved purges"),
        )
        constraints = (
            known("retention_plan", "status", PlanStatus),
            known("retention_plan", "outcome", Outcome),
            models.UniqueConstraint(
                name="retention_plan_one_open",
                fields=("target",),
                condition=Q(status__in=OPEN_PLANS),
                violation_error_message=_("An open plan for this rule and data set exists."),
            ),
            models.CheckConstraint(
                name="retention_plan_nothing_runs_unapproved",
                condition=~Q(status__in=(PlanStatus.APPROVED, PlanStatus.RUNNING, PlanStatus.DONE))
                | Q(approved_by__isnull=False, approved_at__isnull=False, not_before__isnull=False),
                violation_error_message=_("A purge runs only after its approval."),
            ),
            models.CheckConstraint(
                name="retention_plan_approver_is_another_person",
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(requested_by__isnull=True) | ~Q(approved_by=F("requested_by")))
                    & (Q(last_editor__isnull=True) | ~Q(approved_by=F("last_editor")))
                ),
                violation_error_message=_(
                    "The approver is neither who requested the plan nor who last edited the rule."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"P{self.pk}"

    def is_due(self, *, on: date) -> bool:
        """Approved, and the waiting time is over."""
        begins = self.not_before if self.status == PlanStatus.APPROVED else None
        return begins is not None and begins <= on


class RunQuerySet(RecordQuerySet["PurgeRun"]):
    def with_counts(self) -> "RunQuerySet":
        """Add `destroyed_total`, the rows whose destruction a batch proves."""
        proved = models.Sum("batches__count", filter=Q(batches__status=BatchStatus.DESTROYED))
        return self.annotate(destroyed_total=Coalesce(proved, 0))

    def in_trouble(self, *, on: date) -> "RunQuerySet":
        """Runs whose store makes trouble, and runs that stopped in the last days.

        A stopped run is settled as soon as a new plan is made for the same rule and data set.
        """
        newer = PurgePlan.objects.filter(target=OuterRef("plan__target"), pk__gt=OuterRef("plan"))
        stopped = Q(
            status=RunStatus.STOPPED, started_at__date__gte=on - timedelta(days=DAYS_OF_TROUBLE)
        )
        waiting = Q(status=RunStatus.RUNNING, lease__trouble__gt="")
        return self.filter(waiting | (stopped & ~Exists(newer)))


class PurgeRun(Record):
    """The execution of one approved plan."""

    plan = models.OneToOneField(
        PurgePlan, models.PROTECT, related_name="run", verbose_name=_("plan")
    )
    data_set = models.ForeignKey(
        DataSet,
        models.PROTECT,
        related_name="runs",
        editable=False,
        verbose_name=_("data set"),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=RunStatus, default=RunStatus.RUNNING
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    held_count = models.PositiveBigIntegerField(_("left: held"), default=0)
    restricted_count = models.PositiveBigIntegerField(_("left: restricted"), default=0)
    protected_count = models.PositiveBigIntegerField(_("left: protected"), default=0)
    kept_count = models.PositiveBigIntegerField(_("left: kept by another rule"), default=0)
    set_aside_count = models.PositiveBigIntegerField(_("left: set aside"), default=0)
    stopped_reason = models.TextField(_("stopped because"), blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="stopped_runs",
        verbose_name=_("stopped by"),
    )
    report_file = models.CharField(_("evidence file"), max_length=300, blank=True)
    report_sha256 = models.CharField(_("hash of the evidence file"), max_length=64, blank=True)

    objects = RunQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("purge run")
        verbose_name_plural = _("purge runs")
        ordering = ("-started_at",)
        constraints = (
            known("retention_run", "status", RunStatus),
            models.UniqueConstraint(
                name="retention_run_one_on_a_data_set",
                fields=("data_set",),
                condition=Q(status=RunStatus.RUNNING),
                violation_error_message=_("Another run is under way on this data set."),
            ),
            models.CheckConstraint(
                name="retention_run_done_has_an_end",
                condition=Q(status=RunStatus.DONE, finished_at__isnull=False)
                | (~Q(status=RunStatus.DONE) & Q(finished_at__isnull=True)),
                violation_error_message=_("A run that is done has its end, another one none."),
            ),
            models.CheckConstraint(
                name="retention_run_stopped_has_reason",
                condition=~Q(status=RunStatus.STOPPED) | ~Q(stopped_reason=""),
                violation_error_message=_("A run that stopped says why."),
            ),
        )

    def __str__(self) -> str:
        return f"R{self.pk}"

    @property
    def destroyed_count(self) -> int:
        """Rows whose destruction is proved by a batch of this run."""
        destroyed = self.batches.filter(status=BatchStatus.DESTROYED)
        return destroyed.aggregate(total=models.Sum("count"))["total"] or 0
