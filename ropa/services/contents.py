"""What an activity says, with all its children: what is approved, and what may drift from it.

The content is the rows of the sheets that belong to the activity or that it quotes. What only
says when to look again, or in which order activities stand, is no part of it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from ropa.models import ProcessingActivity, Purpose
from ropa.resources import ActivitiesScope, OrganisationScope, read_rows

Row = dict[str, Any]
Content = dict[str, list[Row]]

IN_ACTIVITY = (
    "activity_links",
    "activity_sources",
    "activity_channels",
    "activity_measures",
    "joint_controllers",
    "balancing_tests",
    "dpia_screenings",
    "cross_cutting",
    "customer_activities",
)
IN_LINE = (
    "statements",
    "data_subjects",
    "data_categories",
    "legal_bases",
    "special_conditions",
    "recipients",
    "consequences",
    "purpose_rules",
    "vendor_uses",
    "transfer_purposes",
)
PARTS = ("activities", "purposes", *IN_ACTIVITY, *IN_LINE, "rules", "transfers", "safeguards")
EMPTY: tuple[Any, ...] = ("", None, False, [])
LEFT_OUT = {"activities": {"order", "review_every", "review_on"}, "rules": {"review_on"}}


class Contents:
    """The contents of some activities; how many queries that takes does not depend on them."""

    def __init__(self, scope: OrganisationScope, activities: Iterable[Any]) -> None:
        self._scope = ActivitiesScope(scope, activities)
        self._kinds = {}
        self._rows: dict[str, list[Any]] = {}
        for name, kind, rows in read_rows(self._scope, PARTS):
            self._kinds[name], self._rows[name] = kind, rows
        self._lines = {line.pk: line for line in self._scope.rows(Purpose)}
        self._of_activity = {name: _by(self._rows[name], "activity_id") for name in IN_ACTIVITY}
        self._of_line = {name: _by(self._rows[name], "purpose_id") for name in IN_LINE}

    def of(self, activity: Any) -> Content:
        """Return the rows of the activity by sheet, with typed values."""
        found = self._instances(activity)
        return {name: [self._record(name, row) for row in rows] for name, rows in found.items()}

    def _instances(self, activity: Any) -> dict[str, list[Any]]:
        lines = self._lines_of(activity)
        own: dict[str, list[Any]] = {
            "activities": self._where("activities", lambda row: row.pk == activity),
            "purposes": self._where("purposes", lambda row: row.pk in lines),
        }
        own |= {name: rows.get(activity, []) for name, rows in self._of_activity.items()}
        own |= {
            name: [row for line in lines for row in rows.get(line, [])]
            for name, rows in self._of_line.items()
        }
        rules = {row.rule_id for row in own["purpose_rules"]}
        transfers = {row.transfer_id for row in own["transfer_purposes"]}
        own["rules"] = self._where("rules", lambda row: row.applies_to_all or row.pk in rules)
        own["transfers"] = self._where(
            "transfers", lambda row: row.covers_all or row.pk in transfers
        )
        transfers = {row.pk for row in own["transfers"]}
        own["safeguards"] = self._where("safeguards", lambda row: row.transfer_id in transfers)
        return own

    def _lines_of(self, activity: Any) -> list[Any]:
        """The lines of the activity in their order, and those from which they inherit."""
        found = [row.pk for row in self._rows["purposes"] if row.activity_id == activity]
        for pk in found:
            ancestor = self._lines[pk].inherits_from_id
            if ancestor is not None and ancestor not in found:
                found.append(ancestor)
        return found

    def _where(self, name: str, condition: Callable[[Any], bool]) -> list[Any]:
        return [row for row in self._rows[name] if condition(row)]

    def _record(self, name: str, row: Any) -> Row:
        record = self._kinds[name].record(row)
        return {key: record[key] for key in record if key not in LEFT_OUT.get(name, ())}


def content_of(activity: ProcessingActivity, scope: OrganisationScope | None = None) -> Content:
    """Return the content of one activity, as it is now or as it was in the scope."""
    scope = scope or OrganisationScope(activity.organisation.code)
    return Contents(scope, [activity.pk]).of(activity.pk)


def sha256_of(content: Content) -> str:
    """Return the SHA-256, in hexadecimal, over the content as JSON with sorted names.

    Empty cells and sheets are left out, so that a column that a later version of the product
    adds, empty at first, unbinds no approval.
    """
    filled = {
        sheet: [{name: cell for name, cell in row.items() if cell not in EMPTY} for row in rows]
        for sheet, rows in content.items()
        if rows
    }
    text = json.dumps(filled, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return dict(found)
