"""A draft of the list: the vendors that reach customers' data, as the register has them."""

from collections.abc import Iterable
from typing import Any

from babel import Locale
from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language, to_locale

from ropa.choices.register import Role
from ropa.models import (
    Organisation,
    SubProcessorList,
    SubProcessorListEntry,
    Vendor,
    VendorLocation,
    VendorUse,
)

_LONGEST = 300  # characters of a cell of the list


@transaction.atomic
def draft(organisation_id: int) -> SubProcessorList:
    """Make the next version, a draft with every vendor that gets customers' data now.

    These are the direct sub-processors: what works for them stands in their chain, and is bound
    by their contract, Art. 28(4). Raises `ValidationError` where there is a draft already.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    last = organisation.sub_processor_lists.aggregate(last=Max("number"))["last"] or 0
    version = SubProcessorList(organisation=organisation, number=last + 1)
    version.full_clean()
    version.save()
    SubProcessorListEntry.objects.bulk_create(_entries(version))
    return version


def _entries(version: SubProcessorList) -> list[SubProcessorListEntry]:
    uses: dict[int, list[VendorUse]] = {}
    found = VendorUse.objects.recipients().filter(
        vendor__organisation=version.organisation_id,
        vendor__is_own_product=False,
        purpose__activity__role=Role.PROCESSOR,
    )
    for use in found.order_by("purpose__activity__order", "order", "pk"):
        uses.setdefault(use.vendor_id, []).append(use)
    places = _places(uses)
    vendors = Vendor.objects.filter(pk__in=uses).order_by("name")
    return [
        SubProcessorListEntry(
            version=version,
            order=order,
            vendor=vendor,
            name=_name(vendor),
            service=_joined(use.service for use in uses[vendor.pk]),
            data=_joined(use.data_limitation for use in uses[vendor.pk]),
            location=_joined(places.get(vendor.pk, ())),
        )
        for order, vendor in enumerate(vendors, start=1)
    ]


def _name(vendor: Vendor) -> str:
    """As customers shall read it: the company that signs, where the name is a product."""
    if not vendor.legal_name or vendor.legal_name == vendor.name:
        return vendor.name
    return f"{vendor.name} ({vendor.legal_name})"[:_LONGEST]


def _places(vendors: Iterable[int]) -> dict[int, list[str]]:
    names: Any = Locale.parse(to_locale(get_language() or "en")).territories
    found: dict[int, list[str]] = {}
    for place in VendorLocation.objects.filter(vendor__in=list(vendors)).order_by("order", "pk"):
        name = names.get(place.country, place.country) if place.country else place.wording
        found.setdefault(place.vendor_id, []).append(name)
    return found


def _joined(texts: Iterable[str]) -> str:
    """The texts, each once; as many as there is room for."""
    joined = ""
    for text in dict.fromkeys(filter(None, texts)):
        longer = f"{joined}; {text}" if joined else text
        if len(longer) > _LONGEST:
            return joined or longer[:_LONGEST]
        joined = longer
    return joined
