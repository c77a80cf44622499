"""The facts of the pictures as tables: for a screen reader, for paper, and as a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind
from ropa.pictures import words
from ropa.pictures.spots import Spot
from ropa.pictures.ways import Way

Names = dict[str, str]


@dataclass(frozen=True)
class Row:
    """The cells of a row; `vendor` is the key of the vendor in its second cell, if there is one."""

    cells: list[str]
    vendor: int | None = None


def places_header() -> list[str]:
    return [
        _("Place"),
        _("Code"),
        _("Recipients"),
        _("Safeguard"),
        *(words.kind(kind).capitalize() for kind in LocationKind),
        _("Transfers"),
    ]


def places_rows(spots: Iterable[Spot], names: Names, *, whole: bool = False) -> list[Row]:
    """A row for each place; with `whole`, every name, where a page shows the first ones."""
    return [Row(_place(spot, names, whole)) for spot in spots]


def _place(spot: Spot, names: Names, whole: bool) -> list[str]:
    def told(who: list[str]) -> str:
        return ", ".join(who) if whole else words.several(who)

    return [
        words.place(spot.place, names),
        spot.place.country,
        str(spot.count),
        words.state(spot.state),
        *(told(spot.by_kind.get(kind, [])) for kind in LocationKind.values),
        told(spot.transfers),
    ]


def ways_header() -> list[str]:
    return [
        _("Entity"),
        _("Vendor"),
        _("Sub-processors"),
        _("Place"),
        _("What is there"),
        _("Safeguard"),
        _("Transfers"),
        _("Data categories"),
        _("Purpose lines"),
        _("Part of this way"),
    ]


def ways_rows(ways: Iterable[Way], names: Names, *, whole: bool = False) -> list[Row]:
    return [Row(_way(way, names, whole), way.vendor.pk) for way in ways]


def _way(way: Way, names: Names, whole: bool) -> list[str]:
    data = [words.category(name) for name, _part in way.by_category]
    return [
        way.entity.name,
        way.vendor.name,
        words.chain(way.chain),
        words.place(way.place, names),
        words.kind(way.place.kind),
        _safeguard(way),
        ", ".join(way.transfers),
        ", ".join(data) if whole else words.several(data),
        str(way.lines),
        words.rounded(way.share),
    ]


def _safeguard(way: Way) -> str:
    state = words.state(way.state)
    return f"{state}: {'; '.join(way.told)}" if way.told else state
