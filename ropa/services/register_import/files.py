"""The sheets of a register: a folder or a zip of CSV files, one CSV file, a workbook, or JSON."""

import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath

from django.utils.translation import gettext as _

from ropa.resources import SHEETS
from ropa.resources.about import ABOUT, About
from ropa.resources.long_texts import joined
from ropa.services.register_import.about import read_about
from ropa.services.register_import.json_file import is_json, read_json
from ropa.vendor_lists.reading import UnreadableFile, read_plain, refuse_too_large
from ropa.vendor_lists.table import Table
from ropa.vendor_lists.workbook_guard import MAX_RATIO, MAX_UNPACKED
from ropa.vendor_lists.workbook_sheets import read_every_sheet, sheet_name

NOT_OURS = frozenset(("vendor_list", "lists"))  # read by import_vendors; the lists of a workbook

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_CSV = ".csv"
_MOST_FILES = 500
_ENCRYPTED = 0x1  # bit of the ZIP flags


@dataclass(frozen=True)
class RegisterFile:
    """The tables of a register by the names of their sheets, and the hash of what was read.

    `about` says which state of the register the file was written from, if the file does.
    """

    name: str
    sheets: dict[str, Table]
    digest: str
    about: About | None = None
    messages: tuple[str, ...] = ()


def read_path(path: Path) -> RegisterFile:
    """Read the folder or file at `path`. Sub-folders are other registers or later steps.

    Raises `UnreadableFile` with a sentence, also when there is nothing at `path`.
    """
    try:
        if path.is_dir():
            files = {each.name: each for each in path.iterdir() if _is_csv(each) and each.is_file()}
            refuse_too_large(max((each.stat().st_size for each in files.values()), default=0))
            read = {name: each.read_bytes() for name, each in files.items()}
            return _read_csvs(read, source=path.name or str(path))
        refuse_too_large(path.stat().st_size)
        return read_upload(path.read_bytes(), filename=path.name)
    except OSError as wrong:
        raise UnreadableFile(
            _(
                "%(path)s cannot be read: %(why)s. Name a folder, a zip, a workbook, a JSON or a "
                "CSV file."
            )
            % {"path": path, "why": wrong.strerror}
        ) from wrong


def read_upload(data: bytes, *, filename: str) -> RegisterFile:
    """Read the bytes of a zip, a workbook, a JSON export or one CSV file named as its sheet."""
    refuse_too_large(len(data))
    name = PurePosixPath(filename).name
    if is_json(data, filename):
        return RegisterFile(name, read_json(data), sha256(data).hexdigest())
    if not data.startswith((_ZIP, _EMPTY_ZIP)):
        return _read_csvs({name: data}, source=name)
    if _is_workbook(data):
        found = read_every_sheet(data, ours={ABOUT, *SHEETS}, left_out=NOT_OURS)
        tables = {sheet_name(title): table for title, table in found.tables.items()}
        return _register(name, tables, sha256(data).hexdigest(), found.messages)
    return _read_csvs(_unzip(data), source=name)


def _register(
    name: str, tables: dict[str, Table], digest: str, messages: list[str]
) -> RegisterFile:
    about = read_about(tables.pop(ABOUT)) if ABOUT in tables else None
    whole = {sheet: joined(sheet, table) for sheet, table in tables.items()}
    return RegisterFile(name, whole, digest, about, tuple(messages))


def _read_csvs(files: dict[str, bytes], *, source: str) -> RegisterFile:
    ours = {
        filename: data
        for filename, data in sorted(files.items())
        if _sheet_name(filename) not in NOT_OURS
    }
    if not ours:
        raise UnreadableFile(
            _("%(source)s holds no sheet of a register, such as activities.csv.")
            % {"source": source}
        )
    digest = sha256()
    for filename, data in ours.items():
        digest.update(f"{filename}:{len(data)}:".encode() + data)
    sheets = {_sheet_name(filename): _read_csv(filename, data) for filename, data in ours.items()}
    return _register(source, sheets, digest.hexdigest(), [])


def _read_csv(filename: str, data: bytes) -> Table:
    if not data.strip():
        raise UnreadableFile(
            _("%(file)s is empty: its first row names the columns. Leave the file out instead.")
            % {"file": filename}
        )
    try:
        return read_plain(data, filename=filename)
    except UnreadableFile as wrong:
        raise UnreadableFile(f"{filename}: {wrong}") from wrong


def _is_csv(path: PurePath) -> bool:
    return path.suffix.casefold() == _CSV


def _sheet_name(title: str) -> str:
    return sheet_name(title.casefold().removesuffix(_CSV))


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "[content_types].xml" in (name.casefold() for name in archive.namelist())
    except zipfile.BadZipFile as wrong:
        raise _damaged() from wrong


def _unzip(data: bytes) -> dict[str, bytes]:
    """The CSV files of the topmost folder that holds any; nothing is written to disk."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bomb(archive, len(data))
            _refuse_paths(archive)
            paths = {PurePosixPath(each.filename): each for each in archive.infolist()}
            paths = {path: part for path, part in paths.items() if _is_csv(path)}
            top = min((len(path.parts) for path in paths), default=0)
            return {
                path.name: archive.read(part)
                for path, part in paths.items()
                if len(path.parts) == top
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as wrong:
        raise _damaged() from wrong


def _refuse_bomb(archive: zipfile.ZipFile, packed: int) -> None:
    """Sizes are those the archive declares; reading stops with an error where they are wrong."""
    parts = archive.infolist()
    if any(each.flag_bits & _ENCRYPTED for each in parts):
        raise UnreadableFile(_("The file has a password; save it without one."))
    unpacked = sum(each.file_size for each in parts)
    if unpacked > min(MAX_UNPACKED, packed * MAX_RATIO) or len(parts) > _MOST_FILES:
        raise UnreadableFile(
            _(
                "The zip would unpack to %(unpacked)s bytes in %(count)s files, more than a "
                "register can need; send the folder itself."
            )
            % {"unpacked": f"{unpacked:,}", "count": len(parts)}
        )


def _refuse_paths(archive: zipfile.ZipFile) -> None:
    """Refuse names that lead out of the zip, although nothing is ever unpacked to disk."""
    for name in archive.namelist():
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise UnreadableFile(
                _('The zip names a file outside itself, "%(file)s"; pack the folder again.')
                % {"file": name}
            )


def _damaged() -> UnreadableFile:
    return UnreadableFile(_("The zip is damaged; pack the folder again."))
