"""Transfers follow from exporter, chain of vendors and places."""

from datetime import date

import pytest

from ropa.choices.register import LocationKind, TransferKind
from ropa.models import (
    Organisation,
    Purpose,
)
from ropa.transfers.derive import SEAT, SPEAKS_OF
from ropa.transfers.flows import Key
from tests import factories as make
from tests.ropa.transfers.given import TODAY, below, derived, one, used

pytestmark = pytest.mark.django_db


def keys(organisation: Organisation, on: date = TODAY) -> set[tuple[str, ...]]:
    return {tuple(each.key) for each in derived(organisation, on).candidates}


@pytest.mark.parametrize(
    ("kind", "follows"),
    [
        (LocationKind.HOSTING, True),
        (LocationKind.ACCESS, True),  # remote access counts
        (LocationKind.CONTRACTING, True),
        (LocationKind.NOT_STATED, True),
        (LocationKind.HEADQUARTERS, False),
    ],
)
def test_a_place_abroad_is_a_transfer_and_a_seat_is_none(
    purpose: Purpose, kind: LocationKind, follows: bool
) -> None:
    used(purpose, "Example Cloud", (kind, "US"))
    expected = {("ours", "", "Example Cloud", kind.value, "US")} if follows else set()
    assert keys(purpose.organisation) == expected


def test_every_kind_of_location_was_thought_of() -> None:
    assert {*SPEAKS_OF, SEAT} == set(LocationKind.values)
    kinds = {kind for kinds in SPEAKS_OF.values() for kind in kinds}
    assert kinds <= set(TransferKind.values)


def test_inside_the_area_nothing_follows(purpose: Purpose) -> None:
    used(purpose, "Example Mail", (LocationKind.HOSTING, "IE"), (LocationKind.ACCESS, "RE"))
    assert keys(purpose.organisation) == set()


def test_the_area_is_that_of_the_exporter(purpose: Purpose) -> None:
    uk = make.EntityFactory.create(organisation=purpose.organisation, code="uk", country="GB")
    purpose.activity.entity = uk
    purpose.activity.save()
    places = ((LocationKind.HOSTING, "GB"), (LocationKind.ACCESS, "IE"))
    used(purpose, "Example Mail", *places)
    assert keys(purpose.organisation) == {("uk", "", "Example Mail", "access", "IE")}


def test_a_seat_is_told_beside_the_place(purpose: Purpose) -> None:
    used(purpose, "Example Cloud", (LocationKind.ACCESS, "IN"), (LocationKind.HEADQUARTERS, "US"))
    assert one(purpose.organisation).seats == ("US",)


def test_it_follows_down_the_chain_with_who_passes_it_on(purpose: Purpose) -> None:
    direct = used(purpose, "Example Mail", (LocationKind.HOSTING, "DE"))
    middle = below(direct, "Example Cloud", (LocationKind.HOSTING, "IE"))
    below(middle, "Example Support", (LocationKind.ACCESS, "IN"))

    candidate = one(purpose.organisation)

    assert candidate.key == Key("ours", "Example Cloud", "Example Support", "access", "IN")
    assert candidate.path == ("Example Mail", "Example Cloud", "Example Support")
    assert candidate.codes == (purpose.code,)


def test_a_link_counts_from_its_first_day_until_it_ended(purpose: Purpose) -> None:
    direct = used(purpose, "Example Mail", (LocationKind.HOSTING, "DE"))
    days = {"since_on": date(2026, 1, 1), "ended_on": date(2026, 6, 1)}
    below(direct, "Example Support", (LocationKind.ACCESS, "IN"), **days)
    home = purpose.organisation

    assert not keys(home, date(2025, 12, 31))
    assert keys(home, date(2026, 1, 1))
    assert keys(home, date(2026, 5, 31))
    assert not keys(home, date(2026, 6, 1))


def test_own_products_and_those_that_get_no_data_are_no_importers(purpose: Purpose) -> None:
    own = used(purpose, "Example Product", (LocationKind.HOSTING, "US"))
    own.is_own_product = True
    own.save()
    named = used(purpose, "Example Source", (LocationKind.HOSTING, "US"))
    named.uses.update(is_recipient=False)
    assert keys(purpose.organisation) == set()


def test_vendors_without_a_place_are_asked_for_it(purpose: Purpose) -> None:
    direct = used(purpose, "Example Mail", (LocationKind.HOSTING, ""))
    below(direct, "Example Seat", (LocationKind.HEADQUARTERS, "US"))
    found = derived(purpose.organisation).unplaced
    assert found == {"Example Mail": (purpose.code,), "Example Seat": (purpose.code,)}
