"""A workbook goes out, others work on, it comes back: conflicts, removals and undo."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ropa.choices.approval import Outcome
from ropa.models import (
    ActivityApproval,
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeStatement,
    RegisterImport,
)
from ropa.resources import OrganisationScope
from ropa.services.differences import differences
from tests import sheets
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SOME_MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def book(full: Organisation, tmp_path: Path) -> "Book":
    path = tmp_path / "full.xlsx"
    assert sheets.export("full", "xlsx", "-o", path).code == 0
    return Book(path)


class Book:
    """A workbook as an officer edits it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._workbook = load_workbook(path)

    def write(self, sheet: str, row: int, column: str, text: str | None) -> None:
        cells = self._workbook[sheet]
        heading = [cell.value for cell in cells[1]].index(column) + 1
        cells.cell(row, heading).value = text

    def append(self, sheet: str, *cells: str | int | None) -> None:
        self._workbook[sheet].append(cells)

    def delete(self, sheet: str, row: int) -> None:
        self._workbook[sheet].delete_rows(row)

    def come_back(self, *options: str) -> sheets.Ran:
        self._workbook.save(self.path)
        return sheets.import_register(self.path, "full", *options)


def outcomes(ran: sheets.Ran) -> dict[str, str]:
    return {
        f"{row['sheet']} {row['key']}": row["outcome"]
        for row in ran.result["rows"]
        if row["outcome"] != "unchanged"
    }


def notes(ran: sheets.Ran) -> str:
    return " ".join(message for row in ran.result["rows"] for message in row["messages"])


def activity(code: str) -> ProcessingActivity:
    return ProcessingActivity.objects.get(organisation__code="full", code=code)


def change(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


class TestConflicts:
    def test_what_others_changed_since_is_not_reverted(self, book: Book) -> None:
        change(activity("hosting"), heading="Hosting for customers")

        ran = book.come_back()

        assert ran.code == 0
        assert outcomes(ran) == {}
        assert activity("hosting").heading == "Hosting for customers"
        assert not RegisterImport.objects.filter(filename="full.xlsx").exists()

    def test_changes_of_different_cells_are_put_together(self, book: Book) -> None:
        change(activity("hosting"), heading="Hosting for customers")
        book.write("activities", 3, "note", "Checked.")

        ran = book.come_back()

        assert outcomes(ran) == {"activities hosting": "changed"}
        found = activity("hosting")
        assert (found.heading, found.note) == ("Hosting for customers", "Checked.")

    def test_the_same_change_on_both_sides_is_none(self, book: Book) -> None:
        change(activity("hosting"), heading="Hosting for customers")
        book.write("activities", 3, "heading", "Hosting for customers")

        assert outcomes(book.come_back()) == {}

    def test_two_changes_of_one_cell_are_a_conflict_and_nothing_is_written(
        self, book: Book
    ) -> None:
        change(activity("hosting"), heading="Theirs")
        book.write("activities", 3, "heading", "Ours")
        book.write("groups", 2, "heading", "The whole site")

        ran = book.come_back()

        assert ran.code == 1
        assert outcomes(ran) == {"activities hosting": "conflicts", "groups site": "changed"}
        row = next(row for row in ran.result["rows"] if row["outcome"] == "conflicts")
        assert row["conflicts"] == [{"field": "heading", "file": "Ours", "register": "Theirs"}]
        assert str(activity("demo").group) == "The site"
        assert "1 changed, 0 removed, 1 conflict, 0 refused" in ran.err

    @pytest.mark.parametrize(("whose", "heading"), [("file", "Ours"), ("register", "Theirs")])
    def test_it_is_said_whose_value_counts(self, book: Book, whose: str, heading: str) -> None:
        change(activity("hosting"), heading="Theirs")
        book.write("activities", 3, "heading", "Ours")
        book.write("activities", 3, "note", "Checked.")

        assert book.come_back("--conflicts", whose).code == 0

        assert (activity("hosting").heading, activity("hosting").note) == (heading, "Checked.")

    def test_a_row_that_others_removed_does_not_come_back_by_itself(self, book: Book) -> None:
        PurposeStatement.objects.filter(order=2).delete()

        assert outcomes(book.come_back()) == {}

        book.write("statements", 3, "text", "Selling more")
        ran = book.come_back()
        assert outcomes(ran) == {"statements demo / 2": "conflicts"}
        assert "removed from the register since the export" in notes(ran)

    def test_two_values_cannot_come_to_one_place(self, book: Book) -> None:
        demo = Purpose.objects.get(code="demo")
        PurposeStatement.objects.create(purpose=demo, order=3, text="Theirs")
        book.append("statements", "demo", 3, "Ours")

        assert outcomes(book.come_back()) == {"statements demo / 3": "conflicts"}


class TestRemovals:
    def test_a_row_that_is_left_out_stays_and_is_counted(self, book: Book) -> None:
        book.delete("statements", 3)

        ran = book.come_back()

        assert (ran.result["left_out"], outcomes(ran)) == (1, {})

    def test_it_goes_when_that_is_asked_for(self, book: Book) -> None:
        book.delete("statements", 3)

        ran = book.come_back("--remove-missing")

        assert outcomes(ran) == {"statements demo / 2": "removed"}
        assert not PurposeStatement.objects.filter(order=2).exists()

    def test_a_blank_row_removes_nothing(self, book: Book) -> None:
        for column in ("purpose", "order", "text"):
            book.write("statements", 2, column, None)

        ran = book.come_back("--remove-missing")

        assert ran.code == 1
        assert "Line 2 is blank, and a blank row removes nothing" in notes(ran)

    def test_a_row_that_was_changed_since_is_not_removed(self, book: Book) -> None:
        book.delete("statements", 3)
        change(PurposeStatement.objects.get(order=2), text="Selling more")

        ran = book.come_back("--remove-missing")

        assert outcomes(ran) == {"statements demo / 2": "conflicts"}
        assert "was changed in the register since the export" in notes(ran)

    def test_a_row_that_others_need_is_not_removed(self, book: Book) -> None:
        book.delete("groups", 2)

        ran = book.come_back("--remove-missing")

        assert outcomes(ran) == {"groups site": "refused"}
        assert "still used by processing activities" in notes(ran)

    def test_an_activity_that_was_approved_is_never_removed(self, book: Book) -> None:
        officer, approver = UserFactory.create(), UserFactory.create()
        ActivityApproval.objects.create(
            activity=activity("hosting"),
            outcome=Outcome.APPROVED,
            submitted_at=SOME_MOMENT,
            submitted_by=officer,
            decided_at=SOME_MOMENT,
            decided_by=approver,
            content_sha256="0" * 64,
        )
        book.delete("activities", 3)
        book.delete("purposes", 4)

        ran = book.come_back("--remove-missing")

        assert outcomes(ran)["activities hosting"] == "refused"
        assert "approved once" in notes(ran)
        assert Purpose.objects.filter(code="hosting").exists()

    def test_without_the_sheet_about_nothing_can_be_removed(
        self, full: Organisation, tmp_path: Path
    ) -> None:
        folder = sheets.write(tmp_path / "part", statements="purpose,order,text\n")

        ran = sheets.import_register(folder, "full", "--remove-missing")

        assert ran.code == 2
        assert "no sheet “about”" in ran.err


class TestUndo:
    def edited(self, book: Book) -> None:
        book.write("activities", 3, "heading", "Hosting for customers")
        book.append("statements", "demo", 3, "Winning")
        book.append("groups", "new", "New", 2)
        book.delete("recipients", 2)
        book.delete("transfer_purposes", 2)
        book.write("rules", 2, "triggers", "hired")
        ran = book.come_back("--remove-missing")
        assert ran.code == 0, ran.out
        assert ran.result["added"] + ran.result["changed"] + ran.result["removed"] == 6

    def test_everything_goes_back_and_the_history_tells(self, book: Book) -> None:
        before = sheets.export_json("full")
        self.edited(book)
        assert sheets.export_json("full") != before

        ran = sheets.run("undo_import", "--organisation", "full", "--json", "-")

        assert ran.code == 0, ran.out
        assert sheets.export_json("full") == before
        done, undone = RegisterImport.objects.order_by("-started_at")[:2]
        assert done.undoes == undone
        assert (done.added, done.changed, done.removed) == (2, 2, 2)
        last = activity("hosting").history.latest()
        assert last.history_change_reason == "Undo of the import of full.xlsx"

    def test_a_dry_run_shows_it_and_writes_nothing(self, book: Book) -> None:
        self.edited(book)
        before = sheets.export_json("full")

        ran = sheets.run("undo_import", "--organisation", "full", "--dry-run")

        assert "changed: activities (hosting)" in ran.out
        assert "removed: statements (demo / 3)" in ran.out
        assert "added: recipients (demo / 2)" in ran.out
        assert sheets.export_json("full") == before

    def test_a_row_that_somebody_changed_since_stops_it(self, book: Book) -> None:
        self.edited(book)
        change(activity("hosting"), note="Mine.")
        before = sheets.export_json("full")

        ran = sheets.run("undo_import", "--organisation", "full")

        assert ran.code == 1
        assert "refused: activities (hosting) – Changed since the import: note." in ran.out
        assert sheets.export_json("full") == before

    def test_an_added_row_that_others_use_by_now_stops_it(self, book: Book) -> None:
        self.edited(book)
        new = Organisation.objects.get(code="full").groups.get(code="new")
        change(activity("hosting"), heading="Hosting for customers")
        ProcessingActivity.objects.create(
            organisation=new.organisation, code="later", heading="Later", group=new
        )

        ran = sheets.run("undo_import", "--organisation", "full")

        assert ran.code == 1
        assert "still used by processing activities" in ran.out

    def test_an_undo_is_not_undone_and_the_import_before_it_comes_next(self, book: Book) -> None:
        first = RegisterImport.objects.get()
        self.edited(book)
        assert sheets.run("undo_import", "--organisation", "full").code == 0

        ran = sheets.run("undo_import", "--organisation", "full", "--dry-run")

        assert first.filename in ran.out
        assert not differences(OrganisationScope("full"), OrganisationScope("full"))

    def test_an_import_that_made_the_register_leaves_the_bare_organisation(
        self, full: Organisation
    ) -> None:
        assert sheets.run("undo_import", "--organisation", "full").code == 0

        assert Organisation.objects.get() == full
        assert not ProcessingActivity.objects.exists()
        ran = sheets.run("undo_import", "--organisation", "full")
        assert ran.code == 2
        assert "no import of Full that could be undone" in ran.err
