"""Vendors in use with their places, and the transfers that follow."""

from datetime import date
from typing import Any

from ropa.models import (
    Organisation,
    Purpose,
    Vendor,
    VendorLocation,
)
from ropa.resources import OrganisationScope
from ropa.services.transfers.facts import facts_on_file
from ropa.transfers.derive import Candidate, Derived, derive
from tests import factories as make

TODAY = date(2026, 11, 27)


def used(purpose: Purpose, name: str, *places: tuple[str, str]) -> Vendor:
    vendor = make.VendorFactory.create(organisation=purpose.organisation, name=name)
    make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
    return located(vendor, *places)


def located(vendor: Vendor, *places: tuple[str, str]) -> Vendor:
    for order, (kind, country) in enumerate(places, 1):
        VendorLocation.objects.create(
            vendor=vendor, order=order, kind=kind, country=country, wording=country or "cloud"
        )
    return vendor


def below(vendor: Vendor, name: str, *places: tuple[str, str], **link: Any) -> Vendor:
    found = make.VendorFactory.create(organisation=vendor.organisation, name=name)
    make.SubProcessingFactory.create(vendor=vendor, sub_processor=found, **link)
    return located(found, *places)


def derived(organisation: Organisation, on: date = TODAY) -> Derived:
    return derive(facts_on_file(OrganisationScope(organisation.code), on=on))


def one(organisation: Organisation) -> Candidate:
    (candidate,) = derived(organisation).candidates
    return candidate
