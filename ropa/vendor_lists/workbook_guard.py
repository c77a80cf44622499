"""Refuses a workbook that is damaged, is something else, or unpacks to more than it should."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS

from ropa.vendor_lists.table import MAX_ROWS, UnreadableFile
from ropa.vendor_lists.workbook_parts import SHEETS, Inside, look_into

MAX_UNPACKED = 200 * 1024 * 1024  # bytes, all parts together
MAX_RATIO = 200  # unpacked size : packed size
MAX_PART = 20 * 1024 * 1024  # bytes; parts that openpyxl holds in memory as one tree
MAX_STRINGS = 64 * 1024 * 1024  # bytes; the texts of all sheets, held as a list

_ENCRYPTED = 0x1  # bit of the ZIP flags
# The others that Python knows inflate a whole block at once, whatever size the archive says.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STREAMED = re.compile(rf"{SHEETS}[^/]*\.xml", re.IGNORECASE)
_STRINGS = "xl/sharedstrings.xml"
_ODD_NAME = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|//|[\\:\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Contents:
    """What the parts of a workbook hold that was found harmless, by the name of the part."""

    parts: dict[str, Inside]

    @property
    def has_formulas(self) -> bool:
        return any(each.has_formulas for each in self.parts.values())

    def refuse_too_many_rows(self, part: str) -> None:
        """Ask before a sheet is read; of one with more rows nothing further was looked at."""
        inside = self.parts.get(part)
        if inside is not None and inside.has_too_many_rows:
            raise UnreadableFile(
                _("The sheet has more than %(most)s rows; split it into several.")
                % {"most": f"{MAX_ROWS:,}"}
            )


def refuse_dangerous(data: bytes) -> Contents:
    """Look into the ZIP of a workbook without reading it as one.

    Raises `UnreadableFile` when it has a password, macros or too much in it, or is no .xlsx;
    for a damaged archive whatever `zipfile` raises.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _refuse_other_kinds(archive)
        _refuse_odd_parts(archive)
        _refuse_bomb(archive)
        parts = {each.filename: look_into(archive, each) for each in archive.infolist()}
    _refuse_texts_elsewhere(data)
    return Contents(parts)


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


def _refuse_odd_parts(archive: zipfile.ZipFile) -> None:
    """Parts that another program would take for others, or that nobody can inflate in bounds."""
    seen: set[str] = set()
    for part in archive.infolist():
        name = part.filename.casefold()
        if name in seen:
            raise _odd(part, _("the name stands in the archive twice"))
        if _ODD_NAME.search(part.orig_filename):
            raise _odd(part, _("the name leads out of the archive"))
        if part.compress_type not in _METHODS:
            raise _odd(part, _("it is packed in a way that no spreadsheet program uses"))
        seen.add(name)


def _refuse_texts_elsewhere(data: bytes) -> None:
    """The texts of all sheets are held in memory, wherever the workbook says that they are."""
    reader = ExcelReader(BytesIO(data), read_only=True)
    reader.read_manifest()
    for each in reader.package.findall(SHARED_STRINGS):
        if each.PartName.casefold().lstrip("/") != _STRINGS:
            part = reader.archive.getinfo(each.PartName.lstrip("/"))
            raise _odd(part, _("it holds the texts of cells"))


def _odd(part: zipfile.ZipInfo, why: str) -> UnreadableFile:
    return UnreadableFile(
        _(
            "The part %(part)s of the workbook is not as a spreadsheet program writes it: %(why)s. "
            "Open it in a spreadsheet program and save it as .xlsx."
        )
        % {"part": part.filename, "why": why}
    )
