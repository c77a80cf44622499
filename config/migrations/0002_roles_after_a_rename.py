"""The rights of the roles after a model of the retention app was renamed."""

from typing import Any

from django.db import migrations

from config import roles


def forget_old_names(apps: Any, _schema_editor: Any) -> None:
    permission = apps.get_model("auth", "Permission")
    permission.objects.filter(codename__endswith="_announcedkeys").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0001_roles"),
        ("retention", "0003_batch_under_way"),
    ]

    operations = [
        migrations.RunPython(forget_old_names, migrations.RunPython.noop),
        migrations.RunPython(roles.bring_about, migrations.RunPython.noop),
    ]
