"""Rows of the register in memory: what is stored, what the file says of them, and the difference.

Nothing is changed while a row of the file is judged. A `Plan` collects what the row asks for,
and is carried out only when no part of the row is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from config.formulas import neutralise
from config.widgets import read_cell
from ropa.models import VendorAlias, VendorLocation, VendorUse
from ropa.services.vendor_import.report import Change

UseKey = tuple[Any, str, str]  # purpose line, service, spelling


class Draft:
    """One row of the register. There are as many as rows, so all of it is small.

    `lines` are the first and the last line of the file about it, and `changed` the fields that
    they changed of a stored row.
    """

    __slots__ = ("_said", "changed", "is_new", "lines", "row")

    def __init__(self, row: Any) -> None:
        self.row = row
        self.is_new = row.pk is None
        self.lines: tuple[int, ...] = ()
        self.changed: frozenset[str] = frozenset()
        self._said: tuple[tuple[int, tuple[str, ...]], ...] = ()  # the fields that a line gave

    def claimed_by_others(self, line: int) -> bool:
        return any(each != line for each in self.lines)

    def claim(self, line: int) -> None:
        self.lines = (*self.lines[:1], line)

    def said_on(self, name: str) -> int | None:
        """The last line of the file that gave the field a value."""
        return next((line for line, names in self._said if name in names), None)

    def hear(self, line: int, names: Iterable[str]) -> None:
        """Take note that a line gives these fields their values, whoever did so before."""
        now = dict.fromkeys(names)
        earlier = (
            (before, _shared(tuple(name for name in given if name not in now)))
            for before, given in self._said
        )
        self._said = (*(each for each in earlier if each[1]), (line, _shared(tuple(now))))


@dataclass(eq=False)
class Dossier:
    """A vendor with everything that a list can say of it."""

    vendor: Draft
    spellings: dict[str, Draft] = field(default_factory=dict)
    uses: list[Draft] = field(default_factory=list)
    locations: list[Draft] = field(default_factory=list)
    agreements: list[Draft] = field(default_factory=list)
    meant: dict[UseKey, Draft] = field(default_factory=dict)  # by which words of the file

    @property
    def name(self) -> str:
        return str(self.vendor.row.name)


@dataclass(frozen=True, slots=True)
class Edit:
    draft: Draft
    field: str
    value: Any
    is_said: bool = True


class Plan:
    """What one row of the file asks for: edits, new rows, sentences, and reasons against it."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.dossiers: list[Dossier] = []  # made by this row
        self.meets: list[Dossier] = []  # that the row names
        self.edits: list[Edit] = []
        self.new: list[tuple[Dossier, Draft]] = []
        self.touched: list[Draft] = []
        self.meant: list[tuple[Dossier, UseKey, Draft]] = []
        self.messages: list[str] = []
        self.wrong: list[str] = []
        self.changes: list[Change] = []
        self.is_creating = False

    def say(self, draft: Draft, name: str, value: Any, *, heading: str = "") -> None:
        """Give a field a value, unless another line of the file gave it another one."""
        said_on = draft.said_on(name)
        line = self.line if said_on is None else said_on
        earlier = value if said_on is None else getattr(draft.row, name)
        asked = next((e.value for e in self.edits if e.draft is draft and e.field == name), value)
        wrong = _wrong(draft.row, name, value)
        is_other = not _same(earlier, value)
        contradicts = is_other or asked != value
        if not (wrong or contradicts):
            self.edits.append(Edit(draft, name, value))
            return
        column = heading or str(draft.row._meta.get_field(name).verbose_name)
        if contradicts:
            self.wrong.append(
                _('%(column)s: line %(line)s says "%(earlier)s", this one "%(now)s" (%(what)s).')
                % {
                    "column": column,
                    "line": line,
                    "earlier": shown(draft.row, name, earlier if is_other else asked),
                    "what": draft.row,
                    "now": shown(draft.row, name, value),
                }
            )
            return
        self.wrong += (f"{column}: {sentence}" for sentence in wrong)

    def assume(self, draft: Draft, name: str, value: Any) -> None:
        """Give a field of a new row a value that the file does not say; a later line may."""
        self.edits.append(Edit(draft, name, value, is_said=False))

    def add(self, dossier: Dossier, draft: Draft, text: str) -> None:
        """Add a new row to the dossier; `text` shows the officer what it is."""
        self.new.append((dossier, draft))
        self.changes.append(Change(noun(draft.row), "", text))

    def touch(self, draft: Draft) -> None:
        """Note that the row is about this draft, also where it changes nothing of it."""
        self.touched.append(draft)

    def carry_out(self) -> None:
        """Make the edits in memory and collect what they change."""
        said: dict[Draft, list[str]] = {}
        for edit in self.edits:
            if edit.is_said:
                said.setdefault(edit.draft, []).append(edit.field)
            old = getattr(edit.draft.row, edit.field)
            if _same(old, edit.value):
                continue
            setattr(edit.draft.row, edit.field, edit.value)
            if not edit.draft.is_new:
                edit.draft.changed |= {edit.field}
                self.changes.append(_change(edit, old))
        for draft, names in said.items():
            draft.hear(self.line, names)
        for dossier, key, draft in self.meant:
            dossier.meant[key] = draft
        for draft in (*self.touched, *(draft for _dossier, draft in self.new)):
            draft.claim(self.line)


@lru_cache(maxsize=1_024)
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same fields as the same tuple: most lines give their rows the same ones."""
    return names


def noun(row: models.Model) -> str:
    """What kind of row it is, in one word where the vendor is named anyway."""
    match row:
        case VendorAlias():
            return _("spelling")
        case VendorLocation():
            return _("location")
        case VendorUse():
            return _("use")
    return str(row._meta.verbose_name)


def shown(row: models.Model, name: str, value: Any) -> str:
    """A value as officers read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, models.Model):
        return str(value)  # and never a key: a new one has no hash
    choices = dict(getattr(row._meta.get_field(name), "flatchoices", None) or ())
    return "" if value is None else str(choices.get(value, value))


def _change(edit: Edit, old: Any) -> Change:
    row = edit.draft.row
    what = f"{noun(row)}, {row._meta.get_field(edit.field).verbose_name}"
    return Change(what, shown(row, edit.field, old), shown(row, edit.field, edit.value))


def _same(old: Any, new: Any) -> bool:
    """Whether a stored value would look like the new one after an export and an import."""
    if isinstance(old, str) and isinstance(new, str):
        return read_cell(neutralise(old)) == new
    return bool(old == new)


def _wrong(row: models.Model, name: str, value: Any) -> list[str]:
    field = row._meta.get_field(name)
    if field.is_relation or not isinstance(field, models.Field):
        return []
    try:
        field.clean(value, row)
    except ValidationError as wrong:
        return wrong.messages
    return []
