"""What an export is asked for, and its tables as rows by column."""

from datetime import date
from typing import Any

from ropa.export.sheets import Sheet
from ropa.export.wanted import Wanted
from ropa.models import Organisation
from ropa.resources import OrganisationScope

DAY = date(2026, 11, 22)


def wanted(organisation: Organisation, **options: Any) -> Wanted:
    return Wanted(scope=OrganisationScope(organisation.code), written_on=DAY, **options)


def rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def head(sheet: Sheet) -> dict[Any, Any]:
    """The rows above the table that have a label and a text."""
    return {row[0]: row[1] for row in sheet.preamble if len(row) > 1}
