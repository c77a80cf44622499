"""Who edited an activity last: the activity itself, or anything that its content takes in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from ropa.models import ProcessingActivity, Purpose, RetentionRule, RuleTrigger, Transfer
from ropa.resources import SHEETS, OrganisationScope
from ropa.services.approved import ContentScope
from ropa.services.contents import LEFT_OUT, PARTS

Edit = tuple[datetime, Any]  # when, and the key of the user
PARENTS = ("activity", "purpose", "rule", "transfer")  # by which a row belongs to the content
FOR_ALL = {RetentionRule: "applies_to_all", Transfer: "covers_all"}  # quoted without being named


def last_editor_of(activity: ProcessingActivity) -> User | None:
    """Return the person who made the newest change of the content; None where nobody did.

    Removals count as changes. A change of the status alone is none, and neither are changes by
    the machine.
    """
    newest = max(_edits(activity), key=lambda edit: edit[0], default=None)
    return User.objects.get(pk=newest[1]) if newest else None


def _edits(activity: ProcessingActivity) -> Iterator[Edit]:
    """Yield the newest change by a person, of the activity and of every table below it."""
    yield from _own_edits(activity)
    scope = ContentScope(OrganisationScope(activity.organisation.code), activity.pk)
    keys: dict[Any, Any] = {
        ProcessingActivity: [activity.pk],
        Purpose: _lines_ever(activity, scope),
        **{model: _quoted_ever(activity, model, scope) for model in FOR_ALL},
    }
    models = [SHEETS[name]._meta.model for name in PARTS if name != "activities"]
    for model in (*models, RuleTrigger):
        newest = _newest(model.history.filter(_below(model, keys)))
        if newest:
            yield newest


def _below(model: Any, keys: dict[Any, Any]) -> Q:
    if model in keys:
        return Q(**{f"{model._meta.pk.attname}__in": keys[model]})
    fields = {field.name: field for field in model._meta.concrete_fields}
    parent = next(name for name in PARENTS if name in fields)
    return Q(**{f"{parent}_id__in": keys[fields[parent].related_model]})


def _lines_ever(activity: ProcessingActivity, scope: ContentScope) -> set[Any]:
    """The lines of the activity, removed ones included, and those from which they inherit."""
    ever = Purpose.history.filter(activity_id=activity.pk).values_list("id", flat=True)
    return {*ever.distinct(), *(line.pk for line in scope.rows(Purpose))}


def _quoted_ever(activity: ProcessingActivity, model: Any, scope: ContentScope) -> set[Any]:
    """What is quoted now, and what once held for every activity."""
    for_all = {FOR_ALL[model]: True, "organisation_id": activity.organisation_id}
    ever = model.history.filter(**for_all).values_list("id", flat=True)
    return {*ever.distinct(), *(row.pk for row in scope.rows(model))}


def _newest(history: Any) -> Edit | None:
    made = history.filter(history_user__isnull=False).order_by("-history_date", "-history_id")
    newest: Edit | None = made.values_list("history_date", "history_user_id").first()
    return newest


def _own_edits(activity: ProcessingActivity) -> Iterator[Edit]:
    """Yield the changes of the activity's own columns, without those of its status."""
    columns = set(SHEETS["activities"]._meta.fields) - LEFT_OUT["activities"]
    fields = ProcessingActivity._meta.concrete_fields
    names = [field.attname for field in fields if field.name in columns]
    before = None
    states = activity.history.order_by("history_date", "history_id")
    for when, user, *content in states.values_list("history_date", "history_user_id", *names):
        if content != before and user is not None:
            yield when, user
        before = content
