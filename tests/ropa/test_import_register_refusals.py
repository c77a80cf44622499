"""Files that are not what they should be: a sentence that says where, and nothing written."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from ropa.models import Organisation, ProcessingActivity
from tests import sheets
from tests.factories import ActivityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@pytest.fixture
def book(acme: Path) -> Path:
    path = acme.parent / "acme.xlsx"
    assert sheets.export("acme", "xlsx", "-o", path).code == 0
    return path


def edit(path: Path, change: Callable[[Workbook], Any]) -> Path:
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def rename(workbook: Workbook) -> None:
    workbook["activities"].title = "Tasks"


def hide(workbook: Workbook) -> None:
    workbook["activities"].sheet_state = "hidden"


def merge(workbook: Workbook) -> None:
    workbook["activities"].merge_cells("B2:C2")


def drop_key(workbook: Workbook) -> None:
    workbook["activities"].delete_cols(1)


def set_about(column: str, text: str) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook["about"][f"{column}2"] = text

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (rename, 'There is no sheet "tasks" in a register; the sheets are: organisation'),
        (hide, "activities: the sheet is hidden. Show it"),
        (merge, "activities: the cells B2:C2 are merged."),
        (drop_key, 'activities: the column "code" is missing; rows are found by it.'),
        (set_about("A", "other"), 'is the register of "other", not of "acme"'),
        (set_about("B", TOMORROW), "about, line 2, exported_at: "),
        (set_about("B", TOMORROW), "lies in the future"),
        (set_about("B", "soon"), '"soon" is no instant'),
        (set_about("C", "9"), "about, line 2, form: this version reads form 1."),
    ],
)
def test_a_workbook_that_was_bent_out_of_shape_cannot_be_imported(
    book: Path, change: Callable[[Workbook], Any], sentence: str
) -> None:
    ran = sheets.import_register(edit(book, change), "acme")

    assert ran.code == 2
    assert sentence in ran.err


def test_a_hidden_sheet_of_ones_own_is_not_read_and_that_is_said(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("scribbles")
        sheet.append(["anything"])
        sheet.sheet_state = "hidden"

    ran = sheets.import_register(edit(book, change), "acme")

    assert ran.code == 0
    assert ran.result["messages"] == ['The sheet "scribbles" is hidden and was not read.']


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "sentence"),
    [
        ("activities", "B2", "=1+1", "activities 2 Column B holds a formula"),
        ("activities", "A3", "enquiries", "activities 3 duplicate codes"),
        ("activities", "L2", "22nd of May", 'activities 2 review_on: "22nd of May" is no day'),
        (
            "purposes",
            "B2",
            "theirs",
            'purposes 2 activity: there is no processing activity "theirs"',
        ),
    ],
)
def test_a_wrong_cell_of_a_workbook_is_refused_with_its_place(
    book: Path, sheet: str, cell: str, text: str, sentence: str
) -> None:
    ActivityFactory.create(code="theirs")

    def change(workbook: Workbook) -> None:
        if sheet == "activities" and cell.startswith("L"):
            heading = [each.value for each in workbook[sheet][1]].index("review_on")
            workbook[sheet].cell(2, heading + 1).value = text
        else:
            workbook[sheet][cell] = text
        workbook["activities"]["B3"] = "Wages"

    found = sheets.refused(edit(book, change))

    assert any(each.startswith(sentence) for each in found), found
    assert not ProcessingActivity.objects.filter(heading="Wages").exists()


@pytest.mark.parametrize("name", ["../activities.csv", "/etc/activities.csv", "C:\\activities.csv"])
def test_a_zip_that_names_files_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as archive:
        archive.writestr(name, "code,heading\nx,X\n")

    ran = sheets.import_register(tmp_path / "acme.zip", "acme")

    assert ran.code == 2
    assert "names a file outside itself" in ran.err


def test_an_empty_file_is_no_import(acme: Path) -> None:
    ran = sheets.import_register(sheets.write(acme.parent / "empty", groups=""), "acme")

    assert ran.code == 2
    assert "groups.csv is empty" in ran.err


def empty_of(register: Any) -> None:
    register.clear()


def heading_gone(register: Any) -> None:
    del register["activities"][0]["heading"]


def lines_no_list(register: Any) -> None:
    register["activities"][0]["purposes"] = "none"


def facet_no_object(register: Any) -> None:
    register["activities"][0]["purposes"][0]["period"] = 7


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (empty_of, "The JSON is no register"),
        (heading_gone, 'at activities[0]: "heading" is missing'),
        (lines_no_list, "at activities[0].purposes: a list is expected"),
        (facet_no_object, "at activities[0].purposes[0].period: an object is expected"),
    ],
)
def test_json_of_another_shape_says_where(
    acme: Path, change: Callable[[Any], None], sentence: str
) -> None:
    register = sheets.export_json("acme")
    change(register)
    path = acme.parent / "acme.json"
    path.write_text(json.dumps(register), encoding="utf-8")

    ran = sheets.import_register(path, "acme")

    assert ran.code == 2
    assert sentence in ran.err


def test_damaged_json_says_where(tmp_path: Path) -> None:
    OrganisationFactory.create(code="acme")
    (tmp_path / "acme.json").write_text('{"code": "acme",\n "activities": [}', encoding="utf-8")

    ran = sheets.import_register(tmp_path / "acme.json", "acme")

    assert ran.code == 2
    assert "The JSON is damaged at line 2, column 17" in ran.err


def test_a_json_key_that_is_misspelt_is_told(acme: Path) -> None:
    register = sheets.export_json("acme")
    register["activities"][0]["hedaing"] = "X"
    path = acme.parent / "acme.json"
    path.write_text(json.dumps(register), encoding="utf-8")

    ran = sheets.import_register(path, "acme")

    assert ran.result["messages"] == ['activities: "hedaing" is not read.']


def test_another_value_than_file_or_register_is_not_known(acme: Path) -> None:
    ran = sheets.import_register(acme, "acme", "--conflicts", "mine")

    assert ran.code == 2
    assert "available are: file, register." in ran.err
    assert Organisation.objects.count() == 1
