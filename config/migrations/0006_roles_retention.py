"""The rights of the roles on restrictions, conditions, and what customers are called in stores."""

from django.db import migrations

from config import roles


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0005_roles_vendors"),
        ("ropa", "0013_retention_that_runs"),
        ("retention", "0007_no_way_back"),
    ]

    operations = [migrations.RunPython(roles.bring_about, migrations.RunPython.noop)]
