"""By which names a vendor is known: each spelling with the places where it was met."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ropa.models import Vendor, VendorMerge


@dataclass
class Met:
    """A spelling, and in words where it stands."""

    spelling: str
    places: list[str] = field(default_factory=list)


def spellings_met(vendor: Vendor) -> list[Met]:
    """Return every spelling of the vendor, in alphabetical order; five queries."""
    found: dict[str, Met] = {}

    def meet(spelling: str, place: str = "") -> None:
        met = found.setdefault(spelling, Met(spelling))
        if place and place not in met.places:
            met.places.append(place)

    meet(vendor.name, _("master record"))
    for spelling in vendor.aliases.values_list("spelling", flat=True):
        meet(spelling)
    for spelling, code in vendor.uses.order_by("purpose__code").values_list(
        "spelling", "purpose__code"
    ):
        meet(spelling, _("line %(code)s") % {"code": code} if code else _("use without a line"))
    for entry in vendor.list_entries.exclude(spelling="").select_related("source"):
        said = {"source": entry.source.title, "line": entry.line}
        meet(entry.spelling, _("%(source)s, row %(line)s") % said)
    for name, number in vendor.listings.order_by("version__number").values_list(
        "name", "version__number"
    ):
        meet(name, _("list of sub-processors, version %(number)s") % {"number": number})
    return sorted(found.values(), key=lambda met: (met.spelling.casefold(), met.spelling))


def relatives(vendor: Vendor) -> QuerySet[Vendor]:
    """Return the other vendors of the family: its products, its siblings, and its company."""
    family = vendor.family or vendor.name
    related = Q(family__iexact=family) | Q(name__iexact=family)
    ours = Vendor.objects.filter(related, organisation=vendor.organisation_id)
    return ours.exclude(pk=vendor.pk).order_by("name")


def merged_into(vendor: Vendor) -> QuerySet[VendorMerge]:
    """Return the merges by which the vendor stands for others as well."""
    return VendorMerge.objects.filter(
        organisation=vendor.organisation_id, kept_id_was=vendor.pk, undone_at=None
    )
