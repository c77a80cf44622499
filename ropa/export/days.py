"""When each activity was entered and when it or anything below it last changed: the history."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Max, Min, Q

from ropa.export.wanted import Wanted
from ropa.models import ProcessingActivity, Purpose
from ropa.resources import SHEETS, PastScope, end_of
from ropa.services.contents import IN_ACTIVITY, IN_LINE

Days = tuple[date, date]


def days_of(wanted: Wanted) -> dict[str, Days]:
    """Return the first and the last day by code of activity, one query a kind of record.

    Values of a line that it quotes, such as a retention rule, have days of their own.
    """
    organisation = wanted.scope.organisation
    if organisation is None:
        return {}
    before = Q(history_date__lt=wanted.scope.at) if isinstance(wanted.scope, PastScope) else Q()
    zone = end_of(wanted.written_on, organisation).tzinfo
    changed: defaultdict[Any, list[datetime]] = defaultdict(list)
    for parent, last in _last_changes(organisation.pk, before):
        changed[parent].append(last)
    own = _history(ProcessingActivity).filter(before, organisation_id=organisation.pk)
    states = own.values_list("id", "code").annotate(Min("history_date"), Max("history_date"))
    return {
        code: (
            first.astimezone(zone).date(),
            max(last, *changed[pk], last).astimezone(zone).date(),
        )
        for pk, code, first, last in states.order_by()
    }


def _last_changes(organisation: Any, before: Q) -> list[tuple[Any, datetime]]:
    """Activity and moment of the last change of each kind of its children."""
    activities = ProcessingActivity.objects.filter(organisation=organisation).values("pk")
    lines = dict(
        Purpose.objects.filter(activity__organisation=organisation).values_list("pk", "activity_id")
    )
    in_line = Purpose.objects.filter(activity__organisation=organisation).values("pk")
    found = _grouped(Purpose, before & Q(activity_id__in=activities), "activity_id")
    for sheet in IN_ACTIVITY:
        model = SHEETS[sheet]._meta.model
        found += _grouped(model, before & Q(activity_id__in=activities), "activity_id")
    for sheet in IN_LINE:
        model = SHEETS[sheet]._meta.model
        rows = _grouped(model, before & Q(purpose_id__in=in_line), "purpose_id")
        found += [(lines[line], last) for line, last in rows]
    return found


def _grouped(model: type[models.Model], where: Q, parent: str) -> list[tuple[Any, datetime]]:
    rows = _history(model).filter(where).order_by().values_list(parent)
    return list(rows.annotate(Max("history_date")))


def _history(model: type[models.Model]) -> Any:
    return model.history.model._default_manager  # type: ignore[attr-defined]
