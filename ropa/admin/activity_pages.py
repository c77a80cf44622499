"""Pages beside an activity: as it stood on a day, and what has changed since."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAdmin
from ropa.admin.activity_text import ActivityText
from ropa.admin.standing import bring_up_to_date
from ropa.admin.words import Words
from ropa.choices.approval import ActivityStatus
from ropa.models import ActivityApproval, ProcessingActivity
from ropa.resources import OrganisationScope, PastScope, end_of
from ropa.services import approved

TEMPLATES = "admin/ropa/processingactivity"


@dataclass(frozen=True)
class AskedDay:
    """The day in an address; `trouble` says why there is nothing to show of it."""

    text: str
    day: date | None = None
    trouble: str = ""


class ActivityPages(RecordAdmin):
    """The pages that read the history of an activity; who may view it may view them."""

    change_form_template = f"{TEMPLATES}/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        site = self.admin_site
        return [
            path("<int:pk>/as-of/", site.admin_view(self.as_of_view), name=f"{name}_as_of"),
            path(
                "<int:pk>/differences/",
                site.admin_view(self.differences_view),
                name=f"{name}_differences",
            ),
            *super().get_urls(),
        ]

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = [(gettext_lazy("As of a day"), _address("as_of", record))]
        return [*super().record_links(request, record), *links]

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        return {**super().record_context(request, record), **_last_approval(record)}

    def as_of_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the activity as it stood at the end of a day; without a day, of today."""
        activity = self._visible(request, pk)
        asked = _asked(activity, request.GET.get("day", ""))
        text = None
        if asked.day and not asked.trouble:
            scope = PastScope(activity.organisation.code, end_of(asked.day, activity.organisation))
            text = ActivityText(scope, activity.pk)
        return self._page(request, activity, "as_of.html", asked=asked, text=text)

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs now, row by row, from a day or from an approval."""
        activity = self._visible(request, pk)
        approval = _approval(activity, request.GET.get("approval", ""))
        if approval is not None:
            return self._changes_since(request, activity, approval)
        yesterday = timezone.localdate() - timedelta(days=1)
        asked = _asked(activity, request.GET.get("day") or yesterday.isoformat())
        changes = []
        if asked.day and not asked.trouble:
            code = activity.organisation.code
            past = PastScope(code, end_of(asked.day, activity.organisation))
            now = OrganisationScope(code)
            changes = Words(now).differences(approved.changes_between(activity, past, now))
        return self._page(request, activity, "since.html", asked=asked, changes=changes)

    def _changes_since(
        self, request: HttpRequest, activity: ProcessingActivity, approval: ActivityApproval
    ) -> HttpResponse:
        found = approved.changes_since(approval)
        changes = Words(OrganisationScope(activity.organisation.code)).differences(found)
        borne_out = approved.is_borne_out(approval)
        return self._page(
            request,
            activity,
            "since.html",
            approval=approval,
            changes=changes,
            is_borne_out=borne_out,
        )

    def _visible(self, request: HttpRequest, pk: int) -> ProcessingActivity:
        activity = ProcessingActivity.objects.select_related("organisation").filter(pk=pk).first()
        if activity is None:
            raise Http404
        if not self.has_view_permission(request, activity):
            raise PermissionDenied
        return activity

    def _page(
        self, request: HttpRequest, activity: ProcessingActivity, template: str, **shown: Any
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": activity,
            "title": str(activity),
            "as_of_url": _address("as_of", activity),
            "changes_url": _address("differences", activity),
            "today": timezone.localdate().isoformat(),
            **shown,
        }
        return TemplateResponse(request, f"{TEMPLATES}/{template}", context)


def _last_approval(activity: ProcessingActivity) -> dict[str, Any]:
    """What the page says of the last approval, above the record."""
    if activity.status == ActivityStatus.RETIRED:
        return {}
    last = approved.last_approval(activity)
    if last is None:
        return {}
    bring_up_to_date([activity])
    return {
        "last_approval": last,
        "binds": activity.status == ActivityStatus.APPROVED,
        "differs": approved.differs(activity, last),
        "changes_url": f"{_address('differences', activity)}?approval={last.pk}",
    }


def _address(page: str, activity: Any) -> str:
    return reverse(f"admin:ropa_processingactivity_{page}", args=[activity.pk])


def _asked(activity: ProcessingActivity, text: str) -> AskedDay:
    """Read a day; one outside the history of the activity is told with a sentence."""
    organisation = activity.organisation
    zone = end_of(timezone.localdate(), organisation).tzinfo
    today = timezone.now().astimezone(zone).date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return AskedDay(
            text, trouble=_("“%(text)s” is no day: write it as 2026-11-22.") % {"text": text[:40]}
        )
    first = activity.history.earliest("history_date").history_date.astimezone(zone).date()
    said = {"day": date_format(day, "j F Y"), "first": date_format(first, "j F Y")}
    if day > today:
        trouble = _("%(day)s lies in the future; choose today or an earlier day.") % said
    elif day < first:
        trouble = (
            _("On %(day)s this activity did not exist yet; its history begins on %(first)s.") % said
        )
    else:
        trouble = ""
    return AskedDay(day.isoformat(), day, trouble)


def _approval(activity: ProcessingActivity, text: str) -> ActivityApproval | None:
    """Return the decided submission of this activity that the address names, if there is one."""
    if not text.isdecimal() or len(text) > 18:
        return None
    found = ActivityApproval.objects.filter(activity=activity, decided_at__isnull=False)
    return found.select_related("activity__organisation", "decided_by").filter(pk=text).first()
