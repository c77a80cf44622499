"""The sheet that says whose register a file is, and which state of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

ABOUT = "about"
COLUMNS = ("organisation", "exported_at", "form")
FORM = "1"  # of the workbook; another number for a form that this version could not read


@dataclass(frozen=True)
class About:
    """The register of this organisation, as it stood just before an instant."""

    organisation: str
    exported_at: datetime

    def cells(self) -> list[str]:
        """The one row of the sheet; the instant in UTC with microseconds."""
        instant = self.exported_at.astimezone(UTC).isoformat(timespec="microseconds")
        return [self.organisation, instant, FORM]
