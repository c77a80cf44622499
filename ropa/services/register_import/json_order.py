"""The numbers of values that JSON gives by the order of its lists alone.

A list that did not change keeps the numbers it has in the register, gaps included, so that what
was exported comes back as the same rows.
"""

from collections import defaultdict
from typing import Any

from ropa.resources import OrganisationScope, read_rows

UseKey = tuple[str, str, str]  # vendor, spelling, service

NUMBERED = (
    "statements",
    "data_subjects",
    "data_categories",
    "legal_bases",
    "special_conditions",
    "recipients",
    "consequences",
)


class KeptNumbers:
    """The numbers that the values of the lines have now, and how countries are written."""

    def __init__(self, code: str) -> None:
        self._numbers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._rules: dict[tuple[str, str], int] = {}
        self._locations: dict[str, str] = {}
        scope = OrganisationScope(code)
        if scope.organisation is None:
            return
        for sheet, resource, rows in read_rows(scope, (*NUMBERED, "purpose_rules", "customers")):
            for row in map(resource.record, rows):
                self._keep(sheet, row)

    def _keep(self, sheet: str, row: dict[str, Any]) -> None:
        if sheet == "purpose_rules":
            self._rules[row["purpose"], row["rule"]] = row["order"]
        elif sheet == "customers":
            self._locations[row["code"]] = row["permitted_locations"]
        else:
            self._numbers[sheet, row["purpose"]].append(row["order"])

    def numbers(self, sheet: str, line: str) -> list[int]:
        return sorted(self._numbers[sheet, line])

    def rule_numbers(self, line: str, rules: list[str], in_line: int) -> list[int]:
        """The numbers of the rules of a line: the first `in_line` are stated there."""
        kept = [self._rules.get((line, rule), 0) for rule in rules]
        parts = kept[:in_line], kept[in_line:]
        if all(kept) and all(part == sorted(part) for part in parts):
            return kept
        return list(range(1, len(rules) + 1))

    def locations(self, customer: dict[str, Any]) -> Any:
        """The countries of a customer as they are written now, where they are the same."""
        listed = customer["permitted_locations"]
        written = self._locations.get(str(customer.get("code")), "")
        same = [code.strip() for code in written.split(";") if code.strip()] == listed
        return written if same else listed


def place_classes(
    entries: list[dict[str, Any]], uses: dict[UseKey, int], numbers: list[int]
) -> list[tuple[int, dict[str, Any]]]:
    """Number the classes among the recipients of a line, so that they stand between its vendors.

    `uses` has the numbers of the vendors; at the same number the vendor comes first.
    """
    found: list[tuple[int, dict[str, Any]]] = []
    lowest, last = 1, 0
    for at, entry in enumerate(entries):
        if entry.get("kind") == "vendor":
            lowest = max(lowest, _number(entry, uses))
            continue
        following = (each for each in entries[at:] if each.get("kind") == "vendor")
        limit = next((_number(each, uses) for each in following), None)
        order = max(lowest, last + 1)
        kept = numbers[len(found)] if len(found) < len(numbers) else 0
        if kept >= order and (limit is None or kept < limit):
            order = kept
        found.append((order, entry))
        last = order
    return found


def _number(entry: dict[str, Any], uses: dict[UseKey, int]) -> int:
    return uses.get(use_key(entry.get("vendor"), entry), 0)


def use_key(vendor: Any, use: dict[str, Any]) -> UseKey:
    return str(vendor), str(use.get("spelling")), str(use.get("service"))
