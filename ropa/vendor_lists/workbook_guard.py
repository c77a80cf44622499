"""Refuses a workbook that is damaged, is something else, or unpacks to more than it should."""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from ropa.vendor_lists.table import UnreadableFile

MAX_UNPACKED = 200 * 1024 * 1024  # bytes, all parts together
MAX_RATIO = 200  # unpacked size : packed size
MAX_PART = 20 * 1024 * 1024  # bytes; parts that openpyxl holds in memory as one tree
MAX_STRINGS = 64 * 1024 * 1024  # bytes; the texts of all sheets, held as a list
MAX_ROW = 16 * 1024 * 1024  # bytes of XML between the ends of two rows, held likewise

_CHUNK = 1024 * 1024  # bytes
_ENCRYPTED = 0x1  # bit of the ZIP flags
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA_OVERLAP = 64  # bytes, more than the pattern can match
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_STREAMED = re.compile(r"xl/worksheets/[^/]*\.xml|xl/media/.*", re.IGNORECASE)
_STRINGS = "xl/sharedstrings.xml"


def refuse_dangerous(data: bytes) -> None:
    """Look into the ZIP of a workbook without reading it as one.

    Raises `UnreadableFile` when it has a password, macros or too much in it, or is no .xlsx;
    for a damaged archive whatever `zipfile` raises.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _refuse_other_kinds(archive)
        _refuse_bomb(archive)
        for part in _sheets(archive):
            _refuse_endless_row(archive, part)


def has_formulas(data: bytes) -> bool:
    """Whether any sheet of the workbook, already found harmless, holds a formula."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any(_has_formula(archive, part) for part in _sheets(archive))


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    end = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(end + chunk):
                return True
            end = chunk[-_FORMULA_OVERLAP:]
    return False


def _sheets(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [each for each in archive.infolist() if each.filename.startswith("xl/worksheets/")]


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = {each.filename.casefold() for each in archive.infolist()}
    if any(each.flag_bits & _ENCRYPTED for each in archive.infolist()):
        raise UnreadableFile(_("The file has a password; save it without one."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(_("The workbook contains macros; save it as .xlsx, without them."))
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnreadableFile(
            _("The file is an .xlsb or .ods workbook; save it as .xlsx or as CSV.")
        )
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile(
            _(
                "The file is a Word or PowerPoint document; copy its table into a workbook and "
                "save that as .xlsx."
            )
        )
    if "[content_types].xml" not in names or not any(each.startswith("xl/") for each in names):
        raise UnreadableFile(
            _("The file is a ZIP archive without a workbook; send the .xlsx or CSV file itself.")
        )


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(each.file_size for each in parts)
    packed = sum(each.compress_size for each in parts)
    too_large = unpacked > MAX_UNPACKED or any(each.file_size > _limit(each) for each in parts)
    if too_large or unpacked > packed * MAX_RATIO:
        raise UnreadableFile(
            _(
                "The workbook would unpack from %(packed)s to %(unpacked)s bytes, more than a "
                "list can need; copy the rows to a new workbook or save them as CSV."
            )
            % {"packed": f"{packed:,}", "unpacked": f"{unpacked:,}"}
        )


def _limit(part: zipfile.ZipInfo) -> int:
    if _STREAMED.fullmatch(part.filename):
        return MAX_UNPACKED
    return MAX_STRINGS if part.filename.casefold() == _STRINGS else MAX_PART


def _refuse_endless_row(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A sheet is read row by row, so one row of 200 MB would be in memory all at once."""
    since_row_end = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            ends = list(_ROW_END.finditer(chunk))
            since_row_end = len(chunk) - ends[-1].end() if ends else since_row_end + len(chunk)
            if since_row_end > MAX_ROW:
                raise UnreadableFile(
                    _("A row of %(part)s is too long to be one of a list.")
                    % {"part": part.filename}
                )
