"""What the home page says of activities: which have gaps, and which differ from their approval."""

from datetime import date

from django.db.models import Avg, Count, F, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.admin import Panel, PanelRow
from ropa.admin.standing import gaps_url
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.models import ActivityApproval, ActivityStanding, Organisation, ProcessingActivity
from ropa.services import standings

ROWS = 5  # records that a panel shows
AT_ONCE = 100  # standings that the home page works out itself; the nightly step does the rest
VIEW = "ropa.view_processingactivity"


def gaps_by_organisation(request: HttpRequest, on: date) -> Panel | None:
    """Return how many activities are not complete under Art. 30, by organisation."""
    if not request.user.has_perm(VIEW):
        return None
    _bring_up_to_date(on)
    found = (
        ActivityStanding.objects.order_by()
        .values("activity__organisation")
        .annotate(
            open=Count("pk", filter=Q(art30_gaps__gt=0)), all=Count("pk"), share=Avg("completion")
        )
        .filter(open__gt=0)
        .order_by("-open", "activity__organisation")
    )
    rows = list(found)
    names = Organisation.objects.in_bulk([row["activity__organisation"] for row in rows])
    return Panel(
        title=_("Activities not complete under Art. 30"),
        url=reverse("admin:gaps"),
        count=sum(row["open"] for row in rows),
        counts_rows=False,
        empty=_("Every activity is complete under Art. 30."),
        rows=tuple(
            PanelRow(
                text=str(names[row["activity__organisation"]]),
                url=gaps_url(
                    organisation=names[row["activity__organisation"]].code, verdict="art30"
                ),
                remark=_("%(open)d of %(all)d, %(share)d %% answered") % row,
            )
            for row in rows[:ROWS]
        ),
    )


def blocked_by_organisation(request: HttpRequest, on: date) -> Panel | None:
    """Return how many activities may not be approved as they are, by organisation."""
    if not request.user.has_perm(VIEW):
        return None
    _bring_up_to_date(on)
    blocked = ActivityStanding.objects.filter(blocking_gaps__gt=0).order_by()
    found = (
        blocked.values("activity__organisation__name", "activity__organisation__code")
        .annotate(count=Count("pk"))
        .order_by("-count", "activity__organisation__code")
    )
    rows = list(found)
    return Panel(
        title=_("Activities that may not be approved as they are"),
        url=f"{reverse('admin:gaps')}?verdict=blocking",
        count=sum(row["count"] for row in rows),
        counts_rows=False,
        tone="late",
        empty=_("No gap blocks an approval."),
        rows=tuple(
            PanelRow(
                text=row["activity__organisation__name"],
                url=gaps_url(organisation=row["activity__organisation__code"], verdict="blocking"),
                remark=ngettext("%d activity", "%d activities", row["count"]) % row["count"],
                tone="late",
            )
            for row in rows[:ROWS]
        ),
    )


def changed_since_approval(request: HttpRequest, on: date) -> Panel | None:
    """Return the approved activities that say something else than what was approved."""
    if not request.user.has_perm(VIEW):
        return None
    _bring_up_to_date(on)
    approved = ActivityApproval.objects.filter(activity=OuterRef("pk"), outcome=Outcome.APPROVED)
    last = approved.order_by("-decided_at", "-pk").values("content_sha256")[:1]
    changed = (
        ProcessingActivity.objects.filter(status=ActivityStatus.APPROVED, standing__is_stale=False)
        .annotate(approved=Subquery(last))
        .exclude(approved=None)
        .exclude(standing__content_sha256=F("approved"))
        .order_by("organisation", "order", "code")
    )
    return Panel(
        title=_("Activities that differ from what was approved"),
        url=reverse("admin:ropa_processingactivity_changelist") + "?status__exact=approved",
        count=changed.count(),
        tone="soon",
        empty=_("Every approved activity is as it was approved."),
        rows=tuple(
            PanelRow(
                text=str(each),
                url=reverse("admin:ropa_processingactivity_change", args=[each.pk]),
                remark=str(each.organisation),
                tone="soon",
            )
            for each in changed.select_related("organisation")[:ROWS]
        ),
    )


def _bring_up_to_date(on: date) -> None:
    standings.refresh(standings.waiting(on=on).select_related("organisation")[:AT_ONCE], on=on)


STANDING_PANELS = (
    (blocked_by_organisation, 12),
    (changed_since_approval, 15),
    (gaps_by_organisation, 55),
)
