"""What the home page says of assessments: of transfers to be reviewed, of vendors to repeat."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from ropa.admin.filters import SOON
from ropa.models import TransferAssessment, Vendor, VendorAssessment

ROWS = 5  # records that a panel shows


def transfers_to_assess(request: HttpRequest, on: date) -> Panel | None:
    """Return the assessments of transfers whose review is overdue, or due within a month."""
    if not admin.site.get_model_admin(TransferAssessment).has_view_permission(request):
        return None
    due = TransferAssessment.objects.to_review(on=on + timedelta(days=SOON)).order_by("review_on")
    return Panel(
        title=_("Impact assessments of transfers to review"),
        url=reverse("admin:ropa_transferassessment_changelist") + "?review=soon",
        count=due.count(),
        tone=_tone(due.values_list("review_on", flat=True).first(), on),
        empty=_("No impact assessment is to be reviewed within %d days.") % SOON,
        rows=tuple(
            _row(each, "transferassessment", each.pk, each.review_on, on) for each in due[:ROWS]
        ),
    )


def vendors_to_assess(request: HttpRequest, on: date) -> Panel | None:
    """Return the vendors that are to be assessed again, or will be within a month."""
    if not admin.site.get_model_admin(Vendor).has_view_permission(request):
        return None
    due = VendorAssessment.objects.to_repeat(on=on + timedelta(days=SOON)).order_by("reassess_on")
    return Panel(
        title=_("Vendors to assess again"),
        url=reverse("admin:ropa_vendor_changelist") + "?risk=soon",
        count=due.count(),
        tone=_tone(due.values_list("reassess_on", flat=True).first(), on),
        empty=_("No vendor is to be assessed again within %d days.") % SOON,
        rows=tuple(
            _row(each, "vendor", each.vendor_id, each.reassess_on, on)
            for each in due.select_related("vendor")[:ROWS]
        ),
    )


ASSESSMENT_PANELS = ((transfers_to_assess, 46), (vendors_to_assess, 47))


def _row(record: Any, model: str, pk: int, day: date, on: date) -> PanelRow:
    return PanelRow(
        text=str(record),
        url=reverse(f"admin:ropa_{model}_change", args=[pk]),
        remark=date_format(day, "j M Y"),
        tone=_tone(day, on),
    )


def _tone(day: date | None, on: date) -> str:
    if day is None:
        return ""
    return "late" if day < on else "soon"
