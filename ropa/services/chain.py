"""The chain of sub-processors below a vendor, and whom a vendor works for, Art. 28(2) and (4).

Works on plain data, `{vendor: [links]}`, whether vendors stand there as keys or as names. A chain
has no circle; a vendor that several others use is met on several ways and told once.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from ropa.models import SubProcessing, Vendor

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Link(Generic[K]):
    """One vendor that works for another; it holds from `since_on` until before `ended_on`."""

    vendor: K
    sub_processor: K
    service: str = ""
    data: str = ""
    since_on: date | None = None
    ended_on: date | None = None

    def holds(self, *, on: date) -> bool:
        begun = self.since_on is None or self.since_on <= on
        return begun and (self.ended_on is None or self.ended_on > on)


Links = dict[K, list[Link[K]]]


@dataclass(frozen=True)
class Path(Generic[K]):
    """How a vendor reaches a sub-processor: over these links, at least one."""

    links: tuple[Link[K], ...]

    @property
    def vendor(self) -> K:
        return self.links[0].vendor

    @property
    def sub_processor(self) -> K:
        return self.links[-1].sub_processor

    @property
    def depth(self) -> int:
        return len(self.links)

    @property
    def vendors(self) -> tuple[K, ...]:
        """Everybody on the way, both ends included."""
        return (self.vendor, *(link.sub_processor for link in self.links))


@dataclass(frozen=True)
class Branch(Generic[K]):
    """One line of a tree; where `is_repeated`, what lies below stands further up already."""

    depth: int
    link: Link[K]
    is_repeated: bool


def chain_below(vendors: Iterable[Vendor], *, on: date) -> dict[int, list[Path[int]]]:
    """Return, by the key of each vendor, the paths to all sub-processors on that day.

    Each sub-processor once, on a shortest path, nearest first. One query.
    """
    wanted = list(vendors)
    links = links_of({vendor.organisation_id for vendor in wanted}, on=on)
    return {vendor.pk: paths_below(vendor.pk, links) for vendor in wanted}


def links_of(organisations: Iterable[int], *, on: date | None = None) -> Links[int]:
    """Return the links between the vendors of these organisations; with `on`, those of that day."""
    rows = SubProcessing.objects.filter(organisation__in=set(organisations)).order_by(
        "vendor", "sub_processor__name", "service", "pk"
    )
    found = [
        Link(*row)
        for row in rows.values_list(
            "vendor", "sub_processor", "service", "data", "since_on", "ended_on"
        )
    ]
    return by_vendor(link for link in found if on is None or link.holds(on=on))


def by_vendor(links: Iterable[Link[K]]) -> Links[K]:
    found: defaultdict[K, list[Link[K]]] = defaultdict(list)
    for link in links:
        found[link.vendor].append(link)
    return dict(found)


def upwards(links: Links[K]) -> Links[K]:
    """Return the links the other way round, so that what lies below is whom a vendor works for."""
    return by_vendor(
        replace(link, vendor=link.sub_processor, sub_processor=link.vendor)
        for found in links.values()
        for link in found
    )


def paths_below(vendor: K, links: Links[K]) -> list[Path[K]]:
    """Return a shortest path to each sub-processor at any depth, nearest first."""
    found: dict[K, Path[K]] = {}
    ahead: deque[Path[K]] = deque(Path((link,)) for link in links.get(vendor, ()))
    while ahead:
        path = ahead.popleft()
        if path.sub_processor in found or path.sub_processor == vendor:
            continue
        found[path.sub_processor] = path
        ahead.extend(Path((*path.links, link)) for link in links.get(path.sub_processor, ()))
    return list(found.values())


def tree_below(vendor: K, links: Links[K]) -> Iterator[Branch[K]]:
    """Yield the tree as it is read, what lies below a vendor only where it is met first.

    So a tree has no more lines than there are links, however often they are met.
    """
    opened = {vendor}
    ahead = [(1, link) for link in reversed(links.get(vendor, ()))]
    while ahead:
        depth, link = ahead.pop()
        below = links.get(link.sub_processor, ())
        is_repeated = bool(below) and link.sub_processor in opened
        yield Branch(depth, link, is_repeated)
        if not is_repeated:
            opened.add(link.sub_processor)
            ahead += [(depth + 1, each) for each in reversed(below)]
