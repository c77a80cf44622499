"""Retention rules, transfers, rights and notices as nodes."""

from typing import Any

from ropa.choices.register import NoticeKind, TransferKind
from ropa.choices.retention import Bound, Trigger
from ropa.export import wording
from ropa.export.jsonld.parties import entity_iri
from ropa.export.jsonld.terms import Names, add, address, mapped, node, term, xsd_duration
from ropa.export.places import EEA

Node = dict[str, Any]


def rules(register: Node, names: Names) -> list[Node]:
    return [_rule(names, each) for each in register["retention_rules"]]


def _rule(names: Names, rule: Node) -> Node:
    code = rule["code"]
    events = ", ".join(str(Trigger(each).label) for each in rule["triggers"])
    durations = []
    if rule["period"]:
        durations.append(
            node(
                names.of("rule", code, "period"),
                "TemporalDuration",
                period=xsd_duration(rule["period"]),
                label=wording.period_of({**rule, "statement": "", "scope": ""}),
                description=events,
            )
        )
    elif events:
        durations.append(node(names.of("rule", code, "event"), "UntilEventDuration", label=events))
    return node(
        names.of("rule", code),
        "StorageDuration",
        identifier=code,
        label=rule["data_class"],
        description=wording.period_of(rule),
        bound=str(Bound(rule["bound"]).value),
        hasDuration=durations,
    )


def transfers(register: Node, names: Names) -> list[Node]:
    return [_transfer(register, names, each) for each in register["transfers"]]


def _transfer(register: Node, names: Names, row: Node) -> Node:
    is_commitment = row["kind"] in (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)
    country = term("country", row["country"])
    found = node(
        names.of("transfer", row["code"]),
        "Process",
        identifier=row["code"],
        label=row["destination"],
        description=row["statement"],
        hasDataExporter=_party(register, names, row, "exporter"),
        hasDataImporter=_party(register, names, row, "importer"),
        hasCountry=country,
        hasThirdCountry="" if row["country"] in EEA else country,
    )
    if not is_commitment and row["country"] not in EEA:
        add(found, "hasProcessing", "dpv:CrossBorderTransfer")
    for number, safeguard in enumerate(row["safeguards"], start=1):
        _add_safeguard(found, safeguard, names.of("transfer", row["code"], "safeguard", number))
    return found


def _add_safeguard(found: Node, safeguard: Node, iri: str) -> None:
    mechanism = safeguard["mechanism"]
    for name, basis in mapped("mechanism", mechanism):
        add(found, name, basis)
    kinds = mapped("safeguard", mechanism) or [("hasLegalMeasure", "")]
    for name, kind in kinds:
        said = node(
            iri,
            kind,
            identifier=mechanism,
            description=safeguard["evidence"],
            seeAlso=address(safeguard["url"]),
            valid=safeguard["expires_on"],
        )
        add(found, name, said)


def _party(register: Node, names: Names, row: Node, side: str) -> Any:
    """The exporter or importer: an entity, a vendor, or a name that is only said."""
    if row[f"{side}_entity"]:
        return [entity_iri(register, names, row[f"{side}_entity"])]
    if row.get(f"{side}_vendor"):
        return [names.of("vendor", row[f"{side}_vendor"])]
    return node(names.of("transfer", row["code"], side), hasName=row[side]) if row[side] else None


def rights(register: Node) -> list[str]:
    """The terms of the rights that are granted, each once; of some DPV has none."""
    found = [
        right
        for each in register["rights"]
        if each["grants"]
        for _name, right in mapped("right", each["right"])
    ]
    return list(dict.fromkeys(found))


def notices(register: Node, names: Names) -> list[Node]:
    """The privacy notices; cookie notices and terms are left out."""
    return [
        node(
            names.of("notice", each["code"]),
            "PrivacyNotice",
            identifier=each["code"],
            title=each["title"],
            seeAlso=address(each["url"]),
            modified=max((row["dated_on"] or "" for row in each["versions"]), default=""),
        )
        for each in register["notices"]
        if each["kind"] in (NoticeKind.MASTER, NoticeKind.PRODUCT)
    ]
