"""The JSON form of docs/export-json.md as the sheets from which it was made."""

import json
from typing import Any

from django.utils.translation import gettext as _

from config.formulas import neutralise
from ropa.export.json import FACET_KEYS, SUB_PROCESSOR_LIST
from ropa.resources import SHEETS
from ropa.services.register_import.json_order import (
    KeptNumbers,
    UseKey,
    place_classes,
    use_key,
)
from ropa.vendor_lists.reading import UnreadableFile
from ropa.vendor_lists.table import Row, Table

Node = dict[str, Any]

# What is told elsewhere too, or is no column of any sheet.
DERIVED = frozenset(
    ("name", "special_category", "status", "applies_to", "period", "bound", "statement")
)
LISTS = {  # key of the register -> its sheet
    "entities": "entities",
    "contacts": "contacts",
    "groups": "groups",
    "activities": "activities",
    "retention_rules": "rules",
    "rights": "rights",
    "notices": "notices",
    "vendors": "vendors",
    "agreements": "agreements",
    "customers": "customers",
    "transfers": "transfers",
    "no_transfers": "no_transfers",
}
CHILDREN = {  # sheet -> the keys of its rows whose lists are rows of other sheets
    "activities": {
        "links": "activity_links",
        "sources": "activity_sources",
        "channels": "activity_channels",
        "measures": "activity_measures",
        "joint_controllers": "joint_controllers",
        "dpia_screenings": "dpia_screenings",
        "balancing_tests": "balancing_tests",
    },
    "notices": {"versions": "notice_versions"},
    "vendors": {
        "locations": "vendor_locations",
        "uses": "vendor_uses",
        "sub_processors": "vendor_chain",
        "assessments": "vendor_assessments",
    },
    "agreements": {"clauses": "agreement_clauses"},
    "customers": {"activities": "customer_activities"},
    "transfers": {"safeguards": "safeguards", "assessments": "transfer_assessments"},
}
PLAIN = {  # key of a row whose list names other rows by code -> sheet and column
    ("activities", "applies_to"): ("cross_cutting", "target"),
    ("vendors", "aliases"): ("vendor_aliases", "spelling"),
    ("transfers", "purposes"): ("transfer_purposes", "purpose"),
    ("notices", "activities"): ("notice_activities", "activity"),
}
VALUES = {  # facet -> sheet of its values, for those that stand in the line alone
    "statements": "statements",
    "consequences": "consequences",
    "data_subjects": "data_subjects",
    "data_categories": "data_categories",
    "legal_bases": "legal_bases",
}


def is_json(data: bytes, filename: str) -> bool:
    return filename.casefold().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read_json(data: bytes) -> dict[str, Table]:
    """Return the tables of the register; raises `UnreadableFile` where it has another shape."""
    try:
        node = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as wrong:
        raise UnreadableFile(
            _("The JSON is damaged at line %(line)s, column %(column)s: %(why)s.")
            % {"line": wrong.lineno, "column": wrong.colno, "why": wrong.msg}
        ) from wrong
    except (UnicodeDecodeError, RecursionError) as wrong:
        raise UnreadableFile(_("The file is no JSON in UTF-8; export it again.")) from wrong
    if not (isinstance(node, dict) and isinstance(node.get("code"), str) and "activities" in node):
        raise UnreadableFile(
            _("The JSON is no register: it has no “code” and “activities”. Export one to compare.")
        )
    return _Flattened(node).tables()


class _Flattened:
    """The rows of every sheet, gathered from the tree."""

    def __init__(self, node: Node) -> None:
        self._rows: dict[str, list[Node]] = {}
        self._kept = KeptNumbers(node["code"])
        self._uses: dict[str, dict[UseKey, int]] = {}
        for path, vendor in _entries(node.get("vendors", []), "vendors"):
            self._note_uses(vendor, path)
        for key, sheet in LISTS.items():
            for path, entry in _entries(node.pop(key, []), key):
                self._entry(sheet, entry, path)
        node.pop(SUB_PROCESSOR_LIST, None)  # a list is published, never imported
        self._add("organisation", node, "")

    def tables(self) -> dict[str, Table]:
        return {sheet: _table(sheet, rows) for sheet, rows in self._rows.items()}

    def _add(self, sheet: str, entry: Node, path: str, **more: Any) -> None:
        row = {**entry, **more}
        if "permitted_locations" in row:
            row["permitted_locations"] = self._kept.locations(row)
        self._rows.setdefault(sheet, []).append({"": path, **row})

    def _entry(self, sheet: str, entry: Node, path: str) -> None:
        """One row with the rows that stand in it."""
        key = str(entry.get("name" if sheet == "vendors" else "code"))
        for name, child in CHILDREN.get(sheet, {}).items():
            parent = SHEETS[child]._meta.import_id_fields[0]
            for at, found in _entries(entry.pop(name, []), f"{path}.{name}"):
                self._add(child, found, at, **{parent: key})
        for (owner, name), (child, column) in PLAIN.items():
            if owner == sheet:
                for code in _list(entry.pop(name, []), f"{path}.{name}"):
                    self._add(child, {column: code}, path, **{_parent_of(child, column): key})
        if sheet == "activities":
            for at, line in _entries(entry.pop("purposes", []), f"{path}.purposes"):
                self._line(line, at, key)
        self._add(sheet, entry, path)

    def _line(self, line: Node, path: str, activity: str) -> None:
        code = str(line.get("code"))
        for facet, key in FACET_KEYS.items():
            found = _object(line.pop(key, None), f"{path}.{key}")
            line[f"{facet}_state"] = found.get("state")
            values = _list(found.get("values", []), f"{path}.{key}.values")
            is_own = found.get("state") != "inherited"
            self._facet(facet, values if is_own else [], found, code, path)
        conditions = _list(line.pop("special_conditions", []), f"{path}.special_conditions")
        self._values("special_conditions", conditions, code, path)
        self._add("purposes", line, path, activity=activity)

    def _facet(self, facet: str, values: list[Any], found: Node, code: str, path: str) -> None:
        if facet in VALUES:
            self._values(VALUES[facet], values, code, path)
        elif facet == "recipients":
            entries = [each for _at, each in _entries(values, f"{path}.recipients")]
            numbers = self._kept.numbers("recipients", code)
            for order, entry in place_classes(entries, self._uses.get(code, {}), numbers):
                row = {"recipient_class": entry.get("class"), "wording": entry.get("wording")}
                self._add("recipients", row, path, purpose=code, order=order)
        elif facet == "period":
            also = _list(found.get("also_applies", []), f"{path}.period.also_applies")
            rules = [each for _at, each in _entries([*values, *also], f"{path}.period")]
            orders = self._kept.rule_numbers(
                code, [str(rule.get("rule")) for rule in rules], len(values)
            )
            for at, (order, rule) in enumerate(zip(orders, rules, strict=True)):
                more = {"purpose": code, "order": order, "in_line": at < len(values)}
                self._add("purpose_rules", rule, path, **more)

    def _values(self, sheet: str, values: list[Any], code: str, path: str) -> None:
        numbers = self._kept.numbers(sheet, code)
        for at, value in enumerate(values):
            entry = {"text": value} if isinstance(value, str) else _object(value, path)
            after = (numbers[-1] if numbers else 0) + at + 1 - len(numbers)
            order = numbers[at] if at < len(numbers) else after
            self._add(sheet, entry, path, purpose=code, order=order)

    def _note_uses(self, vendor: Node, path: str) -> None:
        for _at, use in _entries(vendor.get("uses", []), f"{path}.uses"):
            order = use.get("order")
            key = use_key(vendor.get("name"), use)
            number = order if isinstance(order, int) else 0
            self._uses.setdefault(str(use.get("purpose")), {})[key] = number


def _parent_of(sheet: str, column: str) -> str:
    keys: tuple[str, ...] = tuple(SHEETS[sheet]._meta.import_id_fields)
    return next(each for each in keys if each != column)


def _table(sheet: str, rows: list[Node]) -> Table:
    """The rows as a table; a column that no row has is left out of it."""
    columns = [
        column for column in SHEETS[sheet]._meta.fields if any(column in row for row in rows)
    ]
    unread = {name for row in rows for name in row} - {*columns, *DERIVED, ""}
    messages = [_('"%(name)s" is not read.') % {"name": name} for name in sorted(unread)]
    found = [
        Row(number, [_cell(row, column) for column in columns], [])
        for number, row in enumerate(rows, start=1)
    ]
    return Table(columns, found, encoding="utf-8", separator="", messages=messages)


def _cell(row: Node, column: str) -> str:
    """A plain value as the cell of a file that means it."""
    if column not in row:
        raise _other_shape(row[""], _('"%(name)s" is missing') % {"name": column})
    value = row[column]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str | int):
        text = "" if value is None else str(value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise _other_shape(row[""], _('"%(name)s" holds half a character') % {"name": column})
        return neutralise(text)
    raise _other_shape(row[""], _('"%(name)s" is no plain value') % {"name": column})


def _entries(value: Any, path: str) -> list[tuple[str, Node]]:
    """The objects of a list, each with its place in the file."""
    return [
        (f"{path}[{at}]", _object(each, f"{path}[{at}]"))
        for at, each in enumerate(_list(value, path))
    ]


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise _other_shape(path, _("a list is expected"))
    return value


def _object(value: Any, path: str) -> Node:
    if not isinstance(value, dict):
        raise _other_shape(path, _("an object is expected"))
    return value


def _other_shape(path: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        _("The JSON has another shape at %(path)s: %(why)s. Compare it with an export.")
        % {"path": path or _("its top"), "why": why}
    )
