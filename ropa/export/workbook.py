"""The register as the sheets of docs/workbook.md, to be edited and imported again."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from config.widgets import ChoiceWidget, CodeWidget, NumberWidget, YesNoWidget
from ropa.export.sheets import Cell, Sheet
from ropa.resources import SHEETS, OrganisationResource, OrganisationScope, PastScope, long_texts
from ropa.resources.about import ABOUT, COLUMNS, About
from ropa.resources.order import Order
from ropa.resources.rule import TriggersWidget


def sheets(scope: OrganisationScope) -> list[Sheet]:
    """Return what the file is about and every sheet of the register, empty ones included.

    The rows of a sheet are read when it is written, one sheet after the other.
    """
    instant = scope.at if isinstance(scope, PastScope) else timezone.now()
    about = About(scope.code, instant)
    order, offered = Order(), _Offered(scope)
    return [
        Sheet(title=ABOUT, header=list(COLUMNS), rows=[list(about.cells())]),
        *(_sheet(name, kind(scope), order, offered) for name, kind in SHEETS.items()),
    ]


def _sheet(name: str, resource: OrganisationResource, order: Order, offered: "_Offered") -> Sheet:
    more = _more_columns(name, resource)
    return Sheet(
        title=name,
        header=[*(column for column, _field in resource.columns), *more],
        rows=_Rows(resource, order, long=long_texts.LONG[name] if more else "", more=len(more)),
        choices={
            column: values
            for column, field in resource.columns
            if (values := offered.by(field.widget))
        },
    )


def _more_columns(name: str, resource: OrganisationResource) -> list[str]:
    """Columns in which texts go on that are longer than a cell can be."""
    if name not in long_texts.LONG:
        return []
    field = resource.fields[long_texts.LONG[name]]
    return long_texts.columns(name, (field.export(row) for row in resource.existing()))


class _Rows(Sequence[list[Cell]]):
    """The rows of a sheet, read anew each time; those of its parents come before.

    Of the column `long` what does not fit in a cell stands in so many more at the end.
    """

    def __init__(
        self, resource: OrganisationResource, order: Order, *, long: str = "", more: int = 0
    ) -> None:
        self._resource = resource
        self._order = order
        self._long = long
        self._more = more

    def __iter__(self) -> Iterator[list[Cell]]:
        columns = self._resource.columns
        model = self._resource._meta.model
        for row in self._order.sort(model, self._resource.existing()):
            cells = [_cell(field, row) for _column, field in columns]
            yield self._parted(cells) if self._long else cells

    def _parted(self, cells: list[Cell]) -> list[Cell]:
        at = [column for column, _field in self._resource.columns].index(self._long)
        first, *rest = long_texts.parts(str(cells[at] or ""))
        padding = [""] * (self._more - len(rest))
        return [*cells[:at], first, *cells[at + 1 :], *rest, *padding]

    def __len__(self) -> int:
        return sum(1 for _row in self)

    def __getitem__(self, at: Any) -> Any:
        return list(self)[at]


class _Offered:
    """What the cells of a column may say: a closed list, or the codes of other rows."""

    def __init__(self, scope: OrganisationScope) -> None:
        self._scope = scope
        self._codes: dict[Any, list[str]] = {}

    def by(self, widget: Any) -> list[str]:
        if isinstance(widget, YesNoWidget):
            return ["yes", "no"]
        if isinstance(widget, CodeWidget):
            return self._codes_of(widget.model)
        if isinstance(widget, ChoiceWidget) and not isinstance(widget, TriggersWidget):
            return [str(value) for value, _label in widget.choices]
        return []

    def _codes_of(self, model: Any) -> list[str]:
        if model not in self._codes:
            self._codes[model] = sorted(self._scope.lookup(model).codes())
        return self._codes[model]


def _cell(field: Any, row: Any) -> Cell:
    if isinstance(field.widget, NumberWidget):
        number: int | None = field.get_value(row)
        return number
    text: str = field.export(row)
    return text
