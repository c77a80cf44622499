"""The rights of the roles on the work with vendors, transfers and tasks."""

from django.db import migrations

from config import roles


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0004_roles_packs"),
        ("ropa", "0008_chain_gate_and_archive"),
    ]

    operations = [migrations.RunPython(roles.bring_about, migrations.RunPython.noop)]
