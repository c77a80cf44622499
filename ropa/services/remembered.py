"""Rows remembered as JSON has them, so that they are found unchanged or made again with their keys.

What a history leaves out, such as the name of a person, is not remembered here either.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from ropa.audit.records import CHUNK

Values = dict[str, Any]


def values_of(row: Any) -> Values:
    """Return the columns of a row as JSON has them."""
    history = getattr(row, "history", None)
    unsaid = history.model._history_excluded_fields if history is not None else ()
    values = {
        each.attname: each.get_prep_value(getattr(row, each.attname))
        for each in row._meta.concrete_fields
        if each.name not in unsaid
    }
    plain: Values = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def unchanged(rows: Any, remembered: Iterable[Values], but: Values) -> list[Any]:
    """Return the rows that are still as they were remembered, `but` for these columns."""
    wanted = {values["id"]: {**values, **but} for values in remembered}
    return [row for row in found(rows, wanted) if agrees(row, wanted[row.pk])]


def found(rows: Any, keys: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of these keys, however many they are."""
    every = list(keys)
    for start in range(0, len(every), CHUNK):
        yield from rows.filter(pk__in=every[start : start + CHUNK])


def agrees(row: Any, remembered: Values) -> bool:
    """Whether a row has these values; a column that came later is not asked for."""
    values = values_of(row)
    return all(values.get(name) == value for name, value in remembered.items() if name in values)


def made_again(model: Any, values: Values) -> Any:
    """Write a row with the key that it had, so that its history goes on."""
    row = model(**values)
    row.save(force_insert=True)
    return row
