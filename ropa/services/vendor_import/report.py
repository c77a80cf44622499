"""What an import of a vendor list did, or would do: every row, its outcome, and sentences."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Outcome(StrEnum):
    CREATED = "created"  # a vendor or a use of it is new
    UPDATED = "updated"  # something of a known vendor or use changed, or was added to it
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Listed(StrEnum):
    """How a row of a source differs from what the source said the last time."""

    ADDED = "added"
    BACK = "back"  # was not listed for a while
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a source that differs: heading -> what it said before and says now.

    `line` is the line of the file, of a row that was removed the one where it stood.
    """

    kind: Listed
    line: int
    spelling: str
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "line": self.line,
            "spelling": self.spelling,
            "changes": {heading: list(texts) for heading, texts in self.changes.items()},
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that a row makes: `old` is empty for what is new."""

    what: str
    old: str
    new: str


@dataclass(slots=True)
class RowReport:
    """One row of the file; `vendor` names the vendor or vendors that it means."""

    line: int
    vendor: str = ""
    outcome: Outcome = Outcome.UNCHANGED
    messages: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "outcome": self.outcome.value,
            "vendor": self.vendor,
            "messages": self.messages,
        }


@dataclass(frozen=True, slots=True)
class Near:
    """A new vendor whose name is nearly that of a known one; the officer decides, 0 to 100."""

    line: int
    name: str
    similar_to: str
    score: int
    reason: str = ""  # in words


@dataclass
class ImportReport:
    """The outcome of one vendor list. `messages` are about the file as a whole."""

    organisation: str
    is_dry_run: bool
    messages: list[str] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)
    suggestions: list[Near] = field(default_factory=list)
    source: str = ""
    differences: list[Difference] = field(default_factory=list)

    @property
    def since_last_time(self) -> dict[str, int]:
        """How many rows the source added, changed and took away; one that is back is added."""
        found = Counter(each.kind for each in self.differences)
        return {
            "added": found[Listed.ADDED] + found[Listed.BACK],
            "changed": found[Listed.CHANGED],
            "removed": found[Listed.REMOVED],
        }

    @property
    def summary_of_source(self) -> str:
        return (
            _(
                "Since the last time: %(added)s added, %(changed)s changed, %(removed)s no longer "
                "listed."
            )
            % self.since_last_time
        )

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def refused(self) -> list[RowReport]:
        return [row for row in self.rows if row.outcome is Outcome.REFUSED]

    @property
    def written(self) -> int:
        """How many rows change the register."""
        return self.counts[Outcome.CREATED] + self.counts[Outcome.UPDATED]

    @property
    def summary(self) -> str:
        return ngettext(
            "%(read)s row read: %(created)s created, %(updated)s updated, "
            "%(unchanged)s unchanged, %(refused)s refused.",
            "%(read)s rows read: %(created)s created, %(updated)s updated, "
            "%(unchanged)s unchanged, %(refused)s refused.",
            len(self.rows),
        ) % {"read": len(self.rows), **self.counts}

    def as_json(self) -> dict[str, Any]:
        """The result with its names as `import_vendors --json` promises them."""
        return {
            "read": len(self.rows),
            **self.counts,
            "rows": [row.as_json() for row in self.rows],
            "suggestions": [asdict(near) for near in self.suggestions],
            **self._of_source(),
        }

    def _of_source(self) -> dict[str, Any]:
        return {
            "source": self.source or None,
            **self.since_last_time,
            "differences": [each.as_json() for each in self.differences],
        }
