"""Finds the tables in the lines of a file: header, titles, further tables, page breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ropa.vendor_lists import columns, content, headings
from ropa.vendor_lists.laying import lay_out
from ropa.vendor_lists.markup import plain
from ropa.vendor_lists.spelling import heading_key, one_line
from ropa.vendor_lists.table import (
    MAX_COLUMNS,
    Mark,
    Record,
    Section,
    Table,
    UnreadableFile,
    bounded,
    filled_records,
    no_rows,
    what_is_missing,
)
from ropa.vendor_lists.titles import kind_of

_TITLE_MARKS = ("#", "**", "__")  # of Markdown
_RARE = 0.2  # of the rows; fewer with one filled cell are worth a sentence


@dataclass
class Part:
    """One table of the file: its headings and its records, each with the title above it."""

    header: list[str]
    line: int
    records: list[tuple[Record, str]] = field(default_factory=list)


@dataclass
class Layout:
    """The tables of a file, the lines that are no rows, and what is to be said."""

    parts: list[Part] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def arrange(
    records: Iterable[Record],
    *,
    encoding: str = "",
    separator: str = "",
    messages: list[str],
    grid: bool = False,
    known: Iterable[str] = (),
) -> Table:
    """Take the records of a list as one table, whichever way its lines are set.

    The header is the first record whose cells are headings; what stands above is told. A record
    of headings further down begins another table, whose cells are laid on the same columns; the
    same header again is a page break. A title between rows is no row but `section` of the rows
    below. Without headings the columns are proposed from what they hold, and that is told.
    `known` are headings that an officer has mapped before.

    Raises `UnreadableFile` when nothing is filled, or when it is larger than a list can be.
    """
    blanks: list[int] = []
    filled = list(bounded(filled_records(records, blanks), headers=1))
    if not filled:
        raise no_rows()
    found = _divide(filled, frozenset(map(heading_key, known)))
    header, places = _union(found)
    rows = [
        row
        for part, place in zip(found.parts, places, strict=True)
        for row in lay_out(part.records, place, width=len(header), join=separator, grid=grid)
    ]
    found.messages += what_is_missing(header, rows)
    below = tuple(each for each in blanks if each > found.parts[0].line)
    notes = [*messages, *found.messages]
    return Table(header, rows, encoding, separator, notes, below, tuple(found.sections))


def _divide(records: Sequence[Record], known: frozenset[str]) -> Layout:
    found = Layout()
    first = headings.first_header(records, known)
    proposed = content.propose(records) if first is None else None
    if first is None and proposed is None:
        first = headings.likely_header(records)
    if proposed is not None:
        found.messages += proposed.messages
        found.parts.append(Part(proposed.header, records[proposed.first].line))
        _tell_above(found, records[: proposed.first], records[proposed.first])
        rows = records[proposed.first :]
    else:
        assert first is not None  # noqa: S101
        _tell_above(found, records[:first], records[first])
        _begin(found, records[first])
        rows = records[first + 1 :]
    _take_rows(found, rows)
    return found


def _tell_above(found: Layout, records: Sequence[Record], first: Record) -> None:
    """What stands above the first header: a title, or a block of contacts."""
    if not records:
        return
    for each in records:
        label, *values = filter(None, map(one_line, each.cells))
        text = ": ".join([label.removesuffix(":"), *values]) if values else label
        found.sections.append(Section(each.line, text, "above"))
    found.messages.append(
        _("What stands above line %(line)s was not read: %(texts)s.")
        % {
            "line": first.line,
            "texts": "; ".join(f"“{each.text}”" for each in found.sections),
        }
    )


def _begin(found: Layout, record: Record) -> None:
    header = headings.headings_of(record)
    if len(header) > MAX_COLUMNS:  # pragma: no cover - refused before
        raise UnreadableFile(_("The file has too many columns."))
    found.messages += record.messages
    found.messages += (said for each in record.cells for said in plain(each)[1])
    seen: dict[str, int] = {}
    for column, heading in enumerate(header, start=1):
        key = heading_key(heading)
        if not heading or seen.setdefault(key, column) == column:
            continue
        header[column - 1] = f"{heading}, column {column}"
        found.messages.append(
            _(
                "Line %(line)s: columns %(first)s and %(second)s have the same heading, "
                '"%(heading)s"; the second is called "%(name)s" and is read only if it is mapped.'
            )
            % {
                "line": record.line,
                "first": seen[key],
                "second": column,
                "heading": heading,
                "name": header[column - 1],
            }
        )
    found.parts.append(Part(header, record.line))


def _take_rows(found: Layout, records: Sequence[Record]) -> None:
    """Sort the records below the first header: rows, titles, notes, further headers."""
    section = ""
    names = _name_columns(found.parts[-1])
    keys = [heading_key(each) for each in found.parts[-1].header]
    end = found.parts[-1].line
    for record in records:
        part = found.parts[-1]
        is_header = headings.heads_another_table(record, after_blank=record.line > end + 1)
        end = record.line + max(each.count("\n") for each in record.cells)
        if (is_header or _may_repeat(record, part)) and headings.keys_of(record) == keys:
            _say_repeated(found, record, part)
        elif is_header:
            _begin(found, record)
            _say_another(found, record)
            names = _name_columns(found.parts[-1])
            keys = [heading_key(each) for each in found.parts[-1].header]
        elif kind := _lone_kind(record, part, names):
            section = _take_section(found, record, kind, section)
        else:
            part.records.append((record, section))
    for part in found.parts:
        _doubt_lone_cells(part)


def _name_columns(part: Part) -> frozenset[int]:
    fields = columns.recognise(part.header)
    names = {at for at, each in fields.items() if each in ("name", "master_name", "legal_name")}
    return frozenset(names or {0})


def _may_repeat(record: Record, part: Part) -> bool:
    return one_line(record.cells[0]).casefold() == part.header[0].casefold()


def _lone_kind(record: Record, part: Part, names: frozenset[int]) -> str:
    if record.mark is Mark.HEADING:
        is_title = record.raw[0].lstrip().startswith(_TITLE_MARKS)
        return "title" if is_title else "note"
    lone = _lone_cell(record)
    if lone is None or sum(1 for each in part.header if each) < 2:
        return ""
    if lone > max(names):
        return ""  # a row that names nobody, which the import refuses
    return kind_of(record.cells[lone], before_names=lone < min(names))


def _lone_cell(record: Record) -> int | None:
    found = None
    for at, cell in enumerate(record.cells):
        if cell and not cell.isspace():
            if found is not None:
                return None
            found = at
    return found


def _take_section(found: Layout, record: Record, kind: str, section: str) -> str:
    """Keep and tell a line that is no row; return the title that holds for the rows below."""
    text = one_line(" ".join(record.cells))
    found.sections.append(Section(record.line, text, kind))
    sentence = (
        _("Line %(line)s was taken for a title, not for a vendor: “%(text)s”.")
        if kind == "title"
        else _("Line %(line)s was taken for a note, not for a vendor: “%(text)s”.")
    )
    found.messages.append(sentence % {"line": record.line, "text": text})
    return text if kind == "title" else section


def _doubt_lone_cells(part: Part) -> None:
    """Where nearly all rows fill several cells, one that does not may be a title after all."""
    lone = [record for record, _title in part.records if _lone_cell(record) is not None]
    if len(lone) > len(part.records) * _RARE:
        return
    for record in lone:
        record.messages.append(
            _("Only one cell of the row is filled: look whether it is a title and not a vendor.")
        )


def _say_repeated(found: Layout, record: Record, part: Part) -> None:
    found.sections.append(Section(record.line, " | ".join(record.cells), "table"))
    found.messages.append(
        _("Line %(line)s repeats the header of line %(first)s and is no row.")
        % {"line": record.line, "first": part.line}
    )


def _say_another(found: Layout, record: Record) -> None:
    text = " | ".join(filter(None, found.parts[-1].header))
    found.sections.append(Section(record.line, text, "table"))
    found.messages.append(
        _("Another table begins on line %(line)s, with the columns %(columns)s.")
        % {"line": record.line, "columns": text}
    )


def _union(found: Layout) -> tuple[list[str], list[list[int]]]:
    """The headings of all tables, and for each table where its columns stand among them."""
    header: list[str] = []
    fields: dict[int, str] = {}
    places = []
    for part in found.parts:
        own = columns.recognise(part.header)
        keys = [heading_key(each) if each else "" for each in header]
        place = [keys.index(heading_key(each)) if _in(each, keys) else -1 for each in part.header]
        for at, heading in enumerate(part.header):
            if place[at] < 0 and found.parts[0] is not part:
                place[at] = _column_of(own.get(at), fields, place)
            if place[at] < 0:
                place[at] = len(header)
                header.append(heading)
                if at in own:
                    fields[place[at]] = own[at]
        places.append(place)
    return header, places


def _in(heading: str, keys: list[str]) -> bool:
    return bool(heading) and heading_key(heading) in keys


def _column_of(wanted: str | None, fields: dict[int, str], taken: list[int]) -> int:
    """A column of an earlier table that holds the same field, and that is still free."""
    if wanted is None:
        return -1
    return next((at for at, each in fields.items() if each == wanted and at not in taken), -1)
