"""Drift: what a published version quotes and the register no longer says, Art. 13(3), 14(4).

Told from the history, not from copies. What it costs depends on how much was changed since the
version was published: one query finds the keys of all rows that were touched, whatever the
number of versions, and only these rows are read, before and after. The activities themselves
are read twice for each version of which something was touched, to know which it covers. So a
register of 10,000 activities in which nothing changed costs the one query.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Max, QuerySet, Value

from ropa import periods
from ropa.models import (
    DataCategory,
    NoticeActivity,
    NoticeVersion,
    ProcessingActivity,
    PurposeDataCategory,
    PurposeRecipient,
    RecipientClass,
    RetentionRule,
)
from ropa.resources import OrganisationScope, PastScope
from ropa.services.differences import Difference, Kind, differences
from ropa.services.quoted import MODELS, QUOTED, QuotedScope, covered

Model = type[models.Model]
Touched = dict[Model, set[Any]]

CATALOGUES: tuple[tuple[Model, str, Model, str], ...] = (  # named where a line has no wording
    (DataCategory, "category", PurposeDataCategory, "data_categories"),
    (RecipientClass, "recipient_class", PurposeRecipient, "recipients"),
)
WATCHED: tuple[Model, ...] = (*MODELS, NoticeActivity, *(each[0] for each in CATALOGUES))


class Changes:
    """Which rows were touched since the first of some versions was published."""

    def __init__(self, versions: Iterable[NoticeVersion]) -> None:
        instants = [each.published_at for each in versions if each.published_at]
        self._last: dict[Model, list[tuple[Any, datetime]]] = defaultdict(list)
        if instants:
            for place, key, at in _touched_since(min(instants)):
                self._last[WATCHED[place]].append((key, at))

    def since(self, at: datetime) -> Touched:
        found = {
            model: {key for key, last in rows if last >= at} for model, rows in self._last.items()
        }
        return {model: keys for model, keys in found.items() if keys}


def drift(version: NoticeVersion, changes: Changes | None = None) -> list[Difference]:
    """Return what a published version quotes and is different now, row by row.

    Only what the notice covers, and only the columns it quotes. Of several versions, `changes`
    is read once for all.
    """
    at = version.published_at
    if at is None:
        return []
    touched = (changes or Changes([version])).since(at)
    if not touched:
        return []
    code = version.notice.organisation.code
    past, now = PastScope(code, at), OrganisationScope(code)
    was, shall = covered(past, version.notice_id), covered(now, version.notice_id)
    moved = set(was) ^ set(shall)
    touched[ProcessingActivity] = touched.get(ProcessingActivity, set()) | moved
    before = QuotedScope(past, version.notice_id, touched, activities=was)
    after = QuotedScope(now, version.notice_id, touched, activities=shall)
    for rule in (*before.rows(RetentionRule), *after.rows(RetentionRule)):
        rule.statement = periods.fill_in(rule.statement, rule.period)  # as the notice says it
    found = [*differences(before, after, parts=QUOTED), *_renamed(before, after, touched)]
    return [told for each in found if (told := _quoted(each))]


def stale(versions: Iterable[NoticeVersion]) -> set[Any]:
    """Return the keys of those versions that quote something which has changed since."""
    published = [each for each in versions if each.published_at]
    changes = Changes(published)
    return {each.pk for each in published if drift(each, changes)}


def _touched_since(at: datetime) -> QuerySet[Any, Any]:
    """Rows of the history since then: place of the model, key, and when it was last touched."""
    parts = [
        model.history.filter(history_date__gte=at)  # type: ignore[attr-defined]
        .order_by()
        .values(key=F("id"))
        .annotate(place=Value(place, models.IntegerField()), last=Max("history_date"))
        .values_list("place", "key", "last")
        for place, model in enumerate(WATCHED)
    ]
    first: QuerySet[Any, Any] = parts[0]
    return first.union(*parts[1:], all=True)


def _quoted(found: Difference) -> Difference | None:
    """The difference in the quoted columns alone, if there is one."""
    changes = [each for each in found.changes if each["field"] in QUOTED[found.sheet]]
    return Difference(found.sheet, found.key, found.kind, changes) if changes else None


def _renamed(before: QuotedScope, after: QuotedScope, touched: Touched) -> Iterable[Difference]:
    """Entries of catalogues with another name, where a line shows the name of the entry."""
    for catalogue, column, user, sheet in CATALOGUES:
        keys = touched.get(catalogue, set())
        names = {row.pk: row.name for row in before.register.rows(catalogue) if row.pk in keys}
        entries = {row.pk: row for row in after.register.rows(catalogue) if row.pk in keys}
        new = {pk: row for pk, row in entries.items() if names.get(pk, row.name) != row.name}
        users = after.using(user, f"{column}_id", set(new))
        for pk in sorted({getattr(row, f"{column}_id") for row in users}):
            change = {"field": column, "old": names[pk], "new": new[pk].name}
            yield Difference(sheet, new[pk].code, Kind.CHANGED, [change])
