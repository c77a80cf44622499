"""The result of a what-if as tables: one sheet a group, and the same rows as the page and JSON."""

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from ropa.export.sheets import Cell, Sheet, as_workbook, as_zip

Result = dict[str, Any]
OUTCOMES: dict[str, StrOrPromise] = {
    "stops": gettext_lazy("stops"),
    "goes_on": gettext_lazy("goes on under something else"),
    "uncovered": gettext_lazy("not covered anyway"),
    "unknown": gettext_lazy("cannot be told"),
}
REACH: dict[str, StrOrPromise] = {
    "named": gettext_lazy("the purpose lines that it names"),
    "used": gettext_lazy("no purpose line is linked; those that use the vendor"),
    "every": gettext_lazy("all activities"),
    "not_recorded": gettext_lazy("which activities is not recorded"),
}
LABELS: dict[str, StrOrPromise] = {
    "code": gettext_lazy("code"),
    "outcome": gettext_lazy("from that day on"),
    "exporter": gettext_lazy("exporter"),
    "importer": gettext_lazy("importer"),
    "country": gettext_lazy("country"),
    "rests_on": gettext_lazy("rests on today"),
    "goes_on_under": gettext_lazy("goes on under"),
    "why": gettext_lazy("why not covered"),
    "reach": gettext_lazy("concerns"),
    "paths": gettext_lazy("chain"),
    "name": gettext_lazy("name"),
    "vendor": gettext_lazy("vendor"),
    "service": gettext_lazy("service"),
    "role": gettext_lazy("role"),
    "purpose": gettext_lazy("purpose line"),
    "activity": gettext_lazy("activity"),
    "activities": gettext_lazy("activities"),
    "transfers": gettext_lazy("transfers"),
    "heading": gettext_lazy("use case"),
    "notice": gettext_lazy("notice of changes"),
    "tell_by": gettext_lazy("tell by"),
    "title": gettext_lazy("title"),
    "covers_all": gettext_lazy("covers all activities"),
    "version": gettext_lazy("version in force"),
    "version_of": gettext_lazy("of"),
    "announce_by": gettext_lazy("announce by"),
    "due_on": gettext_lazy("due on"),
}
TITLES: dict[str, StrOrPromise] = {
    "transfers": gettext_lazy("Transfers"),
    "vendors": gettext_lazy("Vendors"),
    "uses": gettext_lazy("Uses of vendors"),
    "activities": gettext_lazy("Activities"),
    "purposes": gettext_lazy("Purpose lines"),
    "customers": gettext_lazy("Customers"),
    "notices": gettext_lazy("Notices"),
    "tasks": gettext_lazy("Open tasks on these records"),
}
COLUMNS = {
    "transfers": (
        *("code", "outcome", "exporter", "importer", "country"),
        *("rests_on", "goes_on_under", "why", "reach", "activities", "paths"),
    ),
    "vendors": ("name", "outcome"),
    "uses": (
        *("vendor", "service", "role", "purpose", "activity"),
        *("outcome", "transfers", "paths"),
    ),
    "activities": ("code", "heading", "outcome"),
    "purposes": ("code", "activity", "outcome"),
    "customers": ("code", "name", "notice", "tell_by", "activities"),
    "notices": ("code", "title", "covers_all", "version", "version_of", "announce_by"),
    "tasks": ("title", "due_on"),
}


def as_file(result: Result, kind: str) -> bytes:
    """Return the result as `xlsx`, `csv` (a zip of tables) or `json`."""
    return FORMATS[kind](result)


def sheets(result: Result) -> list[Sheet]:
    return [
        Sheet(
            title=name,
            header=[str(LABELS[column]) for column in columns],
            rows=[[in_words(column, row[column]) for column in columns] for row in result[name]],
            for_paper=True,
        )
        for name, columns in COLUMNS.items()
    ]


def in_words(column: str, value: Any) -> Cell:
    """A value of a row as people read it."""
    if column == "outcome":
        return str(OUTCOMES[value])
    if column == "reach":
        return str(REACH[value])
    if column == "paths":
        return "; ".join(" → ".join(path) for path in value)
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else value


def _as_json(result: Result) -> bytes:
    text = json.dumps(result, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


FORMATS: dict[str, Callable[[Result], bytes]] = {
    "xlsx": lambda result: as_workbook(sheets(result)),
    "csv": lambda result: as_zip(sheets(result)),
    "json": _as_json,
}
