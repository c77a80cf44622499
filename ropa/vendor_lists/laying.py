"""Rows of a table laid on the columns of the whole list, their cells free of marks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ropa.vendor_lists import markup
from ropa.vendor_lists.table import SURPLUS_JOIN, Record, Row, ragged, without_empty_end

Cleaned = tuple[str, list[str]]

_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?\d{2,4}\b")
_MONTHS = 12


def lay_out(
    records: Iterable[tuple[Record, str]],
    place: Sequence[int],
    *,
    width: int,
    join: str,
    grid: bool,
) -> Iterator[Row]:
    """Return the rows of one table, `width` cells each; `place` is where its columns stand."""
    laid = list(records)
    orders = _day_orders([record for record, _title in laid], place)
    straight = list(place) == list(range(width))
    cleaned: dict[str, Cleaned] = {}
    for record, section in laid:
        yield _row(record, section, place, (width, join, grid, straight), orders, cleaned)


def _row(
    record: Record,
    section: str,
    place: Sequence[int],
    form: tuple[int, str, bool, bool],
    orders: dict[int, bool],
    cleaned: dict[str, Cleaned],
) -> Row:
    width, join, grid, straight = form
    own = len(place)
    beyond = without_empty_end(record.cells[own:]) if len(record.cells) > own else []
    missing = max(0, own - len(record.cells))
    messages = [*record.messages, *ragged(len(beyond), 0 if grid else missing)]
    cells = record.cells[:own] + [""] * missing
    raw = [*record.raw[:own], *[""] * (own - len(record.raw))] if record.raw else cells
    plain = _plain(cells, messages, cleaned)
    if plain is cells and raw == cells:
        raw = []
    if not straight:
        plain, raw = _spread(plain, place, width), raw and _spread(raw, place, width)
    surplus = (join or SURPLUS_JOIN).join(_plain(beyond, messages, cleaned))
    return Row(record.line, plain, messages, surplus, tuple(raw), section, orders)


def _plain(cells: list[str], messages: list[str], cleaned: dict[str, Cleaned]) -> list[str]:
    """The cells without marks; the very same list where there are none."""
    found: list[str] | None = None
    for at, cell in enumerate(cells):
        if not cell or not markup.is_suspect(cell):
            continue
        if cell not in cleaned:
            cleaned[cell] = markup.plain(cell)
        text, said = cleaned[cell]
        if text != cell:
            found = list(cells) if found is None else found
            found[at] = text
            messages += said
    return cells if found is None else found


def _spread(cells: Sequence[str], place: Sequence[int], width: int) -> list[str]:
    laid = [""] * width
    for at, column in enumerate(place):
        laid[column] = cells[at]
    return laid


def _day_orders(records: Sequence[Record], place: Sequence[int]) -> dict[int, bool]:
    """Column -> whether its days stand before the month, where one value leaves no doubt.

    A column in which one value says this and another that is left out: nothing settles it.
    """
    found: dict[int, set[bool]] = {}
    for record in records:
        for at, cell in enumerate(record.cells[: len(place)]):
            if cell[:1].isdigit() and len(cell) <= 24 and (match := _TWO_NUMBERS.match(cell)):
                first, second = int(match[1]), int(match[2])
                if (first > _MONTHS) != (second > _MONTHS):
                    found.setdefault(place[at], set()).add(first > _MONTHS)
    return {at: orders.pop() for at, orders in found.items() if len(orders) == 1}
