"""The look for vendor lists that wait, as a schedule that officers see and change."""

from django.db import migrations

TAKE_UP = "Take up vendor lists"


def bring_about(apps, _schema_editor):
    """Add the schedule unless it is there; what somebody changed stays."""
    interval, task = (
        apps.get_model("django_celery_beat", name) for name in ("IntervalSchedule", "PeriodicTask")
    )
    often = {"every": 10, "period": "seconds"}
    found = interval.objects.filter(**often).first() or interval.objects.create(**often)
    task.objects.get_or_create(
        name=TAKE_UP,
        defaults={
            "task": "ropa.tasks.take_up_lists",
            "interval": found,
            "description": "Takes up vendor lists that wait for their preview or for the writing. "
            "With workers they are handed over at once; this finds those whose worker died.",
        },
    )


def take_back(apps, _schema_editor):
    """Remove the schedule; its interval stays, as other schedules may use it."""
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    task.objects.filter(name=TAKE_UP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ropa", "0011_impact"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(bring_about, take_back)]
