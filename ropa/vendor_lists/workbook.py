"""One sheet of an XLSX workbook, its values as text."""

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import repeat, zip_longest
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter

from ropa.vendor_lists.table import MAX_COLUMNS, MAX_ROWS, Record, Shape, Table, UnreadableFile
from ropa.vendor_lists.workbook_guard import Contents, refuse_dangerous
from ropa.vendor_lists.workbook_parts import SHEETS

LAST_ROW = 1_048_576  # of any sheet in Excel
MAX_CELLS = MAX_ROWS * MAX_COLUMNS  # empty ones counted

ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")
)
_EXACT = 10**15  # whole floats below this are exact, and Excel shows 15 digits
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_workbook(data: bytes, *, sheet: str | None, shape: Shape) -> Table:
    """Read the sheet called `sheet`, or the first one; `line` of a row is that of the sheet.

    A formula counts with the result stored beside it; where none is stored the cell is
    empty and the row says so. A day becomes ISO text, 12.0 becomes 12.

    Raises `UnreadableFile` for a workbook that can't or should not be opened, for an
    unknown sheet, and as `shape` does.
    """
    try:
        contents = refuse_dangerous(data)
        with warnings.catch_warnings():
            # openpyxl warns of parts it leaves out: drawings, validation, styles.
            warnings.simplefilter("ignore")
            return _read(data, sheet, shape, contents)
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile and openpyxl let pass whatever breaks inside them
        raise UnreadableFile(
            _("The workbook is damaged; open it in a spreadsheet program and save it as .xlsx.")
        ) from error


def _read(data: bytes, sheet: str | None, shape: Shape, contents: Contents) -> Table:
    places = sheet_places(data)
    name = _choose(list(places), sheet)
    contents.refuse_too_many_rows(places[name])
    values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas: Iterator[tuple[Any, ...]] | None = None
    if contents.has_formulas:
        # A result that was never stored looks like an empty cell; the formula tells them apart.
        formulas = rows_of(load_workbook(BytesIO(data), read_only=True, keep_links=False), name)
    records = records_of(rows_of(values, name), formulas)
    return shape(records, messages=_other_sheets(list(places), name, sheet), grid=True)


def sheet_places(data: bytes) -> dict[str, str]:
    """Title -> part of each sheet with cells, found without reading any cell or text."""
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    found = {}
    for sheet, link in reader.parser.find_sheets():
        if link.target not in reader.valid_files or "chartsheet" in link.Type:
            continue
        if not link.target.casefold().startswith(SHEETS):
            raise UnreadableFile(
                _(
                    "The workbook keeps the sheet “%(sheet)s” at an unusual place; open it in a "
                    "spreadsheet program and save it as .xlsx."
                )
                % {"sheet": sheet.name}
            )
        found[sheet.name] = link.target
    return found


def _choose(titles: Sequence[str], sheet: str | None) -> str:
    if not titles:
        raise UnreadableFile(_("The workbook has no sheet with cells."))
    if sheet is None:
        return titles[0]
    for title in titles:
        if title.strip().casefold() == sheet.strip().casefold():
            return title
    raise UnreadableFile(
        _('There is no sheet "%(sheet)s"; the workbook has: %(titles)s.')
        % {"sheet": sheet, "titles": ", ".join(titles)}
    )


def _other_sheets(titles: Sequence[str], name: str, sheet: str | None) -> list[str]:
    if sheet is not None or len(titles) == 1:
        return []
    sentence = _('The workbook has %(count)s sheets; only the first, "%(name)s", was read.')
    return [sentence % {"count": len(titles), "name": name}]


def rows_of(workbook: Workbook, name: str) -> Iterator[tuple[Any, ...]]:
    """Return the values of a sheet row by row."""
    sheet = workbook[name]
    # The stored size of a sheet is often wrong, and rows beyond it would be left out.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(values_only=True))


def records_of(
    values: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]] | None = None
) -> Iterator[Record]:
    """Return the rows with their cells as text, and what is to be said of cells without value."""
    cells = 0
    formulas = repeat(()) if formulas is None else formulas
    for line, (row, source) in enumerate(zip(values, formulas, strict=False), start=1):
        cells += len(row)
        if line > LAST_ROW or cells > MAX_CELLS:
            raise UnreadableFile(
                _("The sheet is larger than a list can be: it ends after line %(line)s.")
                % {"line": line}
            )
        if row or source:
            yield Record(line, [_text(each) for each in row], _doubts(row, source))


def _doubts(row: tuple[Any, ...], source: tuple[Any, ...]) -> list[str]:
    """What is said of cells whose value is missing or is an error of the spreadsheet."""
    messages = []
    for column, (value, formula) in enumerate(zip_longest(row, source), start=1):
        found = {"column": get_column_letter(column), "error": value}
        if value is None and formula is not None:
            sentence = _(
                "Column %(column)s holds a formula without a stored result and was taken as "
                "empty; open the workbook, save it and import it again."
            )
            messages.append(sentence % found)
        elif isinstance(value, str) and value in ERRORS:
            sentence = _("Column %(column)s holds the error %(error)s and was taken as empty.")
            messages.append(sentence % found)
    return messages


def _text(value: Any) -> str:
    """A cell as text. A day without a time of day is an ISO day."""
    if value is None or value in ERRORS:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(_unescaped, value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _unescaped(match: re.Match[str]) -> str:
    # Excel writes characters that XML can't hold as _x000D_, and "_x" itself as _x005F_x; our
    # own export writes a text such as #N/A as _x0023_N/A, so that it is none of Excel's errors.
    character = chr(int(match[1], 16))
    return character if character in "\t\n\r\x0b\x0c_#" else match[0]
