"""Some activities of a register, with all that hangs on them and all that they quote."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Q

from config.widgets import Lookup
from ropa.models import (
    ProcessingActivity,
    Purpose,
    PurposeRule,
    RetentionRule,
    Transfer,
    TransferPurpose,
    Vendor,
    VendorUse,
)
from ropa.resources.scope import OrganisationScope

PARTLY = (ProcessingActivity, Purpose, RetentionRule, Transfer, Vendor)  # not read as a whole


class ActivitiesScope(OrganisationScope):
    """The activities with these primary keys, within the scope of a register.

    Lines from which one of theirs inherits come along with their activity, and so do the rules,
    transfers and vendors that are quoted. Other records are found by their codes only.
    """

    def __init__(self, register: OrganisationScope, activities: Iterable[Any]) -> None:
        self.code = register.code
        self.organisation = register.organisation
        self.register = register
        self._lookups = {}
        self._rows: dict[type[models.Model], list[Any]] = {}
        self._with_ancestors(set(activities))

    def rows(self, model: type[models.Model], where: Q | None = None) -> list[Any]:
        """The rows of `model` that belong to the activities or are quoted by them."""
        if model not in self._rows:
            self._rows[model] = list(self.register.rows(model, self._part_of(model)))
        return self._rows[model]

    def values(
        self, model: type[models.Model], names: Sequence[str], order: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        rows = sorted(self.rows(model), key=attrgetter(*order)) if order else self.rows(model)
        return [tuple(getattr(row, name) for name in names) for row in rows]

    def _with_ancestors(self, activities: set[Any]) -> None:
        wanted = activities
        known: list[Purpose] = []
        while wanted:
            known += self.register.rows(Purpose, Q(activity_id__in=wanted))
            here = {line.pk for line in known}
            missing = {line.inherits_from_id for line in known} - here - {None}
            ancestors = self.register.rows(Purpose, Q(id__in=missing)) if missing else ()
            wanted = {line.activity_id for line in ancestors} - activities
            activities = activities | wanted
        self._rows[Purpose] = known
        self._rows[ProcessingActivity] = list(
            self.register.rows(ProcessingActivity, Q(id__in=activities))
        )

    def _part_of(self, model: type[models.Model]) -> Q:
        if model is RetentionRule:
            return self._ours(applies_to_all=True) | self._quoted(PurposeRule, "rule_id")
        if model is Transfer:
            return self._ours(covers_all=True) | self._quoted(TransferPurpose, "transfer_id")
        if model is Vendor:
            return self._quoted(VendorUse, "vendor_id")
        names = {field.name: field for field in model._meta.concrete_fields}
        for name in ("activity", "purpose", "rule", "transfer", "vendor"):
            if name in names:
                parent: Any = names[name].related_model
                return Q(**{f"{name}_id__in": [row.pk for row in self.rows(parent)]})
        return Q()

    def _ours(self, **values: bool) -> Q:
        return Q(organisation_id=self.organisation.pk if self.organisation else None, **values)

    def _quoted(self, model: type[models.Model], column: str) -> Q:
        return Q(id__in={getattr(row, column) for row in self.rows(model)})

    def lookup(self, model: type[models.Model]) -> Lookup:
        everything = self.register.lookup(model)
        if model not in PARTLY:
            return everything
        if model not in self._lookups:
            self._lookups[model] = NarrowLookup(self.rows(model), everything)
        return self._lookups[model]


class NarrowLookup(Lookup):
    """Names the rows at hand, and asks for all only when another one is met."""

    def __init__(self, rows: Iterable[Any], everything: Lookup) -> None:
        super().__init__(everything.attribute, lambda _lookup: None)
        self._everything = everything
        self.fill([(row.pk, getattr(row, self.attribute)) for row in rows])

    def code(self, pk: Any) -> str:
        try:
            return super().code(pk)
        except KeyError:
            return self._everything.code(pk)
