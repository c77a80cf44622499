"""Bring conditions, scopes and runs into their new form."""

from typing import Any

from django.db import migrations


def forth(apps: Any, _schema_editor: Any) -> None:
    target, condition = (apps.get_model("retention", name) for name in ("DataSetRule", "RuleFilter"))
    for each in target.objects.exclude(filter_column="", filter_value="").order_by("pk"):
        is_file = each.data_set.store.kind == "files"
        value, operator = each.filter_value, "pattern" if is_file else "equals"
        if not value:
            operator = "empty"
        condition.objects.create(
            target=each, column="" if is_file else each.filter_column, operator=operator, value=value
        )
        twins = target.objects.filter(data_set=each.data_set, rule=each.rule)
        if twins.count() > 1:
            each.part = f"{each.filter_column} {each.filter_value}"[:60]
            each.save()
    scope = apps.get_model("retention", "HoldScope")
    scope.objects.exclude(column="", value="").update(reach="rows")
    scope.objects.filter(column="", value="", data_set__isnull=False).update(reach="data_set")
    for run in apps.get_model("retention", "PurgeRun").objects.select_related("plan__target"):
        run.data_set_id = run.plan.target.data_set_id
        run.save()


class Migration(migrations.Migration):
    dependencies = [("retention", "0004_stops_deletions_and_erasures")]

    operations = [migrations.RunPython(forth, migrations.RunPython.noop)]
