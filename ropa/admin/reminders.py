"""Which reminders were sent: evidence that nobody edits."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import EvidenceAdmin
from ropa.models import AgreementReminder, ChangeReminder


class ReminderAdmin(EvidenceAdmin):
    """Steps of a ladder that were sent."""

    @admin.display(description=_("step"), ordering="days_before")
    def step(self, reminder: Any) -> str:
        days = reminder.days_before
        if days < 0:
            return _("%(days)d days overdue") % {"days": -days}
        return _("%(days)d days before") % {"days": days} if days else str(_("on the day"))


@admin.register(AgreementReminder)
class AgreementReminderAdmin(ReminderAdmin):
    fields = ("about", "due_on", "step", "sent_at")
    menu_place = 33
    list_display = ("agreement", "due_on", "step", "sent_at")
    list_filter = ("agreement__organisation",)
    list_select_related = ("agreement",)

    @admin.display(description=_("agreement"))
    def about(self, reminder: AgreementReminder) -> str:
        return str(reminder.agreement)


@admin.register(ChangeReminder)
class ChangeReminderAdmin(ReminderAdmin):
    fields = ("about", "due_on", "step", "sent_at")
    menu_place = 34
    list_display = ("change", "due_on", "step", "sent_at")
    list_filter = ("change__organisation",)
    list_select_related = ("change__vendor",)

    @admin.display(description=_("change"))
    def about(self, reminder: ChangeReminder) -> str:
        return str(reminder.change)
