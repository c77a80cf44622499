"""Who is named in the record, and where to reach them; from the form of `ropa.export.json`."""

from collections.abc import Iterable
from typing import Any

from ropa.choices.register import ContactMatter, Role, VendorRole
from ropa.export import wording

Node = dict[str, Any]

REACHED = (ContactMatter.PRIVACY, ContactMatter.GENERAL)  # the first of them that is recorded
PROCESSORS = (VendorRole.PROCESSOR, VendorRole.SUB_PROCESSOR)


def entity(row: Node | None, register: Node) -> str:
    """Name, address and country of a legal entity; without one, the organisation's name."""
    if row is None:
        return str(register["name"])
    name = row["legal_name"]
    if row["trading_name"] and row["trading_name"] != name:
        name = f"{name} ({row['trading_name']})"
    return _joined(name, row["address"], row["country"])


def customer(row: Node) -> str:
    return _joined(row["name"], row["address"], row["country"], row["contact"])


def contacts(register: Node, matter: str, of_entity: Node | None = None) -> list[Node]:
    """The contacts on a matter that are the entity's own, or that name no entity."""
    code = of_entity["code"] if of_entity else None
    return [
        each
        for each in register["contacts"]
        if each["matter"] == matter and (code is None or each["entity"] in (None, "", code))
    ]


def reached(register: Node, of_entity: Node | None = None) -> list[Node]:
    """Where to reach the organisation: on privacy, else in general."""
    for matter in REACHED:
        if found := contacts(register, matter, of_entity):
            return found
    return []


def addresses(rows: Iterable[Node]) -> str:
    return "\n".join(dict.fromkeys(row["address"] for row in rows)) or wording.not_stated()


def joint_controllers(activity: Node) -> list[str]:
    """Name, contact and country of each, Art. 30(1)(a); a joint role that names none says so."""
    found = [
        _joined(each["name"], each["contact"], each["country"])
        for each in activity["joint_controllers"]
    ]
    if not found and activity["role"] == Role.JOINT:
        return [wording.not_stated()]
    return found


def is_processor(recipient: Node) -> bool:
    return recipient["kind"] == "vendor" and recipient["role"] in PROCESSORS


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
