"""Vendor lists that somebody sends: at once or by a worker, confirmed, corrected, dropped."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ropa.choices.vendors import ListImportStatus
from ropa.models import Organisation, VendorListImport, VendorSource
from ropa.services.list_imports.record import ACTIVE, CannotImport, let_go_of_file, locked
from ropa.services.list_imports.reports import keep_evidence
from ropa.services.vendor_import import ImportReport, Origin, Progress, take_list
from ropa.vendor_lists.table import Table


@dataclass(frozen=True)
class Upload:
    """A file as it was sent; `columns` is the officer's word on each, by number from 0."""

    data: bytes
    filename: str
    sheet: str = ""
    columns: Mapping[str, str] | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def on_its_way(organisation: Organisation) -> VendorListImport | None:
    """The import of this organisation that is not finished; there is one at most."""
    return (
        VendorListImport.objects.filter(organisation=organisation, status__in=ACTIVE)
        .defer("report")
        .first()
    )


def ask(
    upload: Upload,
    *,
    organisation: Organisation,
    source: VendorSource | None,
    by: Any,
    at: datetime,
) -> VendorListImport:
    """Keep a file and ask for its preview. Raises `ValidationError` while another is on its way."""
    record = VendorListImport(
        organisation=organisation,
        source=source,
        filename=upload.filename,
        digest=upload.digest,
        sheet=upload.sheet,
        mapping=dict(upload.columns or {}),
        asked_at=at,
        asked_by=by,
    )
    record.full_clean(exclude=["file"])
    name = f"{upload.digest}{PurePath(upload.filename).suffix[:10]}"
    record.file.save(name, ContentFile(upload.data), save=False)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as race:
        record.file.delete(save=False)
        record.full_clean(exclude=["file"])
        raise ValidationError(str(race)) from race
    return record


def take_at_once(
    upload: Upload,
    table: Table,
    columns: Mapping[str, int],
    *,
    organisation: Organisation,
    origin: Origin | None,
    by: Any,
    at: datetime,
    dry_run: bool,
    progress: Progress = iter,
) -> ImportReport:
    """Take a list without waiting, and keep what became of it; a `dry_run` keeps nothing.

    Raises `CannotImport` while another list of the organisation is on its way.
    """
    with transaction.atomic():
        if not dry_run and on_its_way(organisation):
            raise CannotImport(busy())
        report = take_list(
            organisation, table, columns, dry_run=dry_run, origin=origin, progress=progress
        )
        if not dry_run:
            keep_evidence(
                report,
                organisation=organisation,
                source=origin.source if origin else None,
                file=(upload.filename, upload.digest),
                by=by,
                at=at,
            )
    return report


def busy() -> str:
    return _("Another vendor list of this organisation is on its way; finish or drop it.")


def look_again(pk: int, columns: Mapping[str, str]) -> None:
    """Ask for another preview with columns that the officer corrected."""
    _move(pk, {ListImportStatus.LOOKED}, ListImportStatus.TO_LOOK, mapping=dict(columns))


def confirm(pk: int) -> None:
    """Let a list be written as its preview showed it. Raises `CannotImport`."""
    with transaction.atomic():
        record = _move(pk, {ListImportStatus.LOOKED}, ListImportStatus.TO_TAKE)
        if record.report.get("error"):
            raise CannotImport(_("Say first which column holds the vendor's name."))


def drop(pk: int, *, at: datetime) -> None:
    """Let go of a list that is not written yet; its file goes, too. Raises `CannotImport`."""
    with transaction.atomic():
        record = _move(pk, set(ACTIVE), ListImportStatus.DROPPED, finished_at=at)
        let_go_of_file(record)
        record.save()


def _move(
    pk: int, allowed: set[ListImportStatus], status: ListImportStatus, **values: Any
) -> VendorListImport:
    with transaction.atomic():
        record = locked(pk)
        if record is None:
            raise CannotImport(_("A worker is on this list right now; look again in a moment."))
        if record.status not in allowed:
            raise CannotImport(
                _("This list is %(status)s; that cannot be done any more.")
                % {"status": record.get_status_display()}
            )
        record.status, record.attempts = status, 0
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record
