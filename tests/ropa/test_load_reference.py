from pathlib import Path

import pytest

from ropa.models import DataCategory, DataCategorySynonym
from ropa.resources.catalogue import CATALOGUES
from ropa.services import adequacy, reference
from ropa.vendor_lists.reading import UnreadableFile
from tests import sheets
from tests.factories import DataCategoryFactory

pytestmark = pytest.mark.django_db
OUTCOMES = ("added", "changed", "unchanged")


def load() -> dict[str, dict[str, int]]:
    ran = sheets.run("load_reference", "--json", "-")
    assert ran.code == 0
    counts: dict[str, dict[str, int]] = ran.result
    counts.pop("decisions")
    return counts


def test_every_row_of_every_catalogue_is_loaded_with_its_synonyms() -> None:
    result = load()

    for catalogue, counts in result.items():
        rows = sheets.read(reference.FOLDER / f"{catalogue}.csv")
        assert counts.pop("added") == len(rows), catalogue
        assert not any(counts.values()), catalogue
    assert DataCategorySynonym.objects.filter(entry__code="full-name").exists()


def test_loading_again_changes_nothing_and_writes_no_history() -> None:
    load()
    written = DataCategory.history.count() + DataCategorySynonym.history.count()

    again = load()

    assert all(counts["added"] == counts["changed"] == 0 for counts in again.values())
    assert DataCategory.history.count() + DataCategorySynonym.history.count() == written


def test_a_text_that_changed_comes_back_and_own_entries_stay() -> None:
    load()
    DataCategory.objects.filter(code="full-name").update(name="Something else")
    own = DataCategoryFactory.create(code="our-own")

    assert load()["data_categories"]["changed"] == 1

    assert DataCategory.objects.get(code="full-name").name == "Full name"
    assert DataCategory.objects.filter(pk=own.pk).exists()


def test_a_wrong_row_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    for name in (*CATALOGUES, reference.SYNONYMS, adequacy.FILE):
        text = (reference.FOLDER / f"{name}.csv").read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with (tmp_path / "synonyms.csv").open("a", encoding="utf-8") as file:
        file.write("measures,Lock,no-such-measure\n")

    with pytest.raises(UnreadableFile, match=r"synonyms.csv, \d+: entry: there is no measure"):
        reference.load_reference(tmp_path)

    assert not DataCategory.objects.exists()
