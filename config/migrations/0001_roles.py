"""The six roles, with the rights of the table in `config/roles.py`."""

from django.db import migrations

from config import roles


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("ropa", "0001_initial"),
        ("retention", "0001_initial"),
        ("dsr", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(roles.bring_about, roles.take_back)]
