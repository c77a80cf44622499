"""One import: sheet after sheet in one transaction, which ends only when no row is refused."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.resources import RowLoader
from config.widgets import read_cell
from ropa.models import Organisation, Purpose
from ropa.resources import SHEETS, OrganisationResource, OrganisationScope
from ropa.services.register_import.facets import disagreements
from ropa.services.register_import.files import RegisterFile
from ropa.services.register_import.headers import columns_of
from ropa.services.register_import.report import ImportReport, Outcome, RowReport
from ropa.vendor_lists.reading import UnreadableFile
from ropa.vendor_lists.table import Table

Progress = Callable[[list[Any]], Iterable[Any]]
Rows = list[tuple[RowReport, dict[str, str]]]
Sheets = dict[type[OrganisationResource], Rows]
OUTCOMES = {"new": Outcome.ADDED, "update": Outcome.CHANGED, "skip": Outcome.UNCHANGED}


def import_register(
    file: RegisterFile,
    *,
    organisation: str,
    is_dry_run: bool = False,
    progress: Progress = iter,
) -> ImportReport:
    """Write the rows of `file` into the register of the organisation with that code.

    Rows that the file leaves out stay as they are. When a row is refused, or with
    `is_dry_run`, nothing is written; the report is the same. `progress` wraps the rows.

    Raises `UnreadableFile` when sheets, columns or the organisation are not as they must be.
    """
    headers = {sheet: columns_of(sheet, table) for sheet, table in file.sheets.items()}
    report = ImportReport(organisation, is_dry_run, file.digest)
    with transaction.atomic():
        sheets = {
            kind: _rows(sheet, file.sheets[sheet], headers[sheet], kind)
            for sheet, kind in SHEETS.items()
            if sheet in file.sheets
        }
        run = _Run(_scope(file, headers, organisation), report, sheets)
        work = [(kind, row, cells) for kind, rows in sheets.items() for row, cells in rows]
        for sheet, table in file.sheets.items():
            if table.rows:  # that a sheet is empty needs no word
                report.messages += [f"{sheet}: {message}" for message in table.messages]
        for kind, row, cells in progress(work):
            run.take(kind, row, cells)
        if not report.refused:
            run.compare_facets()
        if is_dry_run or report.refused:
            transaction.set_rollback(True)
    return report


class _Run:
    """The state of one import: the sheet at work, and the purpose lines that it touches."""

    def __init__(self, scope: OrganisationScope, report: ImportReport, sheets: Sheets) -> None:
        self.scope = scope
        self.report = report
        self.sheets = sheets
        self.touched: set[int] = set()
        self._sheet: tuple[OrganisationResource, RowLoader] | None = None
        self._lines: dict[tuple[str, ...], int | None] = {}

    def take(self, kind: type[OrganisationResource], row: RowReport, cells: dict[str, str]) -> None:
        """Import one row; the rows of a sheet come one after the other."""
        self.report.rows.append(row)
        if self._sheet is None or type(self._sheet[0]) is not kind:
            resource = kind(self.scope)
            self._sheet = resource, RowLoader(resource, [each for _row, each in self.sheets[kind]])
            self._lines = {}
        resource, loader = self._sheet
        if row.outcome is not Outcome.REFUSED:
            self._refuse_key(resource, row, cells)
        if row.outcome is not Outcome.REFUSED:
            self._import(resource, loader, row, cells)
        if row.outcome is Outcome.REFUSED:
            self.scope.lookup(resource._meta.model).refused.add(row.key)

    def _refuse_key(
        self, resource: OrganisationResource, row: RowReport, cells: dict[str, str]
    ) -> None:
        for column in resource.key_columns:
            field = resource._meta.model._meta.get_field(column)
            if not read_cell(cells[column]) and not field.blank:
                row.refuse(
                    _("%(column)s: give a value; rows are found by it.") % {"column": column}
                )
        key = tuple(read_cell(cells[column]) for column in resource.key_columns)
        earlier = self._lines.setdefault(key, row.line)
        if earlier != row.line:
            row.refuse(
                _('duplicate codes: "%(key)s" stands on line %(first)s and on line %(second)s.')
                % {"key": row.key, "first": earlier, "second": row.line}
            )

    def _import(
        self,
        resource: OrganisationResource,
        loader: RowLoader,
        row: RowReport,
        cells: dict[str, str],
    ) -> None:
        result = resource.import_row(cells, loader, row_number=row.line)
        if wrong := resource.sentences(result):
            row.refuse(*wrong)
            return
        row.outcome = OUTCOMES[result.import_type]
        if row.outcome is Outcome.CHANGED:
            row.changes = resource.changes(result.original, result.instance)
        if row.outcome is not Outcome.UNCHANGED:
            self._touch(result.instance)

    def _touch(self, instance: Any) -> None:
        purpose = instance.pk if isinstance(instance, Purpose) else None
        purpose = purpose or getattr(instance, "purpose_id", None)
        if purpose:
            self.touched.add(purpose)

    def compare_facets(self) -> None:
        """Refuse lines whose state and values disagree, as far as this file touches them."""
        if not self.touched or self.scope.organisation is None:
            return
        rows = {row.key: row for row in self.report.rows if row.sheet == "purposes"}
        for line, is_refused, sentence in disagreements(self.scope.organisation, self.touched):
            row = rows.get(line.code)
            if row is None and is_refused:
                row = rows[line.code] = RowReport("purposes", None, line.code)
                self.report.rows.append(row)
            if row is not None and is_refused:
                row.refuse(sentence)
            elif row is not None:
                row.messages.append(sentence)


def _scope(
    file: RegisterFile, headers: dict[str, list[tuple[str, int]]], code: str
) -> OrganisationScope:
    """The scope of the organisation, locked; it may be made by this very file."""
    table = file.sheets.get("organisation")
    if table is not None:
        index = dict(headers["organisation"])["code"]
        for named in (read_cell(row.cells[index]) for row in table.rows):
            if named != code:
                raise UnreadableFile(
                    _('The file is the register of "%(named)s", not of "%(code)s".')
                    % {"named": named, "code": code}
                )
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


def _rows(
    sheet: str,
    table: Table,
    columns: list[tuple[str, int]],
    kind: type[OrganisationResource],
) -> Rows:
    """The rows of a sheet, each after the row of the same sheet that it names."""
    key_columns = kind._meta.import_id_fields
    is_workbook = not table.encoding  # its messages tell of formulas and errors, not of values
    found = []
    for row in table.rows:
        cells = {column: row.cells[index] for column, index in columns}
        key = " / ".join(read_cell(cells[column]) for column in key_columns)
        report = RowReport(sheet, row.line, key, messages=list(row.messages))
        if row.surplus.strip() or (is_workbook and row.messages):
            report.outcome = Outcome.REFUSED  # the message that says why is there already
        found.append((report, cells))
    reference = kind.reference_to_itself()
    return _named_first(found, reference) if reference in dict(columns) else found


def _named_first(rows: Rows, reference: str) -> Rows:
    """Move rows behind the row they name; rows that name each other in a circle come last."""
    later = {report.key for report, _cells in rows}
    ordered: Rows = []
    waiting = rows
    while ready := [each for each in waiting if read_cell(each[1][reference]) not in later]:
        ordered += ready
        later -= {report.key for report, _cells in ready}
        waiting = [each for each in waiting if each[0].key in later]
    return ordered + waiting
