"""The cells of a purpose line: their values, and states that contradict them.

A cell is given, not stated, explicitly none, or inherited. Only a given cell has values.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from ropa.choices.register import FacetState
from ropa.models import FACETS, Purpose, PurposeRule, VendorUse

# The relations of a line in which the values of each facet stand.
RELATIONS: dict[str, tuple[str, ...]] = {
    "statements": ("statements",),
    "data_subjects": ("data_subjects",),
    "data_categories": ("data_categories",),
    "legal_bases": ("legal_bases",),
    "recipients": ("recipient_classes", "vendor_uses"),
    "period": ("rules",),
    "consequences": ("consequences",),
    "transfers": ("transfers",),
}
# How many cells of a line are silent, as an expression on purpose lines.
SILENT_COUNT: Any = sum(
    (
        Case(
            When(**{f"{facet}_state": FacetState.NOT_STATED}, then=1),
            default=0,
            output_field=IntegerField(),
        )
        for facet in FACETS
    ),
    start=Value(0),
)


@dataclass(frozen=True)
class Contradiction:
    """A cell whose state and values do not agree, and what to do about it."""

    facet: str
    message: str


def is_value(row: Any) -> bool:
    """Tell whether a row counts as a value of its cell.

    A vendor that is named but given no data is no recipient, and a rule that the source
    states elsewhere is not in the line's own cell.
    """
    if isinstance(row, VendorUse):
        return row.is_recipient
    if isinstance(row, PurposeRule):
        return row.in_line
    return True


def values_of(purpose: Purpose, facet: str) -> list[Any]:
    """Return the line's own values of a facet, in the order of the source."""
    return [
        row for name in RELATIONS[facet] for row in getattr(purpose, name).all() if is_value(row)
    ]


def source_of(purpose: Purpose, facet: str) -> Purpose:
    """Return the line whose values the cell shows: itself, or the one it inherits from."""
    seen = {purpose.pk}
    while purpose.state(facet) is FacetState.INHERITED and purpose.inherits_from:
        purpose = purpose.inherits_from
        if purpose.pk in seen:  # two lines that inherit from each other show nothing
            break
        seen.add(purpose.pk)
    return purpose


def silent(purpose: Purpose) -> list[str]:
    """Return the facets of which nothing is stated."""
    return [facet for facet in FACETS if purpose.state(facet) is FacetState.NOT_STATED]


def contradictions(purpose: Purpose) -> list[Contradiction]:
    """Return the cells of a line whose state and values do not agree."""
    found = []
    for facet in FACETS:
        message = contradiction(
            purpose.state(facet),
            filled=bool(values_of(purpose, facet)),
            has_source=purpose.inherits_from_id is not None,
        )
        if message:
            found.append(Contradiction(facet, message))
    return found


def contradiction(state: FacetState, *, filled: bool, has_source: bool) -> str:
    """Tell what to do about a cell of this state, or '' if there is nothing to do."""
    if state is FacetState.GIVEN and not filled:
        return _("Add a value or choose another state.")
    if state is not FacetState.GIVEN and filled:
        return _("Remove the values first or choose “given”.")
    if state is FacetState.INHERITED and not has_source:
        return _("Choose the line from which it is inherited.")
    return ""
