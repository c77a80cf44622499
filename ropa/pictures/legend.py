"""What colours, patterns and marks mean, as part of the picture."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind
from ropa.pictures import words
from ropa.pictures.looks import grain
from ropa.pictures.svg import Element, clipped, element
from ropa.pictures.ways import State

ROW, COLUMN, COLUMNS = 20.0, 245.0, 4
# The colour and the pattern of each state; what nothing carries is red and crossed.
TONES = {
    State.INSIDE: 0,
    State.NO_TRANSFER: 1,
    State.ADEQUATE: 2,
    State.CARRIED: 6,
    State.OPEN: 3,
    State.UNKNOWN: 4,
    State.UNFIT: 7,
    State.NONE: 5,
}


@dataclass
class Key:
    """Entries in rows of four, from a height downwards."""

    top: float
    elements: list[Element] = field(default_factory=list)
    count: int = 0

    def add(self, signs: "Signs", text: str) -> None:
        x = 10 + COLUMN * (self.count % COLUMNS)
        y = self.top + ROW * (self.count // COLUMNS)
        self.elements += signs(x, y)
        label = clipped(text, 36)
        title = (element("title", text),) if label != text else ()
        self.elements.append(element("text", label, *title, x=x + 20, y=y + 10, class_="label"))
        self.count += 1

    def new_row(self) -> None:
        self.count += -self.count % COLUMNS

    @property
    def bottom(self) -> float:
        return self.top + ROW * -(-self.count // COLUMNS) + 6


@dataclass(frozen=True)
class Signs:
    """What stands before the words of an entry."""

    name: str
    tone: int = -1
    kind: str = ""

    def __call__(self, x: float, y: float) -> list[Element]:
        if self.kind:
            return [mark(self.kind, x + 7, y + 6)]
        if self.tone < 0:
            return [element("rect", x=x, y=y, width=14, height=12, class_="home")]
        return list(swatch(self.name, x, y, self.tone, 12))


def of_map(
    name: str, states: set[State], kinds: Iterable[str], has_home: bool, top: float
) -> tuple[list[Element], float]:
    """The key of the map, and where the picture ends."""
    key = _states(name, states, top)
    if has_home:
        key.add(Signs(name), _("country of the exporting entity"))
    key.new_row()
    for kind in kinds:
        key.add(Signs(name, kind=kind), words.kind(kind))
    return key.elements, key.bottom


def of_states(name: str, states: set[State], top: float) -> tuple[list[Element], float]:
    key = _states(name, states, top)
    return key.elements, key.bottom


def of_tones(name: str, labels: list[str], top: float) -> tuple[list[Element], float]:
    """The key of a picture whose tones mean these labels, in this order."""
    key = Key(top)
    for tone, label in enumerate(labels):
        key.add(Signs(name, tone), label)
    return key.elements, key.bottom


def swatch(name: str, x: float, y: float, tone: int, height: float) -> Iterable[Element]:
    where = {"x": x, "y": y, "width": 12, "height": height}
    yield element("rect", **where, class_=f"tone-{tone} outline")
    yield element("rect", **where, fill=grain(name, tone))


def mark(kind: str, x: float, y: float) -> Element:
    """The sign of a kind of location, around a point."""
    if kind == LocationKind.HOSTING:
        return element("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, class_="mark")
    if kind == LocationKind.ACCESS:
        return element("path", d=f"M{x} {y - 4}l4.5 8h-9z", class_="mark")
    if kind == LocationKind.HEADQUARTERS:
        return element("circle", cx=x, cy=y, r=4, class_="mark")
    if kind == LocationKind.CONTRACTING:
        return element("path", d=f"M{x} {y - 5}l5 5l-5 5l-5 -5z", class_="mark")
    return element("circle", cx=x, cy=y, r=3.5, class_="hollow")


def _states(name: str, states: set[State], top: float) -> Key:
    key = Key(top)
    for state in State:
        if state in states:
            key.add(Signs(name, TONES[state]), words.state(state))
    return key
