"""Two vendors become one with all that points at them, and are taken apart again exactly."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from ropa.export.json import register
from ropa.models import (
    SubProcessorListEntry,
    Vendor,
    VendorMerge,
    VendorUse,
)
from ropa.resources import OrganisationScope
from ropa.services.vendor_changes.window import follow
from ropa.services.vendor_merging import merge_vendors, plan_merge, undo_merge
from ropa.services.vendor_merging.relations import NAMES_BOTH, relations
from tests import factories as make
from tests.ropa import merging_vendors as two
from tests.ropa.every_row import everything
from tests.ropa.merging_vendors import two_vendors

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
    follow(Q())
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
