"""The rows of a sheet as they are imported: each with its report, and after the row it names."""

from config.widgets import read_cell
from ropa.resources import OrganisationResource
from ropa.services.register_import.report import Outcome, RowReport
from ropa.vendor_lists.table import Table

Rows = list[tuple[RowReport, dict[str, str]]]


def key_text(kind: type[OrganisationResource], texts: dict[str, str]) -> str:
    """The key of a row as people read it."""
    return " / ".join(texts[column] for column in kind._meta.import_id_fields)


def rows_of(
    sheet: str,
    table: Table,
    columns: list[tuple[str, int]],
    kind: type[OrganisationResource],
) -> Rows:
    """Return the rows of a sheet, each after the row of the same sheet that it names."""
    is_workbook = not table.encoding  # its messages tell of formulas and errors, not of values
    found = []
    for row in table.rows:
        cells = {column: row.cells[index] for column, index in columns}
        key = key_text(kind, {column: read_cell(cell) for column, cell in cells.items()})
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
