"""Which rows are due, and which of them something still keeps. No database, no clock."""

from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum


@dataclass(frozen=True)
class Match:
    """One condition on a column; for files there is no column, and the pattern is of the path.

    `values` holds one value, or several for "is one of". `folded` compares without letter case.
    """

    column: str
    values: tuple[str, ...] = ()
    operator: str = "equals"  # of `choices.Operator`
    folded: bool = False


Rows = tuple[Match, ...]  # rows that meet every condition; without any, all rows


@dataclass(frozen=True)
class Window:
    """Rows whose period is over when their trigger day is not after `cutoff_on`.

    Without a trigger day the period has not begun, so it is not over. Without `cutoff_on` the
    period has no end. `rows` limits the window.
    """

    trigger_column: str
    cutoff_on: date | None
    rows: Rows = ()


class Why(StrEnum):
    """What keeps a row, the strongest first: each row counts under one of them."""

    HELD = "held"
    RESTRICTED = "restricted"
    PROTECTED = "protected"
    KEPT = "kept"


@dataclass(frozen=True)
class Keeper:
    """One reason to keep rows, by the code that the screen names.

    A hold or a restriction keeps its `rows`; a rule keeps the rows whose `window` is not over.
    `columns` are those that it needs; without any it needs the whole row.
    """

    why: Why
    code: str
    rows: Rows = ()
    window: Window | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blank:
    """What anonymising leaves of a column."""

    column: str
    strategy: str = "empty"  # of `choices.Strategy`
    fixed: str = ""


@dataclass(frozen=True)
class Selection:
    """Rows of one data set that are due under any of the windows, and what keeps some of them.

    With `blanks` those columns are anonymised; without, the row is deleted. `zone` is that of the
    days of the rule, `local_zone` that of times in the store that carry none.
    """

    due: tuple[Window, ...]
    keepers: tuple[Keeper, ...] = ()
    blanks: tuple[Blank, ...] = ()
    zone: tzinfo | None = None
    local_zone: tzinfo | None = None

    @property
    def may_keep_rows(self) -> bool:
        """Tell whether a due row can stay; without a reason to, none does."""
        return bool(self.keepers)

    @property
    def stops(self) -> tuple[Keeper, ...]:
        """The holds and restrictions, which may come at any moment."""
        return tuple(k for k in self.keepers if k.why in (Why.HELD, Why.RESTRICTED))


@dataclass(frozen=True)
class Overview:
    """Rows that are past due, by what becomes of them; `last_key` bounds what would go.

    `due` would go. `reasons` tells for each keeper how many due rows it keeps; a row that several
    keep counts under each. `unreadable` rows have no day to count from.
    """

    due: int = 0
    held: int = 0
    restricted: int = 0
    protected: int = 0
    kept: int = 0
    unreadable: int = 0
    oldest_on: date | None = None
    newest_on: date | None = None
    last_key: str = ""
    reasons: tuple[tuple[Why, str, int], ...] = field(default=())

    @property
    def past_due(self) -> int:
        """All rows whose period is over, whatever becomes of them."""
        return self.due + self.held + self.restricted + self.protected + self.kept
