"""One way to take a vendor list, in a process of its own: `vendor_ways.py WAY FILE`.

The ways are ours, bare, stock-bulk and stock-rows.

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

from django.db import connection, transaction

from bench.plain_load import load_with_history
from bench.stock_resources import UseRows, UsesInBulk, VendorRows, VendorsInBulk, import_with
from bench.workbook_once import peak
from ropa.audit import acting, together
from ropa.models import (
    Organisation,
    Vendor,
    VendorAlias,
    VendorListEntry,
    VendorLocation,
    VendorSource,
    VendorUse,
)
from ropa.services.vendor_import import Origin, open_list, take_list
from ropa.services.vendor_import.near import Nearness

TODAY = date(2026, 11, 22)
MADE: tuple[Any, ...] = (Vendor, VendorAlias, VendorLocation, VendorUse, VendorListEntry)


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


def stock_rows(file: Path) -> dict[str, Any]:
    return stock("stock-rows", VendorRows, UseRows, file)


def stock_bulk(file: Path) -> dict[str, Any]:
    return stock("stock-bulk", VendorsInBulk, UsesInBulk, file)


def stock(code: str, vendors: Any, uses: Any, file: Path) -> dict[str, Any]:
    """Import the file into a register of its own; what follows our changes is told once."""
    home = Organisation.objects.get(code=code)

    def take() -> int:
        with transaction.atomic(), together():
            return import_with(vendors, uses, home, file.read_text())

    seconds, rows = timed(take)
    states = VendorUse.history.filter(vendor__organisation=home).count()
    if states != rows:
        sys.exit(f"{rows} uses have {states} states in the history.")
    return {"seconds": seconds, "memory_mb": peak(), "rows": rows}


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
                load_with_history(model, made)

    before = _states()
    seconds, _nothing = timed(load)
    written = sum(map(len, rows.values()))
    if _states() - before != written:
        sys.exit(f"{written} rows have {_states() - before} states in the history.")
    return {"seconds": seconds, "memory_mb": peak(), "rows": written}


def _states() -> int:
    return sum(model.history.count() for model in MADE)


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
    ways: dict[str, Callable[[Path], dict[str, Any]]] = {
        "ours": ours,
        "bare": bare,
        "stock-bulk": stock_bulk,
        "stock-rows": stock_rows,
    }
    sys.stdout.write(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]))) + "\n")
