"""The layouts that the British ICO and the French CNIL published."""

import csv
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ropa.choices.approval import DpiaResult
from ropa.choices.register import Role, VendorRole
from ropa.choices.retention import Bound
from ropa.export import cnil, ico
from ropa.export.sheets import Sheet
from ropa.models import (
    Organisation,
    Purpose,
    PurposeDataCategory,
    PurposeRule,
    PurposeStatement,
    RuleTrigger,
)
from tests import factories as make
from tests import sheets
from tests.ropa.exports import head, rows, wanted

pytestmark = pytest.mark.django_db

FACTS = Path(__file__).resolve().parent.parent / "facts" / "layouts.csv"
REFERENCE = Path(os.environ.get("REFERENCE") or sheets.DEMO.parent.parent / "shared" / "reference")


def published(layout: str, file: Path = FACTS) -> list[str]:
    """The headings of a layout, in order."""
    with file.open(newline="", encoding="utf-8") as lines:
        return [
            row["header"] for row in csv.DictReader(lines) if row["template"].startswith(layout)
        ]


@pytest.fixture
def line(db: None) -> Purpose:
    """A purpose line of an activity as controller, with a vendor in the given role."""
    organisation = make.OrganisationFactory.create(name="Ours")
    activity = make.ActivityFactory.create(
        organisation=organisation, code="orders", heading="Orders", role=Role.CONTROLLER
    )
    return make.PurposeFactory.create(activity=activity, recipients_state="given")


@pytest.mark.parametrize("layout", ["ICO", "CNIL"])
def test_the_published_headings_agree_with_the_facts_where_these_are(layout: str) -> None:
    file = REFERENCE / "template_headers.csv"

    assert published(layout) == (published(layout, file) if file.exists() else published(layout))


class TestIco:
    def test_it_has_the_published_columns_with_the_header_on_row_nine(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        target = tmp_path / "ico.xlsx"
        assert sheets.export("full", "xlsx", "--layout", "ico", "-o", target).code == 0

        found = [[cell.value for cell in row] for row in load_workbook(target)["Template"].rows]

        assert found[8] == published("ICO")
        assert len(found[8]) == 30
        assert found[1][:2] == ["Name", "Full GmbH"]
        assert found[2][:6] == [
            "Address",
            "Street 1\n80331 München, DE",
            "Address",
            None,
            "Address",
            "Paris",
        ]
        assert found[9][0] == "The site: =Demo"

    def test_as_csv_it_is_one_table(self, full: Organisation) -> None:
        ran = sheets.export("full", "csv", "--layout", "ico")

        lines = list(csv.reader(io.StringIO(ran.out, newline="")))
        assert lines[8] == published("ICO")
        assert {len(line) for line in lines[8:]} == {30}

    def test_a_row_says_what_the_register_holds(self, full: Organisation) -> None:
        row = rows(ico.sheets(wanted(full))[0])[0]

        assert row["Link to contract with processor"] == (
            "@Mail: SCC\n@Mail: =DPA (file 7)\n@Mail: DPF"
        )
        assert row["Location of personal data"] == "@Mail: USA"
        assert row["Legitimate interests for the processing (if applicable)"] == "selling"
        assert row["Data Protection Impact Assessment required?"] == "No"
        assert row["Link to Data Protection Impact Assessment"] == "@file 9"
        assert (
            row["GDPR Article 6 lawful basis for processing"]
            == (row["Article 6 lawful basis for processing personal data"])
        )

    def test_what_the_register_does_not_hold_stays_empty(self, full: Organisation) -> None:
        for row in rows(ico.sheets(wanted(full))[0]):
            assert not row["Has a personal data breach occurred?"]
            assert not row["Link to record of consent"]
            assert not row["Data Protection Act 2018 Schedule 1 Condition for processing"]

    def test_activities_as_processor_are_not_in_it(self, full: Organisation) -> None:
        functions = [row["Business function"] for row in rows(ico.sheets(wanted(full))[0])]

        assert functions == ["The site: =Demo", "The site: =Demo", "Claims"]


def fiche(line: Purpose) -> Sheet:
    return cnil.sheets(wanted(line.activity.organisation))[1]


def said(sheet: Sheet) -> dict[Any, Any]:
    return {str(row[0]).strip(): row[1] for row in sheet.rows}


class TestCnil:
    def test_a_list_comes_first_and_then_a_sheet_for_each_activity(
        self, full: Organisation
    ) -> None:
        made = cnil.sheets(wanted(full))

        assert [sheet.title for sheet in made] == ["Liste des fiches", "Fiche 1", "Fiche 2"]
        assert head(made[0])["Responsable du traitement"].startswith("Full GmbH")
        assert [row[2] for row in made[0].rows] == ["demo", "claims"]

    def test_every_published_heading_is_on_the_sheet(self, line: Purpose) -> None:
        sheet = fiche(line)
        text = "\n".join(str(cell) for cells in sheet.lines() for cell in cells)

        for heading in published("CNIL"):
            for part in heading.replace(")", "").replace(" (Jours", "/Jours").split("/"):
                name = part.split(": ")[-1].strip()
                assert name.split(" (")[0] in text, heading

    @pytest.mark.parametrize(
        ("period", "bound", "expected"),
        [
            ("P60D", Bound.EXACT, [60, None, None, "from: creation"]),
            ("P1Y6M", Bound.MAX, [None, 6, 1, "at most, from: creation"]),
            ("P18M", Bound.EXACT, [None, 18, None, "from: creation"]),
        ],
    )
    def test_periods_are_parted_into_days_months_and_years(
        self, line: Purpose, period: str, bound: str, expected: list[Any]
    ) -> None:
        rule = make.RuleFactory.create(
            organisation=line.organisation, period=period, bound=bound, data_class="Logs"
        )
        RuleTrigger.objects.create(rule=rule, trigger="creation")
        PurposeRule.objects.create(purpose=line, rule=rule)

        assert ["", "Logs", *expected] in [list(row) for row in fiche(line).rows]

    @pytest.mark.parametrize(
        ("role", "heading"),
        [
            (VendorRole.SUB_PROCESSOR, "Sous-traitants"),
            (VendorRole.OWN_PRODUCT, "Destinataires internes"),
            (VendorRole.NOT_STATED, "Organismes externes"),
        ],
    )
    def test_recipients_are_parted_as_the_authority_parts_them(
        self, line: Purpose, role: str, heading: str
    ) -> None:
        vendor = make.VendorFactory.create(organisation=line.organisation, name="Firm")
        make.VendorUseFactory.create(vendor=vendor, purpose=line, spelling="Firm", role=role)

        found = said(fiche(line))

        assert [name for name, text in found.items() if text == "Firm"] == [heading]

    def test_sensitive_data_are_told_from_silence(self, line: Purpose) -> None:
        question = "Des données sensibles sont-elles traitées ? (Oui / Non)"
        assert said(fiche(line))[question] == "Non renseigné"

        line.data_categories_state = "given"
        line.save()
        category = make.DataCategoryFactory.create()
        PurposeDataCategory.objects.create(purpose=line, category=category)
        assert said(fiche(line))[question] == "Non"

        category.special_category = True
        category.save()
        assert said(fiche(line))[question] == "Oui"

    def test_it_carries_the_days_of_entry_and_of_the_last_change_below_the_activity(
        self, line: Purpose
    ) -> None:
        activity = line.activity
        type(activity).history.update(history_date=datetime(2026, 1, 5, 12, tzinfo=UTC))
        Purpose.history.update(history_date=datetime(2026, 1, 6, 12, tzinfo=UTC))
        PurposeStatement.objects.create(purpose=line, text="Delivering")
        PurposeStatement.history.update(history_date=datetime(2026, 2, 7, 12, tzinfo=UTC))

        found = said(fiche(line))

        assert found["date de création de la fiche"] == "05/01/2026"
        assert found["date de dernière mise à jour"] == "07/02/2026"

    def test_a_transfer_inside_the_eea_is_none(self, line: Purpose) -> None:
        question = "Transferts des données hors UE (Oui / Non, pays)"
        abroad = {"organisation": line.organisation, "covers_all": True}
        make.TransferFactory.create(destination_kind="country", country="FR", **abroad)
        assert said(fiche(line))[question] == "Non renseigné"

        make.TransferFactory.create(destination_kind="country", country="US", **abroad)
        assert said(fiche(line))[question] == "Oui\nUS"


def test_a_screening_that_found_need_is_said(full: Organisation) -> None:
    activity = full.activities.get(code="claims")
    make.ScreeningFactory.create(activity=activity, result=DpiaResult.NEEDED, reference="file 1")

    row = rows(ico.sheets(wanted(full))[0])[-1]

    assert row["Data Protection Impact Assessment required?"] == "Yes"
