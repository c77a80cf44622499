"""Files of agreements: what may be kept is judged by content, and a name is never a path.

A file lies below MEDIA_ROOT under a random name and is served by its admin page alone. One that is
replaced stays on disk, and the history of the agreement says its name and its SHA-256.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from config.widgets import printable
from ropa.models import Agreement

MB = 2**20
LONGEST_NAME = 300  # characters, as the field holds
_HEAD = 16  # bytes in which a kind shows
_MIMETYPE = 100  # bytes of the part that names the kind of an OpenDocument file
_ZIP = b"PK\x03\x04"
_ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class FileKind:
    suffix: str
    content_type: str


PDF = FileKind("pdf", "application/pdf")
DOCX = FileKind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = FileKind("odt", _ODT.decode())
PNG = FileKind("png", "image/png")
JPEG = FileKind("jpg", "image/jpeg")
TIFF = FileKind("tif", "image/tiff")
KINDS = {each.suffix: each for each in (PDF, DOCX, ODT, PNG, JPEG, TIFF)}
_STARTS = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
}


def kind_of(file: IO[bytes]) -> FileKind | None:
    """Return the kind of a file by its first bytes, or by the parts of its archive; else None."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        return _document(file)
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)


def _document(file: IO[bytes]) -> FileKind | None:
    """Tell text documents without macros from other archives; nothing is unpacked for it."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.casefold() for name in archive.namelist()}
            if any(name.endswith("vbaproject.bin") or "basic/" in name for name in names):
                return None
            if {"word/document.xml", "[content_types].xml"} <= names:
                return DOCX
            if "mimetype" in names and archive.open("mimetype").read(_MIMETYPE) == _ODT:
                return ODT
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError):
        return None
    finally:
        file.seek(0)
    return None


def receive(upload: UploadedFile, agreement: Agreement) -> UploadedFile:
    """Judge an upload and note its name and SHA-256 on the agreement; return it, renamed.

    Raises `ValidationError` for a file that is too large, empty, or of no kind that is kept.
    """
    most = settings.AGREEMENT_FILE_MB
    if (upload.size or 0) > most * MB:
        raise ValidationError(
            _("The file has %(size)s MB, and %(most)s MB are allowed. Choose a smaller one.")
            % {"size": f"{(upload.size or 0) / MB:,.1f}", "most": most}
        )
    kind = kind_of(upload)
    if kind is None:
        raise ValidationError(
            _(
                "By its content this is no PDF, no DOCX or ODT without macros, and no picture "
                "(PNG, JPEG, TIFF). Save it as PDF and choose that."
            )
        )
    agreement.file_name = printable(upload.name or "")[-LONGEST_NAME:]
    agreement.file_sha256 = sha256_of(upload)
    upload.name = f"{uuid4().hex}.{kind.suffix}"
    return upload


def sha256_of(file: Any) -> str:
    """Return the SHA-256 of a file, read from its beginning, and leave it there."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def open_checked(agreement: Agreement) -> tuple[Any, FileKind]:
    """Open the file of an agreement, and say what it is.

    Raises `ValidationError` where it is gone, or no longer what was uploaded.
    """
    try:
        file: Any = agreement.file.open("rb")
    except (OSError, ValueError) as wrong:
        raise ValidationError(
            _("The file of this agreement is not there. Restore it from a backup, or upload it.")
        ) from wrong
    kind = kind_of(file)
    if kind is None or sha256_of(file) != agreement.file_sha256:
        file.close()
        raise ValidationError(
            _("The file is no longer the one that was uploaded: its SHA-256 differs. Restore it.")
        )
    return file, kind
