"""Two entries of a catalogue become one, and are taken apart again exactly."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ropa.models import (
    ActivityMeasure,
    CatalogueMerge,
    DataCategory,
    DataCategorySynonym,
    Measure,
    Organisation,
    PurposeDataCategory,
)
from ropa.resources.merged import ENTRIES
from ropa.services.merging import merge_entries, undo_merge
from tests import factories as make
from tests import sheets
from tests.full_register import full_register
from tests.ropa.every_row import everything
from tests.ropa.samples import FULL

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def doubled(catalogue: str) -> tuple[Any, Any]:
    """Two entries in one line or activity: the second with a wording of its own, too."""
    full_register(2)
    kept, merged = ENTRIES[catalogue].objects.filter(uses__isnull=False).order_by("pk")[:2]
    use = merged.uses.get()
    use.pk, use.wording = None, "in the words of the source"
    use.save()
    return kept, merged


@pytest.mark.parametrize("catalogue", ENTRIES)
def test_a_merge_undone_leaves_every_row_as_it_was(catalogue: str) -> None:
    kept, merged = doubled(catalogue)
    before = everything()

    merge = merge_entries(kept, merged, at=NOON, by=None)

    assert not type(kept).objects.filter(code=merge.merged_code).exists()
    assert everything() != before
    assert merge.moved["dropped"]
    assert merge.moved["uses"]
    undo_merge(merge, at=LATER)
    assert everything() == before
    merge.refresh_from_db()
    assert merge.undone_at == LATER


def test_the_name_and_the_code_become_synonyms() -> None:
    kept = make.DataCategoryFactory.create(code="mail", name="E-mail address")
    merged = make.DataCategoryFactory.create(code="e-mail", name="Electronic mail")

    merge_entries(kept, merged, at=NOON, by=None)

    spellings = kept.synonyms.values_list("spelling", flat=True)
    assert set(spellings) == {"Electronic mail", "e-mail"}


def test_uses_that_were_changed_since_and_new_ones_stay_with_the_kept_entry() -> None:
    kept, merged = make.DataCategoryFactory.create_batch(2)
    untouched, changed = (
        PurposeDataCategory.objects.create(purpose=make.PurposeFactory.create(), category=merged)
        for _number in range(2)
    )
    merge = merge_entries(kept, merged, at=NOON, by=None)
    changed.refresh_from_db()
    changed.wording = "as the officer says now"
    changed.save()
    new = PurposeDataCategory.objects.create(purpose=make.PurposeFactory.create(), category=kept)

    undone = undo_merge(merge, at=LATER)

    assert list(undone.entry.uses.all()) == [untouched]
    assert set(kept.uses.all()) == {changed, new}
    assert (undone.back, undone.stayed) == (1, 1)


def test_a_dropped_use_does_not_come_back_where_its_double_was_removed_since() -> None:
    kept, merged = make.MeasureFactory.create_batch(2)
    activity = make.ActivityFactory.create()
    for measure in (kept, merged):
        ActivityMeasure.objects.create(activity=activity, measure=measure)
    merge = merge_entries(kept, merged, at=NOON, by=None)
    activity.measures.all().delete()

    undo_merge(merge, at=LATER)

    assert not activity.measures.exists()


def test_merges_are_undone_in_the_order_in_which_they_can_be() -> None:
    first, second, third = make.DataCategoryFactory.create_batch(3)
    inner = merge_entries(second, first, at=NOON, by=None)
    outer = merge_entries(third, second, at=NOON, by=None)

    with pytest.raises(ValidationError, match=r"itself was merged into .* undo that merge first"):
        undo_merge(inner, at=LATER)
    undo_merge(outer, at=LATER)
    undo_merge(inner, at=LATER)

    assert DataCategory.objects.count() == 3
    with pytest.raises(ValidationError, match="undone already"):
        undo_merge(inner, at=LATER)


def test_an_undo_is_refused_where_the_code_was_given_to_a_new_entry() -> None:
    kept, merged = make.DataCategoryFactory.create_batch(2)
    code = merged.code
    merge = merge_entries(kept, merged, at=NOON, by=None)
    make.DataCategoryFactory.create(code=code)

    with pytest.raises(ValidationError, match="There is a new entry"):
        undo_merge(merge, at=LATER)


def test_a_file_that_names_the_merged_code_means_the_kept_entry(
    full: Organisation, tmp_path: Any
) -> None:
    merged = DataCategory.objects.get(code="email-address")
    kept = DataCategory.objects.get(code="contact-details")
    merge_entries(kept, merged, at=NOON, by=None)

    ran = sheets.import_register(sheets.write(tmp_path / "again", **FULL), full.code)

    assert ran.code == 0, ran.out + ran.err
    assert PurposeDataCategory.objects.get(purpose__code="demo").category == kept


def test_loading_the_catalogues_again_does_not_take_a_merge_apart() -> None:
    assert sheets.run("load_reference").code == 0
    merged = DataCategory.objects.get(code="email-address")
    kept = DataCategory.objects.get(code="contact-details")
    merge_entries(kept, merged, at=NOON, by=None)

    assert sheets.run("load_reference").code == 0

    assert not DataCategory.objects.filter(code="email-address").exists()
    assert DataCategorySynonym.objects.get(normalised="email").entry == kept


def test_near_names_are_suggested_and_not_merged(back_office: Client) -> None:
    make.MeasureFactory.create(code="a", name="Access control")
    make.MeasureFactory.create(code="b", name="Access controls")
    make.MeasureFactory.create(code="c", name="Redaction")
    make.MeasureFactory.create_batch(2, name="Backup")

    page = back_office.get(reverse("admin:ropa_measure_near")).content.decode()

    assert "Access controls" in page
    assert "Redaction" not in page
    assert page.count("Backup") > 1
    assert Measure.objects.count() == 5


def test_the_pages_show_what_moves_then_merge_and_undo(back_office: Client) -> None:
    kept, merged = doubled("data_categories")
    url = reverse("admin:ropa_datacategory_merge", args=[merged.pk])

    preview = back_office.get(url, {"into": kept.pk}).content.decode()
    assert "Uses that move" in preview
    assert "dropped there and remembered" in preview
    back_office.post(url, {"into": kept.pk})
    merge = CatalogueMerge.objects.get(merged_code=merged.code)
    assert merge.merged_by is not None
    undo = reverse("admin:ropa_cataloguemerge_action", args=[merge.pk, "undo"])
    answer = back_office.post(undo, {"confirmed": "1"}, follow=True)

    assert "is an entry of its own again" in answer.content.decode()
    assert DataCategory.objects.filter(code=merged.code).exists()


def test_the_officer_is_warned_where_art_9_would_be_lost(back_office: Client) -> None:
    health = make.DataCategoryFactory.create(name="Health", special_category=True)
    other = make.DataCategoryFactory.create(name="Well-being")
    url = reverse("admin:ropa_datacategory_merge", args=[health.pk])

    page = back_office.get(url, {"into": other.pk}).content.decode()

    assert "“Health” is marked “special category – Art. 9” and “Well-being” is not" in page


def test_an_entry_cannot_be_merged_into_itself(back_office: Client) -> None:
    entry = make.MeasureFactory.create()
    url = reverse("admin:ropa_measure_merge", args=[entry.pk])

    answer = back_office.get(url, {"into": entry.pk})

    assert "An entry cannot be merged into itself; choose another one." in answer.content.decode()
