"""Rows that go: only such as nothing else needs, and with a sentence where something does."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ropa.choices.approval import Outcome
from ropa.choices.notice import VersionStatus
from ropa.models import (
    ActivityApproval,
    ActivityStanding,
    NoticeVersion,
    Organisation,
    ProcessingActivity,
    RuleTrigger,
)

PARTS = (RuleTrigger, ActivityStanding)  # they go with the row to which they belong
CHUNK = 500  # rows per statement; SQLite binds at most 32,766 values


def remove(model: type[models.Model], keys: Iterable[Any]) -> dict[Any, str]:
    """Remove the rows of `model` with these primary keys; return a sentence for each that stays.

    Rows that name one another go in the order in which they can.
    """
    left = set(keys)
    refused = _kept_for_ever(model, left)
    left -= set(refused)
    while left:
        used = _used(model, left)
        ready = sorted(left - set(used))
        for start in range(0, len(ready), CHUNK):
            model._default_manager.filter(pk__in=ready[start : start + CHUNK]).delete()
        left = set(used)
        if not ready:
            return {**refused, **{key: _still_used(what) for key, what in used.items()}}
    return refused


def _kept_for_ever(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    """What is evidence, and is never removed, with the reason."""
    if model is Organisation:
        return dict.fromkeys(keys, _("The organisation itself is not removed."))
    if model is NoticeVersion:
        published = NoticeVersion.objects.filter(pk__in=keys, status=VersionStatus.PUBLISHED)
        sentence = _("A published version of a notice is the archive: it is never removed.")
        return dict.fromkeys(published.values_list("pk", flat=True), sentence)
    if model is ProcessingActivity:
        approved = ActivityApproval.objects.filter(
            activity__in=keys, outcome__in=(Outcome.APPROVED,)
        )
        sentence = _("The activity was approved once: retire it, it is never removed.")
        return dict.fromkeys(approved.values_list("activity_id", flat=True), sentence)
    return {}


def _used(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    """Of these rows, those that other rows name, each with what kind of rows that are."""
    found: dict[Any, str] = {}
    ordered = sorted(keys)
    for user, name in _users(model):
        for start in range(0, len(ordered), CHUNK):
            some = ordered[start : start + CHUNK]
            rows = user._base_manager.filter(**{f"{name}__in": some}).order_by()
            for key in rows.values_list(name, flat=True).distinct():
                found.setdefault(key, str(user._meta.verbose_name_plural))
    return found


def _users(model: type[models.Model]) -> list[tuple[Any, str]]:
    """The models that name rows of `model`, each with its foreign key; histories are no users."""
    return [
        (user, field.attname)
        for user in apps.get_models()
        if user not in PARTS and not hasattr(user, "instance_type")
        for field in user._meta.concrete_fields
        if field.related_model is model
    ]


def _still_used(what: str) -> str:
    return _("The row is still used by %(what)s; remove those first.") % {"what": what}
