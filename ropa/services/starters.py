"""Templates of common activities: registers of one activity each, as files in `reference/starters`.

What is made from one is an ordinary draft. Periods and transfers are not stated in it, for they
depend on the country and the providers; the note of each line says what to decide.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from config.widgets import ChoiceWidget, CodeWidget, read_cell
from ropa.audit import acting
from ropa.models import Organisation, ProcessingActivity, Purpose
from ropa.models.rules import code_validator
from ropa.resources import SHEETS
from ropa.resources.merged import CATALOGUE_OF, ENTRIES, merged_codes
from ropa.services.reference import FOLDER as REFERENCE
from ropa.services.register_import import RegisterFile, import_register, read_path
from ropa.vendor_lists.table import Table

FOLDER = REFERENCE / "starters"
RENAMED = (ProcessingActivity, Purpose)  # their codes get the prefix
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Starter:
    """A template: its code, which is that of its activity, and its sheets."""

    code: str
    file: RegisterFile

    def rows(self, sheet: str) -> Rows:
        """The rows of a sheet as cells by column; none where the template has no such sheet."""
        table = self.file.sheets.get(sheet)
        if table is None:
            return []
        return [
            dict(zip(table.header, map(read_cell, row.cells), strict=True)) for row in table.rows
        ]

    @property
    def activity(self) -> dict[str, str]:
        return self.rows("activities")[0]


@lru_cache
def starters(folder: Path = FOLDER) -> tuple[Starter, ...]:
    """Return the templates in the order of their headings."""
    found = (Starter(each.name, read_path(each)) for each in folder.iterdir() if each.is_dir())
    return tuple(sorted(found, key=lambda starter: starter.activity["heading"]))


def apply_starter(
    starter: Starter, *, organisation: Organisation, prefix: str
) -> ProcessingActivity:
    """Make a draft of the template in the organisation, with `prefix` before every code.

    Raises `ValidationError` when a code is taken, or when the template does not fit the
    catalogues of this installation.
    """
    file = _in_place(_prefixed(starter.file, prefix), organisation)
    renamed = replace(starter, file=file)
    code = renamed.activity["code"]
    code_validator(code)
    _refuse_taken(renamed, organisation)
    with transaction.atomic(), acting(reason=_("From the template “%s”") % starter.code):
        report = import_register(file, organisation=organisation.code)
        if report.blocked:
            wrong = [f"{row.sheet} {row.key}: {' '.join(row.messages)}" for row in report.refused]
            raise ValidationError(
                [_("The template does not fit; run load_reference and try again."), *wrong]
            )
    return ProcessingActivity.objects.get(organisation=organisation, code=code)


def _in_place(file: RegisterFile, organisation: Organisation) -> RegisterFile:
    """Let the activity stand behind those that are there."""
    last = organisation.activities.aggregate(at=Max("order"))["at"] or 0
    table = file.sheets["activities"]
    rows = [replace(row, cells=[*row.cells, str(last + 1)]) for row in table.rows]
    behind = replace(table, header=[*table.header, "order"], rows=rows)
    return replace(file, sheets={**file.sheets, "activities": behind})


def _refuse_taken(starter: Starter, organisation: Organisation) -> None:
    for sheet, model in (("activities", ProcessingActivity), ("purposes", Purpose)):
        codes = [row["code"] for row in starter.rows(sheet)]
        rows: Any = model._default_manager
        taken = rows.filter(organisation=organisation, code__in=codes).first()
        if taken is not None:
            raise ValidationError(
                _("%(where)s has “%(code)s” already; choose another prefix.")
                % {"where": organisation.name, "code": taken.code}
            )


def _prefixed(file: RegisterFile, prefix: str) -> RegisterFile:
    sheets = {name: _prefixed_table(name, table, prefix) for name, table in file.sheets.items()}
    return replace(file, sheets=sheets)


def _prefixed_table(sheet: str, table: Table, prefix: str) -> Table:
    named = {at for at, column in enumerate(table.header) if _names_ours(sheet, column)}
    rows = [
        replace(
            row,
            cells=[
                f"{prefix}-{cell}" if at in named and cell and prefix else cell
                for at, cell in enumerate(row.cells)
            ],
        )
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _names_ours(sheet: str, column: str) -> bool:
    kind = SHEETS[sheet]
    if column == "code":
        return kind._meta.model in RENAMED
    widget = kind.fields[column].widget
    return isinstance(widget, CodeWidget) and widget.model in RENAMED


# What a template holds, for the officer who chooses

SHOWN = (
    *("statements", "data_subjects", "data_categories", "legal_bases", "special_conditions"),
    *("recipients", "consequences"),
)


@dataclass(frozen=True)
class Line:
    """A purpose line of a template: its cells in words, and what is left to decide."""

    cells: dict[str, list[str]]
    note: str


def lines_of(starter: Starter, names: dict[str, dict[str, str]]) -> list[Line]:
    """Return the lines of a template; `names` are those of the catalogues."""
    return [
        Line(
            {
                sheet: [
                    _words(sheet, row, names)
                    for row in starter.rows(sheet)
                    if row["purpose"] == line["code"]
                ]
                for sheet in SHOWN
            },
            line["note"],
        )
        for line in starter.rows("purposes")
    ]


def measures_of(starter: Starter, names: dict[str, dict[str, str]]) -> list[str]:
    return [_words("activity_measures", row, names) for row in starter.rows("activity_measures")]


def catalogue_names() -> dict[str, dict[str, str]]:
    """Return the names of all entries by catalogue and code; merged codes are understood."""
    found = {}
    for catalogue, model in ENTRIES.items():
        names = dict(model.objects.values_list("code", "name"))
        merged = {old: names[new] for old, new in merged_codes(model).items() if new in names}
        found[catalogue] = {**merged, **names}
    return found


def _words(sheet: str, row: dict[str, str], names: dict[str, dict[str, str]]) -> str:
    """A value as it is read: its wording or text, or the name or label of its code."""
    if said := row.get("wording") or row.get("text"):
        return said
    for column, field in SHEETS[sheet].fields.items():
        widget, cell = field.widget, row.get(column, "")
        if isinstance(widget, CodeWidget) and widget.model in CATALOGUE_OF:
            return names[CATALOGUE_OF[widget.model]].get(cell, cell)
        if isinstance(widget, ChoiceWidget) and column in ("basis", "condition"):
            return str(dict(widget.choices).get(cell, cell))
    return ""
