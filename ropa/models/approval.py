"""What approvers decide and reviewers confirm of an activity; each decision stands for ever."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.approval import Outcome, ReviewOutcome
from ropa.models.activity import ProcessingActivity
from ropa.models.rules import filled, known


class ApprovalQuerySet(RecordQuerySet["ActivityApproval"]):
    def waiting_for(self, user_id: Any) -> Self:
        """Submissions that this user may decide: by another, and edited last by another."""
        waiting = self.filter(outcome=Outcome.PENDING).exclude(submitted_by=user_id)
        return waiting.exclude(last_editor=user_id)


class ActivityApproval(Record):
    """One submission of an activity, and what became of it.

    `content_sha256` is the SHA-256 over the activity with all its children as it stood at
    `decided_at`, so that any later change shows.
    """

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="approvals", verbose_name=_("activity")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.PENDING)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    last_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last edited by"),
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ApprovalQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("approval of an activity")
        verbose_name_plural = _("approvals of activities")
        ordering = ("-submitted_at", "-pk")
        permissions = (("approve_activity", "Can approve processing activities"),)
        constraints = (
            known("ropa_approval", "outcome", Outcome),
            models.UniqueConstraint(
                name="ropa_approval_one_pending",
                fields=("activity",),
                condition=Q(outcome=Outcome.PENDING),
                violation_error_message=_("This activity is in review already."),
            ),
            models.CheckConstraint(
                name="ropa_approval_decided_whole",
                condition=Q(
                    outcome=Outcome.PENDING, decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(outcome=Outcome.PENDING)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                violation_error_message=_("A decision has its moment and its person."),
            ),
            models.CheckConstraint(
                name="ropa_approval_binds_content",
                condition=~Q(outcome=Outcome.APPROVED) | ~Q(content_sha256=""),
                violation_error_message=_("An approval carries the hash of what was approved."),
            ),
            models.CheckConstraint(
                name="ropa_approval_not_by_last_editor",
                condition=~Q(outcome=Outcome.APPROVED)
                | Q(last_editor__isnull=True)
                | ~Q(decided_by=F("last_editor")),
                violation_error_message=_("Who edited last cannot approve."),
            ),
            models.CheckConstraint(
                name="ropa_approval_return_says_why",
                condition=~Q(outcome=Outcome.RETURNED) | ~Q(note=""),
                violation_error_message=_("Say why the activity is returned."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.get_outcome_display()}"


class ActivityReview(Record):
    """A look at an activity, and whether it is still true."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="reviews", verbose_name=_("activity")
    )
    reviewed_on = models.DateField(_("reviewed on"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=ReviewOutcome)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("review of an activity")
        verbose_name_plural = _("reviews of activities")
        ordering = ("-reviewed_on", "-pk")
        constraints = (
            known("ropa_review", "outcome", ReviewOutcome),
            models.CheckConstraint(
                name="ropa_review_change_says_what",
                condition=~Q(outcome=ReviewOutcome.TO_CHANGE) | ~Q(note=""),
                violation_error_message=_("Say what is to be changed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.reviewed_on.isoformat()}"


class ReviewReminder(Record):
    """A reminder that was sent: which step of the ladder, for which due day."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="reminders", verbose_name=_("activity")
    )
    due_on = models.DateField(_("due on"))
    days_before = models.SmallIntegerField(
        _("days before"),
        help_text=_("Which step: so many days before the review is due; less than 0 afterwards."),
    )
    sent_at = models.DateTimeField(_("sent at"))

    history = Trail()

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        ordering = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(
                name="ropa_reminder_once",
                fields=("activity", "due_on", "days_before"),
                violation_error_message=_("This reminder was sent already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.due_on.isoformat()}, {self.days_before}"


class ActivityStanding(models.Model):
    """What was worked out about an activity, so that lists need not read all its children.

    Stale as soon as anything below the activity changes, in the same transaction; no record,
    so without history.
    """

    activity = models.OneToOneField(
        ProcessingActivity,
        models.CASCADE,
        related_name="standing",
        primary_key=True,
        verbose_name=_("activity"),
    )
    worked_out_on = models.DateField(_("worked out on"))
    is_stale = models.BooleanField(_("stale"), default=False)
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    blocking_gaps = models.PositiveIntegerField(_("gaps that block"), default=0)
    art30_gaps = models.PositiveIntegerField(_("gaps under Art. 30"))
    template_gaps = models.PositiveIntegerField(_("gaps under our template"))
    warnings = models.PositiveIntegerField(_("contradictions and warnings"))
    completion = models.PositiveSmallIntegerField(_("completion in per cent"))

    class Meta:
        verbose_name = _("standing of an activity")
        verbose_name_plural = _("standings of activities")
        constraints = (
            models.CheckConstraint(
                name="ropa_standing_completion_is_a_share",
                condition=Q(completion__lte=100),
                violation_error_message=_("A share lies between 0 and 100 per cent."),
            ),
            filled("ropa_standing", "content_sha256", _("The content has a hash.")),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.completion} %"
