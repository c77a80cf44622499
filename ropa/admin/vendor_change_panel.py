"""What the home page says of announced changes that are to be decided."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from ropa.admin.vendor_change import pressing
from ropa.models import VendorChange

ROWS = 5  # changes that the panel shows


def changes_to_decide(request: HttpRequest, on: date) -> Panel | None:
    """Return the changes whose time to object is over, ends soon, or is not known."""
    if not admin.site.get_model_admin(VendorChange).has_view_permission(request):
        return None
    due = pressing(on=on)
    shown = due.select_related("vendor").order_by("object_until", "pk")[:ROWS]
    rows = tuple(
        PanelRow(
            text=str(each),
            url=reverse("admin:ropa_vendorchange_change", args=[each.pk]),
            remark=date_format(each.object_until, "j M Y")
            if each.object_until
            else _("no time known"),
            tone="soon" if each.object_until and each.object_until >= on else "late",
        )
        for each in shown
    )
    return Panel(
        title=_("Announced changes to decide on"),
        url=f"{reverse('admin:ropa_vendorchange_changelist')}?window=due",
        count=due.count(),
        tone="late" if any(row.tone == "late" for row in rows) else "soon",
        empty=_("No announced change waits for a decision."),
        rows=rows,
    )


CHANGE_PANELS = ((changes_to_decide, 38),)
