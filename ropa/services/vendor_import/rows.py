"""The rows of a file, read before the first of them is judged."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.services.vendor_import.cells import Cells, Refusal, Said, read_row
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.table import Row, Table


@dataclass(frozen=True)
class Reading:
    """One row, its cells, and what they say; or why they cannot be read."""

    row: Row
    cells: Cells
    said: Said | None
    wrong: list[str]


def read_rows(table: Table, matched: Mapping[str, int], register: Register) -> list[Reading]:
    """Read every row before the first is judged, and let the register hear what they say."""
    readings = []
    for row in table.rows:
        cells = Cells(row, matched, table.header)
        try:
            _refuse_surplus(row)
            said = read_row(cells)
        except Refusal as wrong:
            readings.append(Reading(row, cells, None, wrong.sentences))
            continue
        register.hear(said)
        readings.append(Reading(row, cells, said, []))
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
