"""Cells of a file and the values they mean, both ways; a wrong cell is refused with a sentence."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from config.formulas import restore

YES = frozenset(("yes", "true", "1"))
NO = frozenset(("no", "false", "0"))

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE_END = re.compile(r"\r\n?")
# What neither CSV nor XLSX can carry; \t, \n and the line breaks of Word are not among them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """Return `text` without the control characters that neither CSV nor XLSX can carry."""
    return _CONTROL.sub("", text)


def tidy(text: str) -> str:
    """Return `text` as files carry it: one kind of line end, no control characters, no outer space.

    An outer tab or line break that belongs to a text is kept by the apostrophe before it.
    """
    return printable(_LINE_END.sub("\n", text)).strip()


def read_cell(cell: str) -> str:
    """Return the text that a cell of a file means."""
    return restore(tidy(cell))


class Lookup:
    """The codes of rows and their primary keys, both ways, read when needed."""

    def __init__(self, attribute: str, read: Callable[["Lookup"], None]) -> None:
        self.attribute = attribute
        self._reader = read  # fills the lookup
        self.refused: set[str] = set()  # codes whose own row of the file was refused
        self._by_code: dict[str, Any] | None = None
        self._by_pk: dict[Any, str] = {}

    def normal(self, code: str) -> str:
        """What is compared of a code; overridden where more than one spelling is the same."""
        return code

    def fill(self, codes: list[tuple[Any, str]]) -> None:
        """Take the rows from somebody who has read them anyway."""
        self._by_pk = dict(codes)
        self._by_code = {self.normal(code): pk for pk, code in codes}

    def add(self, pk: Any, code: str) -> None:
        self._read()[self.normal(code)] = pk
        self._by_pk[pk] = code

    def pk(self, code: str) -> Any:
        return self._read().get(self.normal(code))

    def code(self, pk: Any) -> str:
        self._read()
        return self._by_pk[pk]

    def codes(self) -> list[str]:
        """Every code, as its row has it."""
        self._read()
        return list(self._by_pk.values())

    def _read(self) -> dict[str, Any]:
        if self._by_code is None:
            self._reader(self)
        assert self._by_code is not None  # noqa: S101
        return self._by_code


class CellWidget(Widget):
    """`clean` reads a cell, `render` writes it, `plain` is the value as JSON has it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = read_cell(str(value)) if value is not None else ""
        return self.read(text) if text else self.empty()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        return text

    def empty(self) -> Any:
        return None

    def plain(self, value: Any) -> Any:
        return value


class TextWidget(CellWidget):
    def empty(self) -> str:
        return ""

    def plain(self, value: Any) -> str:
        return self.render(value)


class NumberWidget(CellWidget):
    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()):
            raise ValueError(_('"%(text)s" is no whole number.') % {"text": text})
        return int(text)


class DayWidget(CellWidget):
    def read(self, text: str) -> date:
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValueError(_('"%(text)s" is no day: write it as 2026-11-22.') % {"text": text})

    def plain(self, value: Any) -> str | None:
        return self.render(value) or None


class YesNoWidget(CellWidget):
    def read(self, text: str) -> bool:
        word = text.casefold()
        if word not in YES | NO:
            raise ValueError(_('"%(text)s" is neither yes nor no.') % {"text": text})
        return word in YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else ("yes" if value else "no")


class ChoiceWidget(CellWidget):
    """One value of a closed list; its label is understood too, in any case."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = choices

    def read(self, text: str) -> Any:
        word = _plain(text)
        for value, label in self.choices:
            if word in (_plain(value), _plain(str(label))):
                return str(value)
        raise ValueError(
            _('"%(text)s" is not one of: %(values)s.')
            % {"text": text, "values": ", ".join(str(value) for value, _label in self.choices)}
        )

    def empty(self) -> Any:
        return ""

    def plain(self, value: Any) -> Any:
        return self.render(value)


class CodeWidget(CellWidget):
    """A row of another sheet, by its code; the resource hands over the lookup of its scope."""

    lookup: Lookup

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model

    def read(self, text: str) -> Any:
        pk = self.lookup.pk(text)
        if pk is None:
            found = {"what": self.model._meta.verbose_name, "code": text}
            if text in self.lookup.refused:
                raise ValueError(_('the %(what)s "%(code)s" is refused itself.') % found)
            raise ValueError(_('there is no %(what)s "%(code)s".') % found)
        return pk

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.lookup.code(value)

    def plain(self, value: Any) -> str | None:
        return self.render(value) or None


def widget_for(field: Any) -> CellWidget:
    """The widget of a model field."""
    if field.is_relation:
        return CodeWidget(field.related_model)
    if field.choices:
        return ChoiceWidget(field.flatchoices)
    for kind, widget in (
        (models.BooleanField, YesNoWidget),
        (models.DateField, DayWidget),
        (models.IntegerField, NumberWidget),
    ):
        if isinstance(field, kind):
            return widget()
    return TextWidget()


def _plain(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
