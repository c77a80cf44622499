"""The lossless form of one register, described in docs/export-json.md.

Built from the same columns as the sheets of the workbook, with one query a sheet: rows are
nested in the row they belong to, and the values of a facet stand beside its state.
"""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import orjson
from django.db.models import Q

from ropa.choices.register import Role
from ropa.choices.vendors import VersionStatus
from ropa.export.facets import FacetValues
from ropa.memory import uncollected
from ropa.models import (
    FACETS,
    DataCategory,
    DataSubjectCategory,
    Measure,
    RecipientClass,
    SubProcessorList,
    SubProcessorListEntry,
    Vendor,
)
from ropa.resources import SHEETS, OrganisationScope
from ropa.resources.records import Records

Node = dict[str, Any]
Sheets = dict[str, list[Node]]

FACET_KEYS = {facet: "purposes" if facet == "statements" else facet for facet in FACETS}
STATES = frozenset(f"{facet}_state" for facet in FACETS)
CATALOGUED = {  # sheet -> the column that names an entry of a catalogue
    "activity_measures": ("measure", Measure),
    "data_subjects": ("category", DataSubjectCategory),
    "data_categories": ("category", DataCategory),
    "recipients": ("recipient_class", RecipientClass),
}
SUB_PROCESSOR_LIST = "sub_processor_list"
WORKED_OUT = {"activities": ("status",)}  # sheet -> what no column of it is and no import writes


def register(scope: OrganisationScope, *, role: str = "") -> Node:
    """Return the register in the scope as plain dictionaries and lists, ready for JSON.

    With `role`, controller or processor, only the activities of that record, Art. 30(1) or
    (2); an activity whose role is not stated belongs to the first.
    """
    with uncollected():
        node = _register(read_sheets(scope), role)
        return {**node, SUB_PROCESSOR_LIST: published_list(scope)}


def as_text(node: Node) -> bytes:
    """Return the node as indented JSON in UTF-8, with a line feed at the end."""
    return orjson.dumps(node, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _register(sheets: Sheets, role: str) -> Node:
    head = sheets["organisation"][0]
    values = FacetValues(sheets)
    return {
        **head,
        "entities": sheets["entities"],
        "contacts": sheets["contacts"],
        "groups": sheets["groups"],
        "activities": [
            each for each in _activities(sheets, values) if not role or _record_of(each) == role
        ],
        "vendors": _vendors(sheets),
        "transfers": _transfers(sheets),
        "no_transfers": sheets["no_transfers"],
        "retention_rules": _rules(sheets),
        "rights": sheets["rights"],
        "notices": _notices(sheets),
        "agreements": _with_children(
            sheets["agreements"], sheets, {"clauses": "agreement_clauses"}
        ),
        "customers": _customers(sheets),
    }


def published_list(scope: OrganisationScope) -> Node | None:
    """The list of sub-processors that was published last, and the names of the vendors on it.

    It comes from publishing, as the status of an activity comes from approvals: no sheet has it
    and no import writes it.
    """
    is_published = Q(status=VersionStatus.PUBLISHED)
    published = [  # a narrow scope gives more than it is asked for
        each
        for each in scope.rows(SubProcessorList, is_published)
        if each.status == VersionStatus.PUBLISHED
    ]
    if not published:
        return None
    newest = max(published, key=attrgetter("number"))
    code = scope.lookup(Vendor).code
    entries = scope.rows(SubProcessorListEntry, Q(version_id=newest.pk))
    names = {code(each.vendor_id) for each in entries if each.version_id == newest.pk}
    return {
        "number": newest.number,
        "effective_on": newest.effective_on.isoformat(),
        "vendors": sorted(names),
    }


def read_sheets(scope: OrganisationScope) -> Sheets:
    """Return the rows of every sheet with typed values, in their order."""
    sheets = {}
    records = Records(scope)
    for name, kind in SHEETS.items():
        sheets[name] = records.of(kind(scope), WORKED_OUT.get(name, ()))
    for name, (column, catalogue) in CATALOGUED.items():
        entries = {entry.code: entry for entry in scope.rows(catalogue)}
        for row in sheets[name]:
            row["name"] = entries[row[column]].name
            if catalogue is DataCategory:
                row["special_category"] = entries[row[column]].special_category
    return sheets


def by_parent(rows: Iterable[Node], column: str) -> dict[str, list[Node]]:
    """Return the rows by the code of their parent, without the column that names it."""
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row in rows:
        found[row.pop(column)].append(row)
    return found


def _activities(sheets: Sheets, values: FacetValues) -> list[Node]:
    children = {
        "links": "activity_links",
        "sources": "activity_sources",
        "channels": "activity_channels",
        "measures": "activity_measures",
        "joint_controllers": "joint_controllers",
        "dpia_screenings": "dpia_screenings",
        "balancing_tests": "balancing_tests",
    }
    lines = by_parent(sheets["purposes"], "activity")
    targets = by_parent(sheets["cross_cutting"], "activity")
    return [
        {
            **activity,
            "applies_to": [row["target"] for row in targets[activity["code"]]],
            "purposes": [
                _purpose(line, values)
                for line in sorted(lines[activity["code"]], key=lambda line: line["order"])
            ],
        }
        for activity in _with_children(sheets["activities"], sheets, children)
    ]


def _purpose(line: Node, values: FacetValues) -> Node:
    """One purpose line; an inherited facet shows the values of the line it comes from."""
    code = line["code"]
    node = {name: value for name, value in line.items() if name not in STATES}
    for facet, cell in values.of(line):
        node[FACET_KEYS[facet]] = cell
    node["period"]["also_applies"] = values.also_applies(code)
    node["special_conditions"] = values.special_conditions(code)
    return node


def _vendors(sheets: Sheets) -> list[Node]:
    vendors = _with_children(
        sheets["vendors"],
        sheets,
        {
            "aliases": "vendor_aliases",
            "locations": "vendor_locations",
            "uses": "vendor_uses",
            "sub_processors": "vendor_chain",
            "assessments": "vendor_assessments",
        },
        parent="vendor",
        key="name",
    )
    for vendor in vendors:
        vendor["aliases"] = [alias["spelling"] for alias in vendor["aliases"]]
    return vendors


def _transfers(sheets: Sheets) -> list[Node]:
    purposes = by_parent(sheets["transfer_purposes"], "transfer")
    children = {"safeguards": "safeguards", "assessments": "transfer_assessments"}
    transfers = _with_children(sheets["transfers"], sheets, children)
    return [
        {**each, "purposes": [row["purpose"] for row in purposes[each["code"]]]}
        for each in transfers
    ]


def _rules(sheets: Sheets) -> list[Node]:
    uses = by_parent(sheets["purpose_rules"], "rule")
    return [
        {**rule, "applies_to": [use["purpose"] for use in uses[rule["code"]]]}
        for rule in sheets["rules"]
    ]


def _notices(sheets: Sheets) -> list[Node]:
    covered = by_parent(sheets["notice_activities"], "notice")
    notices = _with_children(sheets["notices"], sheets, {"versions": "notice_versions"})
    return [
        {**each, "activities": [row["activity"] for row in covered[each["code"]]]}
        for each in notices
    ]


def _customers(sheets: Sheets) -> list[Node]:
    customers = _with_children(sheets["customers"], sheets, {"activities": "customer_activities"})
    return [
        {**each, "permitted_locations": _codes(each["permitted_locations"])} for each in customers
    ]


def _with_children(
    rows: list[Node],
    sheets: Sheets,
    children: dict[str, str],
    *,
    parent: str = "",
    key: str = "code",
) -> list[Node]:
    """Return the rows with lists of their children, by name and sheet."""
    for name, sheet in children.items():
        column = parent or next(iter(SHEETS[sheet]._meta.fields))
        grouped = by_parent(sheets[sheet], column)
        for row in rows:
            row[name] = grouped.get(row[key], [])
    return rows


def _record_of(activity: Node) -> str:
    is_processor = activity["role"] == Role.PROCESSOR
    return str(Role.PROCESSOR if is_processor else Role.CONTROLLER)


def _codes(cell: str) -> list[str]:
    return [code.strip() for code in cell.split(";") if code.strip()]
