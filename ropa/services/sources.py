"""Sources of vendor lists: found or made by their title, and what they no longer list."""

from django.utils.text import slugify

from ropa.choices.vendors import SourceKind
from ropa.models import Organisation, Vendor, VendorListEntry, VendorSource

_CODE = 60  # characters


def own_source(organisation: Organisation, title: str) -> VendorSource:
    """The source of that title, or a new one that is not saved yet: an import saves it."""
    found = VendorSource.objects.filter(organisation=organisation, title=title).first()
    if found is not None:
        return found
    taken = set(organisation.vendor_sources.values_list("code", flat=True))
    code = base = slugify(title)[: _CODE - 4].strip("-_") or "list"
    number = 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return VendorSource(organisation=organisation, code=code, title=title, kind=SourceKind.OWN)


def no_longer_listed(vendor: Vendor, *, most: int) -> list[VendorListEntry]:
    """The entries of the vendor that their source lists no longer, the latest first."""
    gone = VendorListEntry.objects.gone().filter(vendor=vendor)
    return list(gone.select_related("source").order_by("-removed_on", "pk")[:most])
