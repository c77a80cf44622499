"""Recorded transfers on the ways of data."""

import pytest

from ropa.choices.register import (
    DestinationKind,
    LocationKind,
    Mechanism,
    TransferKind,
)
from ropa.export.json import register
from ropa.models import (
    Organisation,
    TransferPurpose,
)
from ropa.pictures.ways import State
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Verdict, report_of
from ropa.services.ways import ways_of
from tests import factories as make
from tests.ropa.ways_of_data.given import ON, moved, only, signed, used

pytestmark = pytest.mark.django_db


def test_a_recorded_transfer_stands_at_its_place_and_adds_one_that_is_missing(
    organisation: Organisation,
) -> None:
    vendor = used(organisation, country="DE", kind=LocationKind.HOSTING)
    moved(vendor, country="DE", code="to-de")
    moved(vendor, country="IN", code="to-in", kind=TransferKind.ACCESS)
    moved(vendor, country="US", code="limit", kind=TransferKind.CONSTRAINT)

    found = ways_of(organisation, on=ON).ways

    assert [(way.place.country, way.place.kind, way.transfers) for way in found] == [
        ("DE", LocationKind.HOSTING, ("to-de",)),
        ("IN", LocationKind.ACCESS, ("to-in",)),
    ]


def test_a_transfer_passed_on_by_a_vendor_stands_on_that_way_only(
    organisation: Organisation,
) -> None:
    vendor = used(organisation, country="DE")
    below = used(organisation, country="US", kind=LocationKind.HOSTING)
    make.SubProcessingFactory.create(vendor=vendor, sub_processor=below)
    signed(moved(below, Mechanism.CODE_OF_CONDUCT, exporter_vendor=vendor))

    found = {
        way.chain: way for way in ways_of(organisation, on=ON).ways if way.holder.pk == below.pk
    }

    assert sorted((len(chain), way.state) for chain, way in found.items()) == [
        (0, State.NONE),
        (1, State.CARRIED),
    ]


def test_a_transfer_to_nobody_we_use_is_a_way_as_well(organisation: Organisation) -> None:
    activity = make.ActivityFactory.create(organisation=organisation)
    purpose = make.PurposeFactory.create(activity=activity)
    transfer = make.TransferFactory.create(
        organisation=organisation,
        exporter="Example customer",
        importer="Example partners",
        destination_kind=DestinationKind.COUNTRY,
        country="SG",
    )
    TransferPurpose.objects.create(purpose=purpose, transfer=transfer)

    way = only(organisation)

    assert (way.entity.name, way.vendor.name) == ("Example customer", "Example partners")
    assert (way.place.country, way.lines, way.transfers) == ("SG", 1, (transfer.code,))


def test_a_transfer_handed_on_outside_any_chain_is_told_as_it_is_recorded(
    organisation: Organisation,
) -> None:
    vendor, other = used(organisation, country="DE"), used(organisation, country="SG")
    moved(other, exporter_vendor=vendor, code="onward")

    found = ways_of(organisation, on=ON).ways

    (way,) = (way for way in found if way.transfers)
    assert [party.pk for party in way.parties] == [vendor.pk, other.pk]
    assert len(found) == 3
    assert way in ways_of(organisation, on=ON, vendor=vendor).ways


def test_a_transfer_of_one_entity_is_not_on_the_ways_of_another(
    organisation: Organisation,
) -> None:
    vendor = used(organisation)
    other = make.EntityFactory.create(organisation=organisation)
    moved(vendor, exporter_entity=other)

    found = ways_of(organisation, on=ON).ways

    assert [(way.entity.name == str(other), way.place.country) for way in found] == [
        (False, ""),
        (True, "US"),
    ]


def test_a_vendor_known_by_a_transfer_alone_is_in_use(organisation: Organisation) -> None:
    vendor = make.VendorFactory.create(organisation=organisation)
    make.PurposeFactory.create(activity=make.ActivityFactory.create(organisation=organisation))
    moved(vendor, covers_all=True)

    way = only(organisation)

    assert (way.vendor.pk, way.lines, way.entity.name) == (vendor.pk, 1, organisation.name)


def test_a_way_blocks_in_the_picture_exactly_where_the_gaps_block(
    organisation: Organisation,
) -> None:
    """Gaps, approval and pictures are of one judgement."""
    named = {}
    for country, mechanism in (
        ("US", Mechanism.SCC),
        ("SG", Mechanism.CODE_OF_CONDUCT),
        ("BR", Mechanism.ADEQUACY),
    ):
        vendor = used(organisation, country=country, kind=LocationKind.HOSTING)
        named[vendor.name] = signed(moved(vendor, mechanism, country=country)).code
    waiting = used(organisation, country="IN", kind=LocationKind.HOSTING)
    asked = used(organisation, country="IN", kind=LocationKind.HEADQUARTERS)  # asked first
    used(organisation, country="FR", kind=LocationKind.HOSTING)

    ways = ways_of(organisation, on=ON).ways

    gaps = report_of(
        register(OrganisationScope(organisation.code)), decisions_on_file(), on=ON
    ).gaps
    blocked = {gap.key for gap in gaps if gap.kind.verdict == Verdict.BLOCKING}
    shown = {
        named.get(way.vendor.name, way.vendor.name)
        for way in ways
        if way.state in (State.UNFIT, State.NONE)
    }
    assert blocked & {*named.values(), waiting.name, asked.name} == shown
    assert len(shown) == 3
