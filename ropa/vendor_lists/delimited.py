"""CSV in the forms that people's programs write: separator found, physical lines kept."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from string import whitespace

from django.utils.translation import gettext as _

from ropa.vendor_lists import headings
from ropa.vendor_lists.decoding import Text
from ropa.vendor_lists.table import (
    MAX_ROWS,
    Record,
    Shape,
    Table,
    UnreadableFile,
    bounded,
    filled_records,
)

SEPARATORS = (",", ";", "\t", "|")

# Control characters: the decoder lets neither through, so no text can hold them.
_NO_SEPARATOR = "\x1f"
_END = "\x1e"
_SAMPLE_RECORDS = 30
_SAMPLE_SIZE = 1_000_000  # characters
# Excel's own hint, written as the first line.
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SEVERAL = 3  # records of one width that make a table
_SPACE_BEFORE_QUOTE = re.compile(r'[,;|] +"(?!")')


def read_delimited(source: Text, *, shape: Shape) -> Table:
    """Read `source` as CSV; the line of a row is the physical one on which its record starts.

    Raises `UnreadableFile` for a quotation mark that is never closed, or is closed rows later,
    and as `shape` does.
    """
    text, first_line, separator = source.text, 1, ""
    if match := _SEPARATOR_LINE.match(text):
        text, first_line, separator = text[match.end() :], 2, match[1]
    separator = separator or find_separator(text)
    messages = list(source.messages)
    if "“" in text and (straight := _with_straight_quotes(text, separator)) != text:
        text = straight
        messages.append(_("Cells stand between “ and ”; these were read as quotation marks."))
    _refuse_too_many_rows(text, separator, first_line)
    blank = not text.strip("".join(SEPARATORS) + whitespace)
    return shape(
        () if blank else _without_swallowed_rows(_records(text, separator, first_line), separator),
        encoding=source.encoding,
        separator=separator.strip(_NO_SEPARATOR),
        messages=messages,
    )


def _refuse_too_many_rows(text: str, separator: str, first_line: int) -> None:
    """Count the rows of a long file before any is kept."""
    if text.count("\n") + text.count("\r") > MAX_ROWS:
        records = filled_records(_records(text, separator, first_line), [])
        deque(bounded(records, headers=1), maxlen=0)


def find_separator(text: str) -> str:
    """The separator that cuts most records as wide as the header; the wider header wins a tie.

    The header is the first record, or one further down whose cells are headings. Where neither
    is cut by any separator, the records below a title are looked at.
    """
    samples = {separator: _sample(text, separator) for separator in SEPARATORS}
    for start in (_header_at, _first_of_several):
        scores = {each: _score(sample[start(sample) :]) for each, sample in samples.items()}
        best = max(SEPARATORS, key=lambda each: scores[each])
        if scores[best] > (0.0, 0):
            return best
    return _NO_SEPARATOR


def _sample(text: str, separator: str) -> list[Record]:
    sample: list[Record] = []
    with suppress(UnreadableFile):  # the sample may end inside a cell
        for record in _records(text[:_SAMPLE_SIZE], separator, 1):
            if any(map(str.strip, record.cells)):
                sample.append(record)
            if len(sample) == _SAMPLE_RECORDS:
                break
    return sample


def _score(sample: list[Record]) -> tuple[float, int]:
    widths = [len(each.cells) for each in sample]
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _header_at(sample: list[Record]) -> int:
    """The index of the header: another record than the first only where its cells say so."""
    heads = (
        at
        for at, record in enumerate(sample)
        if headings.heads_another_table(record, after_blank=True)
    )
    return next(heads, 0)


def _first_of_several(sample: list[Record]) -> int:
    """The first of several records of one width below a title; a list of one column has none."""
    widths = [len(each.cells) for each in sample]
    if not sample or headings.is_heading(sample[0].cells[0]):
        return 0
    alike = (
        at
        for at in range(len(widths) - _SEVERAL + 1)
        if widths[at] > 1 and len(set(widths[at : at + _SEVERAL])) == 1
    )
    return next(alike, 0)


def _with_straight_quotes(text: str, separator: str) -> str:
    """`“Acme, Inc.”,hosting`: marks around a whole cell that holds the separator, made straight."""
    around = re.escape(separator)
    cell = re.compile(
        rf'(^|{around})“([^“”"\n]*{around}[^“”"\n]*)”(?=[ \t\r]*(?:{around}|$))', re.M
    )
    return cell.sub(r'\1"\2"', text)


def _without_swallowed_rows(records: Iterator[Record], separator: str) -> Iterator[Record]:
    """The records; a cell whose lines look like whole rows is a quotation mark left open."""
    width = 0
    for record in records:
        width = width or len(record.cells)
        for cell in record.cells:
            if "\n" in cell and _holds_rows(cell, separator, max(2, width - 1)):
                raise UnreadableFile(
                    _(
                        "Line %(line)s: a quotation mark is opened and closed only rows later, so "
                        "that whole rows stand in one cell; close it on its own line."
                    )
                    % {"line": record.line}
                )
        yield record


def _holds_rows(cell: str, separator: str, least: int) -> bool:
    inside = cell.split("\n")[1:-1]
    tight = re.compile(re.escape(separator) + r"(?! )")
    return any(len(tight.findall(each)) >= least for each in inside)


def _records(text: str, separator: str, first_line: int) -> Iterator[Record]:
    reader = csv.reader(
        chain(io.StringIO(text, newline=""), [_END]),
        delimiter=separator,
        skipinitialspace=bool(_SPACE_BEFORE_QUOTE.search(text)),
    )
    line = first_line
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and _END in cells[-1]:
                raise _endless_cell(line)
            if cells:
                yield Record(line, cells)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise _endless_cell(line) from error


def _endless_cell(line: int) -> UnreadableFile:
    return UnreadableFile(
        _(
            "Line %(line)s: a cell does not end before the end of the file or is longer than "
            "%(most)s characters; most likely a quotation mark is opened and never closed."
        )
        % {"line": line, "most": f"{csv.field_size_limit():,}"}
    )
