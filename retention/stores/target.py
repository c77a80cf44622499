"""What every kind of store offers to a purge."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from retention.evidence import KeyRange
from retention.selection import Overview


class OpenBatch(Protocol):
    """A look at the store that does not change until it is closed, and what may be done there."""

    def next_range(self, *, after: str, until: str, limit: int) -> KeyRange | None:
        """Return the next rows that go, above the key `after` ('' for the first)."""

    def range_between(self, first: str, last: str) -> KeyRange | None:
        """Return the rows that go from `first` to `last`, both included."""

    undoes: bool  # whether a destruction that is not committed is undone

    def transaction(self) -> str:
        """Return the number of the open transaction, or '' where a store remembers none."""

    def committed(self, transaction: str) -> bool | None:
        """Return whether an earlier transaction was; None if the store no longer knows.

        Raises `RunBusy` while that transaction is still open.
        """

    def left_of(self, keys: Sequence[str]) -> dict[str, bool]:
        """Return which of the keys, given in their order, are still there, and whether due."""

    def destroy(self, first: str, last: str, *, count: int) -> int:
        """Destroy the rows that go from `first` to `last`; return how many. See `commit`.

        `count` is how many the evidence names.
        """

    def commit(self) -> None:
        """Make the destruction final. Leaving the batch without it undoes it where possible."""


class Target(Protocol):
    """The part of a store that one rule reaches."""

    batch_size: int

    def reach(self) -> None:
        """Open the store; raise `StoreUnreachable` when nobody answers as a store does."""

    def overview(self) -> Overview:
        """Count what is past due."""

    def open_batch(self) -> AbstractContextManager[OpenBatch]:
        """Open a batch; at the end of the block what was not committed is undone."""
