"""What was reminded of: which step of a ladder, for which day, so that nothing goes out twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.models.agreement import Agreement
from ropa.models.vendor_change import VendorChange


class Reminder(Record):
    """One step of a ladder that was sent."""

    due_on = models.DateField(_("due on"))
    days_before = models.SmallIntegerField(
        _("days before"),
        help_text=_("Which step: so many days before the day; less than 0 afterwards."),
    )
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        abstract = True
        ordering = ("-sent_at",)


class AgreementReminder(Reminder):
    """A reminder that an agreement ends."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reminders", verbose_name=_("agreement")
    )

    history = Trail()

    class Meta(Reminder.Meta):
        verbose_name = _("reminder of an agreement")
        verbose_name_plural = _("reminders of agreements")
        constraints = (
            models.UniqueConstraint(
                name="ropa_agreement_reminder_once",
                fields=("agreement", "due_on", "days_before"),
                violation_error_message=_("This reminder was sent already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement.code}: {self.due_on.isoformat()}, {self.days_before}"


class ChangeReminder(Reminder):
    """A reminder that the time to object ends."""

    change = models.ForeignKey(
        VendorChange, models.CASCADE, related_name="reminders", verbose_name=_("change")
    )

    history = Trail()

    class Meta(Reminder.Meta):
        verbose_name = _("reminder of a change")
        verbose_name_plural = _("reminders of changes")
        constraints = (
            models.UniqueConstraint(
                name="ropa_change_reminder_once",
                fields=("change", "due_on", "days_before"),
                violation_error_message=_("This reminder was sent already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.change_id}: {self.due_on.isoformat()}, {self.days_before}"
