"""The home page: what each part of the product says is due, and in which order it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    """One line of a panel: what, where to, and a short remark such as a day."""

    text: str
    url: str
    remark: str = ""
    tone: str = ""  # "late", "soon" or ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What one part of the product says on the home page."""

    title: str
    url: str
    count: int
    tone: str = ""  # "late", "soon" or "": the worst of its rows
    empty: str = ""  # the sentence when there is nothing
    rows: tuple[PanelRow, ...] = field(default=())
    counts_rows: bool = True  # False where the count is not the number of rows

    @property
    def late(self) -> int:
        """How many are late, as far as the rows tell."""
        late = sum(row.tone == "late" for row in self.rows)
        return self.count if self.tone == "late" and late == len(self.rows) else late

    @property
    def hidden(self) -> int:
        """How many more there are than rows shown."""
        return max(self.count - len(self.rows), 0) if self.rows and self.counts_rows else 0


PanelMaker = Callable[[HttpRequest, date], Panel | None]


def overview(panels: list[Panel]) -> dict[str, Any]:
    """What the home page says first, and its panels in the order of their weight."""
    due = [panel for panel in panels if panel.count and panel.tone]
    return {
        "due_count": sum(panel.count for panel in due),
        "late_count": sum(panel.late for panel in due),
        "due_panels": sorted(due, key=lambda panel: panel.tone != "late"),
        "gap_panels": [panel for panel in panels if panel.count and not panel.tone],
        "gap_count": sum(panel.count for panel in panels if not panel.tone),
        "empty_panels": [panel for panel in panels if not panel.count],
    }
