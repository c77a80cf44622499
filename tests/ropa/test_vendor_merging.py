"""Two vendors become one with all that points at them, and are taken apart again exactly."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from ropa.export.json import register
from ropa.models import (
    Agreement,
    DistinctVendors,
    SubProcessing,
    SubProcessorListEntry,
    Vendor,
    VendorMerge,
    VendorUse,
)
from ropa.resources import OrganisationScope
from ropa.services.vendor_merging import merge_vendors, plan_merge, undo_merge
from ropa.services.vendor_merging.relations import NAMES_BOTH, relations
from tests import factories as make
from tests.ropa import merging_vendors as two
from tests.ropa.merging_vendors import everything, two_vendors

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


class TestEveryRelation:
    def test_a_relation_that_the_tests_do_not_fill_fails_here(self) -> None:
        assert {each.model for each in relations()} == set(two.ROWS)

    def test_a_model_that_names_two_vendors_says_what_becomes_of_a_row_that_names_one_twice(
        self,
    ) -> None:
        assert {each.model for each in relations() if len(each.columns) > 1} == set(NAMES_BOTH)

    def test_no_vendor_is_reached_by_what_a_merge_does_not_follow(self) -> None:
        assert not [each for each in Vendor._meta.get_fields(True, True) if each.many_to_many]
        assert not [model for model in two.ROWS if model._meta.unique_together]

    def test_nothing_hangs_on_a_row_that_may_be_dropped(self) -> None:
        """What hung on it would be lost with it."""
        for relation in relations():
            named = [
                each
                for each in relation.model._meta.constraints
                if isinstance(each, models.UniqueConstraint)
                and set(relation.columns) & {*each.fields, *map(str, each.expressions)}
            ]
            hanging = [
                each.related_model
                for each in relation.model._meta.get_fields(include_hidden=True)
                if each.auto_created
                and not each.concrete
                and not each.related_model.__name__.startswith("Historical")
            ]
            assert not (named and hanging), relation.model


@pytest.mark.parametrize("seed", range(8))
def test_a_merge_undone_leaves_every_row_and_the_register_as_they_were(seed: int) -> None:
    kept, merged = two_vendors(seed)
    code = kept.organisation.code
    before, said = everything(), register(OrganisationScope(code))

    done = merge(kept, merged)

    assert not Vendor.objects.filter(pk=merged.pk).exists()
    for relation in relations():
        assert relation.rows(kept).exists(), relation.model
        assert not relation.model._base_manager.filter(
            **{f"{relation.columns[0]}_id": merged.pk}
        ).exists()
    undone = undo(done)
    assert undone.stayed == []
    assert everything() == before
    assert register(OrganisationScope(code)) == said


@pytest.mark.parametrize("seed", range(8, 12))
def test_every_row_is_moved_or_dropped_and_remembered(seed: int) -> None:
    kept, merged = two_vendors(seed)
    rows = {
        (relation.model._meta.label, pk)
        for relation in relations()
        for pk in relation.rows(merged).exclude(pk=kept.pk).values_list("pk", flat=True)
    }

    done = merge(kept, merged)

    changed = {(each["model"], each["before"]["id"]) for each in done.moved["changed"]}
    dropped = {(each["model"], each["values"]["id"]) for each in done.moved["dropped"]}
    assert rows <= changed | dropped
    assert not changed & dropped


class TestMerging:
    def test_the_name_and_its_spellings_are_found_as_spellings_of_the_kept_vendor(self) -> None:
        kept, merged = pair()
        merged.aliases.create(spelling="A.W.S.")

        merge(kept, merged)

        assert set(kept.aliases.values_list("spelling", flat=True)) == {"AWS", "A.W.S."}

    def test_empty_fields_are_filled_and_others_stay(self) -> None:
        kept, merged = pair(website="https://aws.example.org", contact="privacy@example.org")
        Vendor.objects.filter(pk=kept.pk).update(contact="legal@example.org")
        kept.refresh_from_db()

        plan = plan_merge(kept, merged)
        done = merge(kept, merged)

        kept.refresh_from_db()
        assert {each.name: each.fills for each in plan.pairs} == {"website": True, "contact": False}
        assert kept.website == "https://aws.example.org"
        assert kept.contact == "legal@example.org"
        assert done.entry["contact"] == "privacy@example.org"

    def test_a_doubled_use_is_dropped_and_what_it_says_more_is_kept(self) -> None:
        kept, merged = pair()
        purpose = make.PurposeFactory.create(activity__organisation=kept.organisation)
        same = {"purpose": purpose, "spelling": "AWS", "service": "hosting"}
        stays = make.VendorUseFactory.create(vendor=kept, role="not_stated", **same)
        goes = make.VendorUseFactory.create(vendor=merged, data_limitation="logs only", **same)

        dropped = plan_merge(kept, merged).moves[0].doubled
        done = merge(kept, merged)

        assert [each.row for each in dropped] == [goes]
        stays.refresh_from_db()
        assert (stays.role, stays.data_limitation) == ("processor", "logs only")
        undo(done)
        stays.refresh_from_db()
        assert (stays.role, stays.data_limitation) == ("not_stated", "")
        assert list(VendorUse.objects.filter(vendor_id=merged.pk)) == [goes]

    def test_a_reason_is_asked_for_and_stands_in_every_history(self) -> None:
        kept, merged = pair()
        agreement = make.AgreementFactory.create(vendor=merged, organisation=kept.organisation)
        with pytest.raises(ValidationError, match="Say why"):
            merge_vendors(kept, merged, reason=" ", at=NOON, by=None)

        done = merge(kept, merged)

        told = "“AWS” merged into “Amazon Web Services”: One company."
        assert agreement.history.first().history_change_reason == told
        assert Vendor.history.filter(id=merged.pk).first().history_type == "-"
        undo(done)
        told = "Merge of “AWS” into “Amazon Web Services” undone: Two after all."
        assert agreement.history.first().history_change_reason == told
        kinds = Vendor.history.filter(id=merged.pk).values_list("history_type", flat=True)
        assert list(kinds) == ["+", "-", "+"]

    def test_what_was_shown_is_what_is_done_or_nothing(self) -> None:
        kept, merged = pair()
        seen = plan_merge(kept, merged).fingerprint
        make.VendorUseFactory.create(vendor=merged)

        with pytest.raises(ValidationError, match="has changed since you looked"):
            merge_vendors(kept, merged, reason="One.", at=NOON, by=None, seen=seen)

        assert Vendor.objects.filter(pk=merged.pk).exists()

    def test_a_published_list_stays_as_it_is_but_leads_to_the_kept_vendor(self) -> None:
        kept, merged = pair()
        two.ROWS[SubProcessorListEntry](merged, None)  # type: ignore[arg-type]

        merge(kept, merged)

        entry = SubProcessorListEntry.objects.get()
        assert (entry.vendor, entry.name) == (kept, "As AWS")
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            SubProcessorListEntry.objects.update(name="Other")

    def test_a_list_that_names_both_keeps_both_names(self) -> None:
        kept, merged = pair()
        version = make.ListFactory.create(organisation=kept.organisation)
        for vendor in (kept, merged):
            make.ListEntryFactory.create(version=version, vendor=vendor, name=vendor.name)

        merge(kept, merged)

        names = version.entries.filter(vendor=kept).values_list("name", flat=True)
        assert set(names) == {"AWS", "Amazon Web Services"}


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
        self.refused(kept, merged, "different on 22 November 2026: “One sells the other.”")

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
    def test_what_was_changed_since_and_what_is_new_stays_and_is_told(self) -> None:
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

        assert list(undone.vendor.agreements.all()) == [back]
        assert set(kept.agreements.all()) == {changed, new}
        assert undone.stayed == [
            "agreement: Signed anew",
            "agreement: c",
            "Amazon Web Services: website",
        ]

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
