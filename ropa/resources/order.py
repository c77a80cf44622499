"""The order of the rows of a register, the same on every database and for every day."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models


class Order:
    """Sorts rows as their models say; the rows of a parent must be sorted before its children.

    Databases differ in how they sort texts and where they put what is empty; here texts go by
    code point and what is empty comes last.
    """

    def __init__(self) -> None:
        self._places: dict[type[models.Model], dict[Any, int]] = {}

    def sort(self, model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
        ordered = sorted(rows, key=lambda row: row.pk)
        for term in reversed(model._meta.ordering or ()):
            name = str(term)
            if "__" not in name:  # what lies beyond the parent is in the parent's place
                ordered.sort(key=self._key(model, name.lstrip("-")), reverse=name.startswith("-"))
        self._places[model] = {row.pk: place for place, row in enumerate(ordered)}
        return ordered

    def _key(self, model: type[models.Model], name: str) -> Callable[[Any], Any]:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        attribute = field.attname  # type: ignore[union-attr]
        if not field.is_relation:  # type: ignore[union-attr]
            return lambda row: (getattr(row, attribute) is None, getattr(row, attribute))
        places = self._places.get(field.related_model, {})  # type: ignore
        return lambda row: places.get(getattr(row, attribute), len(places))
