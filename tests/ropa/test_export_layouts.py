import csv
import gc
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from ropa.export import notice
from ropa.export.json import register
from ropa.export.sheets import CannotExport, Sheet, as_workbook
from ropa.models import (
    Organisation,
    ProcessingActivity,
    Purpose,
    VendorUse,
)
from ropa.resources import OrganisationScope
from tests import sheets

pytestmark = pytest.mark.django_db

LONG = "x" * 40_000


def node(organisation: Organisation) -> dict[str, Any]:
    return register(OrganisationScope(organisation.code))


def test_a_workbook_with_a_text_too_long_for_a_cell_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ignored: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    files = set(ALL_TEMP_FILES)
    tables = [Sheet(title=text[:1], header=["Note"], rows=[["a"], [text]]) for text in ("b", LONG)]

    with pytest.raises(CannotExport, match="40,000 characters"):
        as_workbook(tables)

    gc.collect()
    assert (ignored, set(ALL_TEMP_FILES)) == ([], files)


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
