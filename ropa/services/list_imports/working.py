"""The work on vendor lists that wait, by whatever worker comes first.

A step is done at least once and counts once: it locks the row of the import, does its work in one
transaction, and writes there what became of it. Killed in the middle, nothing of it is written,
and the next worker begins anew. Two workers never do the same step: the second finds the row
locked, or the step done.
"""

import hashlib
import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ropa.choices.vendors import ListImportStatus
from ropa.models import VendorListImport
from ropa.services.list_imports import progress
from ropa.services.list_imports.record import TO_WORK, CannotImport, end, locked
from ropa.services.list_imports.reports import columns_of, stored
from ropa.services.vendor_import import (
    ImportReport,
    Origin,
    known_headings,
    recognise,
    take_list,
)
from ropa.vendor_lists.reading import Table, UnreadableFile, read_table

log = logging.getLogger("ropa")

MAX_ATTEMPTS = 3  # of one step


def step(pk: int, *, on: date, at: datetime) -> bool:
    """Do what an import waits for: the preview, or the writing. Return whether it was done.

    Raises what hinders the work; the attempt is counted, and after three the import is refused.
    """
    attempt = _begin(pk, at=at)
    if attempt is None:
        return False
    try:
        return _work(pk, attempt, on=on, at=at)
    except (UnreadableFile, CannotImport) as wrong:
        _refuse(pk, str(wrong), at=at)
    except IntegrityError:
        log.exception("The vendor list L%s was not taken.", pk)
        _refuse(pk, _("The database refused; nothing was written. Import it once more."), at=at)
    finally:
        progress.forget(pk)
    return True


def _begin(pk: int, *, at: datetime) -> int | None:
    """Count the attempt, in a transaction of its own, so that a killed worker counts, too."""
    with transaction.atomic():
        record = locked(pk)
        if record is None or record.status not in TO_WORK:
            return None
        if record.attempts >= MAX_ATTEMPTS:
            sentence = _(
                "The work on this list was begun %(count)s times and never came to its end; "
                "nothing was written. Ask the operator for the log of the workers."
            ) % {"count": record.attempts}
            end(record, ListImportStatus.REFUSED, at=at, report={"error": sentence})
            return None
        record.attempts += 1
        record.save()
        return record.attempts


def _work(pk: int, attempt: int, *, on: date, at: datetime) -> bool:
    progress.tell(pk, progress.READING)
    with transaction.atomic():
        record = locked(pk)
        if record is None or record.status not in TO_WORK or record.attempts != attempt:
            return False
        table = read_table(
            _bytes_of(record),
            filename=record.filename,
            sheet=record.sheet or None,
            known=known_headings(record.source),
        )
        if record.status == ListImportStatus.TO_LOOK:
            _look(record, table, on=on)
        else:
            _take(record, table, on=on, at=at)
    return True


def _look(record: VendorListImport, table: Table, *, on: date) -> None:
    record.status, record.attempts = ListImportStatus.LOOKED, 0
    try:
        report, columns = _run(record, table, on=on, dry_run=True)
    except UnreadableFile as wrong:  # a column of names is missing, which the officer can say
        record.report = {"error": str(wrong), "columns": columns_of(table, {}, record.mapping)}
    else:
        _count(record, report)
        record.report = stored(report, columns_of(table, columns, record.mapping))
    record.save()


def _take(record: VendorListImport, table: Table, *, on: date, at: datetime) -> None:
    report, columns = _run(record, table, on=on, dry_run=False)
    _count(record, report)
    told = stored(report, columns_of(table, columns, record.mapping))
    end(record, ListImportStatus.TAKEN, at=at, report=told)


def _run(
    record: VendorListImport, table: Table, *, on: date, dry_run: bool
) -> tuple[ImportReport, dict[str, int]]:
    chosen = {int(at): field for at, field in record.mapping.items()}
    found = recognise(table, source=record.source, chosen=chosen)
    table.messages.extend(found.messages)
    report = take_list(
        record.organisation,
        table,
        found.columns,
        dry_run=dry_run,
        origin=Origin(record.source, on) if record.source else None,
        progress=progress.following(record.pk),
    )
    return report, found.columns


def _count(record: VendorListImport, report: ImportReport) -> None:
    record.read = len(report.rows)
    for name, count in report.counts.items():
        setattr(record, name, count)
    record.removed = report.since_last_time["removed"]


def _bytes_of(record: VendorListImport) -> bytes:
    """The file as it was sent; another one in its place is never read."""
    try:
        with record.file.open("rb") as file:
            data: bytes = file.read()
    except (OSError, ValueError) as wrong:
        raise CannotImport(
            _("The file is no longer there; nothing was written. Send the list again.")
        ) from wrong
    if hashlib.sha256(data).hexdigest() != record.digest:
        raise CannotImport(
            _("The file is no longer the one that was sent; nothing was written. Send it again.")
        )
    return data


def _refuse(pk: int, sentence: str, *, at: datetime) -> None:
    with transaction.atomic():
        record = locked(pk)
        if record is not None and record.status in TO_WORK:
            end(record, ListImportStatus.REFUSED, at=at, report={"error": sentence})
