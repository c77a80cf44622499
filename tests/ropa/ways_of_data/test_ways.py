"""The ways of data follow from uses, places and chains."""

from datetime import timedelta
from fractions import Fraction

import pytest

from ropa.choices.register import (
    LocationKind,
    Mechanism,
)
from ropa.choices.vendors import AdequacyScope
from ropa.models import (
    Organisation,
)
from ropa.pictures.ways import State
from ropa.services.ways import ways_of
from tests import factories as make
from tests.ropa.ways_of_data.given import ON, located, moved, only, signed, used

pytestmark = pytest.mark.django_db


def test_a_vendor_in_use_is_a_way_from_the_entity_to_its_place(organisation: Organisation) -> None:
    vendor = used(organisation, lines=3, country="FR", kind=LocationKind.HOSTING)

    way = only(organisation)

    assert (way.vendor.name, way.vendor.pk) == (vendor.name, vendor.pk)
    assert way.entity.name == organisation.entities.get().legal_name
    assert (way.place.country, way.place.kind) == ("FR", LocationKind.HOSTING)
    assert (way.lines, way.share, way.state) == (3, Fraction(3), State.INSIDE)


def test_a_vendor_whose_place_nobody_states_is_somewhere_unknown(
    organisation: Organisation,
) -> None:
    used(organisation)

    way = only(organisation)

    assert (way.place.country, way.place.wording, way.state) == ("", "", State.UNKNOWN)


def test_worldwide_is_a_wording_and_no_country(organisation: Organisation) -> None:
    used(organisation, wording="worldwide")

    assert (only(organisation).place.wording, only(organisation).state) == (
        "worldwide",
        State.UNKNOWN,
    )


def test_lines_are_shared_evenly_between_the_places(organisation: Organisation) -> None:
    vendor = used(organisation, lines=1, country="DE", kind=LocationKind.HOSTING)
    located(vendor, "IN", kind=LocationKind.ACCESS)
    located(vendor, "DE", kind=LocationKind.HOSTING, order=2)  # type: ignore[arg-type]

    found = ways_of(organisation, on=ON).ways

    assert [(way.place.country, way.share) for way in found] == [
        ("DE", Fraction(1, 2)),
        ("IN", Fraction(1, 2)),
    ]


def test_sub_processors_are_followed_to_any_depth_on_that_day(organisation: Organisation) -> None:
    vendor = used(organisation, country="DE")
    above = vendor
    for number in range(4):
        below = make.VendorFactory.create(organisation=organisation, name=f"Below {number}")
        located(below, "SG")
        ended = ON if number == 3 else None
        make.SubProcessingFactory.create(vendor=above, sub_processor=below, ended_on=ended)
        above = below

    found = ways_of(organisation, on=ON).ways

    assert [[party.name for party in way.chain] for way in found] == [
        [],
        ["Below 0"],
        ["Below 0", "Below 1"],
        ["Below 0", "Below 1", "Below 2"],
    ]
    assert len(ways_of(organisation, on=ON - timedelta(days=1)).ways) == 5


def test_the_state_is_the_verdict_on_law_decision_safeguard_and_finding(
    organisation: Organisation,
) -> None:
    vendor = used(organisation)
    for country in ("NO", "CH", "JP", "IN", "US", "SG", "BR"):
        located(vendor, country, kind=LocationKind.HOSTING)
    located(vendor, "MX", kind=LocationKind.HEADQUARTERS)
    make.AdequacyFactory.create(country="CH")
    make.AdequacyFactory.create(country="JP", scope=AdequacyScope.PRIVATE)
    make.NoTransferFactory.create(
        importer_vendor=vendor,
        exporter_entity=organisation.entities.get(),
        country="IN",
        location_kind=LocationKind.HOSTING,
    )
    moved(vendor, Mechanism.SCC, country="US")
    signed(moved(vendor, Mechanism.CODE_OF_CONDUCT, country="SG"))
    moved(vendor, Mechanism.CONTRACTUAL_COMMITMENTS, country="BR")

    found = {way.place.country: way for way in ways_of(organisation, on=ON).ways}

    assert {country: way.state for country, way in found.items()} == {
        "NO": State.INSIDE,
        "CH": State.ADEQUATE,
        "JP": State.NONE,  # the decision covers some importers only
        "IN": State.NO_TRANSFER,
        "US": State.UNFIT,  # clauses that nobody signed
        "SG": State.CARRIED,
        "BR": State.UNFIT,  # a promise
        "MX": State.OPEN,  # a seat alone
    }
    assert found["SG"].told == (str(Mechanism.CODE_OF_CONDUCT.label),)
    (why,) = found["US"].told
    assert "the safeguard names no agreement of the kind" in why


def test_a_decision_that_ended_carries_nothing(organisation: Organisation) -> None:
    used(organisation, country="CH", kind=LocationKind.HOSTING)
    make.AdequacyFactory.create(country="CH", ended_on=ON)

    way = only(organisation)

    assert way.state == State.UNFIT
    assert "is no longer in force" in way.told[0]


def test_the_law_is_that_of_the_exporting_entity(organisation: Organisation) -> None:
    vendor = used(organisation, country="GB", kind=LocationKind.HOSTING)
    organisation.entities.update(country="GB")

    assert only(organisation).state == State.INSIDE
    located(vendor, "DE", kind=LocationKind.HOSTING)
    states = {way.place.country: way.state for way in ways_of(organisation, on=ON).ways}
    assert states == {"GB": State.INSIDE, "DE": State.NONE}
