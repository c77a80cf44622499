"""A register with lines in every state, and vendor lists taken into it from bytes."""

from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ropa.choices.register import FacetState
from ropa.models import (
    Agreement,
    Organisation,
    Purpose,
    Vendor,
    VendorAlias,
    VendorLocation,
    VendorUse,
)
from ropa.services.vendor_import import ImportReport, open_list, take_list
from tests.factories import ActivityFactory, OrganisationFactory, PurposeFactory

MESSY = Path(__file__).parent / "data" / "messy_vendor_list.csv"
LINES = {
    "contact": FacetState.GIVEN,
    "account": FacetState.NOT_STATED,
    "website": FacetState.GIVEN,
    "marketing": FacetState.NONE,
    "webinar": FacetState.NONE,
    "post": FacetState.GIVEN,
}


def make_register(code: str = "beispiel", name: str = "Beispiel GmbH") -> Organisation:
    organisation = OrganisationFactory.create(code=code, name=name)
    for line, state in LINES.items():
        activity = ActivityFactory.create(organisation=organisation, code=f"a-{line}")
        PurposeFactory.create(activity=activity, code=line, recipients_state=state)
    return organisation


def take(
    organisation: Organisation, data: str | bytes, *, dry_run: bool = False, **options: Any
) -> ImportReport:
    """Import a list as the command does."""
    data = data.encode() if isinstance(data, str) else data
    options = {"filename": "list.csv", "mapping": {}, **options}
    table, columns = open_list(data, **options)
    return take_list(organisation, table, columns, dry_run=dry_run)


def outcomes(report: ImportReport) -> list[str]:
    return [row.outcome.value for row in report.rows]


def only_use(vendor: str) -> VendorUse:
    return VendorUse.objects.get(vendor__name=vendor)


def names() -> set[str]:
    return set(Vendor.objects.values_list("name", flat=True))


def spellings(vendor: str) -> set[str]:
    return set(Vendor.objects.get(name=vendor).aliases.values_list("spelling", flat=True))


def line(code: str) -> Purpose:
    return Purpose.objects.get(code=code)


def history_count() -> int:
    """How many history rows there are of everything that a list can change."""
    models: tuple[Any, ...] = (
        Vendor,
        VendorAlias,
        VendorLocation,
        VendorUse,
        Agreement,
        Purpose,
    )
    return sum(model.history.count() for model in models)


def xlsx(rows: list[list[Any]], title: str = "Vendors") -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
