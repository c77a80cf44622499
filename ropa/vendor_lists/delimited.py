"""CSV in the forms that people's programs write: separator found, physical lines kept."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from string import whitespace

from django.utils.translation import gettext as _

from ropa.vendor_lists.decoding import Text
from ropa.vendor_lists.table import Record, Table, UnreadableFile, build

SEPARATORS = (",", ";", "\t", "|")

# Control characters: the decoder lets neither through, so no text can hold them.
_NO_SEPARATOR = "\x1f"
_END = "\x1e"
_SAMPLE_RECORDS = 30
_SAMPLE_SIZE = 1_000_000  # characters
# Excel's own hint, written as the first line.
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SPACE_BEFORE_QUOTE = re.compile(r'[,;|] +"(?!")')


def read_delimited(source: Text) -> Table:
    """Read `source` as CSV; the line of a row is the physical one on which its record starts.

    Raises `UnreadableFile` for a quotation mark that is never closed, and as `table.build` does.
    """
    text, first_line, separator = source.text, 1, ""
    if match := _SEPARATOR_LINE.match(text):
        text, first_line, separator = text[match.end() :], 2, match[1]
    separator = separator or _find_separator(text)
    blank = not text.strip("".join(SEPARATORS) + whitespace)
    return build(
        () if blank else _records(text, separator, first_line),
        encoding=source.encoding,
        separator=separator.strip(_NO_SEPARATOR),
        messages=source.messages,
    )


def _find_separator(text: str) -> str:
    """The separator that cuts most records as wide as the header; the wider header wins a tie."""
    best, best_score = _NO_SEPARATOR, (0.0, 0)
    for separator in SEPARATORS:
        score = _score(text, separator)
        if score > best_score:
            best, best_score = separator, score
    return best


def _score(text: str, separator: str) -> tuple[float, int]:
    widths: list[int] = []
    with suppress(UnreadableFile):  # the sample may end inside a cell
        for record in _records(text[:_SAMPLE_SIZE], separator, 1):
            if any(map(str.strip, record.cells)):
                widths.append(len(record.cells))
            if len(widths) == _SAMPLE_RECORDS:
                break
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


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
