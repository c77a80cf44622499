"""One way to take a vendor list, in a process of its own: `vendor_ways.py ours|stock|bare FILE`.

Prints seconds and the most memory as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

import tablib
from django.db import connection, transaction
from import_export import fields, resources, widgets
from simple_history.utils import bulk_create_with_history

from bench.workbook_once import peak
from ropa.audit import acting
from ropa.models import (
    Organisation,
    Purpose,
    Vendor,
    VendorAlias,
    VendorListEntry,
    VendorLocation,
    VendorSource,
    VendorUse,
)
from ropa.services.vendor_import import Origin, open_list, take_list
from ropa.services.vendor_import.near import Nearness
from ropa.vendor_lists.names import normalise

TODAY = date(2026, 11, 22)
MADE: tuple[Any, ...] = (Vendor, VendorAlias, VendorLocation, VendorUse, VendorListEntry)
ROLES = {
    "processor": "processor",
    "sub-processor": "sub_processor",
    "independent controller": "independent_controller",
}


def ours(file: Path) -> dict[str, Any]:
    """As the product does it, and once more, when nothing changes."""
    home = Organisation.objects.get(code="ours")
    source = VendorSource.objects.create(organisation=home, code="large", title="Large list")
    near = Timed(Nearness.suggestions)
    Nearness.suggestions = lambda self: near(self)  # type: ignore[method-assign]

    def take() -> Any:
        with acting(reason="bench"):
            table, columns = open_list(
                file.read_bytes(), filename=file.name, mapping={}, source=source
            )
            return take_list(home, table, columns, dry_run=False, origin=Origin(source, TODAY))

    seconds, report = timed(take)
    memory, spent = peak(), near.seconds
    if report.refused:
        sys.exit(f"Refused: {report.refused[0]}")
    again, second = timed(take)
    if second.counts["unchanged"] != len(second.rows):
        sys.exit(f"The second time is not the first: {second.counts}")
    return {
        "seconds": seconds,
        "memory_mb": memory,
        "suggestions": len(report.suggestions),
        "suggestions_seconds": spent,
        "again_seconds": again,
    }


class StockResource(resources.ModelResource):
    """What django-import-export does by itself: one row after the other, model checks on."""

    vendor = fields.Field("vendor", "Vendor", widgets.ForeignKeyWidget(Vendor, "name"))
    purpose = fields.Field("purpose", "Activities", widgets.ForeignKeyWidget(Purpose, "code"))
    spelling = fields.Field("spelling", "Vendor")
    service = fields.Field("service", "Service")
    role = fields.Field("role", "Role")
    data_limitation = fields.Field("data_limitation", "Data limitation")

    class Meta:
        model = VendorUse
        import_id_fields = ("vendor", "purpose", "service")
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation
        for name in ("vendor", "purpose"):
            widget = self.fields[name].widget
            rows = widget.model.objects.filter(organisation=organisation)
            widget.get_queryset = lambda value, row, *args, rows=rows, **kw: rows.all()

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        row["Role"] = ROLES[row["Role"]]
        vendor, _made = Vendor.objects.get_or_create(
            organisation=self.organisation,
            normalised=normalise(row["Vendor"]),
            defaults={"name": row["Vendor"]},
        )
        if vendor.website != row["Website"]:
            vendor.website, vendor.privacy_url = row["Website"], row["Privacy policy"]
            vendor.save()


def stock(file: Path) -> dict[str, Any]:
    resource = StockResource(Organisation.objects.get(code="stock"))

    def take() -> Any:
        dataset = tablib.Dataset().load(file.read_text(), format="csv")
        return resource.import_data(dataset, use_transactions=True, raise_errors=True)

    seconds, result = timed(take)
    if result.totals["new"] != len(result.rows):
        sys.exit(f"Not every row is new: {result.totals}")
    return {"seconds": seconds, "memory_mb": peak()}


def bare(file: Path) -> dict[str, Any]:
    """Write the rows again that the import left behind; they are removed before."""
    rows = {model: list(_made(model)) for model in MADE}
    with connection.cursor() as cursor:
        for model in reversed(MADE):
            _made(model)._raw_delete("default")
            table = connection.ops.quote_name(model.history.model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE history_change_reason = 'bench'")

    def load() -> None:
        with transaction.atomic():
            for model, made in rows.items():
                bulk_create_with_history(made, model, batch_size=500)

    seconds, _nothing = timed(load)
    return {"seconds": seconds, "memory_mb": peak(), "rows": sum(map(len, rows.values()))}


def _made(model: Any) -> Any:
    """What the import made, by the reason in the history."""
    trail = model.history.filter(history_change_reason="bench", history_type="+")
    return model._base_manager.filter(pk__in=trail.values("id"))


class Timed:
    """A function and how long it took in all."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *args: Any) -> Any:
        seconds, result = timed(lambda: self.function(*args))
        self.seconds += seconds
        return result


def timed(deed: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = deed()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    way: Callable[[Path], dict[str, Any]] = {"ours": ours, "stock": stock, "bare": bare}[
        sys.argv[1]
    ]
    sys.stdout.write(json.dumps(way(Path(sys.argv[2]))) + "\n")
