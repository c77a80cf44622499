"""What officers confirm of derived transfers, the gaps, and the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ropa.choices.register import AgreementKind, LocationKind, Mechanism, TransferKind
from ropa.choices.vendors import TransferOrigin
from ropa.models import (
    NoTransfer,
    Purpose,
    Transfer,
    TransferPurpose,
    Vendor,
)
from ropa.resources import OrganisationScope
from ropa.services.gaps import Gap
from ropa.services.transfers.confirming import Choice, add_lines, confirm, rule_out
from ropa.services.transfers.facts import facts_on_file
from ropa.transfers.derive import proposed
from ropa.transfers.flows import Key
from tests import factories as make
from tests.ropa.gaps.given import gaps_of, report
from tests.ropa.transfers.given import TODAY, below, derived, one, used

pytestmark = pytest.mark.django_db


class TestConfirming:
    @pytest.fixture
    def cloud(self, purpose: Purpose) -> Vendor:
        return used(purpose, "Example Cloud", (LocationKind.HOSTING, "US"))

    @pytest.fixture
    def certified(self, cloud: Vendor) -> Choice:
        """The importer is certified, and the framework is in force: so this safeguard."""
        make.AdequacyFactory.create(
            code="eu-us-2023", country="US", scope="certified", in_force_from=date(2023, 7, 10)
        )
        make.AgreementFactory.create(
            organisation=cloud.organisation,
            vendor=cloud,
            code="dpf",
            kind=AgreementKind.DPF,
            valid_from=date(2024, 1, 1),
            covers_eu=True,
        )
        return Choice("dpf_eu_us", "", "dpf")

    def key(self, vendor: Vendor) -> Key:
        return one(vendor.organisation).key

    def test_it_is_recorded_with_lines_and_the_safeguard_on_file(
        self, purpose: Purpose, cloud: Vendor, certified: Choice
    ) -> None:
        home = cloud.organisation
        facts = facts_on_file(OrganisationScope(home.code), on=TODAY)
        offered = proposed(one(home), facts)
        assert [each.recorded.mechanism for each in offered] == ["dpf_eu_us"]

        transfer = confirm(home, self.key(cloud), on=TODAY, safeguard=certified)

        assert (transfer.kind, transfer.country) == (TransferKind.STORAGE, "US")
        assert (transfer.origin, transfer.confirmed_on) == (TransferOrigin.DERIVED, TODAY)
        assert [row.purpose for row in transfer.purposes.all()] == [purpose]
        guard = transfer.safeguards.get()
        assert (guard.mechanism, guard.agreement and guard.agreement.code) == ("dpf_eu_us", "dpf")
        assert not derived(home).candidates
        assert not {"blocking.transfer", "art30.vendor_transfer"} & set(gaps_of(home, TODAY))

    def test_twice_is_once(self, cloud: Vendor) -> None:
        key = self.key(cloud)
        confirm(cloud.organisation, key, on=TODAY)
        with pytest.raises(ValidationError, match="confirmed or ruled out already"):
            confirm(cloud.organisation, key, on=TODAY)
        assert Transfer.objects.count() == 1

    def test_a_safeguard_that_does_not_carry_it_is_refused_and_nothing_is_written(
        self, cloud: Vendor
    ) -> None:
        with pytest.raises(ValidationError, match="does not carry"):
            confirm(cloud.organisation, self.key(cloud), on=TODAY, safeguard=Choice("scc"))
        assert not Transfer.objects.exists()

    def test_where_only_the_country_is_known_the_kind_is_asked_for(self, cloud: Vendor) -> None:
        cloud.locations.update(kind=LocationKind.NOT_STATED)
        key = self.key(cloud)
        with pytest.raises(ValidationError, match="stored there"):
            confirm(cloud.organisation, key, on=TODAY)
        assert confirm(cloud.organisation, key, on=TODAY, kind="access").kind == "access"

    def test_it_is_none_for_a_reason_and_does_not_come_back(self, cloud: Vendor) -> None:
        with pytest.raises(ValidationError, match="Say why"):
            rule_out(cloud.organisation, self.key(cloud), reason=" ", on=TODAY)

        rule_out(cloud.organisation, self.key(cloud), reason="Only a test.", on=TODAY)

        assert NoTransfer.objects.get().reason == "Only a test."
        assert not derived(cloud.organisation).candidates
        assert "art30.vendor_transfer" not in gaps_of(cloud, TODAY)

    def test_a_place_that_is_gone_is_told_and_the_transfer_stays(self, cloud: Vendor) -> None:
        transfer = confirm(cloud.organisation, self.key(cloud), on=TODAY)
        cloud.locations.update(country="DE")

        assert [each.code for each in derived(cloud.organisation).gone] == [transfer.code]
        assert gaps_of(cloud, TODAY)["remark.transfer_gone"].key == transfer.code
        assert Transfer.objects.filter(pk=transfer.pk).exists()

    def test_a_new_line_is_told_and_added(self, purpose: Purpose, cloud: Vendor) -> None:
        transfer = confirm(cloud.organisation, self.key(cloud), on=TODAY)
        other = make.PurposeFactory.create(activity=purpose.activity, code="other")
        make.VendorUseFactory.create(vendor=cloud, purpose=other)
        assert gaps_of(cloud, TODAY)["art30.transfer_line"].named == {"lines": "other"}

        assert add_lines(transfer, on=TODAY) == 1

        assert TransferPurpose.objects.filter(transfer=transfer, purpose=other).exists()
        assert add_lines(transfer, on=TODAY) == 0


class TestGaps:
    def test_a_place_abroad_that_nothing_carries_blocks(self, purpose: Purpose) -> None:
        vendor = used(purpose, "Example Cloud", (LocationKind.HOSTING, "IN"))
        gap = gaps_of(vendor, TODAY)["blocking.vendor_transfer"]
        assert gap.activities == (purpose.activity.code,)

    @pytest.mark.parametrize(
        ("kind", "blocks"), [(LocationKind.HEADQUARTERS, False), (LocationKind.NOT_STATED, True)]
    )
    def test_a_seat_alone_is_no_transfer_and_a_place_of_no_stated_kind_blocks(
        self, purpose: Purpose, kind: LocationKind, blocks: bool
    ) -> None:
        """A country of which nobody says what is there is not better than hosting there."""
        vendor = used(purpose, "Example Cloud", (kind, "IN"))
        found = gaps_of(vendor, TODAY)
        assert ("art30.vendor_transfer" in found) == blocks
        assert ("blocking.vendor_transfer" in found) == blocks

    def test_a_decision_on_file_could_carry_it(self, purpose: Purpose) -> None:
        make.AdequacyFactory.create(country="CH")
        vendor = used(purpose, "Example Cloud", (LocationKind.HOSTING, "CH"))
        found = gaps_of(vendor, TODAY)
        assert "art30.vendor_transfer" in found
        assert "blocking.vendor_transfer" not in found

    def test_the_wrong_module_blocks_and_says_which_one_is_needed(self, purpose: Purpose) -> None:
        vendor = used(purpose, "Example Cloud", (LocationKind.HOSTING, "IN"))
        clauses = make.AgreementFactory.create(
            organisation=vendor.organisation,
            vendor=vendor,
            kind="scc",
            module="3",
            signed_on=date(2024, 1, 1),
        )
        assert "Module Two" in gaps_of(vendor, TODAY)["blocking.vendor_transfer"].sentence
        clauses.module = "2"
        clauses.save()
        assert "blocking.vendor_transfer" not in gaps_of(vendor, TODAY)


class TestCustomers:
    @pytest.fixture
    def customer(self, purpose: Purpose) -> Any:
        customer = make.CustomerFactory.create(
            organisation=purpose.organisation,
            name="Example Customer",
            permitted_locations="EEA; CH",
        )
        customer.activities.create(activity=purpose.activity)
        return customer

    def outside(self, customer: Any) -> list[tuple[str, str]]:
        gaps: list[Gap] = report(customer.organisation, TODAY).gaps
        return [
            (gap.named["vendor"], gap.named.get("country", "?"))
            for gap in gaps
            if gap.kind.code.startswith("contradiction.customer_location")
        ]

    def test_places_outside_the_limit_are_told_through_the_chain(
        self, purpose: Purpose, customer: Any
    ) -> None:
        direct = used(purpose, "Example Mail", (LocationKind.HOSTING, "DE"))
        below(direct, "Example Support", (LocationKind.ACCESS, "IN"))
        used(purpose, "Example Alps", (LocationKind.HOSTING, "CH"))
        used(purpose, "Example Seat", (LocationKind.HEADQUARTERS, "US"))

        assert sorted(self.outside(customer)) == [("Example Seat", "?"), ("Example Support", "IN")]

    def test_without_a_limit_nothing_is_told(self, purpose: Purpose, customer: Any) -> None:
        used(purpose, "Example Support", (LocationKind.ACCESS, "IN"))
        customer.permitted_locations = ""
        customer.save()
        assert self.outside(customer) == []


class TestThePage:
    @pytest.fixture
    def at(self, back_office: Client, purpose: Purpose) -> Callable[..., str]:
        url = f"{reverse('admin:transfers_to_confirm')}?organisation={purpose.organisation.code}"

        def show(**said: str) -> str:
            answer = back_office.post(url, said, follow=True) if said else back_office.get(url)
            assert answer.status_code == 200
            return answer.content.decode()

        return show

    def said(self, deed: str, **more: str) -> dict[str, str]:
        key = Key("ours", "", "Example Cloud", "hosting", "US")
        return {"deed": deed, **key._asdict(), **more}

    def test_it_shows_what_waits_and_confirms_it(
        self, at: Callable[..., str], purpose: Purpose
    ) -> None:
        used(purpose, "Example Cloud", (LocationKind.HOSTING, "US"))
        assert "Example Cloud → US" in at()

        assert "is recorded with its purpose lines" in at(**self.said("confirm", safeguard="-"))

        assert Transfer.objects.get().importer_vendor is not None
        assert "No transfer waits" in at()

    def test_it_rules_out_only_with_a_reason(
        self, at: Callable[..., str], purpose: Purpose
    ) -> None:
        used(purpose, "Example Cloud", (LocationKind.HOSTING, "US"))
        assert "Say why no data go there" in at(**self.said("rule_out"))
        assert "recorded as no transfer" in at(**self.said("rule_out", reason="Test data only."))

    def test_who_may_only_look_settles_nothing(self, client: Client, purpose: Purpose) -> None:
        used(purpose, "Example Cloud", (LocationKind.HOSTING, "US"))
        auditor = make.UserFactory.create(username="auditor", is_staff=True)
        auditor.groups.add(Group.objects.get(name="Auditor"))
        client.force_login(auditor)
        page = reverse("admin:transfers_to_confirm")
        assert client.get(page).status_code == 200
        assert client.post(page, self.said("confirm")).status_code == 403
        assert not Transfer.objects.exists()

    def test_as_many_queries_for_many_vendors_as_for_one(
        self, back_office: Client, purpose: Purpose, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            used(purpose, f"Example {number}", (LocationKind.HOSTING, "US"))
        with django_assert_max_num_queries(30):
            back_office.get(reverse("admin:transfers_to_confirm"))


def test_the_page_of_a_transfer_says_whether_anything_carries_it(
    back_office: Client, purpose: Purpose
) -> None:
    transfer = make.TransferFactory.create(
        organisation=purpose.organisation, destination_kind="country", country="US"
    )
    TransferPurpose.objects.create(transfer=transfer, purpose=purpose)
    page = reverse("admin:ropa_transfer_change", args=[transfer.pk])
    assert "nothing carries it" in back_office.get(page).content.decode()

    transfer.safeguards.create(mechanism=Mechanism.CONTRACTUAL_COMMITMENTS)

    assert "no mechanism of Chapter V" in back_office.get(page).content.decode()
