"""The daily reminders of agreements and of changes, as schedules that officers see and change."""

from django.conf import settings
from django.db import migrations

SCHEDULES = {
    "Remind of agreements": (
        "ropa.tasks.remind_agreements",
        "Sends one message to each officer and vendor manager: agreements 90, 30, 7 and 1 days "
        "before their last day, on it, and every 30 days until they are replaced.",
    ),
    "Remind of changes": (
        "ropa.tasks.remind_changes",
        "Sends one message to each officer and vendor manager: changes of vendors 7, 3 and 1 days "
        "before the last day to object, and on it, while nobody has decided.",
    ),
}


def bring_about(apps, _schema_editor):
    add(apps, SCHEDULES)


def add(apps, schedules):
    """Add daily schedules unless they are there; what somebody changed stays."""
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
    found = crontab.objects.filter(**daily).first() or crontab.objects.create(**daily)
    for name, (deed, description) in schedules.items():
        task.objects.get_or_create(
            name=name, defaults={"task": deed, "crontab": found, "description": description}
        )


def take_back(apps, _schema_editor):
    remove(apps, SCHEDULES)


def remove(apps, schedules):
    """Remove schedules; their time stays, as others may use it."""
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    task.objects.filter(name__in=schedules).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ropa", "0009_names_on_a_list"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(bring_about, take_back)]
