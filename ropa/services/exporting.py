"""The register of a day written to a file, for the page of exports and for commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ropa.export.outputs import DOCUMENTS, LAYOUTS, TABLES, Document, Layout
from ropa.export.sheets import CannotExport
from ropa.export.wanted import Wanted
from ropa.models import Organisation
from ropa.resources import OrganisationScope, PastScope, end_of, first_day_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_NOT_MADE = {
    "role": gettext_lazy("This form is not made of one record alone: choose “both records”."),
    "entity": gettext_lazy("This form is not made for one legal entity: choose “all”."),
    "customer": gettext_lazy("This form is not made for one customer: choose “all”."),
    "with_retired": gettext_lazy(
        "This form does not ask whether to show retired activities: leave the box empty."
    ),
}


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """A file to hand out."""

    name: str
    data: bytes

    @property
    def content_type(self) -> str:
        return _TYPES.get(self.name.rpartition(".")[2], "application/octet-stream")


def forms() -> list[tuple[str, str]]:
    """Return every form as layout and format; a document has no layout but its format."""
    tables = [(name, each) for name, layout in LAYOUTS.items() for each in layout.formats]
    return [*tables, *((name, name) for name in DOCUMENTS)]


def export(wanted: Wanted, layout: str, format_: str) -> ExportFile:
    """Return the register in one of the `forms`.

    Raises `CannotExport` where the form is not made for the part that is wanted.
    """
    chosen = {part: getattr(wanted, part) for part in _NOT_MADE}
    if refused := unfit(chosen, layout, format_):
        raise CannotExport(" ".join(refused.values()))
    form = _form(layout, format_)
    day = f"-{wanted.as_of}" if wanted.as_of else ""
    name = f"{wanted.scope.code}-{layout}{day}"
    if isinstance(form, Document):
        return ExportFile(name=f"{name}.{format_}", data=form.write(wanted))
    sheets = form.sheets(wanted)
    suffix = "zip" if format_ == "csv" and len(sheets) > 1 else format_
    return ExportFile(name=f"{name}.{suffix}", data=TABLES[format_](sheets))


def unfit(chosen: Mapping[str, object], layout: str, format_: str) -> dict[str, str]:
    """Return for each chosen part of `Wanted` that the form does not take why, in a sentence."""
    takes = _form(layout, format_).takes
    return {
        part: str(why) for part, why in _NOT_MADE.items() if chosen.get(part) and part not in takes
    }


def _form(layout: str, format_: str) -> Layout | Document:
    return DOCUMENTS[format_] if layout in DOCUMENTS else LAYOUTS[layout]


def scope_of(
    organisation: Organisation, as_of: date | None, *, now: datetime | None = None
) -> OrganisationScope:
    """Return the rows of today, or those at the end of a day, from the history.

    With `now`, a day that is not over is taken as far as it has come. Raises `CannotExport` for
    a day on which there was no register yet, and for one that has not begun.
    """
    if as_of is None:
        return OrganisationScope(organisation.code)
    at = end_of(as_of, organisation)
    if now is not None and now < at:
        if now < end_of(as_of - timedelta(days=1), organisation):
            raise CannotExport(
                _("%(day)s has not come yet. Choose an earlier day.") % {"day": as_of}
            )
        at = now
    scope = PastScope(organisation.code, at)
    if scope.organisation is None:
        raise CannotExport(
            _("On %(day)s there was no register of %(name)s yet; its history begins on %(first)s.")
            % {"day": as_of, "name": organisation.name, "first": first_day_of(organisation)}
        )
    return scope


def refuse_unfinished(as_of: date | None, *, on: date) -> None:
    """Raise `CannotExport` where the end of the day has not come yet."""
    if as_of is not None and as_of >= on:
        raise CannotExport(
            _("%(day)s is not over yet. Choose a day before it, or none for the register of now.")
            % {"day": as_of}
        )
