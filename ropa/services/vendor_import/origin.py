"""Where a list comes from, and how its columns were understood the last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ropa.models import VendorSource
from ropa.vendor_lists import columns
from ropa.vendor_lists.spelling import heading_key
from ropa.vendor_lists.table import Table

_NO_HEADING = "#"  # and the number of the column


@dataclass(frozen=True)
class Origin:
    """A source that a list comes from, and the day on which it came."""

    source: VendorSource
    on: date


@dataclass(frozen=True)
class Recognised:
    """Field -> column, what differs from the last time, and the columns by number as chosen."""

    columns: dict[str, int]
    messages: list[str]


def recognise(
    table: Table,
    *,
    source: VendorSource | None = None,
    mapping: Mapping[str, str] | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Recognised:
    """Recognise the columns of a table, by what was confirmed for its source first.

    `mapping` is column -> field in words, as the command takes it. `chosen` is the officer's word
    on every column, by number from 0, empty for one that is not read; with it nothing is guessed
    from the source. Raises `UnreadableFile` with a sentence.
    """
    header = list(table.header)
    if chosen:
        return Recognised(_match(header, chosen, {}), [])
    known = remembered(header, source)
    said = dict(mapping or {})
    overruled = {heading_key(field) for field in said.values()}
    known = {at: field for at, field in known.items() if heading_key(field) not in overruled}
    return Recognised(_match(header, known, said), _differences(header, source))


def known_headings(
    source: VendorSource | None, mapping: Mapping[str, str] | None = None
) -> list[str]:
    """The headings that say which line is the header: of the last time, and those just said."""
    said = [column for column in mapping or () if not columns.is_place(column)]
    of_source = source.mapping.items() if source else ()
    return [*said, *(key for key, field in of_source if field and not key.startswith(_NO_HEADING))]


def remembered(header: Sequence[str], source: VendorSource | None) -> dict[int, str]:
    """Column number -> the field that it was read as the last time, empty for none."""
    known = source.mapping if source else {}
    return {at: known[key] for at, key in enumerate(_keys(header)) if key in known}


def as_mapping(header: Sequence[str], matched: Mapping[str, int]) -> dict[str, str]:
    """Return the columns of a confirmed list as a source keeps them: key of a heading -> field."""
    fields = {at: field for field, at in matched.items()}
    return {key: fields.get(at, "") for at, key in enumerate(_keys(header))}


def _keys(header: Iterable[str]) -> list[str]:
    return [
        heading_key(each) if each else f"{_NO_HEADING}{at}"
        for at, each in enumerate(header, start=1)
    ]


def _match(header: list[str], chosen: Mapping[int, str], said: Mapping[str, str]) -> dict[str, int]:
    mapping = {header[at] or str(at + 1): field for at, field in chosen.items() if field}
    silent = {at for at, field in chosen.items() if not field}
    left = ["" if at in silent else text for at, text in enumerate(header)]
    return columns.match(left, mapping={**mapping, **said})


def _differences(header: list[str], source: VendorSource | None) -> list[str]:
    """What a source that has new headings changed since its columns were confirmed."""
    known = source.mapping if source else {}
    keys = _keys(header)
    gone = [(key, field) for key, field in known.items() if field and key not in keys]
    new = [
        heading for heading, key in zip(header, keys, strict=True) if heading and key not in known
    ]
    if not known:
        return []
    return [
        *(
            _('The column "%(heading)s", read as %(field)s the last time, is not there any more.')
            % {"heading": key, "field": field}
            for key, field in gone
        ),
        *(
            _('The column "%(heading)s" was not there the last time; look what it is read as.')
            % {"heading": heading}
            for heading in new
        ),
    ]
