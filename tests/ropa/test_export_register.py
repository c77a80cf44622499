import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from openpyxl import load_workbook

from ropa.choices.register import Role
from ropa.export.json import register
from ropa.models import (
    Organisation,
    PurposeStatement,
)
from ropa.resources import SHEETS, OrganisationScope
from tests import sheets
from tests.factories import ActivityFactory, LegalBasisFactory, PurposeFactory
from tests.ropa.samples import FULL, MINUS, NASTY

pytestmark = pytest.mark.django_db


def node(organisation: Organisation, role: str = "") -> Any:
    return register(OrganisationScope(organisation.code), role=role)


def line(content: Any, code: str) -> Any:
    lines = (each for activity in content["activities"] for each in activity["purposes"])
    return next(each for each in lines if each["code"] == code)


class TestRoundTrip:
    def test_the_sample_fills_every_column_of_every_sheet(self) -> None:
        for name, kind in SHEETS.items():
            filled = {column for row in FULL[name] for column, cell in row.items() if cell}
            assert filled == set(kind._meta.fields), name

    @pytest.mark.parametrize(("form", "file"), [("xlsx", "full.xlsx"), ("csv", "full.zip")])
    def test_a_file_that_was_just_written_changes_nothing(
        self, full: Organisation, tmp_path: Path, form: str, file: str
    ) -> None:
        assert sheets.export("full", form, "-o", tmp_path / file).code == 0

        ran = sheets.import_register(tmp_path / file, "full")

        assert ran.code == 0, ran.out
        assert ran.result["unchanged"] == sum(len(rows) for rows in FULL.values())
        assert ran.result["unchanged"] == len(ran.result["rows"])

    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_an_empty_database_gets_the_same_register(self, tmp_path: Path, form: str) -> None:
        target = tmp_path / ("full.xlsx" if form == "xlsx" else "full.zip")
        with transaction.atomic():
            sheets.load(tmp_path / "full", "full", FULL)
            before = sheets.export_json("full")
            assert sheets.export("full", form, "-o", target).code == 0
            transaction.set_rollback(True)
        sheets.run("load_reference")

        ran = sheets.import_register(target, "full")

        assert ran.code == 0, ran.out
        assert sheets.export_json("full") == before

    def test_csv_files_may_go_into_a_folder(self, full: Organisation, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        folder.mkdir()

        assert sheets.export("full", "csv", "-o", folder).code == 0

        assert {path.stem for path in folder.iterdir()} == {"about", *SHEETS}
        assert len(sheets.import_register(folder, "full").result["rows"]) == sum(
            map(len, FULL.values())
        )

    @pytest.mark.parametrize(
        "text", ["a\r\nb", " outer space ", "\t=x", "page\x0cbreak", "bell\x07"]
    )
    def test_texts_that_no_file_carries_as_they_are_change_nothing(
        self, full: Organisation, tmp_path: Path, text: str
    ) -> None:
        PurposeStatement.objects.filter(order=2).update(text=text)
        for form, file in (("xlsx", "full.xlsx"), ("csv", "full.zip")):
            sheets.export("full", form, "-o", tmp_path / file)

            ran = sheets.import_register(tmp_path / file, "full")

            assert ran.result["unchanged"] == len(ran.result["rows"])

    def test_values_in_the_same_place_change_nothing(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        PurposeStatement.objects.update(order=1)
        sheets.export("full", "csv", "-o", tmp_path / "full.zip")

        ran = sheets.import_register(tmp_path / "full.zip", "full")

        assert ran.result["unchanged"] == len(ran.result["rows"])


class TestHarmlessCells:
    def test_no_cell_of_a_csv_file_begins_as_a_formula(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        sheets.export("full", "csv", "-o", tmp_path / "full.zip")
        with zipfile.ZipFile(tmp_path / "full.zip") as archive:
            cells = [
                cell
                for name in archive.namelist()
                for row in csv.reader(io.StringIO(archive.read(name).decode(), newline=""))
                for cell in row
            ]

        assert f"'{MINUS}" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]

    def test_no_cell_of_a_workbook_is_a_formula(self, full: Organisation, tmp_path: Path) -> None:
        sheets.export("full", "xlsx", "-o", tmp_path / "full.xlsx")
        workbook = load_workbook(tmp_path / "full.xlsx")

        assert workbook["organisation"]["J2"].value == f"'{MINUS}"
        kinds = {cell.data_type for sheet in workbook for row in sheet.rows for cell in row}
        assert "f" not in kinds

    def test_the_workbook_has_frozen_headers_filters_and_lists_of_choices(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        sheets.export("full", "xlsx", "-o", tmp_path / "full.xlsx")
        workbook = load_workbook(tmp_path / "full.xlsx")
        sheet = workbook["activities"]

        assert workbook.sheetnames == ["about", *SHEETS, "lists"]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:P{len(FULL['activities']) + 1}"
        assert sheet["A1"].font.bold
        assert len(sheet.data_validations.dataValidation) == 8  # closed lists and codes
        assert workbook["lists"].sheet_state == "hidden"


class TestJson:
    def test_a_facet_carries_its_state_and_its_values_in_order(self, full: Organisation) -> None:
        found = line(node(full), "demo")

        assert found["purposes"] == {"state": "given", "values": [NASTY, "Selling"]}
        assert [value["basis"] for value in found["legal_bases"]["values"]] == [
            "consent",
            "legitimate_interests",
        ]
        assert [(each["kind"], each.get("spelling")) for each in found["recipients"]["values"]] == [
            ("vendor", "Mail/Sender"),
            ("class", None),
        ]
        assert found["period"]["values"] == [
            {"rule": "R1", "period": "P60D", "bound": "exact", "statement": "60 days."}
            | {"scope": "logs"}
        ]
        assert [rule["rule"] for rule in found["period"]["also_applies"]] == ["R2"]
        assert found["transfers"]["values"] == ["T1"]

    def test_an_inherited_facet_shows_the_values_of_the_line_it_comes_from(
        self, full: Organisation
    ) -> None:
        content = node(full)
        heir, source = line(content, "demo-mkt"), line(content, "demo")

        assert heir["consequences"] == {
            "state": "inherited",
            "values": source["consequences"]["values"],
            "inherited_from": "demo",
            "inherited_state": "given",
        }
        assert heir["period"] == {"state": "not_stated", "values": [], "also_applies": []}

    def test_none_is_not_the_same_as_not_stated(self, full: Organisation) -> None:
        found = line(node(full), "hosting")

        assert found["recipients"] == {"state": "none", "values": []}
        assert found["consequences"] == {"state": "not_stated", "values": []}

    def test_uses_aliases_safeguards_and_versions_stand_in_what_they_belong_to(
        self, full: Organisation
    ) -> None:
        content = node(full)

        assert [each["name"] for each in content["vendors"]] == ["@Mail", "Sender, Inc."]
        assert content["vendors"][0]["aliases"] == ["Mail/Sender"]
        assert content["vendors"][1]["uses"][0]["purpose"] is None
        assert content["transfers"][0]["safeguards"][0]["agreement"] == "dpa-1"
        assert content["transfers"][0]["purposes"] == ["demo"]
        assert content["retention_rules"][0]["triggers"] == ["creation", "hired"]
        assert content["retention_rules"][0]["applies_to"] == ["demo"]
        assert content["notices"][0]["versions"][0]["dated_on"] == "2024-06-01"
        assert content["customers"][0]["permitted_locations"] == ["DE", "FR"]

    def test_the_rows_of_another_organisation_are_not_in_it(self, full: Organisation) -> None:
        before = node(full)
        LegalBasisFactory.create()

        assert node(full) == before

    def test_the_number_of_queries_does_not_grow_with_the_register(
        self, full: Organisation, django_assert_max_num_queries: Any
    ) -> None:
        for activity in ActivityFactory.create_batch(20, organisation=full):
            for purpose in PurposeFactory.create_batch(3, activity=activity):
                LegalBasisFactory.create(purpose=purpose)

        with django_assert_max_num_queries(60):
            content = node(full)

        assert len(content["activities"]) == 23

    def test_a_role_leaves_the_activities_of_the_other_record_out(self, full: Organisation) -> None:
        ActivityFactory.create(organisation=full, code="unclear", role=Role.NOT_STATED)
        codes = {
            role: [each["code"] for each in node(full, role=role)["activities"]]
            for role in (Role.CONTROLLER, Role.PROCESSOR)
        }

        assert codes == {"controller": ["demo", "unclear", "claims"], "processor": ["hosting"]}


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (("docx",), "--format docx is not available; available are: xlsx, csv, json, "),
            (("csv", "--layout", "cnil"), "available are: workbook, art30, ico, notice."),
            (("json", "--role", "joint"), "available are: controller, processor."),
            (("json", "--layout", "notice"), "JSON has one form"),
            (("xlsx", "--role", "processor", "-o", "x"), "workbook is not made for a part"),
            (("jsonld", "--entity", "full-gmbh"), "leave --entity out"),
            (("csv", "--layout", "art30"), "This is 2 tables and a CSV file is one"),
            (("csv", "--layout", "art30", "--role", "controller", "-o", "x.zip"), "not a zip"),
            (("csv", "--layout", "art30", "--entity", "x"), 'no legal entity "x"; known are: full'),
            (("csv", "--layout", "art30", "--customer", "x"), 'no customer "x"; known are: big.'),
            (
                ("csv", "--layout", "art30", "--customer", "big", "--role", "controller"),
                "A customer has a record as processor only",
            ),
            (("xlsx",), "Say where to write"),
            (("json", "-o", "/nowhere/at/all"), "cannot be written"),
        ],
    )
    def test_what_is_not_available_is_said(
        self, full: Organisation, options: tuple[str, ...], sentence: str
    ) -> None:
        ran = sheets.export("full", *options)

        assert ran.code == 2
        assert sentence in ran.err

    def test_an_unknown_organisation_is_answered_with_those_known(self, full: Organisation) -> None:
        ran = sheets.export("fuel", "json")

        assert ran.code == 2
        assert 'There is no organisation "fuel"; known are: full.' in ran.err

    def test_json_goes_to_standard_output_or_to_a_file(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        sheets.export("full", "json", "-o", tmp_path / "full.json")

        assert json.loads((tmp_path / "full.json").read_text(encoding="utf-8")) == (
            sheets.export("full", "json").result
        )
