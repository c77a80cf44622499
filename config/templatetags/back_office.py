"""What the templates ask: titles of lists, filters at work, and the rows of an import."""

import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

# Hebrew, Arabic and the other scripts from right to left, with their marks.
_RIGHT = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# A name: words of such a script. Digits, marks and words of ours around it belong to the sentence.
_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT}]+(?:[ .’'\"-]{{1,2}}[{_RIGHT}]+)*")


@register.filter
def list_title(opts: Any) -> str:
    """Return the words for the list of a model, as in the menu."""
    try:
        menu_name = getattr(admin.site.get_model_admin(opts.model), "menu_name", "")
    except NotRegistered:
        menu_name = ""
    return capfirst(str(menu_name or opts.verbose_name_plural))


@register.filter
def isolated(text: Any) -> SafeString:
    """Return a plain text with the names from right to left in it each in a `bdi` of its own.

    Without it what stands beside such a name, a number or an arrow, is drawn on its other side.
    """
    if isinstance(text, SafeString):
        return text
    plain, found, end = str(text), "", 0
    for name in _RIGHT_TO_LEFT.finditer(plain):
        found += f"{escape(plain[end : name.start()])}<bdi>{escape(name[0])}</bdi>"
        end = name.end()
    return mark_safe(found + escape(plain[end:]))  # noqa: S308 - escaped above, piece by piece


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
