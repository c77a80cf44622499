"""A register as it stood at an earlier instant, read from its history and not from copies."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models
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
        history: Any = model.history.model  # type: ignore[attr-defined]
        names = [field.attname for field in history.tracked_fields]  # no personal values
        states = self._states(model, where).order_by().values_list(*names)
        return [model.from_db("default", names, values) for values in states]

    def values(
        self, model: type[models.Model], names: Sequence[str], order: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        key = model._meta.pk.attname
        own = [key if name == "pk" else name for name in names]
        by = [key if name == "pk" else name for name in order]
        return list(self._states(model).order_by(*by).values_list(*own))

    def _states(self, model: type[models.Model], where: Q | None = None) -> models.QuerySet[Any]:
        """The last state before `at` of every row, of which the history does not say it is gone.

        `where` is asked of that state.
        """
        history: Any = model.history.model._default_manager  # type: ignore[attr-defined]
        key = model._meta.pk.attname
        before = history.filter(self._owned(model, where), history_date__lt=self.at)
        if where:  # few rows: find them by any of their states
            touched = before.filter(where).order_by().values(key)
            before = history.filter(history_date__lt=self.at, **{f"{key}__in": touched})
        states: models.QuerySet[Any] = history.filter(
            where or Q(), history_id__in=_last(before, key)
        )
        return states.exclude(history_type="-")

    def _owned(self, model: type[models.Model], where: Q | None) -> Q:
        if model is Organisation:
            return Q(code=self.code)
        if where or self._is_alone or not path_to_organisation(model):
            return Q()
        return _owned_by(model, self.organisation.pk if self.organisation else None)

    @cached_property
    def _is_alone(self) -> bool:
        """Whether there never was another organisation, so that nothing need be sorted out."""
        history: Any = Organisation.history.model._default_manager
        return bool(history.order_by().values("id").distinct().count() <= 1)

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


def _last(states: Any, key: str) -> Any:
    """The number of the last of these states of every row, as a subquery.

    PostgreSQL finds it several times faster by sorting than by grouping.
    """
    if connection.vendor == "postgresql":
        return states.order_by(key, "-history_id").distinct(key).values("history_id")
    return states.order_by().values(key).annotate(last=Max("history_id")).values("last")


def _owned_by(model: type[models.Model], organisation: Any) -> Q:
    """States of rows that belong to an organisation, through parents that may be gone."""
    name, _dots, rest = path_to_organisation(model).partition("__")
    if not rest and name == ORGANISATION:
        return Q(organisation_id=organisation)
    parent: Any = model._meta.get_field(name).related_model
    history = parent.history.model._default_manager
    owned = history.filter(_owned_by(parent, organisation)).order_by()
    return Q(**{f"{name}_id__in": owned.values(parent._meta.pk.attname)})
