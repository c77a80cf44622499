"""The page "Map and flows": where the data go, as two pictures and as tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.admin import Page, Section
from ropa.admin.whose import OrganisationFilter
from ropa.export.sheets import Sheet, as_csv
from ropa.memory import uncollected
from ropa.models import ActivityLink, Organisation, ProcessingActivity, Vendor, VendorUse
from ropa.pictures import tables
from ropa.pictures.countries import country_names
from ropa.pictures.flow_drawing import BY_CATEGORY, BY_SAFEGUARD, draw_flow
from ropa.pictures.looks import LOOKS
from ropa.pictures.spots import Spot, spots_of
from ropa.pictures.svg import Element, as_file, as_markup
from ropa.pictures.tables import Row
from ropa.pictures.world import draw_world
from ropa.services.kept import Shelf
from ropa.services.ways import Found, TooManyWays, ways_of

LABEL = gettext_lazy("Map and flows")
ROWS = 100  # of each table on a page; the file has all
ELSEWHERE = gettext_lazy("This belongs to another organisation. Choose one of “%(organisation)s”.")


class PicturesForm(OrganisationFilter):
    """Whose data, of which activity or vendor, and what the colours of the flow mean."""

    activity = forms.ModelChoiceField(
        ProcessingActivity.objects.none(),
        required=False,
        label=gettext_lazy("Activity"),
        error_messages={"invalid_choice": gettext_lazy("There is no such activity.")},
    )
    vendor = forms.ModelChoiceField(
        Vendor.objects.none(),
        required=False,
        label=gettext_lazy("Vendor"),
        error_messages={"invalid_choice": gettext_lazy("There is no such vendor.")},
    )
    by = forms.ChoiceField(
        choices=[
            (BY_SAFEGUARD, gettext_lazy("state of the safeguard")),
            (BY_CATEGORY, gettext_lazy("category of data")),
        ],
        required=False,
        label=gettext_lazy("Colours of the flow"),
    )

    def __init__(self, request: HttpRequest) -> None:
        offered = _offered(request, Organisation).order_by("name")
        asked = {**request.GET.dict(), "organisation": _organisation(request, offered)}
        super().__init__(
            asked | {name: _key(asked.get(name, "")) for name in ("activity", "vendor")}
        )
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]
        for name, relation in (
            ("activity", ActivityLink.activity),
            ("vendor", VendorUse.vendor),
        ):
            field: Any = self.fields[name]
            model = field.queryset.model
            rows = _offered(request, model).filter(organisation__in=offered)
            field.queryset = rows.select_related("organisation")
            widget = AutocompleteSelect(relation.field, admin.site)
            field.widget = widget
            widget.choices = field.choices
            widget.is_required = False

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        ours = said.get("organisation")
        for name in ("activity", "vendor"):
            record = said.get(name)
            if ours and record and record.organisation_id != ours.pk:
                self.add_error(name, str(ELSEWHERE) % {"organisation": ours})
        return said


@dataclass(frozen=True)
class Shown:
    """The facts of the page, drawn or written when they are asked for."""

    found: Found
    spots: list[Spot]
    by: str
    names: dict[str, str]

    @cached_property
    def world(self) -> Element:
        return draw_world(self.spots, self.found.homes, self.names)

    @cached_property
    def flow(self) -> Element:
        return draw_flow(self.found.ways, self.by, self.names)

    def places_file(self) -> bytes:
        rows = tables.places_rows(self.spots, self.names, whole=True)
        return _csv(_("Places"), tables.places_header(), rows)

    def ways_file(self) -> bytes:
        rows = tables.ways_rows(self.found.ways, self.names, whole=True)
        return _csv(_("Ways"), tables.ways_header(), rows)


SHELF = Shelf[dict[str, Shown]](size=4)
FILES: dict[str, tuple[str, Callable[[Shown], bytes]]] = {
    "map.svg": ("image/svg+xml", lambda shown: as_file(shown.world, LOOKS)),
    "flow.svg": ("image/svg+xml", lambda shown: as_file(shown.flow, LOOKS)),
    "map.csv": ("text/csv; charset=utf-8", Shown.places_file),
    "flow.csv": ("text/csv; charset=utf-8", Shown.ways_file),
}


def pictures_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the pictures with their tables; with `file`, hand out one of them."""
    if not request.user.has_perm("ropa.view_vendor"):
        raise PermissionDenied
    form = PicturesForm(request)
    context |= {"title": LABEL, "form": form, "media": form.media}
    if form.is_valid():
        try:
            with uncollected():
                answer = _answer(request, form.cleaned_data)
        except TooManyWays as too_many:
            form.add_error(None, str(too_many))
        else:
            if isinstance(answer, HttpResponse):
                return answer
            context |= answer
    return TemplateResponse(request, "admin/ropa/pictures.html", context)


def _answer(request: HttpRequest, said: dict[str, Any]) -> HttpResponse | dict[str, Any]:
    """One of the files, or what the page shows."""
    shown = _shown(said)
    if (name := request.GET.get("file", "")) in FILES:
        return _file(name, shown, said["organisation"])
    return _context(request, shown, said)


def pictures_links(request: HttpRequest, record: Any, name: str) -> list[tuple[Any, str]]:
    """The page about one activity or one vendor, for those who may see it."""
    if not request.user.has_perms(("ropa.view_transfer", "ropa.view_vendor")):
        return []
    address = f"{reverse('admin:pictures')}?organisation={record.organisation.code}"
    return [(LABEL, f"{address}&{name}={record.pk}")]


def _offered(request: HttpRequest, model: Any) -> Any:
    """The rows of a model that this user may see."""
    return admin.site.get_model_admin(model).get_queryset(request)


def _key(text: str) -> str:
    """The key of a record in an address, or 0, which no record has."""
    return text if not text or (text.isdecimal() and len(text) <= 18) else "0"


def _organisation(request: HttpRequest, offered: Any) -> str:
    first = offered.values_list("code", flat=True).first()
    return request.GET.get("organisation") or first or ""


def _shown(said: dict[str, Any]) -> Shown:
    """The facts, kept until the register changes: a page is turned, and each file asks again."""
    on, narrowed = timezone.localdate(), (said["activity"], said["vendor"])
    shown = SHELF.of(said["organisation"], on, *narrowed, make=lambda: _made(said, on))
    return shown[said["by"] or BY_SAFEGUARD]


def _made(said: dict[str, Any], on: date) -> dict[str, Shown]:
    """The same ways in either colouring; what is not looked at is not drawn."""
    found = ways_of(said["organisation"], on=on, activity=said["activity"], vendor=said["vendor"])
    names, spots = country_names(get_language() or "en"), spots_of(found.ways)
    return {by: Shown(found, spots, by, names) for by in (BY_SAFEGUARD, BY_CATEGORY)}


def _context(request: HttpRequest, shown: Shown, said: dict[str, Any]) -> dict[str, Any]:
    query = request.GET.copy()
    for name in ("p", "places", "file"):
        query.pop(name, None)
    context = {
        "organisation": said["organisation"],
        "narrowed": said["activity"] or said["vendor"],
        "found": shown.found,
        "query": query.urlencode(),
    }
    if not shown.found.ways:
        return context
    places = Paginator(shown.spots, ROWS).get_page(request.GET.get("places"))
    ways = Paginator(shown.found.ways, ROWS).get_page(request.GET.get("p"))
    return {
        **context,
        "world": SafeString(as_markup(shown.world)),
        "flow": SafeString(as_markup(shown.flow)),
        "places_header": tables.places_header(),
        "places": places,
        "places_rows": tables.places_rows(places.object_list, shown.names),
        "ways_header": tables.ways_header(),
        "ways": ways,
        "ways_rows": _linked(tables.ways_rows(ways.object_list, shown.names)),
    }


def _linked(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows, each with the address of its vendor."""
    return [
        {
            "cells": row.cells,
            "url": reverse("admin:ropa_vendor_change", args=[row.vendor]) if row.vendor else "",
        }
        for row in rows
    ]


def _file(name: str, shown: Shown, organisation: Organisation) -> HttpResponse:
    content_type, make = FILES[name]
    disposition = f'attachment; filename="{organisation.code}-{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(make(shown), content_type=content_type, headers=headers)


def _csv(title: str, header: list[str], rows: list[Row]) -> bytes:
    cells: list[list[Any]] = [list(row.cells) for row in rows]
    return as_csv(Sheet(title=title, header=header, rows=cells))


PICTURES = Page(
    section=Section.TRANSFERS,
    name="pictures",
    label=LABEL,
    view=pictures_view,
    permission="ropa.view_transfer",
    place=15,
)
