"""Vendors in use, their places, and the ways that data take to them."""

from ropa.choices.register import (
    DestinationKind,
)
from ropa.models import (
    Organisation,
    Safeguard,
    Transfer,
    Vendor,
    VendorLocation,
)
from ropa.pictures.ways import Way
from ropa.services.ways import ways_of
from tests import factories as make

ON = make.SOME_DAY


def used(organisation: Organisation, *, lines: int = 1, **given: str) -> Vendor:
    """A vendor in so many purpose lines of one activity of an entity."""
    vendor = make.VendorFactory.create(organisation=organisation)
    activity = make.ActivityFactory.create(
        organisation=organisation,
        entity=make.EntityFactory.create(organisation=organisation, country="DE"),
    )
    for purpose in make.PurposeFactory.create_batch(lines, activity=activity):
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
    if given:
        located(vendor, **given)
    return vendor


def located(vendor: Vendor, country: str = "", **given: str) -> None:
    VendorLocation.objects.create(vendor=vendor, country=country, **given)


def moved(vendor: Vendor, *mechanisms: str, country: str = "US", **given: object) -> Transfer:
    kind = DestinationKind.COUNTRY if country else DestinationKind.UNKNOWN
    transfer = make.TransferFactory.create(
        organisation=vendor.organisation,
        importer_vendor=vendor,
        destination_kind=kind,
        country=country,
        **given,
    )
    for mechanism in mechanisms:
        Safeguard.objects.create(transfer=transfer, mechanism=mechanism)
    return transfer


def only(organisation: Organisation) -> Way:
    (way,) = ways_of(organisation, on=ON).ways
    return way


def signed(transfer: Transfer) -> Transfer:
    """With its evidence, where it needs no agreement."""
    transfer.safeguards.update(evidence="Approval of the authority")
    return transfer
