"""What an import did, or would do: every row of the file, its outcome, and sentences."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.models import RegisterImport


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    CONFLICTS = "conflicts"  # changed in the file, and in the register since the export
    REFUSED = "refused"
    UNCHANGED = "unchanged"


BLOCKING = (Outcome.CONFLICTS, Outcome.REFUSED)


@dataclass
class RowReport:
    """One row: `line` is that of the file, `key` the cells by which it is found.

    `conflicts` names each column that the file and the register changed, with both values.
    """

    sheet: str
    line: int | None
    key: str
    outcome: Outcome = Outcome.UNCHANGED
    messages: list[str] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    conflicts: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, *sentences: str) -> None:
        self.outcome = Outcome.REFUSED
        self.messages += sentences


@dataclass
class ImportReport:
    """The outcome of one import; `digest` tells whether a file changed since its preview.

    `left_out` counts the rows of the register that the file could hold and does not; `record`
    is the evidence of what was written.
    """

    organisation: str
    is_dry_run: bool
    digest: str
    messages: list[str] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)
    left_out: int = 0
    record: RegisterImport | None = None

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def summary(self) -> str:
        counts: dict[str, Any] = self.counts
        conflicts = ngettext("%(count)s conflict", "%(count)s conflicts", counts["conflicts"])
        return _(
            "%(added)s added, %(changed)s changed, %(removed)s removed, %(conflicts)s, "
            "%(refused)s refused, %(unchanged)s unchanged"
        ) % {**counts, "conflicts": conflicts % {"count": counts["conflicts"]}}

    @property
    def refused(self) -> list[RowReport]:
        return [row for row in self.rows if row.outcome is Outcome.REFUSED]

    @property
    def blocked(self) -> list[RowReport]:
        """The rows for whose sake nothing is written."""
        return [row for row in self.rows if row.outcome in BLOCKING]

    @property
    def is_written(self) -> bool:
        return not self.is_dry_run and not self.blocked

    @property
    def changes_anything(self) -> bool:
        return any(row.outcome is not Outcome.UNCHANGED for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over what is shown of the rows: the same file may have another outcome."""
        shown = [asdict(row) for row in self.rows if row.outcome is not Outcome.UNCHANGED]
        text = json.dumps([self.digest, self.left_out, shown], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The result with its names as docs promise them."""
        return {
            "organisation": self.organisation,
            "dry_run": self.is_dry_run,
            "written": self.is_written,
            "digest": self.digest,
            **self.counts,
            "left_out": self.left_out,
            "messages": self.messages,
            "rows": [asdict(row) for row in self.rows],
        }
