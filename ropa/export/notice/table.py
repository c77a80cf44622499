"""The register in the layout of the notice: a row a purpose line, lines parted inside cells."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import ActivityKind, FacetState
from ropa.export import wording
from ropa.export.sheets import Cell, Sheet

Node = dict[str, Any]
Column = tuple[str, str, Callable[[Node], list[str]]]


def sheet(register: Node) -> Sheet:
    """Return the table of the notice from the form of `ropa.export.json.register`.

    Only activities of the kind `table` are in it. A column in which no line states
    anything is left out, as a notice without it would.
    """
    activities = [each for each in register["activities"] if is_in_table(each)]
    lines = [line for activity in activities for line in activity["purposes"]]
    shown = [
        column
        for column in columns()
        if any(line[column[1]]["state"] != FacetState.NOT_STATED for line in lines)
    ]
    rows, headings = _rows(register, activities, shown)
    return Sheet(
        title=_("Notice"),
        header=[heading for heading, _facet, _values in shown],
        rows=rows,
        headings=frozenset(headings),
    )


def is_in_table(activity: Node) -> bool:
    return bool(activity["kind"] == ActivityKind.TABLE)


def columns() -> list[Column]:
    """The columns of a notice: heading, facet, and its values as lines."""
    return [
        (
            _("Data we collect"),
            "data_categories",
            lambda line: wording.categories(line, "data_categories"),
        ),
        (_("Why we collect them"), "purposes", lambda line: wording.texts(line, "purposes")),
        (_("Legal basis"), "legal_bases", wording.legal_bases),
        (_("Third-party services"), "recipients", wording.recipients),
        (
            _("How long we keep them"),
            "period",
            lambda line: wording.period(line["period"]["values"]),
        ),
        (
            _("What follows if you do not give them"),
            "consequences",
            lambda line: wording.texts(line, "consequences"),
        ),
    ]


def _rows(
    register: Node, activities: list[Node], columns: list[Column]
) -> tuple[list[list[Cell]], list[int]]:
    groups = {group["code"]: group["heading"] for group in register["groups"]}
    rows: list[list[Cell]] = []
    headings: list[int] = []
    group = None
    for activity in activities:
        titles = [activity["heading"]]
        if activity["group"] and activity["group"] != group:
            titles.insert(0, groups[activity["group"]])
        group = activity["group"]
        for title in titles:
            headings.append(len(rows))
            rows.append([title, *[""] * (len(columns) - 1)])
        above: set[str] = set()
        for line in activity["purposes"]:
            rows.append([_cell(line, facet, values, above) for _heading, facet, values in columns])
            above.add(line["code"])
    return rows, headings


def _cell(line: Node, facet: str, values: Callable[[Node], list[str]], above: set[str]) -> str:
    """The cell, or a reference where it is inherited from a line above in the same activity."""
    if line[facet].get("inherited_from") in above:
        return wording.as_above()
    return wording.cell(line, facet, values(line))
