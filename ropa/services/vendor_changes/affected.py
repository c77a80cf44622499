"""Whom an announced change concerns: lines, activities, data, customers, and transfers.

Read from the register with a dozen queries, whatever its size.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ropa.choices.register import FacetState, Role
from ropa.choices.vendors import ChangeKind
from ropa.models import (
    Customer,
    DataCategory,
    ProcessingActivity,
    Purpose,
    Transfer,
    Vendor,
    VendorChange,
    VendorLocation,
)
from ropa.services import chain
from ropa.services.listing.telling import last_day_to_tell
from ropa.transfers.countries import is_third_country

MAKES_TRANSFERS = (ChangeKind.ADDS, ChangeKind.REPLACES, ChangeKind.MOVES)


@dataclass(frozen=True)
class Concerned:
    """A customer whose data are concerned; the last day to tell it, where one is known."""

    customer: Customer
    tell_by: date | None


@dataclass(frozen=True)
class Destination:
    """A country to which data would go, and the transfers there that are recorded already."""

    country: str
    is_third: bool
    recorded: tuple[Transfer, ...]


@dataclass(frozen=True)
class Affected:
    """What the register says that a change concerns.

    `through` are vendors that we use and the announcing vendor works for.
    """

    through: tuple[Vendor, ...]
    activities: tuple[ProcessingActivity, ...]
    lines: tuple[Purpose, ...]
    categories: tuple[DataCategory, ...]
    customers: tuple[Concerned, ...]
    destinations: tuple[Destination, ...]


def affected(change: VendorChange, *, on: date) -> Affected:
    """Return what the change concerns, as the register and its chain stand on the day."""
    above = _above(change, on)
    lines = _lines({change.vendor_id, *above})
    activities = {line.activity_id: line.activity for line in lines}
    return Affected(
        through=tuple(Vendor.objects.filter(pk__in=above).order_by("name")),
        activities=tuple(activities.values()),
        lines=tuple(lines),
        categories=_categories(lines),
        customers=_customers(change, activities),
        destinations=_destinations(change),
    )


def _above(change: VendorChange, on: date) -> set[int]:
    links = chain.upwards(chain.links_of([change.organisation_id], on=on))
    return {path.sub_processor for path in chain.paths_below(change.vendor_id, links)}


def _lines(vendors: set[int]) -> list[Purpose]:
    """The lines in which they get data, and those that inherit their recipients from them."""
    found: dict[int, Purpose] = {}
    wanted = Q(
        pk__in=Purpose.objects.filter(
            vendor_uses__vendor__in=vendors, vendor_uses__is_recipient=True
        ).values("pk")
    )
    while new := {
        line.pk: line
        for line in Purpose.objects.filter(wanted)
        .exclude(pk__in=list(found))
        .select_related("activity")
        .order_by("activity__order", "activity__code", "order", "pk")
    }:
        found |= new
        wanted = Q(recipients_state=FacetState.INHERITED, inherits_from__in=list(new))
    return list(found.values())


def _categories(lines: list[Purpose]) -> tuple[DataCategory, ...]:
    """The data of the lines; where a line inherits them, those of the line it names."""
    inherited = {
        line.inherits_from_id
        for line in lines
        if line.data_categories_state == FacetState.INHERITED and line.inherits_from_id
    }
    keys = {line.pk for line in lines} | inherited
    return tuple(DataCategory.objects.filter(uses__purpose__in=keys).distinct().order_by("name"))


def _customers(
    change: VendorChange, activities: dict[int, ProcessingActivity]
) -> tuple[Concerned, ...]:
    ours = [pk for pk, each in activities.items() if each.role == Role.PROCESSOR]
    found = Customer.objects.filter(activities__activity__in=ours).distinct().order_by("name")
    effective = change.effective_on
    return tuple(
        Concerned(each, last_day_to_tell(each, effective) if effective else None) for each in found
    )


def _destinations(change: VendorChange) -> tuple[Destination, ...]:
    """Where the notice and the locations of the new sub-processor lead."""
    if change.kind not in MAKES_TRANSFERS:
        return ()
    countries = dict.fromkeys([change.country] if change.country else [])
    if change.sub_processor_id:
        places = VendorLocation.objects.filter(vendor=change.sub_processor_id).exclude(country="")
        countries |= dict.fromkeys(places.order_by("order").values_list("country", flat=True))
    importers = [pk for pk in (change.vendor_id, change.sub_processor_id) if pk]
    recorded = list(Transfer.objects.filter(importer_vendor__in=importers, country__in=countries))
    return tuple(
        Destination(
            country,
            is_third_country(country),
            tuple(each for each in recorded if each.country == country),
        )
        for country in countries
    )
