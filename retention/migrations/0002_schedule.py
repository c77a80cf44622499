"""The work that runs by itself, as schedules that officers see and change."""

from django.conf import settings
from django.db import migrations

PLAN = "Plan due purges"
RUN = "Run approved purges"


def bring_about(apps, _schema_editor):
    """Add the two schedules unless they are there; what somebody changed stays."""
    crontab, interval, task = (
        apps.get_model("django_celery_beat", name)
        for name in ("CrontabSchedule", "IntervalSchedule", "PeriodicTask")
    )
    nightly = {
        "minute": "0",
        "hour": "2",
        "day_of_week": "*",
        "day_of_month": "*",
        "month_of_year": "*",
        "timezone": settings.CELERY_TIMEZONE,
    }
    often = {"every": 5, "period": "minutes"}
    task.objects.get_or_create(
        name=PLAN,
        defaults={
            "task": "retention.tasks.plan_due_purges",
            "crontab": crontab.objects.filter(**nightly).first() or crontab.objects.create(**nightly),
            "description": "Counts what is past due under every rule at work, and drafts a plan "
            "of it for approval. Nothing is destroyed.",
        },
    )
    task.objects.get_or_create(
        name=RUN,
        defaults={
            "task": "retention.tasks.run_due_purges",
            "interval": interval.objects.filter(**often).first() or interval.objects.create(**often),
            "description": "Begins approved purges whose waiting time is over, and goes on with "
            "those that were interrupted.",
        },
    )


def take_back(apps, _schema_editor):
    """Remove the two schedules; their times stay, as other schedules may use them."""
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    task.objects.filter(name__in=(PLAN, RUN)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(bring_about, take_back)]
