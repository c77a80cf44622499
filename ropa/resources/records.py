"""The records of a register as JSON has them: typed values, read column by column.

The rows are those of `read_rows`, without an object for each: a register of ten thousand
activities has half a million of them.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import models

from config.formulas import neutralise
from config.matching import PLACE
from config.widgets import CodeWidget, DayWidget, TextWidget, read_cell
from ropa.resources.order import Order, names_needed
from ropa.resources.scope import OrganisationResource, OrganisationScope

Record = dict[str, Any]
Values = Sequence[Any]


class Records:
    """Reads the sheets of a scope one after the other, those of parents first."""

    def __init__(self, scope: OrganisationScope) -> None:
        self.scope = scope
        self._order = Order()
        self._codes: dict[type[models.Model], dict[Any, str]] = {}

    def of(self, resource: OrganisationResource, extra: Sequence[str] = ()) -> list[Record]:
        """Return the records of the sheet, with the columns `extra` that no file has."""
        columns = self._read(resource, extra)
        self._remember(resource, columns)
        cells = {
            column: self._convert(field.widget, columns[field.attribute])
            for column, field in resource.columns
            if field.attribute in columns
        }
        cells |= resource.worked_out(columns["pk"])
        cells |= {name: columns[name] for name in extra}
        keys = [*(column for column, _field in resource.columns), *extra]
        return [
            dict(zip(keys, row, strict=True))
            for row in zip(*(cells[key] for key in keys), strict=True)
        ]

    def _read(self, resource: OrganisationResource, extra: Sequence[str]) -> dict[str, Values]:
        """Return the columns of the sheet by attribute, primary keys included, in order."""
        model = resource._meta.model
        own = {field.attname for field in model._meta.concrete_fields}
        wanted = {field.attribute for _column, field in resource.columns} & own
        names = ["pk", *sorted(wanted | names_needed(model) | set(extra))]
        if PLACE in resource.key_columns:  # a few values in each parent: the database sorts them
            parent = resource.fields[resource.key_columns[0]].attribute
            rows = self.scope.values(model, names, (parent, PLACE, "pk"))
            if not rows:
                return dict.fromkeys(names, ())
            return _numbered(dict(zip(names, zip(*rows, strict=True), strict=True)), parent)
        rows = self._order.sort(
            model, self.scope.values(model, names), lambda name: itemgetter(names.index(name))
        )
        return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))

    def _remember(self, resource: OrganisationResource, columns: dict[str, Values]) -> None:
        """Keep what names the rows, for the sheets that name them."""
        attribute = self.scope.lookup(resource._meta.model).attribute
        if attribute in columns:
            codes = _settled(columns[attribute])
            self._codes[resource._meta.model] = dict(zip(columns["pk"], codes, strict=True))

    def _convert(self, widget: Any, values: Values) -> Values:
        if isinstance(widget, CodeWidget):
            return self._named(widget.model, values)
        if isinstance(widget, TextWidget):
            return _settled(values)
        if isinstance(widget, DayWidget):
            return [value.isoformat() if value else None for value in values]
        return values

    def _named(self, model: type[models.Model], values: Values) -> Values:
        codes = self._codes.get(model, {})
        lookup: Callable[[Any], str] = self.scope.lookup(model).code
        return [None if pk is None else codes[pk] if pk in codes else lookup(pk) for pk in values]


def _settled(texts: Values) -> Values:
    """Let texts look as they would after an export and an import; nearly all do already.

    Only what cannot be printed, and space at either end, changes on that way.
    """
    all_of_them = "|".join(["", *texts, ""])
    if all_of_them.isprintable() and "| " not in all_of_them and " |" not in all_of_them:
        return texts
    return [
        text if text.isprintable() and text == text.strip() else read_cell(neutralise(text))
        for text in texts
    ]


def _numbered(columns: dict[str, Values], parent: str) -> dict[str, Values]:
    """Count the values of a parent from 1 where two of them have the same place."""
    if len(set(zip(columns[parent], columns[PLACE], strict=True))) == len(columns[PLACE]):
        return columns
    places: list[int] = []
    pairs = zip(columns[parent], columns[PLACE], strict=True)
    for _parent, siblings in groupby(pairs, key=itemgetter(0)):
        own = [place for _pk, place in siblings]
        places += own if len(set(own)) == len(own) else range(1, len(own) + 1)
    return {**columns, PLACE: places}
