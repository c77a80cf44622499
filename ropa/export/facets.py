"""The values of each facet of a purpose line, from the rows of the sheets."""

from collections import defaultdict
from typing import Any

from ropa import periods
from ropa.choices.register import FacetState

Node = dict[str, Any]

SIMPLE = ("data_subjects", "data_categories", "legal_bases")
TEXTS = ("statements", "consequences")


class FacetValues:
    """Values by facet and line. Order numbers are left out: the order of a list tells them."""

    def __init__(self, sheets: dict[str, list[Node]]) -> None:
        self._states = {line["code"]: line for line in sheets["purposes"]}
        self._rules = {rule["code"]: rule for rule in sheets["rules"]}
        self._special = _grouped(sheets["special_conditions"])
        self._purpose_rules = _grouped(sheets["purpose_rules"])
        self._own = {
            **{facet: _grouped(sheets[facet]) for facet in SIMPLE},
            **{
                facet: {
                    code: [row["text"] for row in rows]
                    for code, rows in _grouped(sheets[facet]).items()
                }
                for facet in TEXTS
            },
            "recipients": _recipients(sheets),
            "transfers": {
                code: [row["transfer"] for row in rows]
                for code, rows in _grouped(sheets["transfer_purposes"]).items()
            },
        }

    def of(self, facet: str, line: str) -> Node:
        """Return state and values of the facet; inherited ones with the line that has them."""
        state = self._states[line][f"{facet}_state"]
        source = self._source(facet, line)
        found: Node = {"state": state, "values": self._values(facet, source)}
        if state == FacetState.INHERITED:
            found["inherited_from"] = source
            found["inherited_state"] = self._states[source][f"{facet}_state"]
        return found

    def _source(self, facet: str, line: str) -> str:
        seen: set[str] = set()
        while self._states[line][f"{facet}_state"] == FacetState.INHERITED and line not in seen:
            seen.add(line)  # two lines that inherit from each other show nothing
            line = self._states[line]["inherits_from"]
        return line

    def _values(self, facet: str, line: str) -> list[Any]:
        if facet == "period":
            rows = self._purpose_rules.get(line, [])
            return [self._period(row) for row in rows if row["in_line"]]
        return list(self._own[facet].get(line, []))

    def also_applies(self, line: str) -> list[Node]:
        """Return the rules that apply to the line and are stated elsewhere."""
        rows = self._purpose_rules.get(line, [])
        return [self._period(row) for row in rows if not row["in_line"]]

    def special_conditions(self, line: str) -> list[Node]:
        return list(self._special.get(line, []))

    def _period(self, row: Node) -> Node:
        rule = self._rules[row["rule"]]
        return {
            "rule": row["rule"],
            "period": rule["period"],
            "bound": rule["bound"],
            "statement": periods.fill_in(rule["statement"], rule["period"]),
            "scope": row["scope"],
        }


def _grouped(rows: list[Node]) -> dict[str, list[Node]]:
    """The rows by line and in order, without the columns that say so."""
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.get("order", 0)):
        found[row["purpose"]].append(
            {name: value for name, value in row.items() if name not in ("purpose", "order")}
        )
    return dict(found)


def _recipients(sheets: dict[str, list[Node]]) -> dict[str, list[Node]]:
    """Named vendors and unnamed classes of a line in one order; vendors first at one place."""
    own = {vendor["name"]: vendor["is_own_product"] for vendor in sheets["vendors"]}
    placed: list[tuple[Node, Node]] = []
    for use in sheets["vendor_uses"]:
        if use["is_recipient"] and use["purpose"]:
            placed.append((use, _vendor(use, own)))
    placed += [(row, _class(row)) for row in sheets["recipients"]]
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row, value in sorted(placed, key=lambda pair: pair[0]["order"]):
        found[row["purpose"]].append(value)
    return dict(found)


def _vendor(use: Node, own: dict[str, bool]) -> Node:
    return {
        "kind": "vendor",
        "vendor": use["vendor"],
        "spelling": use["spelling"],
        "service": use["service"],
        "role": use["role"],
        "data_limitation": use["data_limitation"],
        "own_product": own[use["vendor"]],
    }


def _class(row: Node) -> Node:
    return {
        "kind": "class",
        "class": row["recipient_class"],
        "name": row["name"],
        "wording": row["wording"],
    }
