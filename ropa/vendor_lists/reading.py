"""Reads a vendor list from a CSV, XLSX or Markdown file into one table."""

from collections.abc import Iterable
from functools import partial
from pathlib import PurePath

from django.utils.translation import gettext as _

from ropa.vendor_lists.decoding import decode
from ropa.vendor_lists.delimited import read_delimited
from ropa.vendor_lists.layout import arrange
from ropa.vendor_lists.markdown import is_markdown, read_markdown
from ropa.vendor_lists.table import Row, Shape, Table, UnreadableFile, build
from ropa.vendor_lists.workbook import read_workbook

__all__ = [
    "MAX_SIZE",
    "Row",
    "Table",
    "UnreadableFile",
    "read_plain",
    "read_table",
    "refuse_too_large",
]

MAX_SIZE = 20 * 1024 * 1024  # bytes
MAX_LINES = 1_048_576  # of a text, blank ones counted: as many as a sheet of Excel has

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")
_OTHER_FORMATS = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc")
_TAGS = (b"!doctype", b"html", b"?xml", b"table", b"!--", b"head", b"body", b"meta", b"div")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MARKUP = tuple(b"<" + tag for tag in _TAGS)


def read_table(
    data: bytes, *, filename: str, sheet: str | None = None, known: Iterable[str] = ()
) -> Table:
    """Read the bytes of a vendor list; `sheet` names a sheet of a workbook.

    What the file is, its first bytes say; the end of `filename` decides only between
    Markdown and CSV. The header may stand below other lines, be repeated, or change where
    another table begins (see `layout.arrange`); marks of web pages are taken off the cells.
    `known` are headings that an officer has mapped before, so that they are found again.

    Raises `UnreadableFile` when any part of the file can't be read: there is no half a table.
    """
    return _read(data, filename, sheet, partial(arrange, known=tuple(known)))


def read_plain(data: bytes, *, filename: str, sheet: str | None = None) -> Table:
    """Read a file of our own making: one table, its first row the header, cells as they stand.

    Raises `UnreadableFile` as `read_table` does, and for a header that is not one.
    """
    return _read(data, filename, sheet, build)


def _read(data: bytes, filename: str, sheet: str | None, shape: Shape) -> Table:
    refuse_too_large(len(data))
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    suffix = PurePath(filename).suffix.casefold()
    _refuse_other_formats(data, suffix)
    if data.startswith(_ZIP):
        return read_workbook(data, sheet=sheet, shape=shape)

    source = decode(data)
    _refuse_too_long(source.text)
    if sheet is not None:
        source.messages.append(
            _('The sheet "%(sheet)s" was not looked for: the file is not a workbook.')
            % {"sheet": sheet}
        )
    if is_markdown(source, suffix=suffix):
        return read_markdown(source, shape=shape)
    return read_delimited(source, shape=shape)


def refuse_too_large(size: int) -> None:
    """Raise `UnreadableFile` for a file of `size` bytes; ask before reading it into memory."""
    if size > MAX_SIZE:
        raise UnreadableFile(
            _("The file has %(size)s MB; a list may have %(most)s MB at most. Split it.")
            % {"size": f"{size / 2**20:,.1f}", "most": MAX_SIZE // 2**20}
        )


def _refuse_too_long(text: str) -> None:
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_LINES:
        raise UnreadableFile(
            _("The file has more than %(most)s lines; leave out blank ones, or split it.")
            % {"most": f"{MAX_LINES:,}"}
        )


def _refuse_other_formats(data: bytes, suffix: str) -> None:
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            _("The workbook has a password or is an old .xls; save it as .xlsx without password.")
        )
    if data.startswith(_OTHER_FORMATS):
        raise UnreadableFile(_("The file is not a list; send a CSV, XLSX or Markdown file."))
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise UnreadableFile(
            _("The file is a web page or XML; open it in Excel and save it as .xlsx or CSV.")
        )
    if suffix in _WORKBOOK_SUFFIXES and not data.startswith(_ZIP):
        raise UnreadableFile(
            _("The file is called %(suffix)s but is no such workbook; save it again as .xlsx.")
            % {"suffix": suffix}
        )
