"""The report of an import as it is kept: every row, and what the page and the downloads show."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from config.formulas import neutralise
from ropa.choices.vendors import ListImportStatus
from ropa.models import Organisation, VendorListImport, VendorSource
from ropa.services.vendor_import import ImportReport
from ropa.vendor_lists.table import Table

_SAMPLE = 60  # characters of a cell that are shown beside its heading
HEADINGS = ("line", "outcome", "vendor", "messages", "changes")


def stored(report: ImportReport, columns: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the report as JSON, with the sentences about the file and what changes in each row."""
    told = report.as_json()
    for row, written in zip(report.rows, told["rows"], strict=True):
        if row.changes:
            written["changes"] = [asdict(change) for change in row.changes]
    return {**told, "messages": report.messages, "columns": columns}


def columns_of(
    table: Table, matched: Mapping[str, int], chosen: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each column: heading, the field that it is read as, and a cell to recognise it."""
    fields = {at: name for name, at in matched.items()}
    return [
        {
            "number": at,
            "heading": heading,
            "field": chosen.get(str(at), fields.get(at, "")),
            "sample": _sample(table, at),
        }
        for at, heading in enumerate(table.header)
    ]


def as_csv(report: Mapping[str, Any]) -> Iterator[str]:
    """The rows of a kept report as lines of CSV that no spreadsheet runs."""
    yield _line(HEADINGS)
    for row in report.get("rows", ()):
        changes = "; ".join(
            f"{each['what']}: {each['old']} → {each['new']}" if each["old"] else each["new"]
            for each in row.get("changes", ())
        )
        cells = (
            str(row["line"]),
            row["outcome"],
            row["vendor"],
            " ".join(row["messages"]),
            changes,
        )
        yield _line([neutralise(cell) for cell in cells])


def keep_evidence(
    report: ImportReport,
    *,
    organisation: Organisation,
    source: VendorSource | None,
    file: tuple[str, str],
    by: Any,
    at: datetime,
) -> VendorListImport:
    """Keep what an import did that was written at once. `file` is its name and SHA-256."""
    filename, digest = file
    return VendorListImport.objects.create(
        organisation=organisation,
        source=source,
        filename=filename,
        digest=digest,
        status=ListImportStatus.TAKEN,
        asked_at=at,
        finished_at=at,
        asked_by=by,
        read=len(report.rows),
        removed=report.since_last_time["removed"],
        report=stored(report, []),
        **report.counts,
    )


def _line(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _sample(table: Table, at: int) -> str:
    filled = (row.cells[at].strip() for row in table.rows if row.cells[at].strip())
    return next(filled, "")[:_SAMPLE]
