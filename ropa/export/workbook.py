"""The register as the sheets of docs/workbook.md, to be edited and imported again."""

from typing import Any

from config.widgets import ChoiceWidget, NumberWidget, YesNoWidget
from ropa.export.sheets import Cell, Sheet
from ropa.resources import OrganisationResource, OrganisationScope, read_rows
from ropa.resources.rule import TriggersWidget


def sheets(scope: OrganisationScope) -> list[Sheet]:
    """Return every sheet of the register, empty ones included."""
    return [_sheet(*each) for each in read_rows(scope)]


def _sheet(name: str, resource: OrganisationResource, rows: list[Any]) -> Sheet:
    return Sheet(
        title=name,
        header=[column for column, _field in resource.columns],
        rows=[[_cell(field, row) for _column, field in resource.columns] for row in rows],
        choices={
            column: values
            for column, field in resource.columns
            if (values := _choices(field.widget))
        },
    )


def _cell(field: Any, row: Any) -> Cell:
    if isinstance(field.widget, NumberWidget):
        number: int | None = field.get_value(row)
        return number
    text: str = field.export(row)
    return text


def _choices(widget: Any) -> list[str]:
    if isinstance(widget, YesNoWidget):
        return ["yes", "no"]
    if isinstance(widget, ChoiceWidget) and not isinstance(widget, TriggersWidget):
        return [str(value) for value, _label in widget.choices]
    return []
