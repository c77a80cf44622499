"""The ways that data take: from an entity to a vendor, through its sub-processors, to a place."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class State(StrEnum):
    """What is known of the safeguard of a way; in the order of how much it asks of an officer."""

    INSIDE = "inside"  # where data stay under the law of the exporter
    NO_TRANSFER = "no_transfer"  # an officer has found that no data go there
    ADEQUATE = "adequate"  # a decision in force covers every importer in the country
    RECORDED = "recorded"  # a safeguard is recorded; whether it fits is told by the gaps
    UNKNOWN = "unknown"  # the country is not known
    NONE = "none"  # a third country, and no safeguard is recorded


WORST_FIRST = tuple(reversed(State))


class Party(NamedTuple):
    """Somebody on a way; `pk` is the key of the vendor, where it is one."""

    key: str
    name: str
    pk: int | None = None


class Place(NamedTuple):
    """Where a way ends: a country, or words that name none; both empty where nothing is said.

    `kind` is what a vendor has or does there: hosting, access, headquarters, contracting entity.
    """

    kind: str
    country: str = ""
    wording: str = ""


class Way(NamedTuple):
    """One way with its part of the purpose lines.

    `lines` are the purpose lines in which the entity uses the vendor, 0 where it is not said for
    what. They are shared evenly between the ways of the vendor, for no register says how much goes
    where: `share` is the part of this one, and `by_category` how it is divided over the data.
    """

    entity: Party
    vendor: Party
    chain: tuple[Party, ...]
    place: Place
    state: State
    lines: int
    share: Fraction
    by_category: tuple[tuple[str, Fraction], ...] = ()  # "" where no category is stated
    transfers: tuple[str, ...] = ()  # codes of recorded transfers
    mechanisms: tuple[str, ...] = ()  # of their safeguards

    @property
    def parties(self) -> tuple[Party, ...]:
        """The vendor and all below it on this way."""
        return (self.vendor, *self.chain)

    @property
    def holder(self) -> Party:
        """Who has the data at the end of the way."""
        return self.parties[-1]


def worst(states: Iterable[State]) -> State:
    """The state that asks most of an officer."""
    return min(states, key=WORST_FIRST.index)
