"""A vendor list at the gate to customers' data: each row is refused at its line, the rest taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.models import Organisation, Vendor, VendorUse
from ropa.services.vendor_import import ImportReport
from tests import factories as make
from tests.ropa.lists import line_for_customers, published_list
from tests.ropa.vendor_files import outcomes
from tests.ropa.vendor_files import take as take_list

pytestmark = pytest.mark.django_db
NOT_LISTED = "not on version 1 of the list of sub-processors"


@pytest.fixture
def ours() -> Organisation:
    """An organisation with a line for customers, and a list of one vendor."""
    line = line_for_customers(make.OrganisationFactory.create(code="acme"), code="hosting")
    organisation: Organisation = line.activity.organisation
    published_list(
        organisation, make.VendorFactory.create(organisation=organisation, name="Listed")
    )
    return organisation


def take(
    organisation: Organisation,
    *rows: str,
    header: str = "Name,Activities",
    dry_run: bool = False,
) -> ImportReport:
    return take_list(organisation, "\n".join((header, *rows)), dry_run=dry_run)


def test_a_vendor_list_has_the_row_refused_and_the_others_taken(ours: Organisation) -> None:
    make.VendorFactory.create(organisation=ours, name="Unlisted")

    report = take(ours, "Unlisted,hosting", "Stranger,hosting", "Listed,hosting")

    assert outcomes(report) == ["refused", "refused", "created"]
    assert NOT_LISTED in report.rows[0].messages[0]
    assert "Stranger" in report.rows[1].messages[0]
    assert VendorUse.objects.get().vendor == Vendor.objects.get(name="Listed")


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_vendor_that_a_row_denies_as_own_product_does_not_pass_as_one_in_another(
    ours: Organisation, dry_run: bool
) -> None:
    own = make.VendorFactory.create(organisation=ours, name="Ours", is_own_product=True)
    make.EntityFactory.create(organisation=ours, legal_name="Beispiel GmbH")

    report = take(
        ours,
        *("Ours,hosting,", "Beispiel,hosting,", "Listed,hosting,"),
        *("Ours,,no", "Beispiel,,no", "Listed,,no"),
        header="Name,Activities,Own product",
        dry_run=dry_run,
    )

    told = outcomes(report)
    assert told == ["refused", "refused", "created", "updated", "created", "unchanged"]
    assert all(NOT_LISTED in report.rows[at].messages[-1] for at in (0, 1))
    if not dry_run:
        own.refresh_from_db()
        assert not own.is_own_product
        assert VendorUse.objects.get().vendor == Vendor.objects.get(name="Listed")


def test_a_row_that_denies_its_own_product_does_not_pass_the_gate_as_one(
    ours: Organisation,
) -> None:
    make.VendorFactory.create(organisation=ours, name="Ours", is_own_product=True)

    report = take(ours, "Ours,hosting,no", header="Name,Activities,Own product")

    assert outcomes(report) == ["refused"]
    assert NOT_LISTED in report.rows[0].messages[0]


def test_a_denial_by_another_name_is_refused_at_its_line_and_the_rest_taken(
    ours: Organisation,
) -> None:
    make.VendorFactory.create(organisation=ours, name="Ours", is_own_product=True)

    report = take(
        ours,
        *("Ours,hosting,,", "Ours,,Unser Werkzeug,", "Unser Werkzeug,,,no", "Listed,hosting,,"),
        header="Name,Activities,Aliases,Own product",
    )

    told = outcomes(report)
    assert told == ["created", "updated", "refused", "created"]
    assert "line 2 lets it receive customers’ data" in report.rows[2].messages[0]
    assert Vendor.objects.get(name="Ours").is_own_product


def test_asking_at_the_gate_costs_no_query_a_row(ours: Organisation) -> None:
    counts = []
    for size in (2, 40):
        rows = [f"Vendor {size} {number},hosting" for number in range(size)]
        with CaptureQueriesContext(connection) as asked:
            report = take(ours, *rows)
        assert report.counts["refused"] == size
        counts.append(len(asked))

    assert counts[0] == counts[1]
