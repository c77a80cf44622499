"""Processing activities and their purpose lines as nodes."""

from typing import Any

from ropa.choices.approval import DpiaResult
from ropa.choices.register import FacetState, Role, SpecialCondition
from ropa.export.art30.cells import rules_of
from ropa.export.json import FACET_KEYS
from ropa.export.jsonld import parties
from ropa.export.jsonld.terms import Names, add, mapped, node, term
from ropa.export.places import abroad, of_line
from ropa.export.records import customers_by_activity, entity_code

Node = dict[str, Any]

MEASURES = ("hasTechnicalMeasure", "hasOrganisationalMeasure")  # where the kind is not known


class Activities:
    """The activities of a register; the catalogues tell the terms of what they name."""

    def __init__(self, register: Node, names: Names, catalogues: dict[str, dict[str, Any]]) -> None:
        self._register = register
        self._names = names
        self._entries = catalogues
        self._customers = customers_by_activity(register)

    def of(self, activity: Node) -> Node:
        """The activity with its lines inside."""
        names, code = self._names, activity["code"]
        found = node(
            names.of("activity", code),
            "Process",
            "PersonalDataProcess",
            identifier=code,
            label=activity["heading"],
            status=activity["status"],
            role=activity["role"],
            contentMayBeSensitive=activity["sensitive_content"] or None,
            appliesToAll=activity["applies_to_all"] or None,
            appliesTo=[names.of("activity", each) for each in activity["applies_to"]],
            isReplacedBy=activity["successor"] and names.of("activity", activity["successor"]),
            hasPersonalDataProcess=[self._line(line) for line in activity["purposes"]],
        )
        self._add_parties(found, activity)
        self._add_sources(found, activity)
        self._add_measures(found, activity)
        self._add_assessments(found, activity)
        return found

    def _add_parties(self, found: Node, activity: Node) -> None:
        """Controller or processor, as the role says; a role not stated makes neither."""
        register, names = self._register, self._names
        ours = parties.entity_iri(register, names, entity_code(register, activity))
        if activity["role"] == Role.PROCESSOR:
            found["hasDataProcessor"] = [ours]
        elif activity["role"] == Role.NOT_STATED:
            found["hasResponsibleEntity"] = [ours]
        else:
            found["hasDataController"] = [ours]
        for customer in self._customers[activity["code"]]:
            add(found, "hasDataController", names.of("customer", customer))
        others = [
            node(
                names.of("activity", activity["code"], "joint-controller", number),
                "DataController",
                hasName=each["name"],
                hasContact=each["contact"],
                hasCountry=term("country", each["country"]),
            )
            for number, each in enumerate(activity["joint_controllers"], start=1)
        ]
        if others:
            iri = names.of("activity", activity["code"], "joint-controllers")
            group = node(iri, "JointDataControllers", hasDataController=[ours, *others])
            found["hasJointDataControllers"] = [group]

    def _add_sources(self, found: Node, activity: Node) -> None:
        for number, each in enumerate(activity["sources"], start=1):
            kind = term("data_source", each["source"]) or "DataSource"
            iri = self._names.of("activity", activity["code"], "source", number)
            label = each["detail"] or each["source"]
            add(found, "hasDataSource", node(iri, kind, label=label))

    def _add_measures(self, found: Node, activity: Node) -> None:
        for number, each in enumerate(activity["measures"], start=1):
            code = each["measure"]
            said = node(
                self._names.of("activity", activity["code"], "measure", number),
                self._term_of("measures", code),
                identifier=code,
                label=each["wording"] or each["name"],
            )
            properties = [name for name, _term in mapped("measure", code)] or MEASURES
            for name in properties:
                add(found, name, said if name == properties[0] else said["id"])

    def _add_assessments(self, found: Node, activity: Node) -> None:
        for number, each in enumerate(activity["dpia_screenings"], start=1):
            if each["result"] == DpiaResult.NEEDED and each["reference"]:
                iri = self._names.of("activity", activity["code"], "dpia", number)
                add(found, "hasImpactAssessment", node(iri, "DPIA", description=each["reference"]))
        for number, each in enumerate(activity["balancing_tests"], start=1):
            test = node(
                self._names.of("activity", activity["code"], "balancing", number),
                "LegitimateInterestAssessment",
                description=each["interest"],
                created=each["assessed_on"],
                status=each["result"],
            )
            add(found, "hasAssessment", test)

    def _line(self, line: Node) -> Node:
        names, code = self._names, line["code"]
        found = node(
            names.of("purpose", code),
            "Process",
            "PersonalDataProcess",
            identifier=code,
            hasPurpose=self._purposes(line),
            hasDataSubject=self._values(line, "data_subjects", "DataSubject"),
            hasPersonalData=self._values(line, "data_categories", "PersonalData"),
            hasStorageCondition=[
                names.of("rule", each["rule"]) for each in rules_of(self._register, line)
            ],
            notStated=_facets(line, FacetState.NOT_STATED),
            explicitlyNone=_facets(line, FacetState.NONE),
        )
        self._add_bases(found, line)
        self._add_recipients(found, line)
        transfers = of_line(self._register, line)
        for each in transfers:
            add(found, "hasProcess", names.of("transfer", each["code"]))
        for each in abroad(transfers):
            add(found, "hasThirdCountry", term("country", each["country"]))
        return found

    def _purposes(self, line: Node) -> list[Node]:
        return [
            node(
                self._names.of("purpose", line["code"], "statement", number),
                "Purpose",
                term("purpose_kind", line["kind"]),
                description=text,
            )
            for number, text in enumerate(line["purposes"]["values"], start=1)
        ]

    def _values(self, line: Node, facet: str, kind: str) -> list[Node]:
        """The categories of a facet: the class of the term, labelled as the source says it."""
        return [
            node(
                self._names.of("purpose", line["code"], facet.replace("_", "-"), number),
                kind,
                self._term_of(facet, value["category"]),
                "SpecialCategoryPersonalData" * self._is_special(facet, value["category"]),
                identifier=value["category"],
                label=value["wording"] or value["name"],
            )
            for number, value in enumerate(line[facet]["values"], start=1)
        ]

    def _add_bases(self, found: Node, line: Node) -> None:
        for number, value in enumerate(line["legal_bases"]["values"], start=1):
            iri = self._names.of("purpose", line["code"], "legal-basis", number)
            for name, basis in mapped("basis", value["basis"]):
                said = node(iri, basis, description=value["interest"] or value["note"])
                add(found, name, said if "description" in said else basis)
        for value in line["special_conditions"]:
            for name, condition in mapped("special_condition", value["condition"]):
                add(found, name, condition)
            if value["condition"] == SpecialCondition.A10:  # of which DPV has no term
                found["article10"] = True

    def _add_recipients(self, found: Node, line: Node) -> None:
        for number, value in enumerate(line["recipients"]["values"], start=1):
            if value["kind"] == "vendor":
                for name, _kind in mapped("vendor_role", value["role"]):
                    add(found, name, self._names.of("vendor", value["vendor"]))
                continue
            said = node(
                self._names.of("purpose", line["code"], "recipient", number),
                "Recipient",
                self._term_of("recipients", value["class"]),
                identifier=value["class"],
                label=value["wording"] or value["name"],
            )
            add(found, "hasRecipient", said)

    def _term_of(self, facet: str, code: str) -> str:
        return str(self._entries[facet][code].dpv_iri)

    def _is_special(self, facet: str, code: str) -> bool:
        return bool(getattr(self._entries[facet][code], "special_category", False))


def _facets(line: Node, state: str) -> list[str]:
    return [key for key in FACET_KEYS.values() if line[key]["state"] == state]
