"""What the templates ask: titles of lists, filters at work, and the rows of an import."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.utils.text import capfirst

register = template.Library()


@register.filter
def list_title(opts: Any) -> str:
    """Return the words for the list of a model, as in the menu."""
    try:
        menu_name = getattr(admin.site.get_model_admin(opts.model), "menu_name", "")
    except NotRegistered:
        menu_name = ""
    return capfirst(str(menu_name or opts.verbose_name_plural))


@register.filter
def active_filters(changelist: Any) -> list[dict[str, Any]]:
    """Return the filters at work: title, chosen value, and the address without it."""
    found = []
    for spec in changelist.filter_specs:
        choices = list(spec.choices(changelist))
        chosen = next((choice for choice in choices[1:] if choice.get("selected")), None)
        if chosen:
            without = changelist.get_query_string(remove=[*spec.expected_parameters(), "p"])
            found.append({"title": spec.title, "value": chosen["display"], "without": without})
    return found


@register.filter
def row_counts(result: Any) -> dict[str, int]:
    """Return how many rows of an import were read, new, changed, unchanged and refused."""
    totals = result.totals
    refused = totals["error"] + totals["invalid"]
    counts = {"new": totals["new"], "changed": totals["update"], "unchanged": totals["skip"]}
    return {**counts, "refused": refused, "read": sum(counts.values()) + totals["delete"] + refused}


@register.filter
def refused_rows(result: Any) -> list[dict[str, Any]]:
    """Return the rows that an import refuses: number, values, and sentences that say why."""
    wrong = [
        {"number": row.number, "values": row.values, "messages": list(_sentences(row))}
        for row in result.invalid_rows
    ]
    broken = [
        {
            "number": line,
            "values": (errors[0].row or {}).values(),
            "messages": [e.error for e in errors],
        }
        for line, errors in result.row_errors()
    ]
    return sorted([*wrong, *broken], key=lambda row: row["number"])


def _sentences(row: Any) -> Iterator[str]:
    yield from row.non_field_specific_errors
    for name, messages in row.field_specific_errors.items():
        for message in messages:
            yield f"{name}: {message}"
