"""A pack is put together, with a manifest that holds the hash of every file, and is recorded."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.export.archive import as_archive
from ropa.export.wanted import Wanted
from ropa.models import AuthorityPack, Organisation
from ropa.services.exporting import refuse_unfinished, scope_of
from ropa.services.pack.asked import Asked, PackFile, Part, contributions

MANIFEST = "manifest.json"
READABLE = "MANIFEST.txt"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A zip, and what proves it."""

    data: bytes
    manifest_sha256: str
    file_count: int


def make(
    organisation: Organisation, *, as_of: date | None, on: date, at: datetime, by: User | None
) -> Pack:
    """Make a pack and record that it was made; `on` is the day and `at` the moment of writing.

    Raises `CannotExport` for a day before the register began, and for one that is not over.
    """
    refuse_unfinished(as_of, on=on)
    wanted = Wanted(scope=scope_of(organisation, as_of), written_on=on, as_of=as_of)
    with _one_view():
        pack = build(Asked(organisation=organisation, wanted=wanted, written_at=at.astimezone(UTC)))
        with acting(user=by, reason=_("Authority pack made.")):
            AuthorityPack.objects.create(
                organisation=organisation,
                as_of=as_of,
                made_at=at,
                made_by=by,
                file_count=pack.file_count,
                manifest_sha256=pack.manifest_sha256,
            )
    return pack


@contextmanager
def _one_view() -> Iterator[None]:
    """Let every query inside see the register of one moment, whatever others change meanwhile.

    In SQLite a transaction sees that anyway.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def build(asked: Asked) -> Pack:
    """Return the pack; the same state of the register at the same moment gives the same bytes."""
    parts = [contribution.make(asked) for contribution in contributions()]
    files = [file for part in parts for file in part.files]
    readable = PackFile(
        name=READABLE, data=_readable(asked, files, parts), about=_("This list, to be read")
    )
    sums = PackFile(name=SUMS, data=_sums([*files, readable]), about=_("For sha256sum -c"))
    files += [readable, sums]
    manifest = _manifest(asked, files, parts)
    every = {file.name: file.data for file in files} | {MANIFEST: manifest}
    return Pack(data=as_archive(every), manifest_sha256=_sha256(manifest), file_count=len(every))


def _manifest(asked: Asked, files: Sequence[PackFile], parts: Sequence[Part]) -> bytes:
    as_of = asked.wanted.as_of
    content: dict[str, Any] = {
        "organisation": {"code": asked.organisation.code, "name": asked.organisation.name},
        "as_of": as_of.isoformat() if as_of else None,
        "written_at": asked.written_at.isoformat(),
        "files": [
            {
                "name": file.name,
                "about": file.about,
                "bytes": len(file.data),
                "sha256": _sha256(file.data),
            }
            for file in _ordered(files)
        ],
        "cannot_be_told": [sentence for part in parts for sentence in part.cannot_tell],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _readable(asked: Asked, files: Sequence[PackFile], parts: Sequence[Part]) -> bytes:
    lines = [
        _("Authority pack of %(name)s") % {"name": asked.organisation.name},
        _("The register %(stands)s.") % {"stands": asked.wanted.stands},
        _("Written at %(moment)s.") % {"moment": f"{asked.written_at:%Y-%m-%d %H:%M:%S} UTC"},
        "",
        _("Files"),
        *(f"  {file.name}: {file.about}." for file in _ordered(files)),
        "",
        _("What cannot be told"),
        *(f"  {sentence}" for part in parts for sentence in part.cannot_tell),
        "",
        _("The SHA-256 of each file stands in SHA256SUMS; check with: sha256sum -c SHA256SUMS"),
    ]
    return ("\n".join(lines) + "\n").encode()


def _sums(files: Sequence[PackFile]) -> bytes:
    """The bare lines that `sha256sum -c` reads."""
    return "".join(f"{_sha256(file.data)}  {file.name}\n" for file in _ordered(files)).encode()


def _ordered(files: Sequence[PackFile]) -> list[PackFile]:
    return sorted(files, key=lambda file: file.name)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
