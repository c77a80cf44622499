"""One import: sheet after sheet in one transaction, which ends only when no row is refused."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.widgets import read_cell
from ropa.audit import current_act, together
from ropa.models import Organisation, RegisterImport
from ropa.resources import SHEETS, OrganisationScope, PastScope
from ropa.services.register_import.files import RegisterFile
from ropa.services.register_import.headers import columns_of
from ropa.services.register_import.report import ImportReport, Outcome
from ropa.services.register_import.rows import rows_of
from ropa.services.register_import.work import NO_WISHES, Wishes, Work
from ropa.vendor_lists.reading import UnreadableFile

Progress = Callable[[list[Any]], Iterable[Any]]


class OutcomeChanged(Exception):
    """What an import would do is no longer what was shown. Its text is one sentence."""


def import_register(
    file: RegisterFile,
    *,
    organisation: str,
    is_dry_run: bool = False,
    wishes: Wishes = NO_WISHES,
    progress: Progress = iter,
) -> ImportReport:
    """Write the rows of `file` into the register of the organisation with that code.

    Where the file says which state it was written from, only what it changed since then is
    written, and what somebody else changed as well is a conflict. When a row is refused or in
    conflict, or with `is_dry_run`, nothing is written; the report is the same. `progress` wraps
    the rows.

    Raises `UnreadableFile` when sheets, columns or the organisation are not as they must be,
    and `OutcomeChanged` when the outcome is another than the one that was shown.
    """
    headers = {sheet: columns_of(sheet, table) for sheet, table in file.sheets.items()}
    report = ImportReport(organisation, is_dry_run, file.digest, list(file.messages))
    with transaction.atomic(), together():
        scope = _scope(file, headers, organisation)
        started = timezone.now()
        sheets = {
            sheet: rows_of(sheet, file.sheets[sheet], headers[sheet], kind)
            for sheet, kind in SHEETS.items()
            if sheet in file.sheets
        }
        work = Work(scope, _base(file, organisation, wishes, report), report, sheets, wishes)
        for sheet, table in file.sheets.items():
            if table.rows:  # that a sheet is empty needs no word
                report.messages += [f"{sheet}: {message}" for message in table.messages]
        for sheet, row, cells in progress(work.rows):
            work.take(sheet, row, cells)
        work.finish({sheet: table.blanks for sheet, table in file.sheets.items()})
        if file.about is None and report.counts[Outcome.CHANGED]:
            report.messages.append(
                _(
                    "The file does not say from which state of the register it was written. Its "
                    "values count, also where the register has later ones: look at every change."
                )
            )
        if wishes.shown and wishes.shown != report.fingerprint:
            raise OutcomeChanged(
                _("The register was changed since this was shown. Look at the preview again.")
            )
        if is_dry_run or report.blocked:
            transaction.set_rollback(True)
        elif report.changes_anything:
            report.record = record_of(report, file.name, started)
    return report


def record_of(
    report: ImportReport, name: str, started: datetime, undoes: RegisterImport | None = None
) -> RegisterImport:
    """Write the evidence of an import that was applied."""
    counts = report.counts
    return RegisterImport.objects.create(
        organisation=Organisation.objects.get(code=report.organisation),
        filename=name[:300],
        digest=report.digest,
        started_at=started,
        finished_at=timezone.now(),
        imported_by=current_act().user,
        undoes=undoes,
        **{each.value: counts[each] for each in (Outcome.ADDED, Outcome.CHANGED, Outcome.REMOVED)},
    )


def _scope(
    file: RegisterFile, headers: dict[str, list[tuple[str, int]]], code: str
) -> OrganisationScope:
    """The scope of the organisation, locked; it may be made by this very file."""
    if file.about and file.about.organisation != code:
        raise _of_another(file.about.organisation, code)
    table = file.sheets.get("organisation")
    if table is not None:
        index = dict(headers["organisation"])["code"]
        for named in (read_cell(row.cells[index]) for row in table.rows):
            if named != code:
                raise _of_another(named, code)
    Organisation.objects.select_for_update().filter(code=code).first()
    scope = OrganisationScope(code)
    if scope.organisation is None and (table is None or not table.rows):
        known = ", ".join(Organisation.objects.order_by("code").values_list("code", flat=True))
        raise UnreadableFile(
            _(
                'There is no organisation "%(code)s"; known are: %(known)s. A file with an '
                "organisation sheet makes a new one."
            )
            % {"code": code, "known": known or _("none")}
        )
    return scope


def _of_another(named: str, code: str) -> UnreadableFile:
    return UnreadableFile(
        _('The file is the register of "%(named)s", not of "%(code)s".')
        % {"named": named, "code": code}
    )


def _base(file: RegisterFile, code: str, wishes: Wishes, report: ImportReport) -> PastScope | None:
    """The state from which the file was written, as far as it says so and it is known."""
    if file.about is None:
        if wishes.removes_missing:
            raise UnreadableFile(
                _(
                    "Nothing can be removed: the file has no sheet “about”, which says what it "
                    "was exported from. Export the register, and remove rows from that file."
                )
            )
        return None
    scope = PastScope(code, file.about.exported_at)
    if scope.organisation is not None:
        return scope
    if wishes.removes_missing:
        raise UnreadableFile(
            _("Nothing can be removed: on %(instant)s there was no register of %(code)s here.")
            % {"instant": file.about.exported_at.isoformat(), "code": code}
        )
    report.messages.append(
        _("On %(instant)s there was no register of %(code)s here; the file is taken as it is.")
        % {"instant": file.about.exported_at.isoformat(), "code": code}
    )
    return None
