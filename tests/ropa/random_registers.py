"""Registers at random: a few rows in every sheet, with texts that files are known to lose."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from config.formulas import neutralise
from config.widgets import (
    ChoiceWidget,
    CodeWidget,
    DayWidget,
    NumberWidget,
    YesNoWidget,
    read_cell,
)
from ropa.models import FACETS, DataCategory, DataSubjectCategory, Measure, RecipientClass
from ropa.models.rules import code_validator, country_validator, validate_period
from ropa.resources import SHEETS, OrganisationScope
from ropa.resources.rule import TriggersWidget

CODE = "random"
Row = dict[str, str]
Register = dict[str, list[Row]]

NASTY = (
    "=1+1",
    "-2",
    "+49 89",
    "@x",
    "'quoted",
    "''",
    "\ttab",
    "first\nsecond\r\nthird",
    "_x000D_ and _x005F_",
    "#N/A",
    "bell\x07 and page\x0cbreak",
    "null",
    "0012",
    "2026-11-22",
    'a;b,"c"',
    "👩‍⚖️ Straße",
    "שלום \u202eעולם",
    "\u2028line\x85next\xa0",
    "＝1",
    "long " * 5_000,
)
TEXTS = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=30), st.just("")
)
# Columns that may say only certain texts, by name; others say what their model allows.
SOME: dict[str, tuple[str, ...]] = {
    "time_zone": ("", "Europe/Berlin"),
    "subdivision": ("",),
    "permitted_locations": ("", "DE", "DE; FR"),
    "website": ("", "https://example.org/ä"),
    "url": ("", "https://example.org/ä"),
    "privacy_url": ("", "https://example.org/p"),
    "opt_out_url": ("", "https://example.org/o"),
    "applies_to_all": ("", "no"),
    "successor": ("",),
    "precision": ("", "none"),
    "dated_on": ("",),
    "period": ("P60D", "P1Y6M"),
    "minimum_age": ("", "16"),
}
CATALOGUES = (DataCategory, DataSubjectCategory, Measure, RecipientClass)
LINES = {
    "line-0": dict.fromkeys(FACETS, "given"),
    "line-1": {**dict.fromkeys(FACETS, "inherited"), "period": "not_stated"},
    "line-2": dict.fromkeys(FACETS, "none"),
}


@st.composite
def registers(draw: Callable[[Any], Any]) -> Register:
    """Draw a register: what contradicts itself in it is left to the import to refuse."""
    found: Register = {}
    scope = OrganisationScope("")
    for sheet, kind in SHEETS.items():
        drawing = _Drawing(draw, sheet, kind(scope), found)
        found[sheet] = [drawing.row(number) for number in range(drawing.count())]
    return found


class _Drawing:
    def __init__(self, draw: Any, sheet: str, resource: Any, found: Register) -> None:
        self._draw = draw
        self._sheet = sheet
        self._resource = resource
        self._found = found

    def count(self) -> int:
        if self._sheet == "organisation":
            return 1
        if self._sheet in ("activities", "purposes"):
            return 3
        return int(self._draw(st.integers(1, 2)))

    def row(self, number: int) -> Row:
        row = {
            column: self._cell(column, field, number) for column, field in self._resource.columns
        }
        if self._sheet == "purposes":
            code = row["code"] = f"line-{number}"
            row |= {f"{facet}_state": state for facet, state in LINES[code].items()}
            row["inherits_from"] = "line-0" if number == 1 else ""
        elif "purpose" in row and self._sheet != "balancing_tests":
            row["purpose"] = "line-0"  # the one whose cells are given
        if self._sheet == "cross_cutting":
            row |= {"activity": "activities-0", "target": f"activities-{number + 1}"}
        if self._sheet == "agreements":
            row["customer"] = ""
        if self._sheet == "transfers":
            row |= {"importer_entity": "", "destination_kind": "country", "country": "US"}
        if self._sheet == "activities" and number == 0:
            row["kind"] = "cross_cutting"
        return row

    def _cell(self, column: str, field: Any, number: int) -> str:
        widget = field.widget
        if column in SOME:
            return str(self._draw(st.sampled_from(SOME[column])))
        if isinstance(widget, TriggersWidget):
            return ";".join(self._draw(st.lists(_one_of(widget), max_size=3)))
        if isinstance(widget, ChoiceWidget):
            return str(self._draw(_one_of(widget)))
        if isinstance(widget, CodeWidget):
            return self._code(column, widget.model)
        if isinstance(widget, NumberWidget):
            return str(number + 1 if column == "order" else self._draw(st.integers(1, 99)))
        if isinstance(widget, DayWidget):
            is_needed = not self._resource._meta.model._meta.get_field(column).null
            days = ("2024-02-29", "2026-11-22")
            return str(self._draw(st.sampled_from(days if is_needed else ("", *days))))
        if isinstance(widget, YesNoWidget):
            return str(self._draw(st.sampled_from(("yes", "no"))))
        return self._text(column, number)

    def _code(self, column: str, model: Any) -> str:
        """A row that is there by now; a cell that may be empty sometimes is."""
        sheet = next((name for name, kind in SHEETS.items() if kind._meta.model is model), "")
        if model in CATALOGUES:
            codes = sorted(model.objects.values_list("code", flat=True))[:3]
        else:
            attribute = "name" if sheet == "vendors" else "code"
            codes = [row[attribute] for row in self._found.get(sheet, [])]
        is_needed = not self._resource._meta.model._meta.get_field(column).null
        offered = codes if is_needed else ["", *codes]
        return str(self._draw(st.sampled_from(offered or [""])))

    def _text(self, column: str, number: int) -> str:
        field = self._resource._meta.model._meta.get_field(column)
        if code_validator in field.validators:
            return CODE if self._sheet == "organisation" else f"{self._sheet}-{number}"
        if country_validator in field.validators:
            return str(self._draw(st.sampled_from(("DE", "FR"))))
        if validate_period in field.validators:
            return str(self._draw(st.sampled_from(("", "P1Y", "P30D"))))
        text = read_cell(neutralise(self._draw(TEXTS)))[: field.max_length or None]
        text = read_cell(neutralise(text)) or ("" if field.blank else "x")
        is_key = column in self._resource.key_columns
        return neutralise(f"{number} {text}"[: field.max_length] if is_key else text)


def _one_of(widget: Any) -> Any:
    return st.sampled_from([str(value) for value, _label in widget.choices])
