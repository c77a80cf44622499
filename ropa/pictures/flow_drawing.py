"""The flow diagram as a picture: boxes, ribbons between them, and the key."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from ropa.pictures import legend, words
from ropa.pictures.flow import (
    HEAD,
    NODE,
    REST,
    WIDTH,
    Layout,
    Node,
    Ribbon,
    Sums,
    lay_out,
)
from ropa.pictures.legend import TONES
from ropa.pictures.looks import COLOURS, grain, patterns
from ropa.pictures.svg import Element, clipped, element, number, picture, titled
from ropa.pictures.ways import State, Way

NAME = "flow"
BY_SAFEGUARD, BY_CATEGORY = "safeguard", "category"
LETTERS = 22  # columns of a label beside its number


@dataclass(frozen=True)
class Colouring:
    """What the colours mean: the states of the safeguard, or the categories of the data."""

    by: str
    categories: tuple[str, ...] = ()  # those with a colour of their own

    def parts(self, way: Way) -> Iterable[tuple[int, Fraction]]:
        if self.by == BY_SAFEGUARD:
            return [(TONES[way.state], way.share)]
        own = self.own
        return [(own.get(name, len(own)), part) for name, part in way.by_category]

    @cached_property
    def own(self) -> dict[str, int]:
        return {name: tone for tone, name in enumerate(self.categories)}

    def labels(self) -> list[str]:
        if self.by == BY_SAFEGUARD:
            return [words.state(state) for state in sorted(State, key=TONES.__getitem__)]
        return [*map(words.category, self.categories), words.other_categories()]


def colouring(ways: list[Way], by: str) -> Colouring:
    """Of many categories the seven with most purpose lines have a colour of their own."""
    if by == BY_SAFEGUARD:
        return Colouring(by)
    found: Sums[str] = Sums()
    for way in ways:
        for name, part in way.by_category:
            found.add(name, part)
    weights = found.totals()
    largest = sorted(weights, key=lambda name: (-weights[name], name))
    return Colouring(by, tuple(largest[: len(COLOURS) - 1]))


def draw_flow(ways: list[Way], by: str, names: dict[str, str]) -> Element:
    colours = colouring(ways, by)
    layout = lay_out(ways, colours.parts, lambda way: words.place(way.place, names))
    used = {ribbon.tone for ribbon in layout.ribbons}
    if by == BY_SAFEGUARD:
        states = {state for state, tone in TONES.items() if tone in used}
        key, height = legend.of_states(NAME, states, layout.height + 18)
    else:
        labels = colours.labels()[: max(used, default=-1) + 1]
        key, height = legend.of_tones(NAME, labels, layout.height + 18)
    inside = (
        patterns(NAME),
        element("rect", width=WIDTH, height=height, class_="backdrop"),
        *_heads(layout),
        *(_ribbon(each, colours) for each in layout.ribbons),
        *(_node(each) for each in layout.nodes if not each.is_passage),
        *key,
    )
    size = (WIDTH, height)
    return picture(inside, name=NAME, size=size, title=_("Flow of data"), about=about(layout))


def about(layout: Layout) -> str:
    """What the diagram shows, in words."""
    if not layout.nodes:
        return _("No flow is recorded.")
    parts = []
    for column in layout.columns:
        found = [node for node in layout.nodes if node.key[0] == column and not node.is_passage]
        shown = [label(node) for node in found]
        parts.append(f"{words.headings()[column]}: {words.several(shown)}")
    said = _("From left to right: %(columns)s. The table under the diagram has every way.")
    return said % {"columns": "; ".join(parts)}


def label(node: Node) -> str:
    return words.more(node.stands_for, node.key[0]) if node.key[1] == REST else node.name


def _heads(layout: Layout) -> Iterable[Element]:
    titles = words.headings()
    for at, column in enumerate(layout.columns):
        x = (WIDTH - NODE) * at / (len(layout.columns) - 1)
        yield element("text", titles[column], x=x, y=HEAD - 14, class_="head")


def _node(node: Node) -> Element:
    name, count = label(node), words.rounded(node.weight)
    return titled(
        f"{name} – {words.lines(node.weight)}",
        element(
            "rect",
            x=node.x,
            y=node.y,
            width=node.width,
            height=node.height,
            rx=3,
            class_="box",
        ),
        element(
            "text",
            clipped(name, LETTERS),
            x=node.x + 7,
            y=node.y + node.height / 2 + 4,
            class_="label",
        ),
        element(
            "text",
            count,
            x=node.x + node.width - 6,
            y=node.y + node.height / 2 + 4,
            text_anchor="end",
            class_="small",
        ),
    )


def _ribbon(ribbon: Ribbon, colours: Colouring) -> Element:
    names = " → ".join(_end(each) for each in (ribbon.source, ribbon.target))
    said = (colours.labels()[ribbon.tone], words.lines(ribbon.weight))
    path, edges = _path(ribbon)
    return titled(
        f"{names}: {', '.join(said)}",
        element("path", d=path, class_=f"ribbon tone-{ribbon.tone}"),
        element("path", d=path, fill=grain(NAME, ribbon.tone)),
        element("path", d=edges, class_=f"ribbon-edge edge-{ribbon.tone}"),
    )


def _end(node: Node) -> str:
    return _("directly") if node.is_passage else label(node)


def _path(ribbon: Ribbon) -> tuple[str, str]:
    """The outline of a ribbon, and its two long edges, for one that passes on has no end."""
    left, right = ribbon.source.x + ribbon.source.width, ribbon.target.x
    middle = (left + right) / 2
    lower_start, lower_end = ribbon.start + ribbon.breadth, ribbon.end + ribbon.breadth
    x0, xm, x1 = map(number, (left, middle, right))
    s0, e0, s1, e1 = map(number, (ribbon.start, ribbon.end, lower_start, lower_end))
    upper = f"M{x0} {s0}C{xm} {s0} {xm} {e0} {x1} {e0}"
    lower = f"C{xm} {e1} {xm} {s1} {x0} {s1}"
    return f"{upper}V{e1}{lower}Z", f"{upper}M{x1} {e1}{lower}"
