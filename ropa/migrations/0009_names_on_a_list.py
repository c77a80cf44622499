"""Two names on one list may be found to be one vendor: the name tells its entries apart.

SQLite makes the table anew for that, and loses its triggers; so they go before and come back.
"""

from importlib import import_module

from django.db import migrations, models

triggers = import_module("ropa.migrations.0008_chain_gate_and_archive")


class Migration(migrations.Migration):
    dependencies = [("ropa", "0008_chain_gate_and_archive")]

    operations = [
        migrations.RunPython(triggers.let_go, triggers.hold),
        migrations.RemoveConstraint(
            model_name="subprocessorlistentry", name="ropa_list_entry_unique"
        ),
        migrations.AddConstraint(
            model_name="subprocessorlistentry",
            constraint=models.UniqueConstraint(
                fields=("version", "vendor", "service", "name"),
                name="ropa_list_entry_unique",
                violation_error_message="This vendor is listed already with this service.",
            ),
        ),
        migrations.RunPython(triggers.hold, triggers.let_go),
    ]
