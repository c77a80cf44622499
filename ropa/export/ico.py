"""The record of a controller in the columns of the workbook that the British ICO published.

The header is on row 9, below the contact block. What the register does not hold stays empty:
columns 19 (consent), 24 and 25 (breaches), 26 and 28 to 30 (DPA 2018, Schedule 1).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.approval import BalancingResult, DpiaResult
from ropa.choices.register import (
    Basis,
    ContactChannel,
    ContactMatter,
    DataSource,
    LocationKind,
    Mechanism,
)
from ropa.choices.retention import Right
from ropa.export import parties, places, wording
from ropa.export.art30 import cells
from ropa.export.records import ControllerRecord, controller_records, lines_of
from ropa.export.sheets import Cell, Sheet
from ropa.export.wanted import Wanted

Node = dict[str, Any]
Column = Callable[[Node, Node, Node], Cell]  # of register, activity and purpose line

TITLE = "Template"


def sheets(wanted: Wanted) -> list[Sheet]:
    """Return a table for each legal entity. Raises `CannotExport` for one that there is not."""
    records = controller_records(wanted)
    titles = cells.titles(TITLE, [each.entity["code"] for each in records if each.entity])
    return [
        Sheet(
            title=title,
            for_paper=True,
            preamble=_contact_block(wanted, record),
            header=[heading for heading, _column in COLUMNS],
            rows=[
                [column(wanted.register, activity, line) for _heading, column in COLUMNS]
                for activity in record.activities
                for line in lines_of(activity)
            ],
        )
        for record, title in zip(records, titles or [TITLE], strict=True)
    ]


def _contact_block(wanted: Wanted, record: ControllerRecord) -> list[list[Cell]]:
    """Six rows, and an empty one, so that the header comes on row 9."""
    register, entity = wanted.register, record.entity
    dpo = parties.contacts(register, ContactMatter.DPO, entity)
    representative = parties.contacts(register, ContactMatter.REPRESENTATIVE, entity)
    ours = parties.reached(register, entity)
    where = ", ".join(filter(None, (entity["address"], entity["country"]))) if entity else ""
    name = entity["legal_name"] if entity else register["name"]
    rows: list[list[Cell]] = [
        [
            "Name and contact details",
            "",
            "Data Protection Officer (if applicable)",
            "",
            "Representative (if applicable)",
            "",
        ],
        ["Name", name, "Name", "", "Name", ""],
    ]
    for label, channel, own in (
        ("Address", ContactChannel.POST, where),
        ("Email", ContactChannel.EMAIL, ""),
        ("Telephone", ContactChannel.PHONE, ""),
    ):
        found = (own or _by(ours, channel), _by(dpo, channel), _by(representative, channel))
        rows.append([cell for text in found for cell in (label, text)])
    rows.append([_("Content"), f"{wanted.stands}; {_('written')} {wanted.written}"])
    return [*rows, []]


def _by(contacts: Iterable[Node], channel: str) -> str:
    return "\n".join(each["address"] for each in contacts if each["channel"] == channel)


def _function(register: Node, activity: Node, line: Node) -> str:
    groups = {each["code"]: each["heading"] for each in register["groups"]}
    group = groups.get(activity["group"])
    return f"{group}: {activity['heading']}" if group else str(activity["heading"])


def _contracts(register: Node, activity: Node, line: Node) -> str:
    vendors = {each.get("vendor") for each in line["recipients"]["values"]} - {None}
    return "\n".join(
        f"{each['vendor']}: {each['title']}" + (f" ({each['reference']})" * bool(each["reference"]))
        for each in register["agreements"]
        if each["vendor"] in vendors
    )


def _countries(register: Node, activity: Node, line: Node) -> str:
    found = places.destinations(places.abroad(places.of_line(register, line)))
    return "\n".join(found) or wording.cell(line, "transfers", [])


def _safeguards(register: Node, activity: Node, line: Node) -> str:
    found = [
        ": ".join(filter(None, (str(Mechanism(each["mechanism"]).label), each["evidence"])))
        for transfer in places.of_line(register, line)
        for each in transfer["safeguards"]
    ]
    return "\n".join(dict.fromkeys(found))


def _interests(register: Node, activity: Node, line: Node) -> str:
    return "\n".join(
        value["interest"] or wording.not_stated()
        for value in line["legal_bases"]["values"]
        if value["basis"] == Basis.LEGITIMATE_INTERESTS
    )


def _balancing(register: Node, activity: Node, line: Node) -> str:
    return "\n".join(
        f"{each['assessed_on']}: {BalancingResult(each['result']).label}"
        for each in activity["balancing_tests"]
        if each["purpose"] in (None, "", line["code"])
    )


def _rights(register: Node, activity: Node, line: Node) -> str:
    granted = [str(Right(each["right"]).label) for each in register["rights"] if each["grants"]]
    return "\n".join(dict.fromkeys(granted))


def _screening(activity: Node) -> Node | None:
    found = sorted(activity["dpia_screenings"], key=lambda each: str(each["screened_on"]))
    return found[-1] if found else None


def _automated(register: Node, activity: Node, line: Node) -> str:
    screening = _screening(activity)
    if screening is None:
        return ""
    return _("Yes") if screening["automated_decision"] else _("No")


def _sources(register: Node, activity: Node, line: Node) -> str:
    return "\n".join(
        ": ".join(filter(None, (str(DataSource(each["source"]).label), each["detail"])))
        for each in activity["sources"]
    )


def _places(register: Node, activity: Node, line: Node) -> str:
    """Where vendors of the line host the data; where else they lie is not in the register."""
    vendors = {each.get("vendor") for each in line["recipients"]["values"]} - {None}
    return "\n".join(
        f"{vendor['name']}: {place['wording'] or place['country'] or wording.not_stated()}"
        for vendor in register["vendors"]
        if vendor["name"] in vendors
        for place in vendor["locations"]
        if place["kind"] == LocationKind.HOSTING
    )


def _dpia_needed(register: Node, activity: Node, line: Node) -> str:
    screening = _screening(activity)
    if screening is None:
        return ""
    return _("Yes") if screening["result"] == DpiaResult.NEEDED else _("No")


def _dpia_progress(register: Node, activity: Node, line: Node) -> str:
    screening = _screening(activity)
    return _("screened on %(day)s") % {"day": screening["screened_on"]} if screening else ""


def _dpia_link(register: Node, activity: Node, line: Node) -> str:
    screening = _screening(activity)
    return str(screening["reference"]) if screening else ""


def _bases(register: Node, activity: Node, line: Node) -> str:
    return wording.cell(line, "legal_bases", wording.legal_bases(line))


def _empty(register: Node, activity: Node, line: Node) -> str:
    return ""


COLUMNS: tuple[tuple[str, Column], ...] = (
    ("Business function", _function),
    ("Purpose of processing", lambda register, activity, line: cells.purposes(line)),
    (
        "Name and contact details of joint controller (if applicable)",
        lambda register, activity, line: "\n".join(parties.joint_controllers(activity)),
    ),
    (
        "Categories of individuals",
        lambda register, activity, line: cells.categories(line, "data_subjects"),
    ),
    (
        "Categories of personal data",
        lambda register, activity, line: cells.categories(line, "data_categories"),
    ),
    ("Categories of recipients", lambda register, activity, line: cells.recipients(line)),
    ("Link to contract with processor", _contracts),
    (
        "Names of third countries or international organisations that personal data are"
        " transferred to (if applicable)",
        _countries,
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or"
        " international organisations (if applicable)",
        _safeguards,
    ),
    (
        "Retention schedule (if possible)",
        lambda register, activity, line: cells.erasure(register, line),
    ),
    (
        "General description of technical and organisational security measures (if possible)",
        lambda register, activity, line: cells.measures(activity),
    ),
    ("Article 6 lawful basis for processing personal data", _bases),
    (
        "Article 9 condition for processing special category data",
        lambda register, activity, line: "\n".join(wording.special_conditions(line)),
    ),
    ("Legitimate interests for the processing (if applicable)", _interests),
    ("Link to record of legitimate interests assessment (if applicable)", _balancing),
    ("Rights available to individuals", _rights),
    ("Existence of automated decision-making, including profiling (if applicable)", _automated),
    ("The source of the personal data (if applicable)", _sources),
    ("Link to record of consent", _empty),
    ("Location of personal data", _places),
    ("Data Protection Impact Assessment required?", _dpia_needed),
    ("Data Protection Impact Assessment progress", _dpia_progress),
    ("Link to Data Protection Impact Assessment", _dpia_link),
    ("Has a personal data breach occurred?", _empty),
    ("Link to record of personal data breach", _empty),
    ("Data Protection Act 2018 Schedule 1 Condition for processing", _empty),
    ("GDPR Article 6 lawful basis for processing", _bases),
    ("Link to retention and erasure policy document", _empty),
    ("Is personal data retained and erased in accordance with the policy document?", _empty),
    ("Reasons for not adhering to policy document (if applicable)", _empty),
)
