"""What the home page says of the register: what is missing, and what ends soon."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.admin import Panel, PanelRow
from ropa.admin.agreement import SOON, pressing
from ropa.models import Agreement, Organisation, Purpose, RetentionRule, Transfer, Vendor
from ropa.services import facets

ROWS = 5  # records that a panel shows


def agreements_ending(request: HttpRequest, on: date) -> Panel | None:
    if not _may_view(request, Agreement):
        return None
    ending = pressing(on=on).order_by("expires_on")
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
    missing = Vendor.objects.without_agreement()
    return Panel(
        title=_("Processors without an agreement"),
        url=_list_of(Vendor, "agreement=yes"),
        count=missing.count(),
        empty=_("Every processor has an agreement."),
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


def silent_cells(request: HttpRequest, on: date) -> Panel | None:
    """Return how many cells of the register are silent, by organisation."""
    if not _may_view(request, Purpose):
        return None
    counts = (
        Purpose.objects.order_by()
        .values("organisation")
        .annotate(cells=Sum(facets.SILENT_COUNT), lines=Count("pk"))
        .filter(cells__gt=0)
        .order_by("-cells")
    )
    names = Organisation.objects.in_bulk([row["organisation"] for row in counts])
    return Panel(
        title=_("Cells of the record of which nothing is stated"),
        url=_list_of(Purpose),
        count=sum(row["cells"] for row in counts),
        counts_rows=False,
        empty=_("Every cell of the record is filled."),
        rows=tuple(
            PanelRow(
                text=str(names[row["organisation"]]),
                url=_list_of(Purpose, f"organisation__id__exact={row['organisation']}"),
                remark=ngettext("%d cell", "%d cells", row["cells"]) % row["cells"],
            )
            for row in counts[:ROWS]
        ),
    )


PANELS: tuple[tuple[Callable[[HttpRequest, date], Panel | None], int], ...] = (
    (agreements_ending, 40),
    (rules_to_review, 45),
    (vendors_without_agreement, 60),
    (transfers_without_safeguard, 65),
    (vendors_without_location, 70),
    (silent_cells, 80),
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
