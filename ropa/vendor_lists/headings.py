"""Which record of a vendor list heads a table: the first, one further down, or none at all."""

from collections.abc import Sequence
from functools import lru_cache
from statistics import median_low

from ropa.vendor_lists import columns, markup
from ropa.vendor_lists.spelling import heading_key, one_line
from ropa.vendor_lists.table import Mark, Record

LOOKED_AT = 200  # filled records among which the first header is looked for
_NAMES = ("name", "master_name", "legal_name")
_WIDE = 0.6  # of the cells that a usual record fills
_CLEAR, _MANY = 2, 3  # recognised columns
_SHARE = 0.6  # of the filled cells of a header in the middle of a file
_MAX_HEADING = 120  # characters


def headings_of(record: Record) -> list[str]:
    """The headings that the record would give, without marks and its empty end."""
    cells = [_heading(each) for each in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _heading(cell: str) -> str:
    return one_line(markup.plain(cell)[0] if markup.is_suspect(cell) else cell)


def keys_of(record: Record) -> list[str]:
    return [heading_key(each) for each in headings_of(record)]


def filled(record: Record) -> int:
    return sum(1 for each in record.cells if each.strip())


def first_header(records: Sequence[Record], known: frozenset[str] = frozenset()) -> int | None:
    """The index of the record that heads the first table; none is sure to be there if `None`.

    `known` are the keys of headings that an officer has mapped before.
    """
    top = records[:LOOKED_AT]
    for index, record in enumerate(top):
        if record.mark is Mark.HEADER:
            return index
    least = _WIDE * _usual_width(top)
    wide = [index for index, each in enumerate(top) if filled(each) >= least]
    found = {index: _fields(tuple(headings_of(top[index]))) for index in {0, *wide}}
    met = {index: len(known.intersection(keys_of(top[index]))) for index in sorted(found)}
    if any(met.values()):
        return max(met, key=lambda index: met[index])  # the first of those with most
    for index in sorted(found):
        if len(found[index]) >= _CLEAR and _names(found[index]):
            return index
    return next((index for index in wide if len(found[index]) >= _MANY), None)


def likely_header(records: Sequence[Record]) -> int:
    """The record to take for the header when no heading is sure: the first of usual width."""
    top = records[:LOOKED_AT]
    least = _WIDE * _usual_width(top)
    return next((index for index, each in enumerate(top) if filled(each) >= least), 0)


def heads_another_table(record: Record, *, after_blank: bool) -> bool:
    """Whether a record below the first header is a further one: its cells are headings."""
    if record.mark is not Mark.NONE:
        return record.mark is Mark.HEADER
    cells = [each for each in record.cells if each and not each.isspace()]
    if len(cells) < _CLEAR or not _are_headings(cells):
        return False
    count, fields = _recognised(tuple(headings_of(record)))
    if len(fields) < _CLEAR or not _names(fields) or count < _SHARE * len(cells):
        return False
    return count == len(cells) >= _MANY or len(fields) >= _MANY or after_blank


def _are_headings(cells: list[str]) -> bool:
    """Whether enough of the cells could be headings; asked of every row, so it gives up early."""
    allowed = len(cells) - _SHARE * len(cells)
    for each in cells:
        if len(each) > _MAX_HEADING or not is_heading(each):
            allowed -= 1
            if allowed < 0:
                return False
    return True


@lru_cache(maxsize=65_536)
def is_heading(cell: str) -> bool:
    return bool(columns.recognise([_heading(cell)]))


def _usual_width(records: Sequence[Record]) -> int:
    widths = [filled(each) for each in records if each.mark is not Mark.HEADING]
    several = [each for each in widths if each > 1]
    return median_low(several or widths or [1])


def _names(fields: frozenset[str]) -> bool:
    return not fields.isdisjoint(_NAMES)


def _fields(cells: tuple[str, ...]) -> frozenset[str]:
    return _recognised(cells)[1]


@lru_cache(maxsize=1024)
def _recognised(cells: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """How many of the cells are headings, and of which fields."""
    found = columns.recognise(cells)
    return len(found), frozenset(found.values())
