"""What the home page says of vendors abroad to which no transfer is recorded."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from config.admin import Panel, PanelRow
from ropa.choices.register import DestinationKind, LocationKind
from ropa.models import NoTransfer, SubProcessing, Transfer, VendorLocation, VendorUse
from ropa.transfers.countries import HOME

ROWS = 5  # records that a panel shows


def places_without_transfer() -> QuerySet[VendorLocation]:
    """Places outside the EEA of vendors in use, or below another, that nothing recorded names.

    A quick look for the home page; the page of transfers to confirm works out who uses them.
    """
    here = OuterRef("vendor")
    named = Q(country=OuterRef("country")) | Q(
        destination_kind__in=(DestinationKind.OPEN, DestinationKind.UNKNOWN)
    )
    ruled_out = NoTransfer.objects.filter(
        importer_vendor=here, country=OuterRef("country"), location_kind=OuterRef("kind")
    )
    used = VendorUse.objects.recipients().filter(vendor=here, purpose__isnull=False)
    return (
        VendorLocation.objects.exclude(country="")
        .exclude(country__in=HOME["eu"])
        .exclude(kind=LocationKind.HEADQUARTERS)
        .filter(vendor__is_own_product=False)
        .filter(Exists(used) | Exists(SubProcessing.objects.filter(sub_processor=here)))
        .exclude(Exists(Transfer.objects.filter(named, importer_vendor=here)))
        .exclude(Exists(ruled_out))
        .order_by("vendor__organisation", "vendor__name", "order")
    )


def transfers_to_confirm(request: HttpRequest, on: date) -> Panel | None:
    if not request.user.has_perm("ropa.view_transfer"):
        return None
    found = places_without_transfer()
    page = reverse("admin:transfers_to_confirm")
    return Panel(
        title=_("Places abroad without a transfer"),
        url=page,
        count=found.count(),
        tone="soon",
        empty=_("Every place abroad has its transfer, or is ruled out."),
        rows=tuple(
            PanelRow(
                text=f"{place.vendor} → {place.country}",
                url=f"{page}?organisation={place.vendor.organisation.code}",
                remark=str(place.vendor.organisation),
                tone="soon",
            )
            for place in found.select_related("vendor__organisation")[:ROWS]
        ),
    )


ABROAD_PANELS = ((transfers_to_confirm, 63),)
