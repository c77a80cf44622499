"""The register as linked data: JSON-LD in the Data Privacy Vocabulary (DPV) 2.3 of the W3C.

Every node has an IRI made of its code, and what a line says of a facet keeps the wording of the
register as its label. Literals have no language tag: the register does not say its language.
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from ropa.choices.approval import ActivityStatus
from ropa.export.json import CATALOGUED
from ropa.export.jsonld import conditions, parties
from ropa.export.jsonld.activities import Activities
from ropa.export.jsonld.terms import Names, context, node
from ropa.export.wanted import Wanted

Node = dict[str, Any]


def document(wanted: Wanted) -> bytes:
    """Return the whole register, both records together, as one file with its context inside."""
    text = json.dumps(
        {"@context": context(), "@graph": _graph(wanted)},
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=1,
    )
    return f"{text}\n".encode()


def _graph(wanted: Wanted) -> list[Node]:
    register = wanted.register
    names = Names(register)
    catalogues = {
        sheet.removeprefix("activity_"): {entry.code: entry for entry in wanted.scope.rows(model)}
        for sheet, (_column, model) in CATALOGUED.items()
    }
    made = Activities(register, names, catalogues)
    activities = [made.of(each) for each in register["activities"] if _is_shown(wanted, each)]
    entities, notices = parties.entities(register, names), conditions.notices(register, names)
    record = node(
        names.of("record"),
        "ROPA",
        identifier=register["code"],
        title=register["name"],
        description=wanted.stands,
        created=wanted.written_on.isoformat(),
        hasResponsibleEntity=[entities[0]["id"]],
        hasPersonalDataProcess=[each["id"] for each in activities],
        hasNotice=[each["id"] for each in notices],
        hasRight=conditions.rights(register),
    )
    for entity in entities:
        entity["hasRecordOfActivity"] = [record["id"]]
    return [
        record,
        *entities,
        *parties.customers(register, names),
        *activities,
        *parties.vendors(register, names),
        *parties.agreements(register, names),
        *conditions.transfers(register, names),
        *conditions.rules(register, names),
        *notices,
    ]


def _is_shown(wanted: Wanted, activity: Node) -> bool:
    return wanted.with_retired or activity["status"] != ActivityStatus.RETIRED
