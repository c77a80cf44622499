"""The map: countries by the state of the safeguard, with who hosts, reaches in, sits and signs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ropa.pictures import legend, words
from ropa.pictures.legend import TONES
from ropa.pictures.looks import grain, patterns
from ropa.pictures.placing import Box, place_box
from ropa.pictures.spots import Spot
from ropa.pictures.svg import Element, clipped, element, picture, titled

NAME = "map"
LABELS = 40  # countries with a label on the map; the table has all
WORDED = 8  # places that are no country, under the map
ROW = 24.0
_FILE = Path(__file__).resolve().parent.parent / "reference" / "world.json"


@dataclass(frozen=True)
class World:
    width: float
    height: float
    points: dict[str, tuple[float, float]]
    shapes: dict[str, str]


@cache
def world() -> World:
    """The outlines of the countries, and a point for each of them; see tools/world_map.py."""
    read: dict[str, Any] = json.loads(_FILE.read_text())
    points = {code: (x, y) for code, (x, y) in read["points"].items()}
    return World(read["width"], read["height"], points, read["shapes"])


def draw_world(spots: list[Spot], homes: Iterable[str], names: dict[str, str]) -> Element:
    """Draw the places; `homes` are the countries of the entities."""
    ground = world()
    on_map = [spot for spot in spots if spot.place.country in ground.points]
    elsewhere = [spot for spot in spots if spot.place.country not in ground.points]
    shown = homes_in(homes, ground)
    below = _worded(elsewhere, ground.height + 14, names)
    rows = -(-min(len(elsewhere), WORDED + 1) // 2)
    top = ground.height + 24 + rows * ROW
    key, height = legend.of_map(
        NAME, {spot.state for spot in spots}, _kinds(spots), bool(shown), top
    )
    inside = (
        patterns(NAME),
        element("rect", width=ground.width, height=height, class_="backdrop"),
        _land(ground, {spot.place.country for spot in on_map}),
        *(_country(ground, spot, names) for spot in on_map),
        *(element("path", d=ground.shapes[code], class_="home") for code in shown),
        *_labels(ground, on_map, names),
        *below,
        *key,
    )
    size = (ground.width, height)
    return picture(inside, name=NAME, size=size, title=_("World map"), about=about(spots, names))


def homes_in(homes: Iterable[str], ground: World) -> list[str]:
    return sorted({code for code in homes if code in ground.shapes})


def about(spots: list[Spot], names: dict[str, str]) -> str:
    """What the map shows, in a sentence for those who do not see it."""
    if not spots:
        return _("No place is recorded.")
    told = [f"{words.place(spot.place, names)} ({words.recipients(spot.count)})" for spot in spots]
    said = _("Where the data are: %(places)s. The table under the map has every place.")
    return said % {"places": words.several(told)}


def tell(spot: Spot, names: dict[str, str]) -> str:
    """A place with all that is there, in words."""
    kinds = [f"{words.kind(kind)}: {words.several(who)}" for kind, who in spot.by_kind.items()]
    head = f"{words.place(spot.place, names)} – {words.state(spot.state)}"
    return "\n".join((head, *kinds))


def _land(ground: World, involved: set[str]) -> Element:
    rest = "".join(path for code, path in ground.shapes.items() if code not in involved)
    return element("path", d=rest, class_="land")


def _country(ground: World, spot: Spot, names: dict[str, str]) -> Element:
    code, tone = spot.place.country, TONES[spot.state]
    if code in ground.shapes:
        where: dict[str, str | float] = {"d": ground.shapes[code]}
        tag = "path"
    else:
        x, y = ground.points[code]
        where, tag = {"cx": x, "cy": y, "r": 3}, "circle"
    return titled(
        tell(spot, names),
        element(tag, **where, class_=f"tone-{tone} outline"),
        element(tag, **where, fill=grain(NAME, tone)),
    )


def _labels(ground: World, spots: list[Spot], names: dict[str, str]) -> Iterable[Element]:
    taken: list[Box] = []
    leaders: list[Element] = []
    labels: list[Element] = []
    for spot in spots[:LABELS]:
        text = f"{spot.place.country} {spot.count}"
        size = (32 + 6.6 * len(text) + 11 * len(spot.by_kind), 17)
        point = ground.points[spot.place.country]
        box = place_box(point, size, taken, (ground.width, ground.height))
        if box is None:
            continue
        taken.append(box)
        leaders += _leader(box, point)
        labels.append(titled(tell(spot, names), *_tag(box, text, spot)))
    return [*leaders, *labels]  # a leader goes behind the labels that it meets


def _leader(box: Box, point: tuple[float, float]) -> Iterable[Element]:
    """The line from a label to its country, where it stands beside it."""
    x, y = box.middle
    if (x, y) != point:
        line = {"x1": point[0], "y1": point[1], "x2": x, "y2": y}
        yield element("line", **line, class_="leader")
        yield element("circle", cx=point[0], cy=point[1], r=1.6, class_="mark")


def _tag(box: Box, text: str, spot: Spot) -> Iterable[Element]:
    """The box of a place: state, text, and a mark for each thing that is there."""
    yield element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=3, class_="box")
    yield from legend.swatch(NAME, box.x + 3, box.y + 3, TONES[spot.state], box.height - 6)
    yield element("text", text, x=box.x + 20, y=box.y + box.height / 2 + 4, class_="label")
    right = box.right - 4 - 11 * len(spot.by_kind)
    for at, kind in enumerate(spot.by_kind):
        yield legend.mark(kind, right + 11 * at + 5, box.y + box.height / 2)


def _worded(spots: list[Spot], top: float, names: dict[str, str]) -> Iterable[Element]:
    """Places that are no country, in two columns."""
    half = world().width / 2
    for at, spot in enumerate(spots[:WORDED]):
        box = Box(10 + half * (at % 2), top + ROW * (at // 2), half - 20, 19)
        said = f"{clipped(words.place(spot.place, names), 50)} – {words.recipients(spot.count)}"
        yield titled(tell(spot, names), *_tag(box, said, spot))
    left = len(spots) - WORDED
    if left > 0:
        y = top + ROW * (WORDED // 2) + 14
        yield element("text", words.more(left, "place"), x=10, y=y, class_="small")


def _kinds(spots: list[Spot]) -> list[str]:
    return sorted({kind for spot in spots for kind in spot.by_kind})
