"""Schedules: when the work that runs by itself is done. One page instead of celery-beat's six."""

from typing import Any

import django_celery_beat.admin  # noqa: F401  # registers the pages that are replaced here
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

from config.admin import NOTHING, MenuPage, Section, pill

admin.site.unregister(
    (ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule)
)


@admin.register(PeriodicTask)
class ScheduleAdmin(MenuPage):
    """When a piece of work runs. Saved one at a time, so that a running beat notices."""

    section = Section.RETENTION
    menu_name = _("Schedules")
    menu_place = 90
    list_display = ("name", "timing", "last_run", "state")
    list_select_related = ("crontab", "interval")
    list_filter = ("enabled",)
    search_fields = ("name", "description")
    readonly_fields = ("name", "description", "last_run")
    autocomplete_fields = ("crontab", "interval")
    fields = ("name", "description", "enabled", "crontab", "interval", "last_run")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("when"))
    def timing(self, task: PeriodicTask) -> str:
        if task.crontab:
            return str(task.crontab.human_readable)
        return str(task.interval or NOTHING)

    @admin.display(description=_("last run"), ordering="last_run_at", empty_value=NOTHING)
    def last_run(self, task: PeriodicTask) -> Any:
        return task.last_run_at

    @admin.display(description=_("state"), ordering="enabled")
    def state(self, task: PeriodicTask) -> SafeString:
        return pill(_("on"), "ok") if task.enabled else pill(_("off"))


@admin.register(CrontabSchedule)
class CrontabAdmin(MenuPage):
    """A time of day or week, chosen in a schedule."""

    in_menu = False
    section = Section.RETENTION
    list_display = ("__str__", "human_readable")
    search_fields = ("minute", "hour", "day_of_week")
    ordering = ("hour", "minute")


@admin.register(IntervalSchedule)
class IntervalAdmin(MenuPage):
    """Every so many minutes, hours or days, chosen in a schedule."""

    in_menu = False
    section = Section.RETENTION
    list_display = ("__str__",)
    search_fields = ("every", "period")
    ordering = ("every",)
