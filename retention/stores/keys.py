"""Keys of rows: one column, or several that a text holds as a JSON list."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa


class Keys:
    """The key columns of a table: how rows are ordered by them, and how a key is written."""

    def __init__(self, columns: Sequence[sa.Column[Any]]) -> None:
        self.columns = columns
        self.is_single = len(columns) == 1

    @property
    def ordering(self) -> list[Any]:
        return list(self.columns)

    def text_of(self, row: Sequence[Any]) -> str:
        """Return the key of a row as the evidence writes it."""
        return str(row[0]) if self.is_single else json.dumps(list(map(str, row)))

    def above(self, key: str) -> sa.ColumnElement[bool]:
        above: sa.ColumnElement[bool] = self._tuple() > self._values(key)
        return above

    def up_to(self, key: str) -> sa.ColumnElement[bool]:
        up_to: sa.ColumnElement[bool] = self._tuple() <= self._values(key)
        return up_to

    def between(self, first: str, last: str) -> sa.ColumnElement[bool]:
        if self.is_single:
            return self.columns[0].between(self._values(first), self._values(last))
        return sa.and_(self._tuple() >= self._values(first), self.up_to(last))

    def _tuple(self) -> Any:
        return self.columns[0] if self.is_single else sa.tuple_(*self.columns)

    def _values(self, key: str) -> Any:
        if self.is_single:
            return _typed(self.columns[0], key)
        parts = zip(self.columns, json.loads(key), strict=True)
        return sa.tuple_(*(sa.literal(_typed(column, text), column.type) for column, text in parts))


def _typed(column: sa.Column[Any], text: str) -> Any:
    if isinstance(column.type, sa.Uuid):
        return uuid.UUID(text)
    return int(text) if isinstance(column.type, sa.Integer) else text
