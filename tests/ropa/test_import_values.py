from pathlib import Path

import pytest

from ropa.choices.register import FacetState
from ropa.models import (
    ProcessingActivity,
    Purpose,
    PurposeDataCategory,
    PurposeStatement,
)
from tests import sheets
from tests.factories import (
    DataCategoryFactory,
    PurposeFactory,
)

pytestmark = pytest.mark.django_db


class TestFacetStates:
    def test_given_without_a_value_is_refused(self, acme: Path) -> None:
        row = {"code": "new", "activity": "payroll", "consequences_state": "given"}

        found = sheets.refused(sheets.write(acme.parent / "x", purposes=[row]))

        assert found == [
            'purposes 2 consequences_state: "consequences" of "new" is given. '
            "Add a value or choose another state."
        ]

    def test_values_with_another_state_are_refused(self, acme: Path) -> None:
        row = {"purpose": "payroll", "order": "1", "text": "Paying"}

        found = sheets.refused(sheets.write(acme.parent / "x", statements=[row]))

        assert 'statements_state: "statements" of "payroll" is not_stated.' in found[0]

    def test_recipients_may_come_later_with_the_vendor_list(self, acme: Path) -> None:
        row = {"code": "new", "activity": "payroll", "recipients_state": "given"}

        ran = sheets.import_register(sheets.write(acme.parent / "x", purposes=[row]), "acme")

        assert ran.code == 0
        assert ran.result["rows"][0]["messages"] == ["no recipient yet: import the vendor list"]

    def test_a_line_that_the_file_does_not_touch_stops_nothing(self, acme: Path) -> None:
        activity = ProcessingActivity.objects.get(code="payroll")
        PurposeFactory.create(activity=activity, period_state=FacetState.GIVEN)

        assert sheets.import_register(acme, "acme").code == 0


def test_values_with_the_same_place_are_counted_so_that_a_file_can_name_them(acme: Path) -> None:
    purpose = Purpose.objects.get(code="enquiries")
    PurposeStatement.objects.create(purpose=purpose, order=1, text="Keeping the answer")
    rows = [
        {"purpose": "enquiries", "order": "1", "text": "Sending an answer"},
        {"purpose": "enquiries", "order": "2", "text": "Keeping the answer"},
    ]

    ran = sheets.import_register(sheets.write(acme.parent / "x", statements=rows), "acme")

    assert ran.result["unchanged"] == 2


class TestMovedValues:
    @pytest.fixture
    def values(self, acme: Path) -> list[PurposeDataCategory]:
        purpose = Purpose.objects.get(code="payroll")
        Purpose.objects.filter(pk=purpose.pk).update(data_categories_state="given")
        return [
            PurposeDataCategory.objects.create(
                purpose=purpose, order=order, category=DataCategoryFactory.create(code=code)
            )
            for order, code in enumerate("abc", start=1)
        ]

    def move(self, folder: Path, *codes: str) -> sheets.Ran:
        rows = [
            {"purpose": "payroll", "order": str(order), "category": code}
            for order, code in enumerate(codes, start=1)
        ]
        return sheets.import_register(sheets.write(folder / "x", data_categories=rows), "acme")

    def now(self) -> list[tuple[int, str]]:
        rows = PurposeDataCategory.objects.filter(purpose__code="payroll")
        return [(row.order, row.category.code) for row in rows.order_by("order", "pk")]

    def test_two_values_may_change_places(
        self, values: list[PurposeDataCategory], tmp_path: Path
    ) -> None:
        ran = self.move(tmp_path, "b", "a", "c")

        assert ran.result["changed"] == 2
        assert [row["changes"] for row in ran.result["rows"][:2]] == [
            [{"field": "order", "old": "2", "new": "1"}],
            [{"field": "order", "old": "1", "new": "2"}],
        ]
        assert self.now() == [(1, "b"), (2, "a"), (3, "c")]

    def test_a_value_put_first_moves_the_others(
        self, values: list[PurposeDataCategory], tmp_path: Path
    ) -> None:
        DataCategoryFactory.create(code="new")

        ran = self.move(tmp_path, "new", "a", "b", "c")

        assert (ran.result["added"], ran.result["changed"]) == (1, 3)
        assert self.now() == [(1, "new"), (2, "a"), (3, "b"), (4, "c")]

    def test_a_value_that_is_corrected_stays_the_same_row(
        self, values: list[PurposeDataCategory], tmp_path: Path
    ) -> None:
        DataCategoryFactory.create(code="new")

        ran = self.move(tmp_path, "a", "new", "c")

        assert (ran.result["added"], ran.result["changed"]) == (0, 1)
        values[1].refresh_from_db()
        assert values[1].category.code == "new"

    def test_a_value_may_move_while_another_is_corrected(
        self, values: list[PurposeDataCategory], tmp_path: Path
    ) -> None:
        DataCategoryFactory.create(code="new")

        ran = self.move(tmp_path, "b", "new", "c")

        assert (ran.result["added"], ran.result["changed"]) == (0, 2)
        assert self.now() == [(1, "b"), (2, "new"), (3, "c")]
