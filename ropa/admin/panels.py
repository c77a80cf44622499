"""What the home page says of the register: what is missing, and what ends soon."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from ropa.admin.agreement import SOON
from ropa.admin.approval import SOON as REVIEW_SOON
from ropa.admin.approval import review_tone
from ropa.admin.task import SOON as TASK_SOON
from ropa.admin.task import due_tone
from ropa.admin.task import pressing as pressing_tasks
from ropa.models import (
    ActivityApproval,
    Agreement,
    Notice,
    NoticeVersion,
    ProcessingActivity,
    RetentionRule,
    Task,
    Transfer,
    Vendor,
)
from ropa.services.approvals import APPROVE
from ropa.services.drift import stale

ROWS = 5  # records that a panel shows


def activities_to_approve(request: HttpRequest, on: date) -> Panel | None:
    """Return the activities in review that this user may approve."""
    if not request.user.has_perm(APPROVE):
        return None
    waiting = ActivityApproval.objects.waiting_for(request.user.pk).order_by("submitted_at")
    rows = tuple(
        PanelRow(
            text=str(each.activity),
            url=_page_of(each.activity),
            remark=_day(timezone.localdate(each.submitted_at)),
            tone="soon",
        )
        for each in waiting.select_related("activity")[:ROWS]
    )
    return Panel(
        title=_("Activities to approve"),
        url=_list_of(ProcessingActivity, "approval=mine"),
        count=waiting.count(),
        tone="soon",
        empty=_("No activity waits for your approval."),
        rows=rows,
    )


def activities_to_review(request: HttpRequest, on: date) -> Panel | None:
    """Return the activities whose review is overdue, or due within a month."""
    if not _may_view(request, ProcessingActivity):
        return None
    due = ProcessingActivity.objects.to_review(on=on + timedelta(days=REVIEW_SOON))
    rows = tuple(
        PanelRow(
            text=str(each),
            url=_page_of(each),
            remark=_day(each.review_on),
            tone=review_tone(each.review_on, on) if each.review_on else "",
        )
        for each in due.order_by("review_on", "pk")[:ROWS]
    )
    return Panel(
        title=_("Activities to review"),
        url=_list_of(ProcessingActivity, "review=soon"),
        count=due.count(),
        tone=rows[0].tone if rows else "",
        empty=_("No activity is to be reviewed within %d days.") % REVIEW_SOON,
        rows=rows,
    )


def agreements_ending(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Agreement):
        return None
    ending = Agreement.objects.pressing(SOON, on=on).order_by("expires_on")
    rows = tuple(
        PanelRow(
            text=str(each),
            url=_page_of(each),
            remark=_day(each.expires_on),
            tone="late" if each.expires_on and each.expires_on < on else "soon",
        )
        for each in ending[:ROWS]
    )
    return Panel(
        title=_("Agreements that ended or end within %d days") % SOON,
        url=_list_of(Agreement, "validity=due"),
        count=ending.count(),
        tone="late" if any(row.tone == "late" for row in rows) else "soon",
        empty=_("No agreement ends within %d days.") % SOON,
        rows=rows,
    )


def rules_to_review(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, RetentionRule):
        return None
    due = RetentionRule.objects.due_for_review(on=on)
    return Panel(
        title=_("Retention rules to review"),
        url=_list_of(RetentionRule, "review=due"),
        count=due.count(),
        tone="late",
        empty=_("No retention rule is due for review."),
        rows=_rows(due.order_by("review_on"), _review_on, tone="late"),
    )


def transfers_without_safeguard(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Transfer):
        return None
    open_ones = Transfer.objects.without_safeguard().select_related(
        "organisation", "importer_vendor", "importer_entity"
    )
    return Panel(
        title=_("Transfers without a safeguard"),
        url=_list_of(Transfer, "safeguard=yes"),
        count=open_ones.count(),
        empty=_("Every transfer has a safeguard."),
        rows=_rows(open_ones, _organisation),
    )


def vendors_without_agreement(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Vendor):
        return None
    missing = Vendor.objects.without_agreement(on=on)
    return Panel(
        title=_("Processors without an agreement in force"),
        url=_list_of(Vendor, "agreement=yes"),
        count=missing.count(),
        empty=_("Every processor has an agreement in force."),
        rows=_rows(missing.select_related("organisation"), _organisation),
    )


def vendors_without_location(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Vendor):
        return None
    unknown = Vendor.objects.without_location()
    return Panel(
        title=_("Vendors whose location is not known"),
        url=_list_of(Vendor, "location=yes"),
        count=unknown.count(),
        empty=_("The location of every vendor is known."),
        rows=_rows(unknown.select_related("organisation"), _organisation),
    )


def notices_out_of_date(request: HttpRequest, on: date) -> Panel | None:
    """The notices whose published version quotes what the register no longer says."""
    if not _may_view(request, Notice):
        return None
    published = list(NoticeVersion.objects.last_published().select_related("notice__organisation"))
    keys = stale(published)
    late = [version for version in published if version.pk in keys]
    return Panel(
        title=_("Notices out of date"),
        url=_list_of(Notice),
        count=len(late),
        tone="late",
        empty=_("Every published notice is up to date."),
        rows=tuple(
            PanelRow(
                text=version.notice.title,
                url=reverse("admin:ropa_noticeversion_drift", args=[version.pk]),
                remark=str(version.notice.organisation),
                tone="late",
            )
            for version in late[:ROWS]
        ),
    )


def tasks_due(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Task):
        return None
    due = pressing_tasks(on=on).order_by("due_on", "pk")
    rows = tuple(
        PanelRow(
            text=str(each), url=_page_of(each), remark=_day(each.due_on), tone=due_tone(each, on)
        )
        for each in due[:ROWS]
    )
    return Panel(
        title=_("Tasks"),
        url=_list_of(Task, "which=due"),
        count=due.count(),
        tone="late" if any(row.tone == "late" for row in rows) else "soon",
        empty=_("No task is due within %d days.") % TASK_SOON,
        rows=rows,
    )


PANELS: tuple[tuple[Callable[[HttpRequest, date], Panel | None], int], ...] = (
    (tasks_due, 12),
    (activities_to_approve, 14),
    (activities_to_review, 35),
    (agreements_ending, 40),
    (rules_to_review, 45),
    (notices_out_of_date, 50),
    (vendors_without_agreement, 60),
    (transfers_without_safeguard, 65),
    (vendors_without_location, 70),
)


def _may_view(request: HttpRequest, model: Any) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _list_of(model: Any, query: str = "") -> str:
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return f"{address}?{query}" if query else address


def _rows(
    records: QuerySet[Any], remark: Callable[[Any], str], *, tone: str = ""
) -> tuple[PanelRow, ...]:
    shown: Iterable[Any] = records[:ROWS]
    return tuple(
        PanelRow(text=str(each), url=_page_of(each), remark=remark(each), tone=tone)
        for each in shown
    )


def _page_of(record: Any) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def _organisation(record: Any) -> str:
    return str(record.organisation)


def _review_on(rule: RetentionRule) -> str:
    return _day(rule.review_on)


def _day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""
