"""Gaps of the organisation: who it is, how to reach it, and what it says of its cookies."""

from collections.abc import Iterable

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import ContactMatter
from ropa.choices.retention import StorageClass, Trigger
from ropa.services.gaps import organisation_kinds as kinds
from ropa.services.gaps import words
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground
from ropa.transfers.countries import EEA

SHOWN = 4  # names in a sentence


def check_organisation(found: Findings, ground: Ground) -> None:
    register = ground.register
    code, entities = register["code"], register["entities"]
    main = next((each for each in entities if each["is_main"]), entities[0] if entities else None)
    if main is None:
        found.add(kinds.ENTITY, "organisation", code)
    elif not main["address"] or not main["country"]:
        found.add(kinds.ADDRESS, "entities", main["code"], entity=main["legal_name"])
    if not register["contacts"] and not (main and main["address"]):
        found.add(kinds.CONTACT, "organisation", code)
    if all(each["status"] == ActivityStatus.RETIRED for each in register["activities"]):
        found.add(kinds.NO_ACTIVITY, "organisation", code)
    _parties(found, register)
    for customer in register["customers"]:
        if not customer["address"] and not customer["contact"]:
            found.add(
                kinds.CUSTOMER_CONTACT,
                "customers",
                customer["code"],
                tuple(link["activity"] for link in customer["activities"]),
            )
    _cookies(found, ground)


def _parties(found: Findings, register: Node) -> None:
    code = register["code"]
    matters = {each["matter"] for each in register["contacts"]}
    if ContactMatter.DPO not in matters:
        found.add(kinds.DPO, "organisation", code)
    countries = {each["country"] for each in register["entities"]} | {register["country"]}
    if ContactMatter.REPRESENTATIVE not in matters and not countries & EEA:
        found.add(kinds.REPRESENTATIVE, "organisation", code)


def _cookies(found: Findings, ground: Ground) -> None:
    """Hold what is said of cookies and analytics against what is recorded.

    An activity is concerned when it quotes the rule and has such tools itself.
    """
    tools, lines = _analytics(ground)
    if not tools:
        return
    others, tracking = ", ".join(tools[:SHOWN]), set(ground.activities_of(lines))
    for rule in _only_session_rules(ground.register["retention_rules"]):
        activities = tuple(
            code for code in ground.activities_of(rule["applies_to"]) if code in tracking
        )
        found.add(kinds.SESSION_COOKIES, "rules", rule["code"], activities, others=others)
    for notice in ground.register["notices"]:
        text = notice["versions"][0]["text"] if notice["versions"] else ""
        said = words.NO_ANALYTICS.search(text) or words.ONLY_SESSION.search(text)
        if said:
            found.add(
                kinds.NO_ANALYTICS, "notices", notice["code"], said=said.group(), others=others
            )


def _only_session_rules(rules: Iterable[Node]) -> list[Node]:
    """The rules of cookies, if every one of them ends with the session."""
    of_cookies = [rule for rule in rules if rule["storage_class"] == StorageClass.COOKIES]
    ends = all(rule["triggers"] == [Trigger.SESSION_END] for rule in of_cookies)
    return of_cookies if ends else []


def _analytics(ground: Ground) -> tuple[list[str], list[str]]:
    """What recognises people later: tools and data that track; and the lines with them."""
    names: dict[str, None] = {}
    lines: list[str] = []
    for code, line in ground.lines.items():
        found = [
            vendor
            for vendor, use in ground.uses_in.get(code, ())
            if words.is_analytics(use["service"], vendor)
        ]
        found += [
            value["wording"] or value["name"]
            for value in line["data_categories"]["values"]
            if value["category"] in words.TRACKING_DATA
        ]
        if found:
            lines.append(code)
            names.update(dict.fromkeys(found))
    return list(names), lines
