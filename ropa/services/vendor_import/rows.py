"""The rows of a file, read before the first of them is judged."""

from collections import deque
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
    """Rows that were read, given out once each and then let go of: there may be very many."""

    def __init__(self, readings: deque[Reading]) -> None:
        self._left = readings

    def __len__(self) -> int:
        return len(self._left)

    def __iter__(self) -> Iterator[Reading]:
        while self._left:
            yield self._left.popleft()


def read_rows(table: Table, matched: Mapping[str, int], register: Register) -> Readings:
    """Read every row before the first is judged, and let the register hear what they say."""
    readings: deque[Reading] = deque()
    headings: Mapping[str, str] = {}
    for row in table.rows:
        cells = Cells(row, matched, table.header)
        cells.headings = headings = headings or cells.headings  # the same for every row
        try:
            _refuse_surplus(row)
            said = read_row(cells)
        except Refusal as wrong:
            readings.append(Reading(row, cells, None, wrong.sentences))
            continue
        register.hear(said)
        readings.append(Reading(row, cells, said, []))
    return Readings(readings)


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
