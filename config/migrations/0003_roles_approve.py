"""The rights of the roles on approvals, screenings, notices and imports of a register."""

from django.db import migrations

from config import roles


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0002_roles_after_a_rename"),
        ("ropa", "0003_published_versions_stay"),
    ]

    operations = [migrations.RunPython(roles.bring_about, migrations.RunPython.noop)]
