import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ropa.export import art30, notice
from ropa.export.json import register
from ropa.models import (
    Contact,
    Organisation,
    ProcessingActivity,
    Purpose,
    VendorUse,
)
from ropa.resources import OrganisationScope
from tests import sheets
from tests.ropa.samples import NASTY

pytestmark = pytest.mark.django_db


def node(organisation: Organisation) -> dict[str, Any]:
    return register(OrganisationScope(organisation.code))


class TestNotice:
    def test_it_has_heading_rows_and_a_row_a_line_with_the_states_told_apart(
        self, full: Organisation
    ) -> None:
        sheet = notice.sheet(node(full))

        assert len(sheet.header) == 6
        assert [row[0] for row in sheet.rows] == ["The site", "=Demo", "Mail", "– (as above)"]
        assert sheet.rows[2][2] == (
            "Consent – Art. 6(1)(a)\nor: Legitimate interests – Art. 6(1)(f) (selling)"
        )
        assert sheet.rows[2][3] == "Mail/Sender (mails) – no names\nhosts"
        assert sheet.rows[2][4] == "60 days."
        assert sheet.rows[3][4] == "– not stated"

    def test_a_column_of_which_no_line_states_anything_is_left_out(
        self, full: Organisation
    ) -> None:
        Purpose.objects.filter(code="demo").update(period_state="not_stated")

        assert "How long we keep them" not in notice.sheet(node(full)).header

    def test_none_is_said_in_a_word(self, full: Organisation) -> None:
        VendorUse.objects.all().delete()
        Purpose.objects.filter(code="demo").update(recipients_state="none")

        assert notice.sheet(node(full)).rows[2][3] == "None"

    def test_the_demo_notices_have_the_columns_of_their_sources(self, tmp_path: Path) -> None:
        sheets.run("load_reference")
        for organisation, columns in (("quali", 6), ("clique", 5)):
            sheets.import_register(sheets.DEMO / organisation, organisation)
            sheets.import_vendors(sheets.DEMO / organisation / "vendor_list.csv", organisation)

            ran = sheets.export(organisation, "csv", "--layout", "notice")

            rows = list(csv.reader(io.StringIO(ran.out, newline="")))
            assert {len(row) for row in rows} == {columns}
            activities = ProcessingActivity.objects.filter(
                organisation__code=organisation, kind="table"
            )
            lines = Purpose.objects.filter(activity__in=activities).count()
            groups = activities.exclude(group=None).values("group").distinct().count()
            assert len(rows) == 1 + groups + activities.count() + lines


class TestArticle30:
    def test_each_record_has_its_own_columns_rows_and_head(self, full: Organisation) -> None:
        as_controller, as_processor = art30.sheets(node(full))

        assert as_controller.title == "Art. 30(1)"
        assert [row[0] for row in as_controller.rows] == ["demo", "demo-mkt"]
        assert as_controller.preamble[0][1] == "Full GmbH, Street 1\n80331 München, DE"
        assert as_controller.preamble[1][1] == "Paris"
        assert as_controller.preamble[2][1] == "+49 89 1"
        assert [row[0] for row in as_processor.rows] == ["hosting"]
        assert as_processor.rows[0][1] == "Big"

    def test_a_row_carries_transfers_with_safeguards_and_every_time_limit(
        self, full: Organisation
    ) -> None:
        sheet = art30.sheets(node(full))[0]
        row = dict(zip(sheet.header, sheet.rows[0], strict=True))

        assert row["Transfers and their safeguards – (e)"] == (
            "Mail → United States (Standard contractual clauses – Art. 46(2)(c))\n"
            "full-gmbh → – not stated (no safeguard stated)"
        )
        assert row["Time limits for erasure – (f)"] == "60 days.\nat most 1 year and 6 months"
        assert row["Security measures – (g)"] == "Locks"

    def test_an_heir_shows_what_it_inherits(self, full: Organisation) -> None:
        sheet = art30.sheets(node(full))[0]

        assert sheet.rows[1][sheet.header.index("Purposes – (b)")] == f"{NASTY}\nSelling"

    def test_without_contacts_the_head_says_so(self, full: Organisation) -> None:
        Contact.objects.all().delete()

        assert art30.sheets(node(full))[0].preamble[2][1] == "– not stated"

    def test_it_is_written_as_a_workbook(self, full: Organisation, tmp_path: Path) -> None:
        target = tmp_path / "record.xlsx"

        assert sheets.export("full", "xlsx", "--layout", "art30", "-o", target).code == 0

        assert load_workbook(target).sheetnames == ["Art. 30(1)", "Art. 30(2)"]
