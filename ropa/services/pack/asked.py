"""What a pack is asked for, what a part of it consists of, and who contributes parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ropa.export.archive import with_fixed_times
from ropa.export.sheets import Sheet, as_workbook
from ropa.export.wanted import Wanted
from ropa.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose pack it is, of which day and for which part, and the moment of writing in UTC."""

    organisation: Organisation
    wanted: Wanted
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class PackFile:
    """A file of the pack; `about` says what it is, without a full stop."""

    name: str
    data: bytes
    about: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """Files of one kind, and what cannot be told, in sentences for the manifest."""

    files: tuple[PackFile, ...] = ()
    cannot_tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """A part that an app makes; who makes a pack needs the right to see it."""

    make: Callable[[Asked], Part]
    permission: str


_contributions: list[Contribution] = []


def contribute(make: Callable[[Asked], Part], *, permission: str) -> None:
    """Add a part to every pack. Apps call it when they are ready."""
    _contributions.append(Contribution(make, permission))


def contributions() -> tuple[Contribution, ...]:
    return tuple(_contributions)


def table(name: str, about: str, sheets: list[Sheet], asked: Asked) -> PackFile:
    """Return the sheets as one workbook of the pack."""
    data = with_fixed_times(as_workbook(sheets), asked.written_at)
    return PackFile(name=name, data=data, about=about)
