"""The values of each facet of a purpose line, from the rows of the sheets."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from ropa import periods
from ropa.choices.register import FacetState
from ropa.models import FACETS

Node = dict[str, Any]

SIMPLE = ("data_subjects", "data_categories", "legal_bases")
TEXTS = ("statements", "consequences")
STATE_OF = {facet: f"{facet}_state" for facet in FACETS}
INHERITED = FacetState.INHERITED.value


class FacetValues:
    """Values by facet and line. Order numbers are left out: the order of a list tells them.

    The rows of the values are taken over from the sheets, which are not to be used after that.
    """

    def __init__(self, sheets: dict[str, list[Node]]) -> None:
        self._lines = {line["code"]: line for line in sheets["purposes"]}
        self._special = _taken(sheets["special_conditions"])
        periods_of = _Periods(sheets["rules"])
        rules = _by_line(sheets["purpose_rules"])
        self._elsewhere = _each(rules, periods_of.elsewhere)
        own: dict[str, dict[str, list[Any]]] = {
            **{facet: _taken(sheets[facet]) for facet in SIMPLE},
            **{facet: _each(_by_line(sheets[facet]), _texts) for facet in TEXTS},
            "recipients": _recipients(sheets),
            "period": _each(rules, periods_of.in_line),
            "transfers": _each(_by_line(sheets["transfer_purposes"]), _transfers),
        }
        self._own = {facet: own[facet] for facet in FACETS}

    def of(self, line: Node) -> Iterator[tuple[str, Node]]:
        """Yield each facet of the line: its state and values, inherited ones with their source."""
        code = line["code"]
        for facet, own in self._own.items():
            state = line[STATE_OF[facet]]
            if state == INHERITED:
                yield facet, self._inherited(facet, code)
            else:
                yield facet, {"state": state, "values": own.get(code, [])}

    def _inherited(self, facet: str, code: str) -> Node:
        source = self._source(facet, code)
        return {
            "state": INHERITED,
            "values": list(self._own[facet].get(source, [])),
            "inherited_from": source,
            "inherited_state": self._lines[source][STATE_OF[facet]],
        }

    def also_applies(self, code: str) -> list[Node]:
        """Return the rules that apply to the line and are stated elsewhere."""
        return self._elsewhere.get(code, [])

    def special_conditions(self, code: str) -> list[Node]:
        return self._special.get(code, [])

    def _source(self, facet: str, code: str) -> str:
        seen: set[str] = set()
        while self._lines[code][STATE_OF[facet]] == INHERITED and code not in seen:
            seen.add(code)  # two lines that inherit from each other show nothing
            code = self._lines[code]["inherits_from"]
        return code


class _Periods:
    """What a line says of the rules that apply to it."""

    def __init__(self, rules: list[Node]) -> None:
        self._rules = {
            rule["code"]: {
                "rule": rule["code"],
                "period": rule["period"],
                "bound": rule["bound"],
                "statement": periods.fill_in(rule["statement"], rule["period"]),
            }
            for rule in rules
        }

    def in_line(self, rows: list[Node]) -> list[Node]:
        return [self._of(row) for row in rows if row["in_line"]]

    def elsewhere(self, rows: list[Node]) -> list[Node]:
        return [self._of(row) for row in rows if not row["in_line"]]

    def _of(self, row: Node) -> Node:
        return {**self._rules[row["rule"]], "scope": row["scope"]}


def _texts(rows: list[Node]) -> list[str]:
    return [row["text"] for row in rows]


def _transfers(rows: list[Node]) -> list[str]:
    return [row["transfer"] for row in rows]


def _each(
    groups: dict[str, list[Node]], made: Callable[[list[Node]], list[Any]]
) -> dict[str, list[Any]]:
    return {code: made(rows) for code, rows in groups.items()}


def _by_line(rows: list[Node]) -> dict[str, list[Node]]:
    """The rows by the code of their line, which come in their order."""
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row in rows:
        found[row["purpose"]].append(row)
    return found


def _taken(rows: list[Node]) -> dict[str, list[Node]]:
    """The same, without the columns that say line and place."""
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row in rows:
        del row["order"]
        found[row.pop("purpose")].append(row)
    return found


def _recipients(sheets: dict[str, list[Node]]) -> dict[str, list[Node]]:
    """Named vendors and unnamed classes of a line in one order; vendors first at one place."""
    own = {vendor["name"]: vendor["is_own_product"] for vendor in sheets["vendors"]}
    placed: defaultdict[str, list[tuple[int, Node]]] = defaultdict(list)
    for use in sheets["vendor_uses"]:
        if use["is_recipient"] and use["purpose"]:
            placed[use["purpose"]].append((use["order"], _vendor(use, own)))
    for row in sheets["recipients"]:
        placed[row["purpose"]].append((row["order"], _class(row)))
    return {
        code: [value for _place, value in sorted(values, key=itemgetter(0))]
        for code, values in placed.items()
    }


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
