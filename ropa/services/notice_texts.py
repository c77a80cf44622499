"""Texts of notices, read: what is open in one, and what differs between two."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.export import wording
from ropa.export.notice import Block, Facts, Gap, Heading, Items, Paragraph, Table, read

CONTEXT = 2  # equal lines that are shown around a difference
LONG = 5_000  # lines; in longer texts, lines that come again and again are no footholds


@dataclass(frozen=True)
class ComparedLine:
    """A line of two texts side by side; `kind` is equal, changed or skipped."""

    kind: str
    old: str = ""
    new: str = ""
    skipped: int = 0


def remarks(text: str) -> list[str]:
    """Return what is incomplete in a text; each a sentence that says where.

    Gaps that nobody filled, sections and headings without anything below them, and cells of
    tables in which nothing is stated.
    """
    blocks = read(text)
    found = [block.text for block in blocks if isinstance(block, Gap)]
    for block, below in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Heading) and block.level > 1 and _is_empty(block, below):
            found.append(_("The section “%(title)s” is empty.") % {"title": block.text})
        if isinstance(block, Table):
            found += [*_headings_alone(block), *_silent_columns(block)]
    return found


def compare(old: str, new: str) -> list[ComparedLine]:
    """Return two texts side by side; of what is equal, only what is near a difference."""
    before, after = list(_lines(read(old))), list(_lines(read(new)))
    found: list[ComparedLine] = []
    is_long = max(len(before), len(after)) > LONG
    steps = SequenceMatcher(None, before, after, autojunk=is_long).get_opcodes()
    for tag, first, last, start, end in steps:
        if tag == "equal":
            found += _equal(before[first:last], first == 0, last == len(before))
        else:
            pairs = zip_longest(before[first:last], after[start:end], fillvalue="")
            found += [ComparedLine("changed", one, other) for one, other in pairs]
    return found


def _is_empty(heading: Heading, below: Block | None) -> bool:
    """Nothing follows, or a heading that is no part of the section."""
    return below is None or (isinstance(below, Heading) and below.level <= heading.level)


def _headings_alone(table: Table) -> Iterator[str]:
    """Headings under which no row stands; a group may have another heading below it.

    Of two headings in a row the first is a group, of three the second stands over nothing.
    """
    for at in sorted(table.headings):
        below = {at + 1, at + 2} & table.headings
        if at + 1 == len(table.rows) or len(below) == 2:
            said = _("Nothing stands under “%(title)s” in the table.")
            yield said % {"title": table.rows[min(at + 1, len(table.rows) - 1)][0]}


def _silent_columns(table: Table) -> Iterator[str]:
    silent = wording.not_stated()
    for column, title in enumerate(table.header):
        count = sum(silent in row[column] for row in table.rows)
        if count:
            yield ngettext(
                "In the column “%(title)s”, %(count)d line states nothing.",
                "In the column “%(title)s”, %(count)d lines state nothing.",
                count,
            ) % {"title": title, "count": count}


def _lines(blocks: list[Block]) -> Iterator[str]:
    """The text line by line; a cell of a table is a line for each of its entries."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph | Gap):
            yield block.text
        elif isinstance(block, Items):
            yield from block.texts
        elif isinstance(block, Facts):
            yield from (f"{term}: {text}" for term, text in block.pairs)
        else:
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    for is_heading, row in table.shown:
        if is_heading:
            yield row[0]
            continue
        for title, cell in zip(table.header, row, strict=True):
            yield from (f"{title}: {line}" for line in cell.split("\n"))


def _equal(lines: list[str], is_first: bool, is_last: bool) -> list[ComparedLine]:
    head = 0 if is_first else CONTEXT
    tail = 0 if is_last else CONTEXT
    hidden = len(lines) - head - tail
    if hidden <= 1:
        return [ComparedLine("equal", line, line) for line in lines]
    return [
        *(ComparedLine("equal", line, line) for line in lines[:head]),
        ComparedLine("skipped", skipped=hidden),
        *(ComparedLine("equal", line, line) for line in lines[len(lines) - tail :]),
    ]
