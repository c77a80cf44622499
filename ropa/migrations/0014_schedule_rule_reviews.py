"""The daily look for open rules to review, as a schedule that officers see and change."""

from importlib import import_module

from django.db import migrations

schedules = import_module("ropa.migrations.0010_schedule_reminders")

SCHEDULES = {
    "Review open rules": (
        "ropa.tasks.review_open_rules",
        "Opens a task for each retention rule without an end whose day of review has come.",
    ),
}


def bring_about(apps, _schema_editor):
    schedules.add(apps, SCHEDULES)


def take_back(apps, _schema_editor):
    schedules.remove(apps, SCHEDULES)


class Migration(migrations.Migration):
    dependencies = [
        ("ropa", "0013_retention_that_runs"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(bring_about, take_back)]
