"""What is due, for the menu: as many counts as pages have them, and one query for most."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest


def due_counts(pages: Iterable[Any], request: HttpRequest, on: date) -> dict[Any, int]:
    """Return how many records of each page are due, by model.

    A page says it by `due_rows(request, on)`, a queryset, or by `due_count(request, on)`, a
    number. The querysets are counted together, for the menu stands on every page.
    """
    counts: dict[Any, int] = {}
    asked: dict[Any, QuerySet[Any]] = {}
    for page in pages:
        if hasattr(page, "due_rows"):
            asked[page.model] = page.due_rows(request, on)
        elif hasattr(page, "due_count"):
            counts[page.model] = page.due_count(request, on)
    return {**counts, **_counted(asked)}


def _counted(asked: dict[Any, QuerySet[Any]]) -> dict[Any, int]:
    models = list(asked)
    parts = [
        model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        .order_by()
        .values(which=Value(number))
        .annotate(found=Count("pk"))
        .values_list("which", "found")
        for number, (model, rows) in enumerate(asked.items())
    ]
    if not parts:
        return {}
    first, *rest = parts
    return {models[which]: found for which, found in first.union(*rest, all=True)}
