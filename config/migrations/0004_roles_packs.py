"""The rights of the roles on the packs that were made for an authority."""

from django.db import migrations

from config import roles


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0003_roles_approve"),
        ("ropa", "0004_authority_pack"),
    ]

    operations = [migrations.RunPython(roles.bring_about, migrations.RunPython.noop)]
