"""The places of a map, each with those who are there and what they have there."""

from collections.abc import Iterable
from dataclasses import dataclass

from ropa.pictures.ways import Place, State, Way, worst


@dataclass(frozen=True)
class Spot:
    """A country, or words that name none; `by_kind` are the names of those who are there.

    Hosting, access, headquarters and contracting entity are four different things; somebody who
    has several of them in one place stands under each.
    """

    place: Place
    state: State
    by_kind: dict[str, list[str]]
    vendors: list[str]
    transfers: list[str]

    @property
    def count(self) -> int:
        return len(self.vendors)


def spots_of(ways: Iterable[Way]) -> list[Spot]:
    """Group ways by place: those with most vendors first, then by place."""
    found: dict[tuple[str, str], list[Way]] = {}
    for way in ways:
        place = way.place
        key = (place.country, "" if place.country else place.wording.casefold())
        found.setdefault(key, []).append(way)
    return sorted(map(_spot, found.values()), key=_order)


def _spot(ways: list[Way]) -> Spot:
    place = ways[0].place
    names: dict[str, str] = {}
    by_kind: dict[str, dict[str, str]] = {}
    for way in ways:
        names[way.holder.key] = way.holder.name
        by_kind.setdefault(way.place.kind, {})[way.holder.key] = way.holder.name
    return Spot(
        place=Place("", place.country, "" if place.country else place.wording),
        state=worst({way.state for way in ways}),
        by_kind={kind: sorted(each.values()) for kind, each in sorted(by_kind.items())},
        vendors=sorted(names.values()),
        transfers=sorted({code for way in ways for code in way.transfers}),
    )


def _order(spot: Spot) -> tuple[int, str, str]:
    return -spot.count, spot.place.country, spot.place.wording
