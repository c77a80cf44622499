"""The parts of the admin that need no page: pills, rows of an import."""

from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.template.loader import render_to_string
from import_export.results import Error, InvalidRow, Result, RowResult

from config.admin import Panel, PanelRow, pill
from config.admin.forms import RecordForm
from config.templatetags.back_office import refused_rows, row_counts
from ropa.models import Vendor


def test_a_pill_escapes_what_it_shows() -> None:
    assert pill("<b>", "late") == '<span class="pill pill-late">&lt;b&gt;</span>'


def a_result() -> Result:
    result = Result()
    result.diff_headers = ["name"]
    for kind in ("new", "update", "skip", "skip"):
        row = RowResult()
        row.import_type, row.diff = kind, ["Acme"]
        result.append_row_result(row)
        result.increment_row_result_total(row)
    return result


class TestImportPage:
    def page(self, result: Result) -> str:
        return "".join(
            render_to_string(f"admin/import_export/{part}.html", {"result": result})
            for part in ("summary", "refused", "preview")
        )

    def test_it_counts_every_row(self) -> None:
        result = a_result()
        result.totals["invalid"] = 1

        assert row_counts(result) == {
            "read": 5,
            "new": 1,
            "changed": 1,
            "unchanged": 2,
            "refused": 1,
        }
        assert "5 rows read: 1 new, 1 changed, 2 unchanged, 1 refused." in self.page(result)

    def test_a_file_error_is_a_sentence_and_never_a_traceback(self) -> None:
        result = Result()
        try:
            raise ValueError("There is no column “name”.")
        except ValueError as error:
            result.append_base_error(Error(error))

        page = self.page(result)

        assert "This file cannot be imported; nothing was changed." in page
        assert "There is no column “name”." in page
        assert "Traceback" not in page

    def test_messages_stand_under_their_row(self) -> None:
        result = a_result()
        wrong = {"name": ["Give the vendor's name."]}
        result.invalid_rows.append(InvalidRow(4, ValidationError(wrong), ("",)))

        assert refused_rows(result) == [
            {"number": 4, "values": ("",), "messages": ["name: Give the vendor's name."]}
        ]
        assert "name: Give the vendor&#x27;s name." in self.page(result)

    def test_an_unexpected_error_of_a_row_names_the_row(self) -> None:
        result = a_result()
        result.rows[1].errors.append(Error(ValueError("No such country."), row={"name": "A"}))

        assert refused_rows(result)[0]["number"] == 2
        assert "No such country." in self.page(result)


def test_a_form_keeps_no_control_character_of_what_is_entered() -> None:
    form_of = modelform_factory(Vendor, form=RecordForm, fields=("note",))
    form = form_of({"note": "Rings\x07 twice\x00"})

    assert form.is_valid(), form.errors
    assert form.instance.note == "Rings twice"


class TestPanel:
    def panel(self, *tones: str, count: int, tone: str = "") -> Panel:
        rows = tuple(PanelRow(text="a", url="/", tone=each) for each in tones)
        return Panel(title="A", url="/", count=count, tone=tone, rows=rows)

    def test_late_are_the_rows_that_say_so(self) -> None:
        assert self.panel("late", "soon", count=9, tone="late").late == 1

    def test_when_every_row_shown_is_late_all_are(self) -> None:
        assert self.panel("late", "late", count=9, tone="late").late == 9

    def test_what_is_not_shown_is_counted(self) -> None:
        assert self.panel("soon", count=9, tone="soon").hidden == 8
