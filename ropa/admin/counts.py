"""Counts for columns of lists: each a subquery, so that neither search nor filter alters it."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], key: str, *, what: str = "pk") -> Coalesce:
    """Return how many `what` the rows have that point with `key` at the row of the list."""
    return _told(rows, key, Count(what, distinct=what != "pk"))


def _told(rows: QuerySet[Any], key: str, aggregate: Any) -> Coalesce:
    grouped = rows.order_by().filter(**{key: OuterRef("pk")}).values(key).annotate(n=aggregate)
    return Coalesce(Subquery(grouped.values("n"), output_field=IntegerField()), 0)
