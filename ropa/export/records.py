"""Which activities stand in which record of Art. 30, and for which legal entity or customer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import FacetState, Role
from ropa.export.json import FACET_KEYS
from ropa.export.sheets import CannotExport
from ropa.export.wanted import Wanted

Node = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ControllerRecord:
    """The record of one legal entity, Art. 30(1); `entity` is None where none is recorded."""

    entity: Node | None
    activities: list[Node]
    retired: int  # how many are left out


@dataclass(frozen=True, kw_only=True)
class ProcessorRecord:
    """The record for one customer, Art. 30(2); `customer` is None where none is stated."""

    customer: Node | None
    activities: list[Node]
    retired: int


def controller_records(wanted: Wanted) -> list[ControllerRecord]:
    """Return a record for each legal entity that has activities, the main one first.

    A role that is not stated is not left out, and an activity without legal entity counts to
    the main one. Raises `CannotExport` for a code that no legal entity has.
    """
    register = wanted.register
    ours = [each for each in _of_entity(wanted) if not _is_processor(each)]
    entities = ordered_entities(register)
    chosen: list[Node | None] = [each for each in entities if wanted.entity in ("", each["code"])]
    chosen = chosen or [None]
    found = []
    for entity in chosen:
        code = entity["code"] if entity else ""
        own = [each for each in ours if entity_code(register, each) == code]
        if own or entity is chosen[0]:
            kept, retired = _without_retired(wanted, own)
            found.append(ControllerRecord(entity=entity, activities=kept, retired=retired))
    return found


def processor_records(wanted: Wanted) -> list[ProcessorRecord]:
    """Return a record for each customer; without customers one that says so.

    An activity as processor that names no customer counts for every one. Raises
    `CannotExport` for a code that no customer has.
    """
    register = wanted.register
    customers = register["customers"]
    if wanted.customer:
        customers = [find(customers, wanted.customer, _("customer"))]
    theirs = customers_by_activity(register)
    found = []
    for customer in customers or [None]:
        own = [
            each
            for each in _of_entity(wanted)
            if (customer["code"] in theirs[each["code"]] if customer else _is_processor(each))
        ]
        kept, retired = _without_retired(wanted, own)
        found.append(ProcessorRecord(customer=customer, activities=kept, retired=retired))
    return found


def customers_by_activity(register: Node) -> dict[str, list[str]]:
    """The codes of the customers for whom each activity is done.

    An activity as processor that names none is done for all.
    """
    named: defaultdict[str, list[str]] = defaultdict(list)
    for customer in register["customers"]:
        for row in customer["activities"]:
            named[row["activity"]].append(customer["code"])
    everyone = [customer["code"] for customer in register["customers"]]
    return {
        each["code"]: named.get(each["code"]) or (everyone if _is_processor(each) else [])
        for each in register["activities"]
    }


def ordered_entities(register: Node) -> list[Node]:
    """The legal entities, the main one first."""
    return sorted(register["entities"], key=lambda each: not each["is_main"])


def entity_code(register: Node, activity: Node) -> str:
    """Return the code of the activity's legal entity, or of the main one; "" where none is."""
    if activity["entity"]:
        return str(activity["entity"])
    return next((str(each["code"]) for each in ordered_entities(register)), "")


def lines_of(activity: Node) -> list[Node]:
    """The purpose lines; for an activity without any, one on which nothing is stated."""
    return activity["purposes"] or [_silent(activity["code"])]


def find(rows: Iterable[Node], code: str, noun: str) -> Node:
    """Return the row of this code, or raise `CannotExport` with the codes there are."""
    known = {row["code"]: row for row in rows}
    if code not in known:
        raise CannotExport(
            _('There is no %(noun)s "%(code)s"; known are: %(known)s.')
            % {"noun": noun, "code": code, "known": ", ".join(known) or _("none")}
        )
    return known[code]


def _is_processor(activity: Node) -> bool:
    return bool(activity["role"] == Role.PROCESSOR)


def _of_entity(wanted: Wanted) -> list[Node]:
    register = wanted.register
    if not wanted.entity:
        return list(register["activities"])
    find(register["entities"], wanted.entity, _("legal entity"))
    return [each for each in register["activities"] if entity_code(register, each) == wanted.entity]


def _without_retired(wanted: Wanted, activities: list[Node]) -> tuple[list[Node], int]:
    if wanted.with_retired:
        return activities, 0
    kept = [each for each in activities if each["status"] != ActivityStatus.RETIRED]
    return kept, len(activities) - len(kept)


def _silent(code: str) -> Node:
    line: Node = {
        key: {"state": FacetState.NOT_STATED, "values": []} for key in FACET_KEYS.values()
    }
    line["period"]["also_applies"] = []
    return {"code": code, "special_conditions": [], **line}
