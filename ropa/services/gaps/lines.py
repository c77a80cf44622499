"""Gaps of a purpose line: silent cells, bases without their conditions, texts that do not fit."""

from ropa.choices.register import Basis, FacetState, PurposeKind, SpecialCondition
from ropa.services.gaps import line_kinds as kinds
from ropa.services.gaps import words
from ropa.services.gaps.gap import Findings, Gap, Node
from ropa.services.gaps.ground import Ground, state_of

SHEET = "purposes"
GIVEN, NOT_STATED = FacetState.GIVEN.value, FacetState.NOT_STATED.value
SHOWN = 100  # characters of a text in a sentence
OF_OTHERS = ("data_subjects", "data_categories", "consequences")  # they are those of its targets


def check_line(found: Findings, ground: Ground, activity: Node, line: Node) -> None:
    """Ask the cells of the line, then look whether its values fit together."""
    as_processor = activity["code"] in ground.as_processor
    _cells(found, ground, activity, line, as_processor=as_processor)
    if not as_processor:
        _bases(found, activity, line)
        _interests(found, activity, line)
    _special(found, ground, activity, line)
    _purposes(found, activity, line)
    _data(found, ground, activity, line)


def _cells(
    found: Findings, ground: Ground, activity: Node, line: Node, *, as_processor: bool
) -> None:
    cells = kinds.PROCESSOR_CELLS if as_processor else kinds.CONTROLLER_CELLS
    applies = activity["applies_to_all"] or activity["applies_to"]
    asked = answered = 0
    for cell in cells:
        name, values = cell.name, line[cell.name]["values"]
        if applies and name in OF_OTHERS:
            continue
        state = state_of(line[name])
        if state == NOT_STATED and not _is_said_elsewhere(ground, name):
            if name == "consequences" and not _comes_from_the_person(activity):
                continue
            kind = cell.silent
        elif state == GIVEN and not values:
            kind = cell.empty
        else:
            kind = None
            answered += 1
        asked += 1
        if kind is not None:
            law = kinds.PROCESSOR_LAW.get(name, kind.law) if as_processor else kind.law
            found.gaps.append(Gap(kind, SHEET, line["code"], (activity["code"],), law, {}))
    found.asked[activity["code"]] += asked
    found.answered[activity["code"]] += answered


def _is_said_elsewhere(ground: Ground, cell: str) -> bool:
    """A transfer or a period for all activities speaks for a cell that is silent itself."""
    if cell == "transfers":
        return ground.has_general_transfer
    return cell == "period" and ground.has_general_period


def _comes_from_the_person(activity: Node) -> bool:
    """Only who gives the data oneself has to be told what follows otherwise, Art. 13(2)(e)."""
    sources = {each["source"] for each in activity["sources"]} - {"not_stated"}
    return not sources or bool(sources & {"person", "automatic"})


def _bases(found: Findings, activity: Node, line: Node) -> None:
    cell, code, here = line["legal_bases"], line["code"], (activity["code"],)
    if cell["state"] != GIVEN:  # an inherited basis is asked for where it stands
        return
    for value in cell["values"]:
        if value["basis"] == Basis.LEGITIMATE_INTERESTS:
            found.ask(value["interest"], kinds.INTEREST, SHEET, code, activity["code"])
    if any(value["alternative"] for value in cell["values"]):
        found.add(kinds.ALTERNATIVES, SHEET, code, here)
    if cell["values"] and not any(map(_may_market, cell["values"])) and _is_marketing(line):
        found.add(kinds.MARKETING, SHEET, code, here)


def _is_marketing(line: Node) -> bool:
    """A line of that kind, or one of which at least half of the purposes are marketing."""
    if line["kind"] == PurposeKind.MARKETING:
        return True
    texts = line["purposes"]["values"]
    return bool(texts) and 2 * sum(map(words.is_marketing, texts)) >= len(texts)


def _may_market(value: Node) -> bool:
    if value["basis"] == Basis.CONSENT:
        return True
    return bool(words.BETWEEN_BUSINESSES.search(value["interest"]))


def _interests(found: Findings, activity: Node, line: Node) -> None:
    interests = [value["interest"] for value in line["legal_bases"]["values"] if value["interest"]]
    if not interests or line["legal_bases"]["state"] != GIVEN:
        return
    subjects = line["data_subjects"]["values"]
    here = words.people_in(
        f"{each['category']} {each['name']} {each['wording']}" for each in subjects
    )
    for text in interests:
        others = words.people_in([text]) - here
        if len(others) >= words.MANY:
            found.add(kinds.GENERAL, SHEET, line["code"], (activity["code"],))
        elif subjects and others & words.DISTINCT:
            named = {"interest": _short(text)}
            found.add(kinds.COPIED, SHEET, line["code"], (activity["code"],), **named)


def _special(found: Findings, ground: Ground, activity: Node, line: Node) -> None:
    data = line["data_categories"]["values"]
    special = [each["name"] for each in data if each["special_category"]]
    criminal = [each["name"] for each in data if words.is_criminal(each["name"])]
    if not special and not criminal:
        return
    source = ground.lines.get(line["data_categories"].get("inherited_from", ""), line)
    conditions = {
        each["condition"] for each in (*line["special_conditions"], *source["special_conditions"])
    }
    here = (activity["code"],)
    if special and not conditions - {SpecialCondition.A10}:
        found.add(kinds.SPECIAL, SHEET, line["code"], here, data=_list(special))
    if criminal and SpecialCondition.A10 not in conditions:
        found.add(kinds.CRIMINAL, SHEET, line["code"], here, data=_list(criminal))


def _purposes(found: Findings, activity: Node, line: Node) -> None:
    for text in line["purposes"]["values"]:
        if line["purposes"]["state"] == GIVEN and words.is_unbounded(text):
            named = {"purpose": _short(text)}
            found.add(kinds.UNBOUNDED, SHEET, line["code"], (activity["code"],), **named)


def _data(found: Findings, ground: Ground, activity: Node, line: Node) -> None:
    code, here, data = line["code"], (activity["code"],), line["data_categories"]["values"]
    open_ended = [each["wording"] or each["name"] for each in data if each["open_ended"]]
    if open_ended and line["data_categories"]["state"] == GIVEN:
        found.add(kinds.OPEN_ENDED, SHEET, code, here, data=_list(open_ended))
    identifiers = [each["name"] for each in data if each["category"] in words.ONLINE_IDENTIFIERS]
    if not identifiers:
        return
    for vendor, use in ground.uses_in.get(code, ()):
        if words.NOT_COMBINED.search(use["data_limitation"]):
            said = {"vendor": vendor, "limit": _short(use["data_limitation"])}
            found.add(kinds.NOT_COMBINED, SHEET, code, here, data=_list(identifiers), **said)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def _list(names: list[str]) -> str:
    return _short(", ".join(dict.fromkeys(names)))
