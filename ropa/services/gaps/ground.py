"""What the checks of a register look up: who uses what, what is in force, which day it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ropa.choices.register import AgreementKind, FacetState, Role, VendorRole
from ropa.choices.vendors import PROCESSOR_MODULES
from ropa.services.gaps.gap import Node
from ropa.services.transfers.facts import facts_of_register
from ropa.transfers.derive import Candidate, derive
from ropa.transfers.facts import Decision

PROCESSING = (VendorRole.PROCESSOR, VendorRole.SUB_PROCESSOR)
INHERITED = FacetState.INHERITED.value
CARRIES_PROCESSING = (AgreementKind.DPA, AgreementKind.SCC)


class Ground:
    """One register on one day; `on` as text, for days in the JSON form are texts that sort."""

    def __init__(self, register: Node, decisions: tuple[Decision, ...], *, on: date) -> None:
        self.register = register
        self.day = on
        self.on = on.isoformat()
        self.facts = facts_of_register(register, decisions, on=on)
        self.flows = {flow.code: flow for flow in self.facts.flows}
        self.derived = derive(self.facts)
        self.open_to: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in self.derived.candidates:
            self.open_to[candidate.key.importer].append(candidate)
        self.activity_of: dict[str, str] = {}  # line -> activity
        self.lines: dict[str, Node] = {}
        for activity in register["activities"]:
            for line in activity["purposes"]:
                self.activity_of[line["code"]] = activity["code"]
                self.lines[line["code"]] = line
        self.as_processor = {
            each["code"] for each in register["activities"] if each["role"] == Role.PROCESSOR
        }
        self.agreements = _grouped(register["agreements"], "vendor")
        self.uses_in: defaultdict[str | None, list[tuple[str, Node]]] = defaultdict(list)
        for vendor in register["vendors"]:
            for use in vendor["uses"]:
                self.uses_in[use["purpose"]].append((vendor["name"], use))
        self.has_general_transfer = any(each["covers_all"] for each in register["transfers"])
        self.has_general_period = any(
            rule["applies_to_all"] and (rule["period"] or rule["bound"] == "exact")
            for rule in register["retention_rules"]
        )

    def activities_of(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The codes of the activities to which the lines belong, each once."""
        found = dict.fromkeys(map(self.activity_of.get, lines))
        found.pop(None, None)
        return tuple(found)  # type: ignore[arg-type]  # without None

    def carries_processing(self, agreement: Node) -> bool:
        """Tell whether a processor works under an agreement, as `Agreement.carrying_processing`."""
        kind, module = agreement["kind"], agreement["module"]
        return kind in CARRIES_PROCESSING and (
            kind != AgreementKind.SCC or module in PROCESSOR_MODULES
        )

    def is_in_force(self, agreement: Node) -> bool:
        begins, ends = agreement["valid_from"], agreement["expires_on"]
        return (not begins or begins <= self.on) and (not ends or ends >= self.on)


def state_of(cell: Node) -> str:
    """The state of a cell; an inherited one has that of the line it comes from."""
    state: str = cell["state"]
    return cell["inherited_state"] if state == INHERITED else state


def _grouped(rows: Iterable[Node], column: str) -> dict[str, list[Node]]:
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for row in rows:
        if row[column]:
            found[row[column]].append(row)
    return dict(found)
