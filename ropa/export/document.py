"""The record of Art. 30 as a document to be read; PDF and HTML are both made from it.

It has the cells of the table that `ropa.export.art30` makes, activity by activity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ropa.export import art30
from ropa.export.sheets import Sheet
from ropa.export.wanted import Wanted

Node = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What is stated on one matter: its label, and a paragraph for each entry."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One purpose line with its cells."""

    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One activity; without lines where none is stated."""

    code: str
    heading: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record as controller, Art. 30(1), or as processor, Art. 30(2)."""

    title: str
    cover: tuple[Cell, ...]  # who is responsible, and who speaks for them
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class RecordDocument:
    """One or both records of an organisation, with the days that a reader needs to know."""

    title: str
    organisation: str
    language: str  # as HTML and PDF name it, such as en-gb
    as_of: str
    written_on: str
    records: tuple[Record, ...]


def record_document(wanted: Wanted) -> RecordDocument:
    """Return the records of the wanted register, or the part of it that is asked for.

    Raises `CannotExport` for a part that there is not.
    """
    name = wanted.register["name"]
    return RecordDocument(
        title=_("Record of processing activities – %(name)s") % {"name": name},
        organisation=name,
        language=get_language() or "en",
        as_of=_("The register %(stands)s") % {"stands": wanted.stands},
        written_on=_("Written %(on)s") % {"on": wanted.written},
        records=tuple(_record(wanted.register, sheet) for sheet in art30.sheets(wanted)),
    )


def _record(register: Node, sheet: Sheet) -> Record:
    return Record(
        title=_("Record under %(article)s") % {"article": sheet.title},
        cover=tuple(
            Cell(label=str(label), texts=_texts(text)) for label, text, *_more in sheet.preamble
        ),
        sections=tuple(_sections(register, sheet)),
    )


def _sections(register: Node, sheet: Sheet) -> Iterator[Section]:
    """The activities in the order of the table."""
    activities = {each["code"]: each for each in register["activities"]}
    activities |= {
        line["code"]: each for each in register["activities"] for line in each["purposes"]
    }
    said_above = (_("Code"), _("Processing activity"))
    code_at = sheet.header.index(_("Code"))

    def activity_of(row: list[Any]) -> str:
        return str(activities[row[code_at]]["code"])

    for code, rows in groupby(sheet.rows, key=activity_of):
        lines = tuple(
            Line(
                code=str(row[code_at]),
                cells=tuple(
                    Cell(label=label, texts=_texts(text))
                    for label, text in zip(sheet.header, row, strict=True)
                    if label not in said_above and text not in ("", None)
                ),
            )
            for row in rows
        )
        yield Section(code=code, heading=activities[code]["heading"], lines=lines)


def _texts(cell: object) -> tuple[str, ...]:
    return tuple(text for text in str(cell).splitlines() if text.strip())
