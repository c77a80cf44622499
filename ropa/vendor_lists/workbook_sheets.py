"""Every sheet of an XLSX workbook: what a register has, in contrast to a list on one sheet."""

import re
import warnings
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ropa.vendor_lists.table import Record, Table, UnreadableFile, build
from ropa.vendor_lists.workbook import records_of, rows_of, sheet_places
from ropa.vendor_lists.workbook_guard import Contents, refuse_dangerous

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:$]+)"')
_CHUNK = 1024 * 1024  # bytes
_OVERLAP = 256  # bytes, more than the pattern can match


@dataclass
class Sheets:
    """The sheets that hold any cell, by title, and what is to be said of the workbook."""

    tables: dict[str, Table] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


def read_every_sheet(data: bytes, *, ours: Collection[str], left_out: Collection[str]) -> Sheets:
    """Read the sheets of a workbook that hold any cell; a cell with a formula is refused later.

    `ours` are the names of sheets that must not be hidden, `left_out` those that are not read.

    Raises `UnreadableFile` as `read_workbook` does, and for a hidden sheet of ours or merged
    cells; for a wrong sheet, with its title.
    """
    try:
        contents = refuse_dangerous(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, contents, ours, left_out)
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile and openpyxl let pass whatever breaks inside them
        raise UnreadableFile(
            _("The workbook is damaged; open it in a spreadsheet program and save it as .xlsx.")
        ) from error


def sheet_name(title: str) -> str:
    """The name of a sheet as documents write it, however it is spelt in the file."""
    return "_".join(title.casefold().split())


def _read(
    data: bytes, contents: Contents, ours: Collection[str], left_out: Collection[str]
) -> Sheets:
    places = sheet_places(data)
    values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sources = None
    if contents.has_formulas:
        sources = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    found = Sheets()
    for sheet in values.worksheets:
        name = sheet_name(sheet.title)
        if name in left_out:
            continue
        if sheet.sheet_state != "visible":
            found.messages.append(_hidden(sheet.title, is_ours=name in ours))
            continue
        with _at(sheet.title):
            contents.refuse_too_many_rows(places[sheet.title])
        formulas = _formulas(sources[sheet.title]) if sources else repeat([])
        records = list(_without_formulas(records_of(rows_of(values, sheet.title)), formulas))
        if any(cell.strip() for record in records for cell in record.cells):
            found.tables[sheet.title] = _table(sheet.title, records)
            _refuse_merged(data, sheet)
    return found


def _table(title: str, records: list[Record]) -> Table:
    with _at(title):
        return build(records, messages=[], grid=True)


@contextmanager
def _at(title: str) -> Iterator[None]:
    """A refusal names its sheet."""
    try:
        yield
    except UnreadableFile as wrong:
        raise UnreadableFile(f"{title}: {wrong}") from wrong


def _hidden(title: str, *, is_ours: bool) -> str:
    if is_ours:
        raise UnreadableFile(
            _("%(sheet)s: the sheet is hidden. Show it, or remove it if it is not to be imported.")
            % {"sheet": title}
        )
    return _('The sheet "%(sheet)s" is hidden and was not read.') % {"sheet": title}


def _formulas(sheet: Any) -> Iterator[list[int]]:
    """The 0-based numbers of the columns with a formula, row by row."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield [at for at, cell in enumerate(row) if cell.data_type == "f"]


def _without_formulas(records: Iterator[Record], formulas: Iterator[list[int]]) -> Iterator[Record]:
    """The records; one with a formula says so, and is refused for what it says."""
    line = 0
    for record in records:
        columns: list[int] = []
        while line < record.line:
            line += 1
            columns = next(formulas, [])
        for at in columns:
            record.cells[at] = record.cells[at] or "="  # so that the row is not blank
            record.messages.append(
                _("Column %(column)s holds a formula; write its value instead.")
                % {"column": get_column_letter(at + 1)}
            )
        yield record


def _refuse_merged(data: bytes, sheet: Any) -> None:
    """Of merged cells a file keeps one: which row the others belong to would be a guess."""
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as part:
        end = b""
        while chunk := part.read(_CHUNK):
            if match := _MERGED.search(end + chunk):
                raise UnreadableFile(
                    _("%(sheet)s: the cells %(cells)s are merged. Take them apart and fill each.")
                    % {"sheet": sheet.title, "cells": match[1].decode()}
                )
            end = chunk[-_OVERLAP:]
