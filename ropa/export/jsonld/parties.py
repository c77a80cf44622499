"""Legal entities, who speaks for them, customers and vendors as nodes."""

from collections.abc import Iterable
from typing import Any

from ropa.choices.register import ContactMatter
from ropa.export import parties
from ropa.export.jsonld.terms import Names, add, address, mapped, node, term
from ropa.export.records import ordered_entities

Node = dict[str, Any]

SPEAKERS = (
    (ContactMatter.REPRESENTATIVE, "hasRepresentative", "Representative"),
    (ContactMatter.DPO, "hasDataProtectionOfficer", "DataProtectionOfficer"),
)


def entities(register: Node, names: Names) -> list[Node]:
    """The legal entities with representative and officer; without any, the organisation."""
    rows = ordered_entities(register)
    found = [_entity(register, names, each) for each in rows]
    return found or [_organisation(register, names)]


def entity_iri(register: Node, names: Names, code: str) -> str:
    return names.of("entity", code) if code else names.of("organisation", register["code"])


def _entity(register: Node, names: Names, row: Node) -> Node:
    return node(
        names.of("entity", row["code"]),
        "DataController",
        identifier=row["code"],
        hasName=row["legal_name"],
        label=row["trading_name"],
        hasAddress=row["address"],
        hasCountry=term("country", row["country"]),
        hasContact=_addresses(parties.reached(register, row)),
        **_speakers(register, names, row),
    )


def _organisation(register: Node, names: Names) -> Node:
    return node(
        names.of("organisation", register["code"]),
        "DataController",
        identifier=register["code"],
        hasName=register["name"],
        hasCountry=term("country", register["country"]),
        hasContact=_addresses(parties.reached(register)),
        **_speakers(register, names, None),
    )


def _speakers(register: Node, names: Names, row: Node | None) -> Node:
    found: Node = {}
    for matter, name, kind in SPEAKERS:
        contacts = _addresses(parties.contacts(register, matter, row))
        if contacts:
            iri = names.of(matter.value, row["code"] if row else register["code"])
            found[name] = [node(iri, kind, hasContact=contacts)]
    return found


def _addresses(contacts: Iterable[Node]) -> list[str]:
    return list(dict.fromkeys(each["address"] for each in contacts))


def customers(register: Node, names: Names) -> list[Node]:
    """The controllers on whose behalf we process, Art. 30(2)(a)."""
    return [_customer(names, each) for each in register["customers"]]


def _customer(names: Names, row: Node) -> Node:
    iri = names.of("customer", row["code"])
    found = node(
        iri,
        "DataController",
        identifier=row["code"],
        hasName=row["name"],
        hasAddress=row["address"],
        hasCountry=term("country", row["country"]),
        hasContact=row["contact"],
    )
    for column, name, kind in (
        ("representative", "hasRepresentative", "Representative"),
        ("dpo", "hasDataProtectionOfficer", "DataProtectionOfficer"),
    ):
        if row[column]:
            contact = row[column]
            found[name] = [
                node(names.of("customer", row["code"], column), kind, hasContact=contact)
            ]
    return found


def vendors(register: Node, names: Names) -> list[Node]:
    return [_vendor(register, names, each) for each in register["vendors"]]


def _vendor(register: Node, names: Names, row: Node) -> Node:
    kinds = {
        kind
        for use in row["uses"]
        if use["is_recipient"]
        for _name, kind in mapped("vendor_role", use["role"])
    }
    countries = {term("country", place["country"]) for place in row["locations"]}
    found = node(
        names.of("vendor", row["name"]),
        *sorted(kinds),
        hasName=row["name"],
        hasContact=row["contact"],
        seeAlso=address(row["privacy_url"] or row["website"]),
        hasCountry=sorted(countries - {""}),
    )
    for agreement in register["agreements"]:
        if agreement["vendor"] == row["name"]:
            for name, _kind in mapped("agreement", agreement["kind"]):
                add(found, name, names.of("agreement", agreement["code"]))
    return found


def agreements(register: Node, names: Names) -> list[Node]:
    return [
        node(
            names.of("agreement", each["code"]),
            term("agreement", each["kind"]),
            identifier=each["code"],
            title=each["title"],
            description=each["reference"],
            created=each["signed_on"],
            valid=each["expires_on"],
        )
        for each in register["agreements"]
    ]
