"""The rows of a file, read before the first of them is judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.services.vendor_import.cells import Cells, Refusal, Said, read_row
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.table import Row, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, its cells, and what they say; or why they cannot be read."""

    row: Row
    cells: Cells
    said: Said | None
    wrong: list[str]


class Readings:
    """The rows of a table, each read when it is asked for: there may be very many."""

    def __init__(self, table: Table, matched: Mapping[str, int]) -> None:
        self._table, self._matched = table, matched
        self._headings: Mapping[str, str] = {}

    def __len__(self) -> int:
        return len(self._table.rows)

    def __iter__(self) -> Iterator[Reading]:
        for row in self._table.rows:
            cells = Cells(row, self._matched, self._table.header)
            # The headings are the same for every row.
            cells.headings = self._headings = self._headings or cells.headings
            try:
                _refuse_surplus(row)
                yield Reading(row, cells, read_row(cells), [])
            except Refusal as wrong:
                yield Reading(row, cells, None, wrong.sentences)


def read_rows(table: Table, matched: Mapping[str, int], register: Register) -> Readings:
    """Read every row before the first is judged, and let the register hear what they say.

    What they say is read anew when they are judged: that is quick by then, and a list of 50,000
    rows is not held in memory twice.
    """
    readings = Readings(table, matched)
    for reading in readings:
        if reading.said is not None:
            register.hear(reading.said)
    return readings


def _refuse_surplus(row: Row) -> None:
    """Cells beyond the header come from a separator inside a cell: the others may be shifted."""
    if row.surplus.strip():
        raise Refusal(
            _(
                'Its cells may stand in the wrong columns, as "%(text)s" stands beyond the last '
                "one: put quotation marks around the cell that holds a separator."
            )
            % {"text": row.surplus}
        )
