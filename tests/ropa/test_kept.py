"""Long results are kept until the register changes, and long comparisons go on behind the page."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ropa.admin import vendor_pairs
from ropa.models import AdequacyDecision, Organisation, Vendor
from ropa.services.kept import Shelf
from ropa.services.near_names import NotYetKnown, near_names
from ropa.vendor_lists.names import normalise
from tests import factories as make
from tests.full_register import full_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make.OrganisationFactory.create()


class TestShelf:
    def test_a_result_is_made_once_until_a_record_changes(self, organisation: Organisation) -> None:
        shelf, made = Shelf[int](size=2), iter(range(9))

        def ask(*said: str) -> int:
            return shelf.of(organisation, *said, make=lambda: next(made))

        assert (ask("map"), ask("map"), ask("other")) == (0, 0, 1)
        make.VendorFactory.create(organisation=organisation)
        assert (ask("map"), ask("map")) == (2, 2)
        Vendor.objects.update(name="Another name")
        assert ask("map") == 3
        AdequacyDecision.objects.update(ended_on=date(2026, 1, 1))
        assert ask("map") == 3  # there is none
        make.AdequacyFactory.create()
        assert ask("map") == 4

    def test_what_was_longest_unused_goes_first(self, organisation: Organisation) -> None:
        shelf, made = Shelf[int](size=2), iter(range(9))

        def ask(said: str) -> int:
            return shelf.of(organisation, said, make=lambda: next(made))

        assert [ask(each) for each in ("a", "b", "a", "c", "a", "b")] == [0, 1, 0, 2, 0, 3]

    @pytest.mark.parametrize(
        "page", ["/pictures/?", "/pictures/?file=flow.csv&", "/what_if/?country=US&", "/gaps/?"]
    )
    def test_a_page_that_is_looked_at_again_reads_no_register(
        self, back_office: Client, page: str
    ) -> None:
        home = full_register(2)
        address = f"{page}organisation={home.code}"

        def reads_the_uses() -> bool:
            with CaptureQueriesContext(connection) as asked:
                assert back_office.get(address).status_code == 200
            return any('FROM "ropa_vendoruse"' in query["sql"] for query in asked)

        assert reads_the_uses()
        assert not reads_the_uses()
        make.VendorFactory.create(organisation=home)
        assert reads_the_uses()


class TestNearNames:
    def test_a_page_does_not_wait_for_a_long_comparison(
        self, back_office: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = tuple(f"Example {n} of {n * 7919 % 1009} services" for n in range(900))
        Vendor.objects.bulk_create(
            Vendor(organisation=organisation, name=name, normalised=normalise(name))
            for name in names
        )
        address = f"/vendor-pairs/?organisation={organisation.code}"
        monkeypatch.setattr(vendor_pairs, "PATIENCE", 0)

        first = back_office.get(address).content.decode()

        assert "The names are being compared" in first
        assert "No two vendors look like one" not in first
        near_names(names)  # waits until it is done
        assert "The names are being compared" not in back_office.get(address).content.decode()

    def test_new_names_at_the_end_are_compared_with_those_before(self) -> None:
        begun = ("Appollo Systems", "Example Host", "Blue Desk")
        assert near_names(begun) == ()

        (found,) = near_names((*begun, "Apollo Systems"))

        assert (found.name, found.like) == ("Apollo Systems", "Appollo Systems")
        assert near_names((*begun[1:], "Apollo Systems")) == ()

    def test_who_has_no_patience_is_told(self) -> None:
        names = tuple(f"Vendor {n} of {n * 31 % 977}" for n in range(1500))

        with pytest.raises(NotYetKnown):
            near_names(names, patience=0)
