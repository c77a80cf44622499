"""The nightly look at gaps, as a schedule that officers see and change."""

from django.conf import settings
from django.db import migrations

WORK_OUT = "Work out gaps"


def bring_about(apps, _schema_editor):
    """Add the schedule unless it is there; what somebody changed stays."""
    crontab, task = (
        apps.get_model("django_celery_beat", name) for name in ("CrontabSchedule", "PeriodicTask")
    )
    nightly = {
        "minute": "0",
        "hour": "3",
        "day_of_week": "*",
        "day_of_month": "*",
        "month_of_year": "*",
        "timezone": settings.CELERY_TIMEZONE,
    }
    found = crontab.objects.filter(**nightly).first() or crontab.objects.create(**nightly)
    task.objects.get_or_create(
        name=WORK_OUT,
        defaults={
            "task": "ropa.tasks.refresh_standings",
            "crontab": found,
            "description": "Works out completion and gaps of the activities that changed, and of "
            "all for the new day. Lists do it by themselves for what they show.",
        },
    )


def take_back(apps, _schema_editor):
    """Remove the schedule; its time stays, as other schedules may use it."""
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    task.objects.filter(name=WORK_OUT).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ropa", "0005_reminders"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(bring_about, take_back)]
