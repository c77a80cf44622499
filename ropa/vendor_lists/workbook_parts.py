"""One part of a workbook inflated chunk by chunk: what it holds, or why it is not read on."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.vendor_lists.table import MAX_ROWS, UnreadableFile

MAX_ROW = 16 * 1024 * 1024  # bytes of XML between the ends of two rows, held in memory at once
SHEETS = "xl/worksheets/"

_CHUNK = 1024 * 1024  # bytes
_OVERLAP = 64  # bytes, more than the short patterns can match
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# What a row holds, or its end. A cell without value or text is no part of a list.
_IN_ROW = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^<>]{0,40})?>[^<]|</(?:\w+:)?row>")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"""\A<\?xml[^<>]{0,80}?\sencoding\s*=\s*["']([\w.:-]+)["']""")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_OUR_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")
_NO_XML = ("xl/media/", "xl/embeddings/")  # pictures and other people's files, never opened


@dataclass
class Inside:
    """What a part holds: formulas, and how many filled rows, counted up to one too many."""

    has_formulas: bool = False
    filled_rows: int = 0

    @property
    def has_too_many_rows(self) -> bool:
        return self.filled_rows > MAX_ROWS + 1  # and the header


def look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Inside:
    """Inflate a part once, never holding more than a chunk of it.

    No more is inflated than the archive says that it has, and what is more is an error. Raises
    `UnreadableFile`, and for a damaged part whatever `zipfile` raises.
    """
    found = Inside()
    name = part.filename.casefold()
    is_sheet = name.startswith(SHEETS)
    since_row_end, is_filled, end = 0, False, b""
    for chunk in _chunks(archive, part):
        if not name.startswith(_NO_XML):
            _refuse_other_xml(part, end + chunk, is_first=not end)
        if is_sheet:
            found.has_formulas = found.has_formulas or bool(_FORMULA.search(end + chunk))
            since_row_end, is_filled = _count(found, end, chunk, (since_row_end, is_filled))
            if since_row_end > MAX_ROW:
                raise UnreadableFile(
                    _("A row of %(part)s is too long to be one of a list.")
                    % {"part": part.filename}
                )
            if found.has_too_many_rows:
                return found  # whoever reads sheets refuses this one first
        end = chunk[-_OVERLAP:]
    return found


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except zipfile.BadZipFile as wrong:
        raise UnreadableFile(
            _(
                "The part %(part)s of the workbook is damaged or is larger than the workbook says; "
                "open it in a spreadsheet program and save it as .xlsx."
            )
            % {"part": part.filename}
        ) from wrong


def _count(found: Inside, end: bytes, chunk: bytes, so_far: tuple[int, bool]) -> tuple[int, bool]:
    """Count rows with a value; return the bytes since the end of a row, and whether any is filled.

    A match that lies wholly in `end`, the tail of the chunk before, was counted with that.
    """
    since_row_end, is_filled = so_far
    last = None
    for match in _IN_ROW.finditer(end + chunk):
        if match.end() <= len(end):
            continue
        if not match[0].startswith(b"</"):
            is_filled = True
            continue
        last = match.end() - len(end)
        found.filled_rows += is_filled
        is_filled = False
    return (since_row_end + len(chunk) if last is None else len(chunk) - last), is_filled


def _refuse_other_xml(part: zipfile.ZipInfo, text: bytes, *, is_first: bool) -> None:
    """Workbooks declare neither documents nor entities, and are in UTF-8."""
    declared = _ENCODING.search(text) if is_first else None
    is_other = is_first and text.startswith(_OTHER_ENCODINGS)
    is_other = is_other or bool(declared and declared[1].lower() not in _OUR_ENCODINGS)
    if is_other or _DECLARES.search(text):
        raise UnreadableFile(
            _(
                "The part %(part)s is not as a spreadsheet program writes it: it declares entities "
                "or another encoding. Copy the rows to a new workbook or save them as CSV."
            )
            % {"part": part.filename}
        )
