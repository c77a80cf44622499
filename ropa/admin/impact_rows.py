"""The result of a what-if on a page: groups with counts, and rows that lead to their records."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ropa.export.impact import COLUMNS, LABELS, OUTCOMES, TITLES, in_words

ROWS = 100  # rows of a group that the page shows; the files have all
TONES = {"stops": "late", "goes_on": "ok", "uncovered": "soon", "unknown": "quiet"}
RECORDS = {
    "transfers": "transfer",
    "vendors": "vendor",
    "uses": "vendoruse",
    "activities": "processingactivity",
    "purposes": "purpose",
    "customers": "customer",
    "notices": "notice",
    "tasks": "task",
}
QUIET = {"transfers": ("exporter", "activities")}  # columns for which a page has no room


@dataclass(frozen=True)
class Count:
    label: str
    number: int
    tone: str


@dataclass(frozen=True)
class Cell:
    text: Any
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    total: int
    counts: list[Count]
    header: list[str]
    rows: list[list[Cell]]

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


def shown_groups(request: HttpRequest, result: dict[str, Any]) -> list[Group]:
    """The groups of a result, in its order; without links where the user may not see the record."""
    return [_group(request, name, result[name]) for name in TITLES]


def _group(request: HttpRequest, name: str, rows: list[dict[str, Any]]) -> Group:
    columns = [each for each in COLUMNS[name] if each not in QUIET.get(name, ())]
    found = Counter(row["outcome"] for row in rows if "outcome" in row)
    leads = request.user.has_perm(f"ropa.view_{RECORDS[name]}")
    return Group(
        name=name,
        title=str(TITLES[name]),
        total=len(rows),
        counts=[
            Count(str(label), found[outcome], TONES[outcome])
            for outcome, label in OUTCOMES.items()
            if found[outcome]
        ],
        header=[str(LABELS[column]) for column in columns],
        rows=[
            [_cell(column, row, name, leads=leads and n == 0) for n, column in enumerate(columns)]
            for row in rows[:ROWS]
        ],
    )


def _cell(column: str, row: dict[str, Any], name: str, *, leads: bool) -> Cell:
    text = in_words(column, row[column])
    if column == "outcome":
        return Cell(text, tone=TONES[row[column]])
    if leads and row["key"]:
        return Cell(text, url=reverse(f"admin:ropa_{RECORDS[name]}_change", args=[row["key"]]))
    return Cell(text)
