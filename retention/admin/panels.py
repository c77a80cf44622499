"""What the home page says of purges and holds. It asks the register only, never a store."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from retention.admin import shown
from retention.admin.filters import DAYS_SOON
from retention.models import LegalHold, PurgePlan, PurgeRun

ROWS = 5  # records that a panel shows


def purges_to_approve(request: HttpRequest, on: date) -> Panel | None:
    """Return the drafts that this user may approve."""
    if not _may_view(request, PurgePlan) or not request.user.has_perm("retention.approve_purge"):
        return None
    plans = PurgePlan.objects.approvable_by(cast(User, request.user).pk)
    rows = plans.select_related("target__rule", "target__data_set__store").order_by("pk")[:ROWS]
    return Panel(
        title=_("Purges to approve"),
        url=_list_of(PurgePlan, "approval=mine"),
        count=plans.count(),
        tone="soon",
        empty=_("No purge waits for your approval."),
        rows=tuple(
            PanelRow(
                text=f"{plan} · {plan.target}",
                url=_page_of(plan),
                remark=shown.amount(plan.due_count, plan.target.data_set),
                tone="soon",
            )
            for plan in rows
        ),
    )


def runs_in_trouble(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, PurgeRun):
        return None
    runs = PurgeRun.objects.in_trouble(on=on)
    rows = runs.select_related("plan__target__rule", "plan__target__data_set").order_by("pk")[:ROWS]
    return Panel(
        title=_("Purge runs in trouble"),
        url=_list_of(PurgeRun, "trouble=yes"),
        count=runs.count(),
        tone="late",
        empty=_("No purge run is in trouble."),
        rows=tuple(
            PanelRow(
                text=f"{run} · {run.plan.target}",
                url=_page_of(run),
                remark=run.get_status_display(),
                tone="late",
            )
            for run in rows
        ),
    )


def holds_to_review(request: HttpRequest, on: date) -> Panel | None:
    """Return the holds whose review is due, or will be within a month."""
    if not _may_view(request, LegalHold):
        return None
    due = LegalHold.objects.to_review(on=on + timedelta(days=DAYS_SOON))
    rows = tuple(_hold_row(hold, on) for hold in due.order_by("review_on", "pk")[:ROWS])
    return Panel(
        title=_("Legal holds to review"),
        url=_list_of(LegalHold, "state=soon"),
        count=due.count(),
        tone=rows[0].tone if rows else "",
        empty=_("No legal hold is to be reviewed within %d days.") % DAYS_SOON,
        rows=rows,
    )


PANELS: tuple[tuple[Callable[[HttpRequest, date], Panel | None], int], ...] = (
    (purges_to_approve, 15),
    (runs_in_trouble, 20),
    (holds_to_review, 30),
)


def _hold_row(hold: LegalHold, on: date) -> PanelRow:
    tone = "late" if hold.review_on <= on else "soon"
    return PanelRow(text=str(hold), url=_page_of(hold), remark=shown.day(hold.review_on), tone=tone)


def _may_view(request: HttpRequest, model: Any) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _list_of(model: Any, query: str) -> str:
    return f"{reverse(f'admin:retention_{model._meta.model_name}_changelist')}?{query}"


def _page_of(record: Any) -> str:
    return reverse(f"admin:retention_{record._meta.model_name}_change", args=[record.pk])
