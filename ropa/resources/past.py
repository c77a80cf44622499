"""A register as it stood at an earlier instant, read from its history and not from copies."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from config.widgets import Lookup
from ropa.models import Organisation
from ropa.resources.scope import ORGANISATION, OrganisationScope, path_to_organisation


class PastScope(OrganisationScope):
    """What belonged to the organisation just before the instant `at`."""

    def __init__(self, code: str, at: datetime) -> None:
        super().__init__(code)
        self.at = at
        self.organisation = next(iter(self.rows(Organisation)), None)

    def rows(self, model: type[models.Model], where: Q | None = None) -> list[Any]:
        """The rows of `model` as they were, those that were removed since included."""
        if model is Organisation:
            return _rows(model, self.at, Q(code=self.code))
        if not path_to_organisation(model):
            return _rows(model, self.at, where)
        if self.organisation is None:
            return []
        return _rows(model, self.at, where, among=_owned_by(model, self.organisation.pk))

    def _fill(self, lookup: Lookup, model: type[models.Model]) -> None:
        lookup.fill([(row.pk, getattr(row, lookup.attribute)) for row in self.rows(model)])


def end_of(day: date, organisation: Organisation) -> datetime:
    """Return the first instant after `day`, where the organisation is."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=_zone_of(organisation))


def first_day_of(organisation: Organisation) -> date:
    """Return the day on which the history of the register begins."""
    first = organisation.history.earliest("history_date").history_date
    day: date = first.astimezone(_zone_of(organisation)).date()
    return day


def _zone_of(organisation: Organisation) -> tzinfo:
    if organisation.time_zone:
        return ZoneInfo(organisation.time_zone)
    return timezone.get_default_timezone()


def _rows(
    model: type[models.Model], at: datetime, where: Q | None, *, among: Q | None = None
) -> list[Any]:
    """The last state before `at` of every row of which the history says so.

    `where` is asked of that state, `among` of every state: it may only name what never changes.
    """
    history: Any = model.history.model._default_manager  # type: ignore[attr-defined]
    key = model._meta.pk.attname
    before = history.filter(among or Q(), history_date__lt=at)
    last = before.order_by().values(key).annotate(last=Max("history_id")).values("last")
    states = history.filter(where or Q(), history_id__in=last).exclude(history_type="-")
    names = [field.attname for field in model._meta.concrete_fields]
    found: Iterable[Any] = states.order_by().values_list(*names)
    return [model.from_db("default", names, values) for values in found]


def _owned_by(model: type[models.Model], organisation: Any) -> Q:
    """States of rows that belong to an organisation, through parents that may be gone."""
    name, _dots, rest = path_to_organisation(model).partition("__")
    if not rest and name == ORGANISATION:
        return Q(organisation_id=organisation)
    parent: Any = model._meta.get_field(name).related_model
    history = parent.history.model._default_manager
    owned = history.filter(_owned_by(parent, organisation)).order_by()
    return Q(**{f"{name}_id__in": owned.values(parent._meta.pk.attname)})
