"""What differs between two states of a register: row by row, column by column, sheet by sheet.

Rows are the same when they have the same primary key; a row that was removed and made again is
recognised by the key of its sheet.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ropa.resources import OrganisationResource, OrganisationScope, read_rows


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """A row that differs; each change names the column, and its text before and after."""

    sheet: str
    key: str
    kind: Kind
    changes: list[dict[str, str]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differences(
    before: OrganisationScope, after: OrganisationScope, *, parts: Collection[str] = ()
) -> list[Difference]:
    """Return what differs in two states of one register; with `parts`, in these sheets only."""
    found: list[Difference] = []
    pairs = zip(read_rows(before, parts), read_rows(after, parts), strict=True)
    for (sheet, old, rows_before), (_sheet, new, rows_after) in pairs:
        found += _sheet_differences(sheet, _Side(old, rows_before), _Side(new, rows_after))
    return found


class _Side:
    """The rows of one sheet in one of the two states."""

    def __init__(self, resource: OrganisationResource, rows: list[Any]) -> None:
        self.rows = rows
        self._resource = resource

    def cells(self, row: Any) -> dict[str, str]:
        return {column: field.export(row) for column, field in self._resource.columns}

    def key(self, row: Any) -> str:
        cells = self.cells(row)
        return " / ".join(cells[column] for column in self._resource.key_columns)


def _sheet_differences(sheet: str, before: _Side, after: _Side) -> Iterator[Difference]:
    old = {row.pk: row for row in before.rows}
    still = {row.pk for row in after.rows}
    gone = {before.key(row): row for row in before.rows if row.pk not in still}
    for row in after.rows:
        earlier = old.get(row.pk) or gone.pop(after.key(row), None)
        was = before.cells(earlier) if earlier else {}
        changes = _changes(was, after.cells(row))
        if changes:
            kind = Kind.CHANGED if earlier else Kind.ADDED
            yield Difference(sheet, after.key(row), kind, changes)
    for key, row in gone.items():
        yield Difference(sheet, key, Kind.REMOVED, _changes(before.cells(row), {}))


def _changes(old: dict[str, str], new: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"field": column, "old": old.get(column, ""), "new": new.get(column, "")}
        for column in new or old
        if old.get(column, "") != new.get(column, "")
    ]
