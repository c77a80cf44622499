"""The row of an import: what it waits for, who may touch it, and how it ends."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ropa.choices.vendors import ListImportStatus
from ropa.models import VendorListImport

ACTIVE = (ListImportStatus.TO_LOOK, ListImportStatus.LOOKED, ListImportStatus.TO_TAKE)
TO_WORK = (ListImportStatus.TO_LOOK, ListImportStatus.TO_TAKE)


class CannotImport(Exception):
    """What cannot be done with this import now; its text says why and what to do."""


def waiting() -> list[int]:
    """The keys of imports that wait for a worker, the oldest first."""
    rows = VendorListImport.objects.filter(status__in=TO_WORK).order_by("asked_at", "pk")
    return list(rows.values_list("pk", flat=True))


def locked(pk: int) -> VendorListImport | None:
    """The row, locked; nothing while a worker holds it."""
    rows = VendorListImport.objects.filter(pk=pk)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def end(
    record: VendorListImport, status: ListImportStatus, *, at: datetime, report: dict[str, Any]
) -> None:
    record.status, record.finished_at, record.report = status, at, report
    let_go_of_file(record)
    record.save()


def let_go_of_file(record: VendorListImport) -> None:
    """The file goes once the end of the import is written; its hash stays."""
    name, storage = record.file.name, record.file.storage
    record.file = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))
