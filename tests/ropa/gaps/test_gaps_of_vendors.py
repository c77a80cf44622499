"""Gaps of rules, vendors and transfers."""

from datetime import date
from typing import Any

import pytest

from ropa.choices.register import (
    AgreementKind,
    FacetState,
    Mechanism,
    Role,
    TransferKind,
)
from ropa.choices.retention import Bound, Trigger
from ropa.models import (
    Purpose,
    RuleTrigger,
    Safeguard,
    VendorLocation,
)
from tests import factories as make
from tests.factories import SOME_DAY
from tests.ropa.gaps.given import gaps_of, line

pytestmark = pytest.mark.django_db


class TestRules:
    def test_a_text_that_no_machine_can_execute_is_a_gap(self) -> None:
        rule = make.RuleFactory.create(period="", bound=Bound.EXACT, statement="After some time.")
        assert gaps_of(rule)["template.rule_period"].key == rule.code

    def test_a_period_without_a_trigger_is_a_gap_until_it_has_one(self) -> None:
        rule = make.RuleFactory.create()
        assert "template.rule_trigger" in gaps_of(rule)

        RuleTrigger.objects.create(rule=rule, trigger=Trigger.CREATION)

        assert not [code for code in gaps_of(rule) if code.startswith("template.r")]

    def test_an_open_period_needs_a_review_date_that_lies_ahead(self) -> None:
        rule = make.RuleFactory.create(period="", bound=Bound.OPEN)
        assert "template.review_date" in gaps_of(rule)

        rule.review_on = SOME_DAY
        rule.save()

        assert "template.review_date" not in gaps_of(rule)
        assert "template.review_overdue" in gaps_of(rule, date(2026, 11, 23))


class TestVendors:
    def used(self, role: str = Role.CONTROLLER) -> tuple[Any, Purpose]:
        purpose = line(role, recipients_state=FacetState.GIVEN)
        vendor = make.VendorFactory.create(organisation=purpose.organisation, name="Acme")
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
        return vendor, purpose

    def test_a_processor_needs_an_agreement_in_force(self) -> None:
        vendor, purpose = self.used()
        found = gaps_of(vendor)["template.agreement"]
        assert (found.key, found.activities) == ("Acme", (purpose.activity.code,))

        agreement = make.AgreementFactory.create(
            organisation=vendor.organisation, vendor=vendor, expires_on=SOME_DAY
        )

        assert "remark.agreement_ending" in gaps_of(vendor)
        assert "template.agreement" not in gaps_of(vendor)
        assert "template.agreement_expired" in gaps_of(vendor, date(2026, 11, 23))
        agreement.kind = AgreementKind.OTHER
        agreement.save()
        assert "template.agreement" in gaps_of(vendor)

    def test_a_vendor_on_customers_data_is_listed_as_sub_processor(self) -> None:
        found = gaps_of(self.used(Role.PROCESSOR)[0])

        assert {"template.sub_processor", "contradiction.vendor_role"} <= set(found)

    def test_a_vendor_in_a_third_country_needs_a_transfer(self) -> None:
        vendor, _purpose = self.used()
        assert "template.location" in gaps_of(vendor)
        VendorLocation.objects.create(vendor=vendor, country="DE")
        assert not {"template.location", "art30.vendor_transfer"} & set(gaps_of(vendor))
        VendorLocation.objects.create(vendor=vendor, country="US", order=2)
        assert gaps_of(vendor)["art30.vendor_transfer"].named["countries"] == "US"

        make.TransferFactory.create(
            organisation=vendor.organisation, importer_vendor=vendor, covers_all=True
        )

        assert "art30.vendor_transfer" not in gaps_of(vendor)


class TestTransfers:
    def to(self, country: str, **more: Any) -> Any:
        where = {"destination_kind": "country", "country": country} if country else {}
        return make.TransferFactory.create(kind=TransferKind.TRANSFER, **where, **more)

    def test_a_transfer_names_its_country_its_lines_and_its_safeguard(self) -> None:
        found = gaps_of(self.to(""))

        assert {"art30.destination", "template.transfer_unlinked", "template.safeguard"} <= set(
            found
        )

    def test_an_adequacy_decision_is_proposed_and_one_that_does_not_exist_refused(self) -> None:
        make.AdequacyFactory.create(country="IL", number="2011/61/EU")
        transfer = self.to("IL")
        assert gaps_of(transfer)["template.adequacy"].named["decision"] == "2011/61/EU"
        Safeguard.objects.create(transfer=transfer, mechanism=Mechanism.ADEQUACY)
        assert not {"template.adequacy", "contradiction.mechanism"} & set(gaps_of(transfer))

        transfer.country = "IN"
        transfer.save()

        found = gaps_of(transfer)["blocking.transfer"]
        assert "there is no adequacy decision on IN" in found.sentence

    def test_inside_the_economic_area_no_safeguard_is_needed(self) -> None:
        assert not {"template.safeguard", "template.adequacy"} & set(gaps_of(self.to("NO")))

    def test_a_safeguard_expires(self) -> None:
        transfer = self.to("IN")
        Safeguard.objects.create(
            transfer=transfer, mechanism=Mechanism.SCC, expires_on=date(2026, 11, 21)
        )

        assert "template.safeguard_expired" in gaps_of(transfer)
        assert "template.safeguard_expired" not in gaps_of(transfer, date(2026, 11, 21))
