"""The ways of data are what the register holds: uses, places, chains and recorded transfers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.choices.register import (
    DestinationKind,
    FacetState,
    LocationKind,
    Mechanism,
    TransferKind,
    VendorRole,
)
from ropa.choices.vendors import AdequacyScope
from ropa.export.json import register
from ropa.models import (
    Organisation,
    PurposeDataCategory,
    Safeguard,
    Transfer,
    TransferPurpose,
    Vendor,
    VendorLocation,
)
from ropa.pictures.ways import State, Way
from ropa.resources import OrganisationScope
from ropa.services import ways as service
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Verdict, report_of
from ropa.services.ways import TooManyWays, building, ways_of
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = make.SOME_DAY


@pytest.fixture
def organisation() -> Organisation:
    return make.OrganisationFactory.create(country="DE")


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
    asked = used(organisation, country="IN")  # what is there is asked first
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


def signed(transfer: Transfer) -> Transfer:
    """With its evidence, where it needs no agreement."""
    transfer.safeguards.update(evidence="Approval of the authority")
    return transfer


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
