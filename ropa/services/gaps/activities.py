"""Gaps of an activity: role, joint controllers, customers, measures, sources, assessments."""

from ropa.choices.approval import BalancingResult, DpiaResult
from ropa.choices.register import Basis, FacetState, Role
from ropa.services.gaps import activity_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground

SHEET = "activities"


def check_activity(found: Findings, ground: Ground, activity: Node) -> None:
    code, role = activity["code"], activity["role"]
    found.ask(role != Role.NOT_STATED, kinds.ROLE, SHEET, code, code)
    if not activity["purposes"]:
        found.ask(False, kinds.NO_LINE, SHEET, code, code)
    law = "Art. 30(2)(d)" if role == Role.PROCESSOR else ""
    found.ask(activity["measures"], kinds.MEASURES, SHEET, code, code, law=law)
    if role == Role.JOINT:
        _joint(found, activity)
    elif activity["joint_controllers"]:
        names = ", ".join(each["name"] for each in activity["joint_controllers"])
        found.add(kinds.NOT_JOINT, SHEET, code, (code,), names=names)
    if role == Role.PROCESSOR:
        found.ask(_customers(ground, code), kinds.CUSTOMERS, SHEET, code, code)
        return
    if not (activity["applies_to_all"] or activity["applies_to"]):
        sources = [each for each in activity["sources"] if each["source"] != "not_stated"]
        found.ask(sources, kinds.SOURCES, SHEET, code, code)
    _assessment(found, activity)
    _balancing(found, activity)


def _customers(ground: Ground, code: str) -> bool:
    return any(
        link["activity"] == code
        for customer in ground.register["customers"]
        for link in customer["activities"]
    )


def _joint(found: Findings, activity: Node) -> None:
    code = activity["code"]
    found.ask(activity["joint_controllers"], kinds.JOINT, SHEET, code, code)
    for each in activity["joint_controllers"]:
        if not each["contact"]:
            found.add(kinds.JOINT_CONTACT, SHEET, code, (code,), name=each["name"])
        if not each["agreement"]:
            found.add(kinds.ARRANGEMENT, SHEET, code, (code,), name=each["name"])


def _assessment(found: Findings, activity: Node) -> None:
    code, screenings = activity["code"], activity["dpia_screenings"]
    found.ask(screenings, kinds.SCREENING, SHEET, code, code)
    if screenings and screenings[-1]["result"] == DpiaResult.NEEDED:
        found.ask(screenings[-1]["reference"], kinds.ASSESSMENT, SHEET, code, code)


def _balancing(found: Findings, activity: Node) -> None:
    """One for each line that rests on legitimate interests, or one for the whole activity."""
    code = activity["code"]
    resting = [line["code"] for line in activity["purposes"] if _rests_on_interests(line)]
    if not resting:
        return
    results = {each["purpose"]: each["result"] for each in activity["balancing_tests"]}
    missing = [] if None in results else [line for line in resting if line not in results]
    found.asked[code] += 1
    if missing:
        found.add(kinds.BALANCING, SHEET, code, (code,), lines=", ".join(missing))
    else:
        found.answered[code] += 1
    used = {results.get(line, results.get(None)) for line in resting}
    if BalancingResult.OVERRIDDEN in used:
        found.add(kinds.OVERRIDDEN, SHEET, code, (code,))


def _rests_on_interests(line: Node) -> bool:
    cell = line["legal_bases"]
    return cell["state"] == FacetState.GIVEN and any(
        value["basis"] == Basis.LEGITIMATE_INTERESTS for value in cell["values"]
    )
