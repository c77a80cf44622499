"""The layout of the flow diagram: who stands where, and how broad each ribbon is."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Generic, TypeVar

from ropa.pictures.ways import Party, Place, Way

ENTITY, VENDOR, SUB, PLACE = "entity", "vendor", "sub", "place"
COLUMNS = (ENTITY, VENDOR, SUB, PLACE)
SHOWN = {ENTITY: 8, VENDOR: 24, SUB: 16, PLACE: 20}  # nodes of a column; the rest is one node more
WIDTH, NODE, HEAD = 1000.0, 176.0, 30.0
GAP, LOWEST = 7.0, 20.0
TALLEST, BROADEST = 620.0, 14.0  # of all ribbons together, and of one purpose line
SWEEPS = 6

T = TypeVar("T")
Key = tuple[str, str]  # column and key of the party or place; a rest has the key REST
REST, DIRECT = "\uffff", "direct:"
Tones = Callable[[Way], Iterable[tuple[int, Fraction]]]  # the parts of a way by colour


@dataclass(frozen=True)
class Node:
    """A box; `is_passage` is the point where a ribbon passes the column of sub-processors."""

    key: Key
    name: str
    weight: Fraction
    x: float
    y: float
    width: float
    height: float
    stands_for: int = 1

    @property
    def is_passage(self) -> bool:
        return _passes(self.key)


@dataclass(frozen=True)
class Ribbon:
    """The part of one colour between two nodes; `start` and `end` are its upper edges."""

    source: Node
    target: Node
    tone: int
    weight: Fraction
    breadth: float
    start: float
    end: float


@dataclass(frozen=True)
class Layout:
    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


Flow = tuple[Key, Key, int]  # from, to, colour
Flows = dict[Flow, Fraction]


def lay_out(ways: list[Way], tones: Tones, place_key: Callable[[Way], str]) -> Layout:
    """Work out the diagram. The same ways give the same picture, in whatever order they come.

    The larger nodes of each column are shown; the small rest of a column is one node. What flows
    into a node between two columns flows out of it.
    """
    columns = tuple(each for each in COLUMNS if each != SUB or any(way.chain for way in ways))
    routes = _Routes(ways, columns, place_key)
    flows: Sums[Flow] = Sums()
    for way, route in zip(ways, routes.routes, strict=True):
        for tone, part in tones(way):
            for source, target in pairwise(route):
                flows.add((source, target, tone), part)
    broad = flows.totals()
    order = _ordered(routes.weights, broad, columns)
    return _placed(routes, order, broad, columns)


class Sums(Generic[T]):
    """Exact sums of many fractions, fast: numerators are added by their denominator."""

    def __init__(self) -> None:
        self._found: defaultdict[T, dict[int, int]] = defaultdict(dict)

    def add(self, key: T, part: Fraction) -> None:
        found, of = self._found[key], part.denominator
        found[of] = found.get(of, 0) + part.numerator

    def totals(self) -> dict[T, Fraction]:
        return {
            key: sum((Fraction(count, of) for of, count in found.items()), Fraction())
            for key, found in self._found.items()
        }


class _Routes:
    """The nodes that each way touches, after the small ones have become one."""

    def __init__(
        self, ways: list[Way], columns: tuple[str, ...], place_key: Callable[[Way], str]
    ) -> None:
        self.columns = columns
        self.names: dict[Key, str] = {}
        places: dict[Place, str] = {}
        full: Sums[Key] = Sums()
        whole = []
        for way in ways:
            if way.place not in places:
                places[way.place] = place_key(way)
            whole.append(route := self._whole(way, places[way.place]))
            for key in route:
                full.add(key, way.share)
        weights = full.totals()
        kept = {column: _largest(weights, column) for column in columns}
        self.rest = {
            column: sum(key[0] == column and not _passes(key) for key in weights)
            - len(kept[column])
            for column in columns
        }
        shown = {key: _shown(key, kept) for key in weights}
        self.routes = [[shown[key] for key in route] for route in whole]
        after: Sums[Key] = Sums()
        for key, weight in weights.items():
            after.add(shown[key], weight)
        self.weights = after.totals()

    def _whole(self, way: Way, place: str) -> list[Key]:
        below = way.chain[-1] if way.chain else None
        found = [self._named(ENTITY, way.entity), self._named(VENDOR, way.vendor)]
        if below:
            found.append(self._named(SUB, below))
        elif SUB in self.columns:
            found.append((SUB, DIRECT + way.vendor.key))
        self.names[PLACE, place] = place
        return [*found, (PLACE, place)]

    def _named(self, column: str, party: Party) -> Key:
        key = (column, party.key)
        self.names[key] = party.name
        return key


def _passes(key: Key) -> bool:
    return key[1].startswith(DIRECT)


def _shown(key: Key, kept: dict[str, frozenset[Key]]) -> Key:
    """The node that a key is shown as: itself, or the rest of its column."""
    if _passes(key):
        vendor = key[1].removeprefix(DIRECT)
        return key if (VENDOR, vendor) in kept[VENDOR] else (SUB, DIRECT + REST)
    return key if key in kept[key[0]] else (key[0], REST)


def _largest(weights: dict[Key, Fraction], column: str) -> frozenset[Key]:
    """The keys to show; one that would be alone in the rest is shown as well."""
    real = [key for key in weights if key[0] == column and not _passes(key)]
    real.sort(key=lambda key: (-weights[key], key))
    count = SHOWN[column]
    return frozenset(real if len(real) <= count + 1 else real[:count])


def _ordered(
    weights: dict[Key, Fraction], flows: Flows, columns: tuple[str, ...]
) -> dict[str, list[Key]]:
    """Each column from top to bottom, so that few ribbons cross: by the middle of neighbours."""
    order = {
        column: sorted(
            (key for key in weights if key[0] == column), key=lambda key: (-weights[key], key)
        )
        for column in columns
    }
    near: dict[Key, list[tuple[Key, float]]] = defaultdict(list)
    for (source, target, _tone), weight in flows.items():
        near[source].append((target, float(weight)))
        near[target].append((source, float(weight)))
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for at in range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1):
            beside = order[columns[at - 1 if forward else at + 1]]
            _sort(order[columns[at]], beside, near)
    return order


def _sort(column: list[Key], beside: list[Key], near: dict[Key, list[tuple[Key, float]]]) -> None:
    positions = {key: at for at, key in enumerate(beside)}
    was = {key: at for at, key in enumerate(column)}

    def middle(key: Key) -> tuple[bool, float, int]:
        known = sorted((positions[k], w) for k, w in near[key] if k in positions)
        total = sum(weight for _at, weight in known)
        at = sum(at * weight for at, weight in known) / total if total else was[key]
        return key[1].endswith(REST), round(at, 6), was[key]

    column.sort(key=middle)


def _placed(
    routes: _Routes, order: dict[str, list[Key]], flows: Flows, columns: tuple[str, ...]
) -> Layout:
    total = sum((routes.weights[key] for key in order[ENTITY]), Fraction())
    scale = min(BROADEST, TALLEST / float(total)) if total else BROADEST
    heights = {key: _height(key, float(weight) * scale) for key, weight in routes.weights.items()}
    tall = {
        column: sum(heights[key] for key in keys) + GAP * max(len(keys) - 1, 0)
        for column, keys in order.items()
    }
    height = max(tall.values(), default=0.0)
    nodes: dict[Key, Node] = {}
    for at, column in enumerate(columns):
        x = (WIDTH - NODE) * at / (len(columns) - 1)
        y = HEAD + (height - tall[column]) / 2
        for key in order[column]:
            nodes[key] = _node(routes, key, x, y, heights[key])
            y += heights[key] + GAP
    ribbons = _ribbons(nodes, flows, scale)
    return Layout(columns, tuple(nodes.values()), tuple(ribbons), HEAD + height)


def _height(key: Key, flowing: float) -> float:
    return flowing if _passes(key) else max(LOWEST, flowing)


def _node(routes: _Routes, key: Key, x: float, y: float, height: float) -> Node:
    passes = _passes(key)
    return Node(
        key=key,
        name=routes.names.get(key, ""),
        weight=routes.weights[key],
        x=x + NODE / 2 if passes else x,
        y=y,
        width=0 if passes else NODE,
        height=height,
        stands_for=routes.rest[key[0]] if key[1] == REST else 1,
    )


def _ribbons(nodes: dict[Key, Node], flows: Flows, scale: float) -> Iterable[Ribbon]:
    """Stack the ribbons at each node in the order of where they come from and go to."""
    breadth = {flow: float(weight) * scale for flow, weight in flows.items()}
    starts = _stacked(nodes, [(flow[0], flow[1], flow) for flow in flows], breadth)
    ends = _stacked(nodes, [(flow[1], flow[0], flow) for flow in flows], breadth)
    for flow in sorted(flows):
        source, target, tone = flow
        yield Ribbon(
            source=nodes[source],
            target=nodes[target],
            tone=tone,
            weight=flows[flow],
            breadth=breadth[flow],
            start=starts[flow],
            end=ends[flow],
        )


def _stacked(
    nodes: dict[Key, Node], sides: list[tuple[Key, Key, Flow]], breadth: dict[Flow, float]
) -> dict[Flow, float]:
    """The upper edge of each flow at its near node; `sides` are near node, far node and flow."""
    at_node: dict[Key, list[tuple[float, int, Flow]]] = defaultdict(list)
    for near, far, flow in sides:
        at_node[near].append((nodes[far].y, flow[2], flow))
    edges = {}
    for near, found in at_node.items():
        node = nodes[near]
        y = node.y + (node.height - sum(breadth[flow] for *_at, flow in found)) / 2
        for *_at, flow in sorted(found):
            edges[flow] = y
            y += breadth[flow]
    return edges
