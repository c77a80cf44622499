"""Notices of vendors, and the agreements that say how long one may object."""

from datetime import date
from typing import Any

from ropa.models import (
    Vendor,
    VendorChange,
)
from ropa.services import vendor_changes
from tests import factories as make

RECEIVED = date(2026, 3, 1)


ON = date(2026, 3, 4)


def notice(vendor: Vendor, **more: Any) -> VendorChange:
    values = {"received_on": RECEIVED, **more}
    return vendor_changes.record(make.ChangeFactory.build(vendor=vendor, **ours(vendor), **values))


def ours(vendor: Vendor) -> dict[str, Any]:
    return {"organisation": vendor.organisation}


def dpa(vendor: Vendor, period: str, **more: Any) -> Any:
    return make.AgreementFactory.create(
        vendor=vendor, **ours(vendor), **{"title": "DPA", "objection_period": period, **more}
    )
