"""The ways that data take: from an entity to a vendor, through its sub-processors, to a place."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class State(StrEnum):
    """What carries the data on a way, as `ropa.transfers.fit` judges; what asks most comes last."""

    INSIDE = "inside"  # where data stay under the law of the exporter
    NO_TRANSFER = "no_transfer"  # an officer has found that no data go there
    ADEQUATE = "adequate"  # a decision in force covers every importer in the country
    CARRIED = "carried"  # a safeguard carries the transfer
    OPEN = "open"  # a third country, of which it is not said what is there, or a seat alone
    UNKNOWN = "unknown"  # the country is not known
    UNFIT = "unfit"  # safeguards are on file, and none carries the transfer
    NONE = "none"  # a third country, and no safeguard is on file


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
    told: tuple[str, ...] = ()  # the mechanisms in words, each with why it does not carry

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
