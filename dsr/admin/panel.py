"""The panel of the home page: requests that are late or due soon."""

from datetime import date
from typing import cast

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from dsr.admin import shown
from dsr.models import Ticket, TicketQuerySet

ROWS = 8


def requests_due(request: HttpRequest, on: date) -> Panel | None:
    """Return the requests that are overdue or due within a week, the most urgent first."""
    tickets = admin.site.get_model_admin(Ticket)
    if not tickets.has_view_permission(request):
        return None
    pressing = cast(TicketQuerySet, tickets.get_queryset(request)).pressing(on=on)
    rows = tuple(_row(ticket, on) for ticket in pressing.order_by("due_on", "reference")[:ROWS])
    return Panel(
        title=_("Requests due"),
        url=reverse("admin:dsr_ticket_changelist") + "?due=pressing",
        count=pressing.count(),
        tone=rows[0].tone if rows else "",
        empty=_("No request is overdue or due within a week."),
        rows=rows,
    )


def _row(ticket: Ticket, on: date) -> PanelRow:
    return PanelRow(
        text=f"{ticket.reference} · {ticket.get_right_display()}",
        url=reverse("admin:dsr_ticket_change", args=[ticket.pk]),
        remark=f"{date_format(ticket.due_on)}, {shown.days_left(ticket, on=on)}",
        tone=shown.tone(ticket, on=on),
    )
