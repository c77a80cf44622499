"""The sheets and columns of a file against those of the register, before any row is read."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.resources import SHEETS
from ropa.vendor_lists.reading import UnreadableFile
from ropa.vendor_lists.table import Table


def columns_of(sheet: str, table: Table) -> list[tuple[str, int]]:
    """Return the columns of the sheet with the index of their cells.

    Raises `UnreadableFile` for an unknown sheet, an unknown column or a missing key.
    """
    if sheet not in SHEETS:
        raise UnreadableFile(
            _('There is no sheet "%(sheet)s" in a register; the sheets are: %(sheets)s.')
            % {"sheet": sheet, "sheets": ", ".join(SHEETS)}
        )
    known: tuple[str, ...] = tuple(SHEETS[sheet]._meta.fields)
    found = []
    for index, heading in enumerate(table.header):
        column = "_".join(heading.casefold().split())
        if column in known:
            found.append((column, index))
        elif column or any(row.cells[index].strip() for row in table.rows):
            raise _unknown(sheet, heading or str(index + 1), known)
    for key in SHEETS[sheet]._meta.import_id_fields:
        if key not in dict(found):
            raise UnreadableFile(
                _('%(sheet)s: the column "%(column)s" is missing; rows are found by it.')
                % {"sheet": sheet, "column": key}
            )
    return found


def _unknown(sheet: str, heading: str, known: Any) -> UnreadableFile:
    return UnreadableFile(
        _('%(sheet)s: there is no column "%(column)s"; the columns are: %(columns)s.')
        % {"sheet": sheet, "column": heading, "columns": ", ".join(known)}
    )
