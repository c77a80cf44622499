"""Which vendors are suggested as one, which as a family, and what an officer says of them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ropa.models import DistinctVendors, Organisation, Vendor
from ropa.services.vendor_pairs import Pair, likely_pairs, own_products
from ropa.services.vendor_rulings import keep_apart, make_family
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def ours() -> Organisation:
    return make.OrganisationFactory.create(name="Clique")


def vendors(organisation: Organisation, *names: str, **fields: Any) -> list[Vendor]:
    return [
        make.VendorFactory.create(organisation=organisation, name=name, **fields) for name in names
    ]


def told(pair: Pair) -> tuple[set[str], list[str]]:
    return {pair.one.name, pair.other.name}, pair.reasons


class TestPairs:
    def test_names_of_one_vendor_come_first_with_the_reason(self, ours: Organisation) -> None:
        vendors(ours, "Apollo", "Appollo", "AWS", "Amazon Web services", "Okta", "Hotjar")

        pairs = likely_pairs(ours)

        assert [told(pair) for pair in pairs] == [
            ({"Apollo", "Appollo"}, ["one letter differs"]),
            ({"AWS", "Amazon Web services"}, ["one is made of the initials of the other"]),
        ]
        assert Vendor.objects.count() == 6  # nobody is merged by guesswork

    @pytest.mark.parametrize(
        ("company", "product"),
        [
            ("AWS", "AWS Marketplace"),
            ("Azure", "Azure Marketplace"),
            ("Google", "Google Analytics"),
            ("Firebase", "Firebase performance"),
            ("Google Analytics", "Google Analytics/Tags manager"),
        ],
    )
    def test_a_company_and_its_product_are_rather_a_family(
        self, ours: Organisation, company: str, product: str
    ) -> None:
        vendors(ours, company, product, website="https://www.example.org/")
        vendors(ours, "twak.to", "tawk.to")

        first, last = likely_pairs(ours)

        assert told(first) == ({"twak.to", "tawk.to"}, ["two letters have changed places"])
        assert last.kinship is not None
        assert {last.one.name, last.other.name} == {company, product}

    def test_what_two_records_share_is_a_reason(self, ours: Organisation) -> None:
        vendors(ours, "GSuite", "Workspace", legal_name="Example Ireland Limited")
        vendors(ours, "Autopilot", website="https://www.example.com/")
        vendors(ours, "Journeys", website="http://example.com")
        known, _other = vendors(ours, "Hubspot", "Hub-S")
        known.aliases.create(spelling="hub-s")

        assert [told(pair) for pair in likely_pairs(ours)] == [
            ({"Hubspot", "Hub-S"}, ["one is known as a spelling of the other"]),
            ({"GSuite", "Workspace"}, ["same legal name"]),
            ({"Autopilot", "Journeys"}, ["same website"]),
        ]

    def test_two_products_of_one_family_that_are_named_alike_come_last(
        self, ours: Organisation
    ) -> None:
        vendors(ours, "Nova Mail", "Nova Mails", family="Nova")

        (pair,) = likely_pairs(ours)

        assert pair.reasons == ["one letter differs", "both are of one family"]
        assert pair.kinship is not None

    def test_the_vendor_that_is_used_more_is_the_one_to_keep(self, ours: Organisation) -> None:
        vendors(ours, "Appollo")
        (used,) = vendors(ours, "Apollo")
        make.VendorUseFactory.create(vendor=used)

        (pair,) = likely_pairs(ours)

        assert pair.one == used

    def test_a_vendor_that_stands_in_for_another_is_another(self, ours: Organisation) -> None:
        (sender,) = vendors(ours, "Sendgrid")
        vendors(ours, "Sendgrids", backup_of=sender)

        assert likely_pairs(ours) == []

    def test_vendors_of_other_organisations_are_not_compared(self, ours: Organisation) -> None:
        vendors(ours, "Apollo")
        make.VendorFactory.create(name="Appollo")

        assert likely_pairs(ours) == []

    def test_a_large_register_asks_no_more_than_a_small_one(
        self, ours: Organisation, django_assert_max_num_queries: Any
    ) -> None:
        vendors(ours, *(f"Vendor of kind {number}" for number in range(60)))

        with django_assert_max_num_queries(4):
            likely_pairs(ours)

    def test_the_software_of_the_organisation_is_its_own(self, ours: Organisation) -> None:
        vendors(ours, "The Clique software", "Cliquers")

        assert [each.name for each in own_products(ours)] == ["The Clique software"]


class TestRulings:
    def test_what_was_found_different_is_not_suggested_again(self, ours: Organisation) -> None:
        one, other = vendors(ours, "Apollo", "Appollo")

        for first, second in ((other, one), (one, other)):
            keep_apart(first, second, on=TODAY)

        ruling = DistinctVendors.objects.get()
        assert (ruling.one, ruling.other, ruling.decided_on) == (one, other, TODAY)
        assert likely_pairs(ours) == []

    def test_a_family_is_named_after_the_company(self, ours: Organisation) -> None:
        product, company = vendors(ours, "Google Analytics", "Google")

        assert make_family(product, company) == "Google"

        product.refresh_from_db()
        company.refresh_from_db()
        assert (product.family, company.family) == ("Google", "")
        assert likely_pairs(ours) == []

    def test_two_products_share_the_family_of_the_one_that_has_one(
        self, ours: Organisation
    ) -> None:
        one, other = vendors(ours, "Maps", "Mail")
        Vendor.objects.filter(pk=one.pk).update(family="Google")

        make_family(one, other)

        other.refresh_from_db()
        assert other.family == "Google"

    def test_two_families_are_not_mixed(self, ours: Organisation) -> None:
        one, other = vendors(ours, "Maps", "Mail")
        Vendor.objects.filter(pk=one.pk).update(family="Google")
        Vendor.objects.filter(pk=other.pk).update(family="Zoho")

        with pytest.raises(ValidationError, match="“Maps” is of the family “Google”"):
            make_family(one, other)

    def test_vendors_of_two_organisations_are_not_paired(self) -> None:
        one, other = make.VendorFactory.create_batch(2)

        with pytest.raises(ValidationError, match="one organisation"):
            keep_apart(one, other, on=TODAY)
