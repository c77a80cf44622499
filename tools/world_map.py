"""Make `ropa/reference/world.json`, the outlines of the countries, from Natural Earth.

The source is the npm package world-atlas 2.0.2, which holds the 1:110m and 1:50m country shapes of
Natural Earth 4.1 (public domain) as TopoJSON. Fetch it with `npm install world-atlas@2.0.2`, then:

    python tools/world_map.py --source node_modules/world-atlas

Outlines are those of 1:110m in the Equal Earth projection; every country has a point as well, from
1:50m where 1:110m has no outline for it, and from the table below where neither has.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any

from babel.core import get_global

TARGET = Path(__file__).resolve().parent.parent / "ropa" / "reference" / "world.json"
WIDTH = 1000.0
SOUTH, NORTH = -57.0, 84.0  # Antarctica is a point at the lower edge
NEAR = 0.5  # points of an outline that are closer than this are one
# Parts that the source draws on their own and to which ISO 3166 gives no code of their own.
WITHOUT_CODE = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
# Longitude and latitude of what the source has no shape for, or only a part of another country.
PLACES = {
    "AC": (-14.4, -7.9),
    "AQ": (0.0, -57.0),
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CP": (-109.2, 10.3),
    "CQ": (-2.4, 49.4),
    "CX": (105.7, -10.5),
    "DG": (72.4, -7.3),
    "EA": (-5.3, 35.9),
    "GF": (-53.1, 3.9),
    "GI": (-5.4, 36.1),
    "GP": (-61.6, 16.2),
    "IC": (-15.6, 28.3),
    "MQ": (-61.0, 14.6),
    "RE": (55.5, -21.1),
    "SJ": (16.0, 78.5),
    "TA": (-12.3, -37.1),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "UM": (166.6, 19.3),
    "YT": (45.2, -12.8),
}
Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="The folder of world-atlas")
    source = parser.parse_args().source
    rough, fine = (_countries(source / f"countries-{scale}.json") for scale in ("110m", "50m"))
    del rough["AQ"]
    points = {code: _projected(place) for code, place in PLACES.items()}
    for countries in (fine, rough):  # the outline that is drawn says where its point is
        points |= {code: _middle(rings) for code, rings in countries.items()}
    points["AQ"] = _projected(PLACES["AQ"])
    world = {
        "source": "Natural Earth 4.1, public domain; Equal Earth projection",
        "width": WIDTH,
        "height": round(_projected((0, SOUTH))[1], 1),
        "points": {code: [round(x, 1), round(y, 1)] for code, (x, y) in sorted(points.items())},
        "shapes": {code: _path(rings) for code, rings in sorted(rough.items())},
    }
    TARGET.write_text(json.dumps(world, separators=(",", ":")).replace('","', '",\n"') + "\n")


def _countries(file: Path) -> dict[str, list[Ring]]:
    """The rings of each country, projected, by its ISO code of two letters."""
    topology = json.loads(file.read_text())
    arcs = [_thinned(arc) for arc in _arcs(topology)]
    found: dict[str, list[Ring]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = _code(country)
        if not code:
            continue
        many = country["type"] == "MultiPolygon"
        polygons = country["arcs"] if many else [country["arcs"]]
        rings = [
            [_projected(place) for place in part]
            for polygon in polygons
            for ring in polygon
            for part in _cut(_ring(arcs, ring))
        ]
        found.setdefault(code, []).extend(rings)
    return found


def _code(country: dict[str, Any]) -> str:
    number = country.get("id")
    if number is None:
        return WITHOUT_CODE.get(country["properties"]["name"], "")
    return str(get_global("territory_aliases").get(number, [""])[0])


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    (scale_x, scale_y), (left, bottom) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(points)
    return arcs


def _projected(place: Point) -> Point:
    """Equal Earth: Šavrič, Patterson, Jenny, 2018; into the frame of the picture."""
    x, y = _equal_earth(*place)
    right, top = _equal_earth(180, 0)[0], _equal_earth(0, NORTH)[1]
    scale = WIDTH / (2 * right)
    return (x + right) * scale, (top - y) * scale


def _equal_earth(longitude: float, latitude: float) -> Point:
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3)
    t = math.asin(root / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * root * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def _thinned(arc: Ring) -> Ring:
    """An arc without points that lie close together; its ends stay, for arcs meet there."""
    kept = [arc[0]]
    for point in arc[1:-1]:
        if math.dist(_projected(point), _projected(kept[-1])) >= NEAR:
            kept.append(point)
    return [*kept, arc[-1]]


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points[:-1]  # the last one is the first


def _cut(ring: Ring) -> list[Ring]:
    """The parts of a ring on either side of the line where longitude 180 meets -180."""
    unrolled = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((longitude - unrolled[-1][0]) / 360)
        unrolled.append((longitude - 360 * turns, latitude))
    parts = [
        [(x - shift, y) for x, y in _half(_half(unrolled, shift - 180, 1), shift + 180, -1)]
        for shift in (-360, 0, 360)
    ]
    return [part for part in parts if part]


def _half(ring: Ring, limit: float, side: int) -> Ring:
    """What of a ring lies beyond (`side` 1) or before (-1) a longitude: Sutherland, Hodgman."""
    kept: Ring = []
    for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (x - limit) * side >= 0:
            kept.append((x, y))
        if (x - limit) * (to_x - limit) < 0:
            kept.append((limit, y + (to_y - y) * (limit - x) / (to_x - x)))
    return kept


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs) / 2


def _middle(rings: list[Ring]) -> Point:
    """The centre of the largest part."""
    ring = max(rings, key=lambda each: abs(_area(each)))
    area = _area(ring)
    if abs(area) < NEAR:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    pairs = [(p, q, p[0] * q[1] - q[0] * p[1]) for p, q in sides]
    return (
        sum((p[0] + q[0]) * cross for p, q, cross in pairs) / (6 * area),
        sum((p[1] + q[1]) * cross for p, q, cross in pairs) / (6 * area),
    )


def _path(rings: list[Ring]) -> str:
    """SVG path data with steps from point to point, in tenths of a unit rounded without drift."""
    parts = []
    for ring in (each for each in rings if len(each) > 2):
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        at = tenths[0]
        steps = []
        for point in tenths[1:]:
            if point != at:
                steps.append(f"{_short(point[0] - at[0])} {_short(point[1] - at[1])}")
                at = point
        if steps:  # none where the whole ring lies in one tenth
            parts.append(f"M{_short(tenths[0][0])} {_short(tenths[0][1])}l{' '.join(steps)}z")
    return "".join(parts)


def _short(tenths: int) -> str:
    return f"{tenths / 10:g}"


if __name__ == "__main__":
    main()
