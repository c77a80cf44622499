import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from ropa.models import (
    RetentionRule,
)
from ropa.services.register_import import files
from tests import sheets
from tests.factories import OrganisationFactory
from tests.ropa.samples import ACME

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sheet", "text", "sentence"),
    [
        ("activities", "heading\nX\n", 'activities: the column "code" is missing'),
        ("activities", "code,heading,colour\n", 'activities: there is no column "colour"'),
        ("activities", "code,heading,Heading\nx,X,X\n", "activities.csv: Line 1: columns 2 and 3"),
        ("activity", "code,heading\nx,X\n", 'There is no sheet "activity" in a register'),
        ("organisation", "code,name\nother,Other\n", 'is the register of "other", not of "acme"'),
    ],
)
def test_a_file_with_wrong_sheets_or_columns_cannot_be_imported(
    acme: Path, sheet: str, text: str, sentence: str
) -> None:
    ran = sheets.import_register(sheets.write(acme.parent / "wrong", **{sheet: text}), "acme")

    assert ran.code == 2
    assert sentence in ran.err


def test_an_unknown_organisation_is_answered_with_those_known(tmp_path: Path) -> None:
    OrganisationFactory.create(code="quali")
    file = sheets.write(tmp_path, activities=ACME["activities"]) / "activities.csv"

    ran = sheets.import_register(file, "qali")

    assert ran.code == 2
    assert 'There is no organisation "qali"; known are: quali.' in ran.err


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("nothing", None, "cannot be read"),
        ("broken.zip", b"PK\x03\x04 broken", "The zip is damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "old .xls"),
    ],
)
def test_an_unreadable_file_cannot_be_imported(
    tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)

    ran = sheets.import_register(tmp_path / name, "acme")

    assert ran.code == 2
    assert sentence in ran.err


def test_the_vendor_list_and_sub_folders_of_a_folder_are_left_out(acme: Path) -> None:
    sheets.write(acme, vendor_list="name\nX\n")
    sheets.write(acme / "transfers", transfers="rubbish\nX\n")

    assert sheets.import_register(acme, "acme").result["unchanged"] == 6


def test_a_zip_is_read_as_the_folder_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as archive:
        for path in sheets.write(tmp_path / "acme", **ACME).iterdir():
            archive.write(path, f"acme/{path.name}")
        archive.writestr("acme/transfers/transfers.csv", "rubbish\n")

    assert sheets.import_register(tmp_path / "acme.zip", "acme").result["added"] == 6


def test_a_zip_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("activities.csv", b"code,heading\n" + b"x" * 30_000_000)

    ran = sheets.import_register(tmp_path / "bomb.zip", "acme")

    assert ran.code == 2
    assert "would unpack" in ran.err


def test_a_workbook_is_read_by_its_sheets_with_real_days_and_numbers(acme: Path) -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("Rules", 0)
    sheet.append(["Code", "Data class", "Bound", "Action", "Review on", "Triggers"])
    sheet.append(["R1", "logs", "open", "delete", date(2027, 1, 31), "creation; hired"])
    workbook.create_sheet("an empty sheet of any name")
    data = BytesIO()
    workbook.save(data)
    (acme.parent / "rules.xlsx").write_bytes(data.getvalue())

    assert sheets.import_register(acme.parent / "rules.xlsx", "acme").code == 0

    rule = RetentionRule.objects.get(code="R1")
    assert [each.trigger for each in rule.triggers.all()] == ["creation", "hired"]
    assert rule.review_on == date(2027, 1, 31)


def test_only_the_topmost_csv_files_of_a_zip_count() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("groups.csv", "code,heading\n")
        archive.writestr("deep/activities.csv", "code,heading\n")

    found = files.read_upload(data.getvalue(), filename="x.zip")

    assert list(found.sheets) == ["groups"]


def test_a_formula_is_refused_and_empties_no_cell(acme: Path) -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("activities", 0)
    sheet.append(["code", "heading"])
    sheet.append(["payroll", "=A1"])
    workbook.save(acme.parent / "formula.xlsx")

    found = sheets.refused(acme.parent / "formula.xlsx")

    assert len(found) == 1
    assert found[0] == "activities 2 Column B holds a formula; write its value instead."


def test_cells_beyond_the_header_are_refused(acme: Path) -> None:
    text = "code,heading\npayroll,Wages, and more\n"

    found = sheets.refused(sheets.write(acme.parent / "long", activities=text))

    assert len(found) == 1
    assert found[0].startswith("activities 2 The row has 1 cell more than the header")
