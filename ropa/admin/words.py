"""The columns and cells of the sheets in the words of an officer: labels, names and days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.widgets import ChoiceWidget, CodeWidget, DayWidget, YesNoWidget
from ropa import periods
from ropa.models import (
    ActivityGroup,
    Agreement,
    Customer,
    DataCategory,
    DataSubjectCategory,
    LegalEntity,
    Measure,
    RecipientClass,
)
from ropa.resources import SHEETS, OrganisationScope
from ropa.resources.rule import SEPARATOR
from ropa.services.differences import Difference, Kind

# Whose rows are called by a name rather than by their code, and where it stands.
NAMES: dict[Any, str] = {
    ActivityGroup: "heading",
    Agreement: "title",
    Customer: "name",
    DataCategory: "name",
    DataSubjectCategory: "name",
    LegalEntity: "legal_name",
    Measure: "name",
    RecipientClass: "name",
}
PERIODS = ("period", "review_every")
KINDS = {
    Kind.ADDED: gettext_lazy("added"),
    Kind.CHANGED: gettext_lazy("changed"),
    Kind.REMOVED: gettext_lazy("removed"),
}


@dataclass(frozen=True)
class Changed:
    """A row that differs: what it is, how, and each column with its text before and after."""

    what: str
    key: str
    kind: str
    changes: list[dict[str, str]]


class Words:
    """Reads cells, as the files carry them; names are those of the state in the scope."""

    def __init__(self, scope: OrganisationScope) -> None:
        self._scope = scope
        self._names: dict[Any, dict[str, str]] = {}

    def sheet(self, name: str) -> str:
        """Return what one row of the sheet is called."""
        return capfirst(str(SHEETS[name]._meta.model._meta.verbose_name))

    def sheets(self, name: str) -> str:
        return capfirst(str(SHEETS[name]._meta.model._meta.verbose_name_plural))

    def column(self, sheet: str, column: str) -> str:
        try:
            field: Any = SHEETS[sheet]._meta.model._meta.get_field(column)
        except FieldDoesNotExist:  # worked out from other tables, such as the triggers of a rule
            return capfirst(column.replace("_", " "))
        return capfirst(str(getattr(field, "verbose_name", column)))

    def cell(self, sheet: str, column: str, text: str) -> str:
        """Return what the cell says; '' stays ''."""
        widget = SHEETS[sheet].fields[column].widget
        if not text:
            return ""
        if isinstance(widget, ChoiceWidget):
            labels = {str(value): str(label) for value, label in widget.choices}
            return "; ".join(labels.get(part, part) for part in text.split(SEPARATOR))
        if isinstance(widget, YesNoWidget):
            return _("yes") if text == "yes" else _("no")
        if isinstance(widget, DayWidget):
            return date_format(date.fromisoformat(text), "j F Y")
        if isinstance(widget, CodeWidget):
            return self._name(widget.model, text)
        return _period(text) if column in PERIODS else text

    def facts(self, sheet: str, cells: dict[str, str]) -> list[tuple[str, str]]:
        """Return label and text of every cell that says something."""
        return [
            (self.column(sheet, column), self.cell(sheet, column, text))
            for column, text in cells.items()
            if text
        ]

    def differences(self, found: Iterable[Difference]) -> list[Changed]:
        """Return the differences in words; of a new or a removed row without its key."""
        return [
            Changed(
                what=self.sheet(each.sheet),
                key=each.key,
                kind=str(KINDS[each.kind]),
                changes=[
                    {
                        "name": self.column(each.sheet, change["field"]),
                        "old": self.cell(each.sheet, change["field"], change["old"]),
                        "new": self.cell(each.sheet, change["field"], change["new"]),
                    }
                    for change in each.changes
                    if each.kind is Kind.CHANGED or change["field"] not in _keys(each.sheet)
                ],
            )
            for each in found
        ]

    def _name(self, model: Any, code: str) -> str:
        if model not in NAMES:
            return code
        if model not in self._names:
            rows = self._scope.rows(model)
            self._names[model] = {row.code: getattr(row, NAMES[model]) for row in rows}
        return self._names[model].get(code) or code


def _keys(sheet: str) -> tuple[str, ...]:
    return tuple(SHEETS[sheet]._meta.import_id_fields)


def _period(text: str) -> str:
    try:
        return periods.in_words(periods.parse(text))
    except periods.WrongPeriod:  # as it was entered, before it was checked
        return text
