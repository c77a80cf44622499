"""Filters of plans, runs, rules at work and holds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.admin import AutocompleteFilter
from retention.models import DataSet, DataSetRule
from retention.models.hold import HoldQuerySet

DAYS_SOON = 30  # before its review a hold is shown as due soon


class RuleFilter(AutocompleteFilter):
    title = _("rule")
    parameter_name = "rule"
    source = DataSetRule.rule
    lookup = "rule"


class PlanRuleFilter(RuleFilter):
    lookup = "target__rule"


class RunRuleFilter(RuleFilter):
    lookup = "plan__target__rule"


class StoreFilter(AutocompleteFilter):
    title = _("data store")
    parameter_name = "store"
    source = DataSet.store
    lookup = "data_set__store"


HOLDS: dict[str, tuple[Any, Callable[[HoldQuerySet, date], HoldQuerySet]]] = {
    "in-force": (_("In force"), lambda holds, on: holds.in_force(on=on)),
    "review": (_("Review due"), lambda holds, on: holds.to_review(on=on)),
    "soon": (
        _("Review due within 30 days"),
        lambda holds, on: holds.to_review(on=on + timedelta(days=DAYS_SOON)),
    ),
    "released": (_("Released"), lambda holds, on: holds.filter(released_on__lte=on)),
}


class HoldFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _narrow) in HOLDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        _label, narrow = HOLDS.get(self.value() or "", (None, None))
        return narrow(queryset, timezone.localdate()) if narrow else queryset


class TroubleFilter(admin.SimpleListFilter):
    title = _("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("In trouble"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "yes":
            return queryset
        found = queryset.model.objects.in_trouble(on=timezone.localdate())
        return queryset.filter(pk__in=found.values("pk"))


class MineFilter(admin.SimpleListFilter):
    """Plans that the reader may approve."""

    title = _("approval")
    parameter_name = "approval"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.user_id = request.user.pk
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("Waits for you"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.approvable_by(self.user_id) if self.value() == "mine" else queryset
