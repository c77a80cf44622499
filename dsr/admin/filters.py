"""Filters of the list of requests."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dsr.models import DAYS_SOON, TicketQuerySet
from ropa.choices.retention import Right

DUE: dict[str, tuple[Any, Callable[[TicketQuerySet, Any], TicketQuerySet]]] = {
    "overdue": (_("Overdue"), lambda tickets, on: tickets.overdue(on=on)),
    "soon": (_("Due within 7 days"), lambda tickets, on: tickets.due_within(DAYS_SOON, on=on)),
    "pressing": (_("Overdue or due within 7 days"), lambda tickets, on: tickets.pressing(on=on)),
    "open": (_("Open"), lambda tickets, _on: tickets.open()),
    "closed": (_("Closed"), lambda tickets, _on: tickets.closed()),
}


class DueFilter(admin.SimpleListFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _narrow) in DUE.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        _label, narrow = DUE.get(self.value() or "", (None, None))
        return narrow(queryset, timezone.localdate()) if narrow else queryset


class RightFilter(admin.SimpleListFilter):
    """The rights that occur; the closed list of all rights is too long for a filter."""

    title = _("right")
    parameter_name = "right"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        tickets = model_admin.get_queryset(request)
        used = set(tickets.order_by().values_list("right", flat=True).distinct())
        return [(value, label) for value, label in Right.choices if value in used]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(right=self.value()) if self.value() else queryset
