"""Tables as files: an XLSX workbook, or CSV. No cell leaves that a spreadsheet would run."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import DEFAULT_FONT, Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from config.formulas import neutralise
from config.widgets import printable
from ropa.export import paper
from ropa.vendor_lists.workbook import ERRORS

LISTS = "lists"  # the hidden sheet with the values of choice columns; no import reads it

_MIN_WIDTH, _MAX_WIDTH = 10, 60  # characters
_SAMPLE = 500  # rows by which a column is found to be wide
_LONGEST = 32_767  # characters in a cell of Excel; openpyxl would cut the rest without a word
_BOLD = Font(name=DEFAULT_FONT.name, size=DEFAULT_FONT.size, bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same register gives the same bytes

Cell = str | int | None


class CannotExport(Exception):
    """The register can't be written in this form. Its text is one sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its title; `preamble` stands above the header, `headings` are bold rows.

    The rows are gone through once for each file, and may be read only then.
    """

    title: str
    header: list[str]
    rows: Sequence[list[Cell]]
    preamble: list[list[Cell]] = field(default_factory=list)
    headings: frozenset[int] = frozenset()  # 0-based indexes of rows
    choices: dict[str, list[str]] = field(default_factory=dict)  # column -> its values
    for_paper: bool = False  # to be read and printed, not to be edited

    def lines(self, rows: Iterable[list[Cell]] | None = None) -> Iterable[list[Cell]]:
        """Every row of the file, with an empty one between preamble and header."""
        yield from self.preamble
        if self.preamble:
            yield []
        yield list(self.header)
        yield from self.rows if rows is None else rows


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

    One row after the other is written, so that no sheet need be in memory.

    Raises `CannotExport` for a text that is longer than a cell can be.
    """
    workbook = Workbook(write_only=True)
    try:
        _write(workbook, sheets)
    except CannotExport:
        _discard(workbook)
        raise
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def _write(workbook: Workbook, sheets: Iterable[Sheet]) -> None:
    lists = _Lists(workbook)
    for sheet in sheets:
        target = workbook.create_sheet(sheet.title)
        _fill(target, sheet)
        lists.offer(target, sheet)
        target.close()
    lists.write()


def _discard(workbook: Workbook) -> None:
    """Close what was begun and remove its temporary files, as saving would have done."""
    sheet: Any
    for sheet in workbook.worksheets:
        if not sheet.closed:
            sheet.close()
        sheet._writer.cleanup()


class _Lists:
    """The values of choice columns, each list once, in a hidden sheet that cells refer to."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._columns: list[list[str]] = []

    def offer(self, target: Any, sheet: Sheet) -> None:
        for column, values in sheet.choices.items():
            letter = get_column_letter(sheet.header.index(column) + 1)
            rule = DataValidation("list", formula1=self._range(values), allow_blank=True)
            rule.errorStyle = "warning"  # labels, and rows that are yet to come, are understood too
            rule.add(f"{letter}2:{letter}1048576")
            target.data_validations.append(rule)

    def _range(self, values: list[str]) -> str:
        if values not in self._columns:
            self._columns.append(values)
        letter = get_column_letter(self._columns.index(values) + 1)
        return f"{LISTS}!${letter}$1:${letter}${len(values)}"

    def write(self) -> None:
        if not self._columns:
            return
        sheet = self._workbook.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for row in zip_longest(*self._columns):
            sheet.append([value and _excel(value) for value in row])


def _fill(target: Any, sheet: Sheet) -> None:
    """Write the rows; what stands before them in the file has to be said before them."""
    above = len(sheet.preamble) + 1 if sheet.preamble else 0
    bold = {above, *(above + 1 + index for index in sheet.headings)}
    rows = iter(sheet.rows)
    first = list(islice(rows, _SAMPLE))
    width_of = paper.width if sheet.for_paper else _width
    widths = [
        width_of(heading, (row[column] for row in first))
        for column, heading in enumerate(sheet.header)
    ]
    for column, width in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(column)].width = width
    target.freeze_panes = f"A{above + 2}"
    if sheet.for_paper:
        paper.set_up(target, header=above + 1, columns=len(widths))
    cells = _Cells(target)
    last = 0
    for number, line in enumerate(sheet.lines(chain(first, rows))):
        if sheet.for_paper:
            target.row_dimensions[number + 1].height = paper.height(line, widths)
        target.append(cells.of(line, bold=number in bold, bold_first=number < above))
        last = number + 1
    target.auto_filter.ref = f"A{above + 1}:{get_column_letter(len(sheet.header))}{last}"


class _Cells:
    """The cells of a row: one for each column, used again and again, as styles are costly."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self._kept: dict[tuple[int, bool], Any] = {}

    def of(self, line: list[Cell], *, bold: bool, bold_first: bool) -> list[Any]:
        return [
            None if value is None or value == "" else self._cell(at, value, is_bold)
            for at, value in enumerate(line)
            for is_bold in (bold or (bold_first and at == 0),)
        ]

    def _cell(self, at: int, value: Cell, is_bold: bool) -> Any:
        cell = self._kept.get((at, is_bold))
        if cell is None:
            cell = self._kept[at, is_bold] = WriteOnlyCell(self._target)
            cell.alignment = _WRAPPED
            if is_bold:
                cell.font = _BOLD
        cell.value = _excel(value)
        if isinstance(cell.value, str):
            cell.data_type = "s"  # never a formula, never an error
        return cell


def _width(heading: str, cells: Iterable[Cell]) -> int:
    texts = [heading, *(str(cell or "") for cell in cells)]
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return min(max(longest + 2, _MIN_WIDTH), _MAX_WIDTH)


def _harmless(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return neutralise(cell) if isinstance(cell, str) else cell


def _excel(cell: Cell) -> str | int | None:
    """A cell as XLSX can hold it; what looks like an escape of Excel is itself escaped.

    Control characters are dropped, as on import.
    """
    if not isinstance(cell, str):
        return cell
    text = _LOOKS_ESCAPED.sub("_x005F_", neutralise(printable(cell)))
    text = text.replace("\x0b", "_x000B_").replace("\x0c", "_x000C_")
    if text in ERRORS:
        text = f"_x0023_{text[1:]}"
    if len(text) > _LONGEST:
        raise CannotExport(
            _("A text of %(count)s characters does not fit in a cell of a workbook; choose csv.")
            % {"count": f"{len(text):,}"}
        )
    return text or None
