"""The record of a processor, Art. 30(2): a table for each customer."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.export import parties, wording
from ropa.export.art30 import cells
from ropa.export.records import (
    ProcessorRecord,
    entity_code,
    lines_of,
    ordered_entities,
    processor_records,
)
from ropa.export.sheets import Cell, Sheet
from ropa.export.wanted import Wanted

Node = dict[str, Any]


def sheets(wanted: Wanted) -> list[Sheet]:
    records = processor_records(wanted)
    titles = cells.titles(
        "Art. 30(2)", [each.customer["code"] for each in records if each.customer]
    )
    return [
        _sheet(wanted, record, title)
        for record, title in zip(records, titles or ["Art. 30(2)"], strict=True)
    ]


def _sheet(wanted: Wanted, record: ProcessorRecord, title: str) -> Sheet:
    register = wanted.register
    return Sheet(
        title=title,
        for_paper=True,
        preamble=[
            *_processor(register, record.activities),
            *_controller(record),
            *cells.days(wanted, record.retired),
        ],
        header=[
            _("Code"),
            _("Categories of processing – (b)"),
            _("Status"),
            _("Processor – (a)"),
            _("Sub-processors – (a)"),
            _("Transfers and their safeguards – (c)"),
            _("Security measures – (d)"),
            _("Other recipients"),
            _("Instructions – Art. 28(3)(a)"),
        ],
        rows=[
            _row(register, record, activity, line)
            for activity in record.activities
            for line in lines_of(activity)
        ],
    )


def _row(register: Node, record: ProcessorRecord, activity: Node, line: Node) -> list[Cell]:
    return [
        line["code"],
        "\n".join([activity["heading"], *wording.texts(line, "purposes")]),
        cells.status(activity),
        _entity(register, activity),
        _recipients(line, processors=True),
        cells.transfers(register, line),
        cells.measures(activity),
        _recipients(line, processors=False),
        _instructions(record.customer, activity),
    ]


def _processor(register: Node, activities: list[Node]) -> list[list[Cell]]:
    """The legal entities that do the activities; contacts of the first, or of all in common."""
    codes = {entity_code(register, each) for each in activities}
    found = [each for each in ordered_entities(register) if not codes or each["code"] in codes]
    entity = found[0] if len(found) == 1 else None
    return [
        [_("Processor – (a)"), cells.entities(register, found)],
        *cells.speakers(register, entity),
    ]


def _controller(record: ProcessorRecord) -> list[list[Cell]]:
    if record.customer is None:
        stated = _("– customers not stated") if record.activities else _("None")
        rows: list[list[Cell]] = [[_("On behalf of – (a)"), stated]]
    else:
        rows = [
            [_("On behalf of – (a)"), parties.customer(record.customer)],
            [_("Their representative – (a)"), _or_silent(record.customer["representative"])],
            [_("Their data protection officer – (a)"), _or_silent(record.customer["dpo"])],
        ]
    if not record.activities:
        rows.append([_("Categories of processing – (b)"), _("None are recorded.")])
    return rows


def _recipients(line: Node, *, processors: bool) -> str:
    """Processors of the line apart from its other recipients; a silent cell says so in both."""
    part = [
        value for value in line["recipients"]["values"] if parties.is_processor(value) is processors
    ]
    if line["recipients"]["values"] and not part:
        return _("None named")
    shown = {**line, "recipients": {**line["recipients"], "values": part}}
    return wording.cell(line, "recipients", wording.recipients(shown))


def _entity(register: Node, activity: Node) -> str:
    code = entity_code(register, activity)
    names = {each["code"]: str(each["legal_name"]) for each in register["entities"]}
    return names.get(code, str(register["name"]))


def _instructions(customer: Node | None, activity: Node) -> str:
    rows = customer["activities"] if customer else []
    return "\n".join(row["instructions"] for row in rows if row["activity"] == activity["code"])


def _or_silent(text: str) -> str:
    return text or wording.not_stated()
