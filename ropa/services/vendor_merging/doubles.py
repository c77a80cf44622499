"""Rows that would stand twice once two vendors are one, by the constraints of their models."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Q, UniqueConstraint

from ropa.models import Vendor
from ropa.services.remembered import Values, values_of
from ropa.services.vendor_merging.relations import Relation

Key = tuple[Any, ...]


def doubles(relation: Relation, kept: Vendor, merged: Vendor) -> dict[int, int]:
    """Return each row of `merged` that would stand twice, with the row that stands there: keys.

    Of two such rows, the one that does not name the merged vendor stays, or else the older one.
    """
    found: dict[int, int] = {}
    for constraint in relation.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and _names_vendor(relation, constraint):
            found = {**_doubled(relation, constraint, kept, merged), **found}
    return found


def place_of(relation: Relation, row: Any) -> Values:
    """Return what tells where a row stands: its columns in constraints that name the vendor."""
    names: set[str] = set()
    for constraint in relation.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and _names_vendor(relation, constraint):
            names |= _named(constraint)
    columns = {row._meta.get_field(name).attname for name in names}
    return {name: value for name, value in values_of(row).items() if name in columns}


def _doubled(
    relation: Relation, constraint: UniqueConstraint, kept: Vendor, merged: Vendor
) -> dict[int, int]:
    standing: defaultdict[Key, list[int]] = defaultdict(list)
    for pk, key in _keys(relation, constraint, kept, merged).items():
        standing[key].append(pk)
    moving = set(relation.rows(merged).values_list("pk", flat=True))
    found = {}
    for keys in standing.values():
        first, *rest = sorted(keys, key=lambda pk: (pk in moving, pk))
        found.update({pk: first for pk in rest if pk in moving})
    return found


def _keys(
    relation: Relation, constraint: UniqueConstraint, kept: Vendor, merged: Vendor
) -> dict[int, Key]:
    """What may stand once, for every row of the two vendors, as if they were one."""
    asked: list[Any] = [*constraint.expressions, *map(F, constraint.fields)]
    is_vendor = [bool(_names_in(each) & set(relation.columns)) for each in asked]
    named = {f"key_{number}": each for number, each in enumerate(asked)}
    rows = relation.rows(kept, merged).filter(constraint.condition or Q()).order_by()
    found = {}
    for pk, *values in rows.annotate(**named).values_list("pk", *named):
        if None not in values:  # an empty column makes a row unlike every other one
            found[pk] = relation.in_order(
                kept.pk if vendor and value == merged.pk else value
                for value, vendor in zip(values, is_vendor, strict=True)
            )
    return found


def _names_vendor(relation: Relation, constraint: UniqueConstraint) -> bool:
    return not _named(constraint).isdisjoint(relation.columns)


def _named(constraint: UniqueConstraint) -> set[str]:
    named = set(constraint.fields)
    for each in constraint.expressions:
        named |= _names_in(each)
    return named


def _names_in(expression: Any) -> set[str]:
    if isinstance(expression, F):
        return {expression.name}
    return {each.name for each in expression.flatten() if isinstance(each, F)}
