"""Every relation that points at a vendor, as the models have them and not as a list has them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from simple_history.models import HistoricalChanges

from ropa.models import (
    DistinctVendors,
    NoTransfer,
    SubProcessing,
    SubProcessorListEntry,
    Transfer,
    Vendor,
    VendorChange,
)


class Turned(StrEnum):
    """What becomes of a row that names both vendors, and would name the kept one twice."""

    DROPPED = "dropped"  # it says nothing any more: dropped and remembered
    REFUSED = "refused"  # only the officer can say what is meant: no merge before
    STAYS = "stays"


NAMES_BOTH: dict[type[Any], Turned] = {
    SubProcessing: Turned.DROPPED,
    NoTransfer: Turned.DROPPED,
    Transfer: Turned.REFUSED,
    DistinctVendors: Turned.REFUSED,
    VendorChange: Turned.STAYS,
}
# The gate asks whether a vendor is listed when a use moves to it, so the entries of lists go first.
_FIRST = (SubProcessorListEntry,)


@dataclass(frozen=True)
class Relation:
    """A model and its foreign keys to a vendor."""

    model: Any
    columns: tuple[str, ...]

    def rows(self, *vendors: Vendor) -> QuerySet[Any]:
        """Return the rows that point at any of these vendors."""
        where = Q()
        for column in self.columns:
            where |= Q(**{f"{column}__in": vendors})
        found: QuerySet[Any] = self.model._base_manager.filter(where)
        return found

    def led(self, row: Any, old: int, new: int) -> dict[str, int]:
        """Return the columns of `row` that point at `old`, as they are once it is `new`."""
        keys = {f"{name}_id": getattr(row, f"{name}_id") for name in self.columns}
        moved = self.in_order(new if key == old else key for key in keys.values())
        led = dict(zip(keys, moved, strict=True))
        return {name: key for name, key in led.items() if key != keys[name]}

    def in_order(self, keys: Iterable[Any]) -> tuple[Any, ...]:
        """Return the keys as the columns hold them: of two different vendors the lower is first."""
        return tuple(sorted(keys) if self.model is DistinctVendors else keys)

    def turns(self, row: Any, led: dict[str, int]) -> Turned:
        """Tell what becomes of a row that would name one vendor twice."""
        keys = [led.get(f"{name}_id", getattr(row, f"{name}_id")) for name in self.columns]
        if len(keys) < 2 or len(set(keys)) > 1:
            return Turned.STAYS
        return NAMES_BOTH[self.model]


def relations() -> list[Relation]:
    """Return all relations but the histories, in the order in which they are moved."""
    columns: defaultdict[Any, list[str]] = defaultdict(list)
    for each in Vendor._meta.get_fields(include_hidden=True):
        if each.auto_created and not each.concrete:
            model: Any = each.related_model
            if not issubclass(model, HistoricalChanges):
                columns[model].append(each.field.name)  # type: ignore[union-attr]
    found = [Relation(model, tuple(names)) for model, names in columns.items()]
    return sorted(found, key=lambda each: each.model not in _FIRST)
