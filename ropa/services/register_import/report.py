"""What an import did, or would do: every row of the file, its outcome, and sentences."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"  # no row is removed in this version: what a file leaves out stays
    CONFLICTS = "conflicts"  # nor compared with the state that the file was written from
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass
class RowReport:
    """One row: `line` is that of the file, `key` the cells by which it is found."""

    sheet: str
    line: int | None
    key: str
    outcome: Outcome = Outcome.UNCHANGED
    messages: list[str] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, *sentences: str) -> None:
        self.outcome = Outcome.REFUSED
        self.messages += sentences


@dataclass
class ImportReport:
    """The outcome of one import; `digest` tells whether a file changed since its preview."""

    organisation: str
    is_dry_run: bool
    digest: str
    messages: list[str] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def refused(self) -> list[RowReport]:
        return [row for row in self.rows if row.outcome is Outcome.REFUSED]

    def as_json(self) -> dict[str, Any]:
        """The result with its names as docs promise them."""
        return {
            "organisation": self.organisation,
            "dry_run": self.is_dry_run,
            "written": not self.is_dry_run and not self.refused,
            "digest": self.digest,
            **self.counts,
            "messages": self.messages,
            "rows": [asdict(row) for row in self.rows],
        }
