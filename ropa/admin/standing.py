"""How an activity stands: completion and gaps, beside it in lists and on its page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, RecordAdmin, pill
from config.admin.display import Tone
from ropa.models import ActivityStanding, ProcessingActivity
from ropa.services import standings


class StandingList(ChangeList):
    """A list that brings the standings of the activities it shows up to date."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        shown = list(self.result_list)
        bring_up_to_date(shown)
        self.result_list = shown


class StandingMixin(RecordAdmin):
    """Adds the column and the field `gaps` to a page of activities."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StandingList

    @admin.display(description=gettext_lazy("gaps"), ordering="standing__completion")
    def gaps(self, activity: ProcessingActivity) -> SafeString | str:
        if not activity.pk:
            return NOTHING
        bring_up_to_date([activity])
        return badge(activity, activity.standing)


def bring_up_to_date(activities: list[ProcessingActivity]) -> None:
    """Work out those standings that are missing, stale or of another day."""
    today = timezone.localdate()
    waiting = [each for each in activities if not _is_fresh(each, today)]
    if not waiting:
        return
    standings.refresh(waiting, on=today)
    found = ActivityStanding.objects.in_bulk([each.pk for each in waiting])
    for activity in waiting:
        activity.standing = found[activity.pk]


def badge(activity: ProcessingActivity, standing: ActivityStanding) -> SafeString:
    """Completion as a bar with its number, what blocks, then the verdicts; it leads to the gaps."""
    return format_html(
        '<a class="standing" href="{}"><meter min="0" max="100" value="{}"></meter>'
        '<span class="share">{} %</span> {}{}{}{}</a>',
        gaps_url(organisation=activity.organisation.code, activity=activity.code),
        standing.completion,
        standing.completion,
        _count(_("blocks approval"), standing.blocking_gaps, "late"),
        _count(_("Art. 30"), standing.art30_gaps, "late") or pill(_("Art. 30: complete"), "ok"),
        _count(_("template"), standing.template_gaps, "quiet")
        or pill(_("template: complete"), "ok"),
        _count(_("doubt"), standing.warnings, "soon"),
    )


def gaps_url(**wanted: str) -> str:
    """The page of gaps, limited to what is wanted."""
    return f"{reverse('admin:gaps')}?{urlencode(wanted)}"


def _is_fresh(activity: ProcessingActivity, today: Any) -> bool:
    standing = getattr(activity, "standing", None)
    return bool(standing and not standing.is_stale and standing.worked_out_on == today)


def _count(name: str, count: int, tone: Tone) -> SafeString | str:
    return pill(f"{name}: {count}", tone) if count else ""
