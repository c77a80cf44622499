"""Which names of a long list are near to each other, worked out in the background.

Ten thousand names take a quarter of a minute. The names come in the order in which vendors were
made, and each is compared with those before it: so what is known stays known, and only the new
names at the end are compared.
"""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from ropa.choices.likeness import Likeness
from ropa.vendor_lists.similar import KnownNames

PATIENCE = 1.0  # seconds that a page waits
LISTS = 4  # lists that are kept
_NEAR = 5  # near names of one name that are looked at

Names = tuple[str, ...]


class NearNames(NamedTuple):
    name: str
    like: str
    score: int
    reason: Likeness


class NotYetKnown(Exception):
    """The names are being compared; ask again."""


class _Compared:
    """The first names of a list, compared with each other."""

    def __init__(self) -> None:
        self.names: Names = ()
        self.known = KnownNames()
        self.found: list[NearNames] = []

    def go_on(self, names: Names) -> tuple[NearNames, ...]:
        for name in names[len(self.names) :]:
            near = self.known.near(name, limit=_NEAR)
            self.found += [
                NearNames(name, each.similar_to, each.score, each.reason) for each in near
            ]
            self.known.add(name)
        self.names = names
        return tuple(self.found)


_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="near-names")
_asked: OrderedDict[Names, Future[tuple[NearNames, ...]]] = OrderedDict()
_compared: list[_Compared] = []  # touched by the worker alone


def near_names(names: Names, *, patience: float | None = None) -> tuple[NearNames, ...]:
    """Return each name with the near ones before it.

    With `patience`, in seconds, raises `NotYetKnown` when that takes longer; it goes on meanwhile.
    """
    future = _asked.get(names)
    if future is None:
        future = _asked[names] = _worker.submit(_compare, names)
        while len(_asked) > LISTS:
            _asked.popitem(last=False)
    try:
        return future.result(timeout=patience)
    except TimeoutError:
        raise NotYetKnown from None


def _compare(names: Names) -> tuple[NearNames, ...]:
    begun = [each for each in _compared if each.names == names[: len(each.names)]]
    compared = max(begun, key=lambda each: len(each.names), default=None)
    if compared is None:
        compared = _Compared()
    else:
        _compared.remove(compared)
    found = compared.go_on(names)
    _compared.append(compared)
    del _compared[:-LISTS]
    return found
