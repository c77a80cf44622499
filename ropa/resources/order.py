"""The order of the rows of a register, the same on every database and for every day."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from django.db import models

Getter = Callable[[str], Callable[[Any], Any]]  # from a name to what reads it off a row


class Order:
    """Sorts rows as their models say; the rows of a parent must be sorted before its children.

    Databases differ in how they sort texts and where they put what is empty; here texts go by
    code point and what is empty comes last.
    """

    def __init__(self) -> None:
        self._places: dict[type[models.Model], dict[Any, int]] = {}

    def sort(
        self, model: type[models.Model], rows: Iterable[Any], getter: Getter = attrgetter
    ) -> list[Any]:
        """Return the rows in their order; `getter` tells how a row is read, if not an object."""
        key = getter("pk")
        ordered = sorted(rows, key=key)
        for term in reversed(model._meta.ordering or ()):
            name = str(term)
            if "__" not in name and name != "pk":  # what lies beyond the parent is in its place
                by = self._by(model, name.lstrip("-"), getter)
                ordered.sort(key=by, reverse=name.startswith("-"))
        self._places[model] = {key(row): place for place, row in enumerate(ordered)}
        return ordered

    def _by(self, model: type[models.Model], name: str, getter: Getter) -> Callable[[Any], Any]:
        field: Any = model._meta.get_field(name)
        read = getter(field.attname)
        if field.is_relation:
            places = self._places.get(field.related_model, {})
            return lambda row: places.get(read(row), len(places))
        if not field.null:
            return read
        return lambda row: ((value := read(row)) is None, value)


def names_needed(model: type[models.Model]) -> set[str]:
    """Return the attributes by which rows of the model are sorted."""
    terms = {str(term).lstrip("-") for term in model._meta.ordering or ()}
    fields: list[Any] = [
        model._meta.get_field(name) for name in terms if "__" not in name and name != "pk"
    ]
    return {field.attname for field in fields}
