"""What stands against a merge of vendors, and what a merge that is taken apart gives back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ropa.models import (
    Agreement,
    DistinctVendors,
    SubProcessing,
    SubProcessorListEntry,
    Vendor,
    VendorMerge,
    VendorUse,
)
from ropa.services.vendor_merging import merge_vendors, undo_merge
from tests import factories as make
from tests.ropa import merging_vendors as two
from tests.ropa.every_row import everything

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def merge(kept: Vendor, merged: Vendor) -> VendorMerge:
    return merge_vendors(kept, merged, reason="One company.", at=NOON, by=None)


def undo(done: VendorMerge) -> Any:
    return undo_merge(done, reason="Two after all.", at=LATER)


def pair(**fields: Any) -> tuple[Vendor, Vendor]:
    kept = make.VendorFactory.create(name="Amazon Web Services")
    return kept, make.VendorFactory.create(name="AWS", organisation=kept.organisation, **fields)


class TestGate:
    """Once a list is published, customers' data reach listed vendors only."""

    def listed(self, vendor: Vendor) -> None:
        two.ROWS[SubProcessorListEntry](vendor, None)  # type: ignore[arg-type]

    def used_for_customers(self, vendor: Vendor) -> VendorUse:
        purpose = make.PurposeFactory.create(
            activity__organisation=vendor.organisation, activity__role="processor"
        )
        return make.VendorUseFactory.create(vendor=vendor, purpose=purpose)

    def test_a_listed_vendor_may_be_merged_into_one_that_is_not(self) -> None:
        kept, merged = pair()
        use = self.used_for_customers(merged)
        self.listed(merged)

        done = merge(kept, merged)

        use.refresh_from_db()
        assert use.vendor == kept
        undo(done)
        use.refresh_from_db()
        assert use.vendor_id == merged.pk

    def test_where_neither_is_listed_the_officer_is_told_before(self) -> None:
        kept, merged = pair()
        self.used_for_customers(merged)
        self.listed(two.neighbour(kept))

        with pytest.raises(ValidationError, match="neither name is on the published list"):
            merge(kept, merged)

    def test_a_use_that_a_newer_list_would_refuse_stays_and_is_told(self) -> None:
        kept, merged = pair()
        use = self.used_for_customers(merged)
        self.listed(merged)
        done = merge(kept, merged)
        self.listed(kept)

        undone = undo(done)

        use.refresh_from_db()
        assert use.vendor == kept
        assert undone.stayed == ["use of a vendor: Vendor"]


class TestObstacles:
    def refused(self, kept: Vendor, merged: Vendor, sentence: str) -> None:
        before = everything()
        with pytest.raises(ValidationError, match=sentence):
            merge(kept, merged)
        assert everything() == before

    def test_a_vendor_and_itself(self) -> None:
        kept, _merged = pair()
        self.refused(kept, kept, "into itself")

    def test_vendors_of_two_organisations(self) -> None:
        kept, merged = make.VendorFactory.create_batch(2)
        self.refused(kept, merged, "two organisations")

    def test_two_that_were_found_to_be_different(self) -> None:
        kept, merged = pair()
        make.DistinctFactory.create(one=kept, other=merged, reason="One sells the other.")
        self.refused(
            kept,
            merged,
            "different on 22 November 2026. The reason was: “One sells the other.” Remove",
        )

    def test_a_transfer_from_one_to_the_other(self) -> None:
        kept, merged = pair()
        ours = {"organisation": kept.organisation, "code": "T7"}
        make.TransferFactory.create(exporter_vendor=merged, importer_vendor=kept, **ours)
        self.refused(kept, merged, "Transfer “T7” goes from one to the other")

    def test_a_chain_that_would_come_back_to_where_it_began(self) -> None:
        kept, merged = pair()
        middle = make.VendorFactory.create(name="Middle", organisation=kept.organisation)
        make.SubProcessingFactory.create(vendor=kept, sub_processor=middle)
        make.SubProcessingFactory.create(vendor=middle, sub_processor=merged)
        self.refused(kept, merged, "Amazon Web Services → Middle → Amazon Web Services")

    def test_a_link_between_the_two_is_dropped_and_comes_back(self) -> None:
        kept, merged = pair()
        link = make.SubProcessingFactory.create(vendor=kept, sub_processor=merged)

        done = merge(kept, merged)

        assert not SubProcessing.objects.exists()
        undo(done)
        assert SubProcessing.objects.get() == link

    def test_vendors_that_stand_in_for_each_other_by_a_third(self) -> None:
        kept, merged = pair()
        middle = two.neighbour(kept)
        Vendor.objects.filter(pk=kept.pk).update(backup_of=middle)
        Vendor.objects.filter(pk=middle.pk).update(backup_of=merged)
        kept.refresh_from_db()
        self.refused(kept, merged, "Each would stand in for the other")


class TestUndoing:
    def test_what_was_changed_since_goes_back_as_it_is_now_and_what_is_new_stays(self) -> None:
        kept, merged = pair(website="https://aws.example.org")
        ours = {"organisation": kept.organisation}
        back, changed, gone = (
            make.AgreementFactory.create(vendor=merged, code=code, **ours) for code in "abc"
        )
        done = merge(kept, merged)
        Agreement.objects.filter(pk=changed.pk).update(title="Signed anew")
        gone.delete()
        new = make.AgreementFactory.create(vendor=kept, **ours)
        Vendor.objects.filter(pk=kept.pk).update(website="https://new.example.org")

        undone = undo(done)

        assert set(undone.vendor.agreements.all()) == {back, changed}
        assert undone.vendor.agreements.filter(title="Signed anew").exists()
        assert list(kept.agreements.all()) == [new]
        assert undone.stayed == ["agreement: c", "Amazon Web Services: website"]

    def test_what_somebody_gave_to_another_vendor_since_stays_there(self) -> None:
        kept, merged = pair()
        moved = make.AgreementFactory.create(vendor=merged, organisation=kept.organisation)
        done = merge(kept, merged)
        other = make.VendorFactory.create(organisation=kept.organisation)
        Agreement.objects.filter(pk=moved.pk).update(vendor=other)

        undone = undo(done)

        assert list(other.agreements.all()) == [moved]
        assert len(undone.stayed) == 1

    def test_a_dropped_row_does_not_come_back_where_its_double_was_removed_since(self) -> None:
        kept, merged = pair()
        for vendor in (kept, merged):
            make.VendorUseFactory.create(vendor=vendor)
        done = merge(kept, merged)
        kept.uses.all().delete()

        undone = undo(done)

        assert not VendorUse.objects.exists()
        assert undone.stayed == ["use of a vendor: Vendor"]

    def test_merges_are_taken_apart_in_the_order_in_which_they_can_be(self) -> None:
        first, second, third = (
            make.VendorFactory.create(name=name, organisation=organisation)
            for organisation in [make.OrganisationFactory.create()]
            for name in ("First", "Second", "Third")
        )
        before = everything()
        inner, outer = merge(second, first), merge(third, second)

        with pytest.raises(ValidationError, match="“Second” was merged into “Third” later"):
            undo(inner)
        undo(outer)
        undo(inner)

        assert everything() == before
        inner.refresh_from_db()
        with pytest.raises(ValidationError, match="undone already"):
            undo(inner)

    def test_two_merges_that_touched_one_row_are_undone_last_first(self) -> None:
        kept, merged = pair()
        third = make.VendorFactory.create(name="Third", organisation=kept.organisation)
        link = make.SubProcessingFactory.create(vendor=merged, sub_processor=third)
        before = everything()
        one, other = merge(kept, merged), merge(kept, third)

        with pytest.raises(ValidationError, match=r"“Third” was merged into .* later"):
            undo(one)
        undo(other)
        undo(one)

        assert everything() == before
        assert SubProcessing.objects.get() == link

    def test_merges_that_have_nothing_in_common_are_undone_in_any_order(self) -> None:
        kept, merged = pair()
        third = make.VendorFactory.create(organisation=kept.organisation)
        before = everything()
        one, other = merge(kept, merged), merge(kept, third)

        undo(one)
        undo(other)

        assert everything() == before

    def test_a_name_that_was_given_to_a_new_vendor_is_not_taken_from_it(self) -> None:
        kept, merged = pair()
        done = merge(kept, merged)
        make.VendorFactory.create(name="aws", organisation=kept.organisation)

        with pytest.raises(ValidationError, match="There is a new vendor “AWS”"):
            undo(done)

    def test_nothing_is_taken_from_a_vendor_that_was_removed(self) -> None:
        kept, merged = pair()
        done = merge(kept, merged)
        kept.delete()

        with pytest.raises(ValidationError, match="was removed"):
            undo(done)


def test_a_pair_found_different_is_kept_in_order_when_its_vendor_is_another_one() -> None:
    merged, other, kept = make.VendorFactory.create_batch(
        3, organisation=make.OrganisationFactory.create()
    )
    make.DistinctFactory.create(one=merged, other=other)
    before = everything()

    done = merge(kept, merged)

    ruling = DistinctVendors.objects.get()
    assert (ruling.one, ruling.other) == (other, kept)
    undo(done)
    assert everything() == before
