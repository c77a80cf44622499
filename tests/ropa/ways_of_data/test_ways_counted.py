"""Which ways are counted and told."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.choices.register import (
    FacetState,
    Mechanism,
    VendorRole,
)
from ropa.models import (
    Organisation,
    PurposeDataCategory,
)
from ropa.services import ways as service
from ropa.services.ways import TooManyWays, building, ways_of
from tests import factories as make
from tests.ropa.ways_of_data.given import ON, moved, only, used

pytestmark = pytest.mark.django_db


def test_who_gets_no_data_is_counted_and_not_drawn(organisation: Organisation) -> None:
    for use in ({"is_recipient": False}, {"role": VendorRole.DATA_SOURCE}):
        vendor = make.VendorFactory.create(organisation=organisation)
        make.VendorUseFactory.create(vendor=vendor, **use)
    own = make.VendorFactory.create(organisation=organisation, is_own_product=True)
    make.VendorUseFactory.create(vendor=own)
    make.VendorFactory.create(organisation=organisation)  # not in use at all

    found = ways_of(organisation, on=ON)

    assert (found.ways, found.left_out) == ([], 3)


def test_a_use_for_nobody_knows_what_counts_as_one(organisation: Organisation) -> None:
    make.VendorUseFactory.create(vendor=make.VendorFactory.create(organisation=organisation))

    way = only(organisation)

    assert (way.lines, way.share, way.by_category) == (0, Fraction(1), (("", Fraction(1)),))
    assert way.entity.name == organisation.name


def test_a_line_is_divided_over_its_categories_and_inherits_them(
    organisation: Organisation,
) -> None:
    vendor = used(organisation, lines=2)
    first, second = organisation.purposes.order_by("pk")
    for name in ("Address", "Name"):
        category = make.DataCategoryFactory.create(name=name)
        PurposeDataCategory.objects.create(purpose=first, category=category)
    second.data_categories_state, second.inherits_from = FacetState.INHERITED, first
    second.save()
    make.VendorUseFactory.create(
        vendor=vendor, purpose=make.PurposeFactory.create(activity=first.activity)
    )

    assert dict(only(organisation).by_category) == dict.fromkeys(
        ("", "Address", "Name"), Fraction(1)
    )


def test_of_one_activity_only_its_lines_and_transfers_count(organisation: Organisation) -> None:
    vendor = used(organisation, country="DE")
    other = used(organisation, country="FR")
    make.VendorUseFactory.create(vendor=vendor)
    moved(other)
    activity = organisation.activities.order_by("pk")[0]

    found = ways_of(organisation, on=ON, activity=activity).ways

    assert [way.vendor.pk for way in found] == [vendor.pk]


def test_of_one_vendor_those_ways_are_told_on_which_it_stands(organisation: Organisation) -> None:
    vendor = used(organisation, country="DE")
    below = make.VendorFactory.create(organisation=organisation)
    make.SubProcessingFactory.create(vendor=vendor, sub_processor=below)
    used(organisation, country="FR")

    assert [len(way.chain) for way in ways_of(organisation, on=ON, vendor=below).ways] == [1]
    assert [len(way.chain) for way in ways_of(organisation, on=ON, vendor=vendor).ways] == [0, 1]


def test_the_ways_of_another_organisation_are_not_among_ours(organisation: Organisation) -> None:
    used(make.OrganisationFactory.create(), country="DE")

    assert ways_of(organisation, on=ON).ways == []


def test_more_ways_than_can_be_shown_are_refused_with_what_to_do(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST", 1)
    used(organisation)
    used(organisation)

    with pytest.raises(TooManyWays, match="Choose an activity or a vendor"):
        ways_of(organisation, on=ON)


def test_more_vendors_are_no_more_queries(organisation: Organisation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            service.ways_of(organisation, on=date(2026, 11, 22))
        return len(asked)

    moved(used(organisation, country="US"), Mechanism.SCC)
    few = queries()
    for _ in range(5):
        moved(used(organisation, country="US"), Mechanism.SCC)

    assert queries() == few <= 25
