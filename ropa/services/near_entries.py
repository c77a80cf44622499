"""Entries of a catalogue whose names are nearly the same: shown to the officer, never merged."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ropa.vendor_lists.similar import suggest
from ropa.vendor_lists.spelling import normalise

EQUAL = 100  # of 100


@dataclass(frozen=True)
class Pair:
    """Two entries, and how near their names are: 0 to 100. The one that is used more is first."""

    entry: Any
    like: Any
    score: int


def near_entries(entries: list[Any]) -> list[Pair]:
    """Return the pairs of equal and near names among `entries`, the nearest first.

    Entries carry `use_count`. Names are compared as those of vendors are.
    """
    by_name: defaultdict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        by_name[normalise(entry.name)].append(entry)
    found = {frozenset(pair): EQUAL for same in by_name.values() for pair in combinations(same, 2)}
    names = sorted(by_name)
    for name in names:
        for near in suggest(name, names):
            pair = frozenset((by_name[name][0], by_name[near.similar_to][0]))
            found[pair] = near.score
    pairs = [_pair(list(pair), score) for pair, score in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.entry.name, pair.like.code))


def _pair(entries: list[Any], score: int) -> Pair:
    first, second = sorted(entries, key=lambda entry: (-entry.use_count, entry.name, entry.code))
    return Pair(first, second, score)
