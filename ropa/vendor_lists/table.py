"""The table of a vendor list, whatever the format of the file, and the refusal to read one."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.vendor_lists.spelling import heading_key, one_line

MAX_ROWS = 200_000  # rows below the header; more than our own largest sheet
MAX_COLUMNS = 200
SURPLUS_JOIN = "; "  # where the file itself has no separator


class UnreadableFile(Exception):
    """A file that can't be read. Its text is one sentence that tells the officer what to do."""


class Mark(Enum):
    """What the format itself says of a record."""

    NONE = ""
    HEADER = "header"
    HEADING = "heading"  # a line of text between two tables


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record as the file gives them, and the line on which it starts.

    `raw` are the cells before the format took its own marks off, empty where there are none.
    """

    line: int
    cells: list[str]
    messages: list[str] = field(default_factory=list)
    raw: tuple[str, ...] = ()
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """A record below the header, with exactly as many cells as the header.

    `surplus` joins the cells beyond the header. Cells are not stripped, and not yet given back
    by `config.formulas.restore`. `raw` are the cells as the file has them, before any mark-up
    was taken off; empty where `cells` are that. `section` is the title above the row, and
    `day_first` says of columns with days whether the day stands before the month.
    """

    line: int
    cells: list[str]
    messages: list[str]
    surplus: str = ""
    raw: tuple[str, ...] = ()
    section: str = ""
    day_first: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A line of the file that is neither a header nor a row: its text, and what it was taken for.

    `kind` is `above` (over the first header), `title`, `note` or `table` (where a further
    table begins).
    """

    line: int
    text: str
    kind: str


@dataclass(frozen=True)
class Table:
    """A header and its rows, blank rows left out.

    `encoding` is Python's name of it, empty for a workbook. `separator` is the character
    between cells, empty for a workbook and for a list of one column. `blanks` are the lines of
    the blank rows below the header. `sections` are the lines that are no rows, in order.
    """

    header: list[str]
    rows: list[Row]
    encoding: str
    separator: str
    messages: list[str]
    blanks: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()


class Shape(Protocol):
    """Makes a table of records: `build`, or `layout.arrange` for lists of other people."""

    def __call__(
        self,
        records: Iterable[Record],
        *,
        encoding: str = "",
        separator: str = "",
        messages: list[str],
        grid: bool = False,
    ) -> Table: ...


def build(
    records: Iterable[Record],
    *,
    encoding: str = "",
    separator: str = "",
    messages: list[str],
    grid: bool = False,
) -> Table:
    """Take the first record that is not blank as the header, the others as its rows.

    In a `grid`, as a sheet is one, a row can't be too short: cells nobody filled are not stored.

    Raises `UnreadableFile` when there is no header, when two of its headings are the same,
    when it comes twice, or when the table is larger than `MAX_ROWS` and `MAX_COLUMNS`.
    """
    blanks: list[int] = []
    filled = filled_records(records, blanks)
    first = next(filled, None)
    if first is None:
        raise no_rows()
    blanks.clear()  # what is blank above the header
    header = _header(first)
    below = _below_header(filled, first, header)
    rows = [_row(each, header, separator or SURPLUS_JOIN, grid=grid) for each in below]

    notes = [*messages, *first.messages, *what_is_missing(header, rows)]
    return Table(header, rows, encoding, separator, notes, tuple(blanks))


def no_rows() -> UnreadableFile:
    return UnreadableFile(_("The file holds no rows: the first row names the columns."))


def filled_records(records: Iterable[Record], blanks: list[int]) -> Iterator[Record]:
    """The records with at least one filled cell; the lines of the others go to `blanks`.

    Cells that say the same become one text, for a list says most of its texts in many rows.
    """
    for record in records:
        width = len(without_empty_end(record.cells))
        if width > MAX_COLUMNS:
            raise UnreadableFile(
                _("Line %(line)s has %(count)s columns; a list may have %(most)s at most.")
                % {"line": record.line, "count": width, "most": MAX_COLUMNS}
            )
        if width:
            record.cells[:] = map(sys.intern, record.cells)
            yield record
        else:
            blanks.append(record.line)


def without_empty_end(cells: list[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return cells[:width]


def _header(record: Record) -> list[str]:
    header = [one_line(each) for each in without_empty_end(record.cells)]
    seen: dict[str, int] = {}
    for column, heading in enumerate(header, start=1):
        earlier = seen.setdefault(heading_key(heading), column)
        if heading and earlier != column:
            raise UnreadableFile(
                _(
                    "Line %(line)s: columns %(first)s and %(second)s have the same heading, "
                    '"%(heading)s"; rename or remove one of them.'
                )
                % {"line": record.line, "first": earlier, "second": column, "heading": heading}
            )
    return header


def _below_header(records: Iterator[Record], first: Record, header: list[str]) -> Iterator[Record]:
    keys = [heading_key(each) for each in header]
    for record in bounded(records):
        if [heading_key(each) for each in without_empty_end(record.cells)] == keys:
            raise UnreadableFile(
                _(
                    "Line %(second)s repeats line %(first)s, which was taken as the header: "
                    "keep one header, or add one if the list has none."
                )
                % {"first": first.line, "second": record.line}
            )
        yield record


def bounded(records: Iterable[Record], *, headers: int = 0) -> Iterator[Record]:
    """The records, or the refusal once there are more than a list can have beside its headers."""
    for count, record in enumerate(records, start=1 - headers):
        if count > MAX_ROWS:
            raise UnreadableFile(
                _("Line %(line)s: the list has more than %(most)s rows; split it into several.")
                % {"line": record.line, "most": f"{MAX_ROWS:,}"}
            )
        yield record


def _row(record: Record, header: list[str], join: str, *, grid: bool) -> Row:
    width = len(header)
    cells, beyond = record.cells[:width], without_empty_end(record.cells[width:])
    missing = width - len(cells)
    messages = [*record.messages, *ragged(len(beyond), 0 if grid else missing)]
    return Row(record.line, cells + [""] * missing, messages, join.join(beyond))


def ragged(beyond: int, missing: int) -> list[str]:
    """What is said of a row with cells `beyond` the header, or with some `missing`."""
    return ([_too_long(beyond)] if beyond else []) + ([_too_short(missing)] if missing else [])


def _too_long(count: int) -> str:
    return ngettext(
        "The row has %(count)s cell more than the header; its text was set aside.",
        "The row has %(count)s cells more than the header; their text was set aside.",
        count,
    ) % {"count": count}


def _too_short(count: int) -> str:
    return ngettext(
        "The row has %(count)s cell fewer than the header; it was taken as empty.",
        "The row has %(count)s cells fewer than the header; they were taken as empty.",
        count,
    ) % {"count": count}


def what_is_missing(header: list[str], rows: list[Row]) -> list[str]:
    """Sentences about rows that are not there, and headings that are not."""
    if not rows:
        return [_("The list has a header and no rows below it.")]
    return [
        _("Column %(column)s has no heading; its cells are read only if it is mapped.")
        % {"column": column + 1}
        for column, heading in enumerate(header)
        if not heading and any(row.cells[column].strip() for row in rows)
    ]
