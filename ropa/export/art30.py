"""The record of processing activities, Art. 30 GDPR, for the authority."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import ContactMatter, Role, RoleSource
from ropa.export import wording
from ropa.export.sheets import Cell, Sheet

Node = dict[str, Any]


def sheets(register: Node, *, role: str = "") -> list[Sheet]:
    """Return the record as controller, Art. 30(1), and as processor, Art. 30(2).

    An activity whose role is not stated stands in the first; with `role` only one is made.
    """
    as_processor = [each for each in register["activities"] if each["role"] == Role.PROCESSOR]
    as_controller = [each for each in register["activities"] if each["role"] != Role.PROCESSOR]
    made = []
    if role != Role.PROCESSOR:
        made.append(_controller_sheet(register, as_controller))
    if role != Role.CONTROLLER:
        made.append(_processor_sheet(register, as_processor))
    return made


def _controller_sheet(register: Node, activities: list[Node]) -> Sheet:
    return Sheet(
        title="Art. 30(1)",
        preamble=_preamble(register, _("Controller – (a)")),
        header=[
            _("Code"),
            _("Processing activity"),
            _("Role"),
            _("Purposes – (b)"),
            _("Categories of data subjects – (c)"),
            _("Categories of personal data – (c)"),
            _("Categories of recipients – (d)"),
            _("Transfers and their safeguards – (e)"),
            _("Time limits for erasure – (f)"),
            _("Security measures – (g)"),
            _("Legal basis – Art. 6(1)"),
            _("Conditions – Art. 9(2), 10"),
        ],
        rows=[
            _controller_row(register, activity, line)
            for activity in activities
            for line in activity["purposes"]
        ],
    )


def _controller_row(register: Node, activity: Node, line: Node) -> list[Cell]:
    return [
        line["code"],
        activity["heading"],
        _role(activity),
        wording.cell(line, "purposes", wording.texts(line, "purposes")),
        wording.cell(line, "data_subjects", wording.categories(line, "data_subjects")),
        wording.cell(line, "data_categories", wording.categories(line, "data_categories")),
        wording.cell(line, "recipients", wording.recipients(line)),
        _transfers(register, line),
        _erasure(register, line),
        _measures(activity),
        wording.cell(line, "legal_bases", wording.legal_bases(line)),
        "\n".join(wording.special_conditions(line)),
    ]


def _processor_sheet(register: Node, activities: list[Node]) -> Sheet:
    return Sheet(
        title="Art. 30(2)",
        preamble=_preamble(register, _("Processor – (a)")),
        header=[
            _("Code"),
            _("Controllers – (a)"),
            _("Categories of processing – (b)"),
            _("Transfers and their safeguards – (c)"),
            _("Security measures – (d)"),
            _("Categories of recipients"),
        ],
        rows=[
            [
                line["code"],
                "\n".join(each["name"] for each in register["customers"]) or wording.not_stated(),
                "\n".join([activity["heading"], *wording.texts(line, "purposes")]),
                _transfers(register, line),
                _measures(activity),
                wording.cell(line, "recipients", wording.recipients(line)),
            ]
            for activity in activities
            for line in activity["purposes"]
        ],
    )


def _preamble(register: Node, label: str) -> list[list[Cell]]:
    entities = [
        ", ".join(filter(None, (each["legal_name"], each["address"], each["country"])))
        for each in sorted(register["entities"], key=lambda each: not each["is_main"])
    ]
    return [
        [label, "\n".join(entities) or register["name"]],
        [_("Representative"), _contacts(register, ContactMatter.REPRESENTATIVE)],
        [_("Data protection officer"), _contacts(register, ContactMatter.DPO)],
    ]


def _contacts(register: Node, matter: ContactMatter) -> str:
    found = [each["address"] for each in register["contacts"] if each["matter"] == matter]
    return "\n".join(found) or wording.not_stated()


def _role(activity: Node) -> str:
    label = str(Role(activity["role"]).label)
    if activity["role_source"] == RoleSource.STATED:
        return label
    return f"{label} ({RoleSource(activity['role_source']).label})"


def _transfers(register: Node, line: Node) -> str:
    named = line["transfers"]["values"]
    found = [
        wording.transfer(each)
        for each in register["transfers"]
        if each["covers_all"] or each["code"] in named
    ]
    return "\n".join(found) or wording.cell(line, "transfers", [])


def _erasure(register: Node, line: Node) -> str:
    own = [*line["period"]["values"], *line["period"]["also_applies"]]
    named = {rule["rule"] for rule in own}
    general = [
        rule
        for rule in register["retention_rules"]
        if rule["applies_to_all"] and rule["code"] not in named
    ]
    found = wording.period([*own, *general])
    return "\n".join(found) or wording.cell(line, "period", [])


def _measures(activity: Node) -> str:
    found = [measure["wording"] or measure["name"] for measure in activity["measures"]]
    return "\n".join(found) or wording.not_stated()
