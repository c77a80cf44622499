"""The table of a vendor list, whatever the format of the file, and the refusal to read one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.vendor_lists.spelling import heading_key, one_line

MAX_ROWS = 200_000  # rows below the header; more than our own largest sheet
MAX_COLUMNS = 200
SURPLUS_JOIN = "; "  # where the file itself has no separator


class UnreadableFile(Exception):
    """A file that can't be read. Its text is one sentence that tells the officer what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record as the file gives them, and the line on which it starts."""

    line: int
    cells: list[str]
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A record below the header, with exactly as many cells as the header.

    `surplus` joins the cells beyond the header. Cells are as in the file: not stripped,
    and not yet given back by `config.formulas.restore`. `raw` are the cells before anything was
    taken out of them; empty where `cells` are that.
    """

    line: int
    cells: list[str]
    messages: list[str]
    surplus: str = ""
    raw: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A header and its rows, blank rows left out.

    `encoding` is Python's name of it, empty for a workbook. `separator` is the character
    between cells, empty for a workbook and for a list of one column. `blanks` are the lines of
    the blank rows below the header.
    """

    header: list[str]
    rows: list[Row]
    encoding: str
    separator: str
    messages: list[str]
    blanks: tuple[int, ...] = ()


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
    filled = _filled(records, blanks)
    first = next(filled, None)
    if first is None:
        raise UnreadableFile(_("The file holds no rows: the first row names the columns."))
    blanks.clear()  # what is blank above the header
    header = _header(first)
    below = _below_header(filled, first, header)
    rows = [_row(each, header, separator or SURPLUS_JOIN, grid=grid) for each in below]

    notes = [*messages, *first.messages, *_unheaded(header, rows)]
    if not rows:
        notes.append(_("The list has a header and no rows below it."))
    return Table(header, rows, encoding, separator, notes, tuple(blanks))


def _filled(records: Iterable[Record], blanks: list[int]) -> Iterator[Record]:
    """The records with at least one filled cell; the lines of the others go to `blanks`."""
    for record in records:
        width = len(_without_empty_end(record.cells))
        if width > MAX_COLUMNS:
            raise UnreadableFile(
                _("Line %(line)s has %(count)s columns; a list may have %(most)s at most.")
                % {"line": record.line, "count": width, "most": MAX_COLUMNS}
            )
        if width:
            yield record
        else:
            blanks.append(record.line)


def _without_empty_end(cells: list[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return cells[:width]


def _header(record: Record) -> list[str]:
    header = [one_line(each) for each in _without_empty_end(record.cells)]
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
    for count, record in enumerate(records, start=1):
        if count > MAX_ROWS:
            raise UnreadableFile(
                _("Line %(line)s: the list has more than %(most)s rows; split it into several.")
                % {"line": record.line, "most": f"{MAX_ROWS:,}"}
            )
        if [heading_key(each) for each in _without_empty_end(record.cells)] == keys:
            raise UnreadableFile(
                _(
                    "Line %(second)s repeats line %(first)s, which was taken as the header: "
                    "keep one header, or add one if the list has none."
                )
                % {"first": first.line, "second": record.line}
            )
        yield record


def _row(record: Record, header: list[str], join: str, *, grid: bool) -> Row:
    width = len(header)
    cells, beyond = record.cells[:width], _without_empty_end(record.cells[width:])
    missing = width - len(cells)
    messages = list(record.messages)
    if beyond:
        messages.append(_too_long(len(beyond)))
    if missing and not grid:
        messages.append(_too_short(missing))
    return Row(record.line, cells + [""] * missing, messages, join.join(beyond))


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


def _unheaded(header: list[str], rows: list[Row]) -> list[str]:
    return [
        _("Column %(column)s has no heading; its cells are read only if it is mapped.")
        % {"column": column + 1}
        for column, heading in enumerate(header)
        if not heading and any(row.cells[column].strip() for row in rows)
    ]
