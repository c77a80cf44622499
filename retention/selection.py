"""Which rows are due, and which of them something still keeps. No database, no clock."""

from dataclasses import dataclass
from datetime import date, tzinfo


@dataclass(frozen=True)
class Match:
    """Rows that have `value` in `column`; for files `value` is a pattern of the path."""

    column: str
    value: str


@dataclass(frozen=True)
class Window:
    """Rows whose period is over when their trigger day is not after `cutoff_on`.

    Without a trigger day the period has not begun, so it is not over. Without `cutoff_on` the
    period has no end. `only` limits the window to matching rows.
    """

    trigger_column: str
    cutoff_on: date | None
    only: Match | None = None


@dataclass(frozen=True)
class Selection:
    """Due rows of one data set, and what holds some of them back.

    `held` keeps matching rows, or all of them where it contains None. `minimums` and `needed`
    keep the rows whose window is not over yet.
    """

    due: Window
    held: tuple[Match | None, ...] = ()
    minimums: tuple[Window, ...] = ()
    needed: tuple[Window, ...] = ()
    zone: tzinfo | None = None

    @property
    def may_keep_rows(self) -> bool:
        """Tell whether a due row can stay; without a reason to, none does."""
        return bool(self.held or self.minimums or self.needed)


@dataclass(frozen=True)
class Overview:
    """Rows that are past due, by what becomes of them; `last_key` bounds what would go."""

    due: int = 0
    held: int = 0
    protected: int = 0
    kept: int = 0
    oldest_on: date | None = None
    newest_on: date | None = None
    last_key: str = ""
