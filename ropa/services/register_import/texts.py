"""Rows as the texts of their cells: so are compared a file, an earlier state, and the register."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from config.formulas import neutralise
from config.matching import PLACE, match_by_place
from config.widgets import CodeWidget, read_cell
from ropa.resources import OrganisationResource

Cells = dict[str, str]
Key = tuple[str, ...]


@dataclass(eq=False)
class TextRow:
    """A row of the register; `compared` are its texts with spellings that mean the same alike."""

    pk: Any
    instance: Any
    texts: Cells
    compared: Cells = field(default_factory=dict)


class Texts:
    """The texts of one sheet, read through its resource in one state of the register."""

    def __init__(self, resource: OrganisationResource) -> None:
        self.resource = resource
        self._columns = dict(resource.columns)
        self.key_columns = resource.key_columns
        self.is_placed = PLACE in self.key_columns

    def rows(self) -> list[TextRow]:
        return [self._row(instance) for instance in self.resource.existing()]

    def _row(self, instance: Any) -> TextRow:
        texts = {column: field.export(instance) for column, field in self._columns.items()}
        return TextRow(instance.pk, instance, texts, self.compared(texts))

    def said(self, cells: Cells) -> Cells:
        """What the cells of a file say, written as an export would write it."""
        return {column: self._said(self._columns[column], cells, column) for column in cells}

    def _said(self, column: Any, cells: Cells, name: str) -> str:
        if isinstance(column.widget, CodeWidget):
            return read_cell(cells[name])
        try:
            return str(column.widget.render(column.clean(cells)))
        except ValueError:  # said again, in its column, when the row is read
            return read_cell(cells[name])

    def compared(self, texts: Cells) -> Cells:
        return {column: self._normal(column, text) for column, text in texts.items()}

    def _normal(self, column: str, text: str) -> str:
        widget = self._columns[column].widget
        return widget.lookup.normal(text) if isinstance(widget, CodeWidget) else text

    def key(self, texts: Cells) -> Key:
        """The key of a row; a vendor is found by its name as it normalises."""
        lookup = self.resource.scope.lookup(self.resource._meta.model)
        if self.key_columns == (lookup.attribute,):
            return (lookup.normal(texts[lookup.attribute]),)
        return tuple(self._normal(column, texts[column]) for column in self.key_columns)

    def cells(self, texts: Cells, columns: Iterable[str]) -> Cells:
        """Texts as the cells of a file that mean them."""
        return {column: neutralise(texts[column]) for column in columns}

    def matched(self, rows: list[TextRow], said: list[Cells]) -> dict[int, TextRow]:
        """The rows by the index of the row of the file that is the same one."""
        if self.is_placed:
            view = _View(self)
            compared = [self.compared(texts) for texts in said]
            by_key = match_by_place(view, rows, compared)
        else:
            by_key = {self.key(row.texts): row for row in rows}
        keys = (self.key(texts) for texts in said)
        return {at: by_key[key] for at, key in enumerate(keys) if key in by_key}


class _View:
    """Texts in the shape in which rows are matched by their place."""

    def __init__(self, texts: Texts) -> None:
        self.fields = {column: _Column(column) for column, _field in texts.resource.columns}
        self._key_columns = texts.key_columns

    def key_of(self, row: TextRow) -> Key:
        return tuple(row.compared[column] for column in self._key_columns)

    def key_in(self, compared: Cells) -> Key:
        return tuple(compared[column] for column in self._key_columns)


class _Column:
    def __init__(self, name: str) -> None:
        self._name = name

    def clean(self, compared: Cells) -> str:
        return compared[self._name]

    def get_value(self, row: TextRow) -> str:
        return row.compared[self._name]
