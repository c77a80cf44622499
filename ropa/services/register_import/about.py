"""What a file says of itself: whose register it is, and which state it was written from."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from config.widgets import read_cell
from ropa.resources.about import ABOUT, COLUMNS, FORM, About
from ropa.vendor_lists.reading import UnreadableFile
from ropa.vendor_lists.table import Table


def read_about(table: Table) -> About:
    """Return what the sheet says; raises `UnreadableFile` where it is not as an export has it."""
    if len(table.rows) != 1:
        raise UnreadableFile(
            _("%(sheet)s: one row is expected; leave the sheet as it was exported.")
            % {"sheet": ABOUT}
        )
    row = table.rows[0]
    said = {
        "_".join(heading.casefold().split()): read_cell(cell)
        for heading, cell in zip(table.header, row.cells, strict=True)
    }
    for column in COLUMNS:
        if not said.get(column):
            raise _wrong(row.line, column, _("the cell is empty"))
    if said["form"] != FORM:
        raise _wrong(row.line, "form", _("this version reads form %(form)s") % {"form": FORM})
    return About(said["organisation"], _instant(said["exported_at"], row.line))


def _instant(text: str, line: int) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise _wrong(line, "exported_at", _('"%(text)s" is no instant') % {"text": text}) from wrong
    if found.tzinfo is None:
        raise _wrong(
            line, "exported_at", _('"%(text)s" has no time zone, such as +00:00') % {"text": text}
        )
    if found > timezone.now():
        raise _wrong(line, "exported_at", _('"%(text)s" lies in the future') % {"text": text})
    return found


def _wrong(line: int, column: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        _("%(sheet)s, line %(line)s, %(column)s: %(why)s. Leave the sheet as it was exported.")
        % {"sheet": ABOUT, "line": line, "column": column, "why": why}
    )
