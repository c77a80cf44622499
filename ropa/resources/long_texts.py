"""Texts that are longer than a cell of a workbook can be: they go on in columns of their own.

The column `text` goes on in `text_2`, `text_3` and so on; a file is read with them put together.
"""

from collections.abc import Iterable
from dataclasses import replace

from config.formulas import restore
from ropa.vendor_lists.table import Row, Table

LONG = {"notice_versions": "text"}  # sheet -> its column of long texts
PART = 30_000  # characters; Excel holds 32,767, and escapes take more than one


def parts(text: str) -> list[str]:
    """Cut a text between two letters, as cells may be stripped."""
    found = []
    while len(text) > PART:
        cut = next((at for at in range(PART, PART // 2, -1) if _is_inside(text, at)), PART)
        found.append(text[:cut])
        text = text[cut:]
    return [*found, text]


def columns(sheet: str, texts: Iterable[str]) -> list[str]:
    """Return the names of the columns in which the longest of the texts goes on."""
    most = max((len(parts(text)) for text in texts), default=1)
    return [f"{LONG[sheet]}_{number}" for number in range(2, most + 1)]


def joined(sheet: str, table: Table) -> Table:
    """Return the table with the parts of its long texts put together."""
    names = ["_".join(heading.casefold().split()) for heading in table.header]
    column = LONG.get(sheet, "")
    more = [f"{column}_{number}" for number in range(2, len(names) + 1)]
    places = [names.index(name) for name in more if name in names]
    if column not in names or not places:
        return table
    first = names.index(column)
    return replace(
        table,
        header=[each for at, each in enumerate(table.header) if at not in places],
        rows=[_joined(row, first, places) for row in table.rows],
    )


def _joined(row: Row, first: int, places: list[int]) -> Row:
    rest = "".join(restore(row.cells[at]) for at in places)
    cells = [cell + rest if at == first else cell for at, cell in enumerate(row.cells)]
    return replace(row, cells=[cell for at, cell in enumerate(cells) if at not in places])


def _is_inside(text: str, at: int) -> bool:
    return not text[at - 1].isspace() and not text[at].isspace()
