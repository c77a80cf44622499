"""Reminders of reviews: steps after the day, and the schedule that officers see and change."""

from django.conf import settings
from django.db import migrations, models

REMIND = "Remind of reviews"


def bring_about(apps, _schema_editor):
    """Add the schedule unless it is there; what somebody changed stays."""
    crontab, task = (
        apps.get_model("django_celery_beat", name) for name in ("CrontabSchedule", "PeriodicTask")
    )
    daily = {
        "minute": "0",
        "hour": "6",
        "day_of_week": "*",
        "day_of_month": "*",
        "month_of_year": "*",
        "timezone": settings.CELERY_TIMEZONE,
    }
    task.objects.get_or_create(
        name=REMIND,
        defaults={
            "task": "ropa.tasks.remind_reviews",
            "crontab": crontab.objects.filter(**daily).first() or crontab.objects.create(**daily),
            "description": "Sends the officers one e-mail that names the activities whose review "
            "is due soon, today, or overdue. Nothing is sent twice.",
        },
    )


def take_back(apps, _schema_editor):
    """Remove the schedule; its time stays, as other schedules may use it."""
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    task.objects.filter(name=REMIND).delete()


def days_before():
    return models.SmallIntegerField(
        help_text="Which step: so many days before the review is due; less than 0 afterwards.",
        verbose_name="days before",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ropa", "0004_authority_pack"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [
        migrations.AlterField("reviewreminder", "days_before", days_before()),
        migrations.AlterField("historicalreviewreminder", "days_before", days_before()),
        migrations.RunPython(bring_about, take_back),
    ]
