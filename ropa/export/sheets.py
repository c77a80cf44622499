"""Tables as files: an XLSX workbook, or CSV. No cell leaves that a spreadsheet would run."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from config.formulas import neutralise

LISTS = "lists"  # the hidden sheet with the values of choice columns; no import reads it

_MIN_WIDTH, _MAX_WIDTH = 10, 60  # characters
_LONGEST = 32_767  # characters in a cell of Excel; openpyxl would cut the rest without a word
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same register gives the same bytes

Cell = str | int | None


class CannotExport(Exception):
    """The register can't be written in this form. Its text is one sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its title; `preamble` stands above the header, `headings` are bold rows."""

    title: str
    header: list[str]
    rows: list[list[Cell]]
    preamble: list[list[Cell]] = field(default_factory=list)
    headings: frozenset[int] = frozenset()  # 0-based indexes of rows
    choices: dict[str, list[str]] = field(default_factory=dict)  # column -> its values

    def lines(self) -> Iterable[list[Cell]]:
        """Every row of the file, with an empty one between preamble and header."""
        yield from self.preamble
        if self.preamble:
            yield []
        yield list(self.header)
        yield from self.rows


def as_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in sheet.lines():
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode()


def as_zip(sheets: Iterable[Sheet]) -> bytes:
    """Return a zip with one CSV file a sheet."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            info = zipfile.ZipInfo(f"{sheet.title}.csv", _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, as_csv(sheet))
    return data.getvalue()


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX workbook with bold frozen headers, filters and lists of choices.

    Raises `CannotExport` for a text that is longer than a cell can be.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    lists = _Lists(workbook)
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.title), sheet)
        lists.offer(workbook[sheet.title], sheet)
    lists.write()
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


class _Lists:
    """The values of choice columns, each list once, in a hidden sheet that cells refer to."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._columns: list[tuple[str, ...]] = []

    def offer(self, target: Worksheet, sheet: Sheet) -> None:
        for column, values in sheet.choices.items():
            letter = get_column_letter(sheet.header.index(column) + 1)
            rule = DataValidation("list", formula1=self._range(tuple(values)), allow_blank=True)
            rule.errorStyle = "warning"  # labels are understood too
            rule.add(f"{letter}2:{letter}1048576")
            target.add_data_validation(rule)

    def _range(self, values: tuple[str, ...]) -> str:
        if values not in self._columns:
            self._columns.append(values)
        letter = get_column_letter(self._columns.index(values) + 1)
        return f"{LISTS}!${letter}$1:${letter}${len(values)}"

    def write(self) -> None:
        if not self._columns:
            return
        sheet = self._workbook.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for column, values in enumerate(self._columns, start=1):
            for row, value in enumerate(values, start=1):
                sheet.cell(row, column, value)


def _fill(target: Worksheet, sheet: Sheet) -> None:
    above = len(sheet.preamble) + 1 if sheet.preamble else 0
    bold = {above, *(above + 1 + index for index in sheet.headings)}
    for number, line in enumerate(sheet.lines()):
        for column, value in enumerate(line, start=1):
            cell = target.cell(number + 1, column, _excel(value))
            cell.alignment = _WRAPPED
            if number in bold or (number < above and column == 1):
                cell.font = _BOLD
    for column in range(1, len(sheet.header) + 1):
        target.column_dimensions[get_column_letter(column)].width = _width(sheet, column - 1)
    target.freeze_panes = f"A{above + 2}"
    last = above + 1 + len(sheet.rows)
    target.auto_filter.ref = f"A{above + 1}:{get_column_letter(len(sheet.header))}{last}"


def _width(sheet: Sheet, index: int) -> int:
    cells = [sheet.header[index], *(str(row[index] or "") for row in sheet.rows)]
    longest = max(len(line) for cell in cells for line in cell.split("\n"))
    return min(max(longest + 2, _MIN_WIDTH), _MAX_WIDTH)


def _harmless(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return neutralise(cell) if isinstance(cell, str) else cell


def _excel(cell: Cell) -> str | int | None:
    """A cell as XLSX can hold it; what looks like an escape of Excel is itself escaped."""
    if not isinstance(cell, str):
        return cell
    text = _LOOKS_ESCAPED.sub("_x005F_", neutralise(cell))
    text = text.replace("\x0b", "_x000B_").replace("\x0c", "_x000C_")
    if len(text) > _LONGEST:
        raise CannotExport(
            _("A text of %(count)s characters does not fit in a cell of a workbook; choose csv.")
            % {"count": f"{len(text):,}"}
        )
    return text or None
