"""The record of a controller, Art. 30(1): a table for each legal entity."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import ActivityKind
from ropa.export import parties, wording
from ropa.export.art30 import cells
from ropa.export.records import ControllerRecord, controller_records, lines_of, ordered_entities
from ropa.export.sheets import Cell, Sheet
from ropa.export.wanted import Wanted

Node = dict[str, Any]
Column = tuple[str, Callable[[Node, Node], Cell]]


def sheets(wanted: Wanted) -> list[Sheet]:
    records = controller_records(wanted)
    titles = cells.titles("Art. 30(1)", [each.entity["code"] for each in records if each.entity])
    return [
        _sheet(wanted, record, title)
        for record, title in zip(records, titles or ["Art. 30(1)"], strict=True)
    ]


def _sheet(wanted: Wanted, record: ControllerRecord, title: str) -> Sheet:
    columns = _columns(wanted.register)
    if not any(each["kind"] == ActivityKind.CROSS_CUTTING for each in record.activities):
        columns = [column for column in columns if column[0] != _("Applies to")]
    return Sheet(
        title=title,
        for_paper=True,
        preamble=[
            [_("Controller – (a)"), parties.entity(record.entity, wanted.register)],
            *_group(wanted, record),
            *cells.speakers(wanted.register, record.entity),
            *cells.days(wanted, record.retired),
        ],
        header=[label for label, _cell in columns],
        rows=[
            [cell(activity, line) for _label, cell in columns]
            for activity in record.activities
            for line in lines_of(activity)
        ],
    )


def _group(wanted: Wanted, record: ControllerRecord) -> list[list[Cell]]:
    """The other legal entities, so that the reader knows of them."""
    others = [each for each in ordered_entities(wanted.register) if each is not record.entity]
    if not others:
        return []
    return [[_("Other legal entities"), cells.entities(wanted.register, others)]]


def _columns(register: Node) -> list[Column]:
    return [
        (_("Code"), lambda activity, line: line["code"]),
        (_("Processing activity"), lambda activity, line: activity["heading"]),
        (_("Status"), lambda activity, line: cells.status(activity)),
        (_("Role"), lambda activity, line: cells.role(activity)),
        (_("Applies to"), lambda activity, line: cells.applies_to(register, activity)),
        (
            _("Joint controllers – (a)"),
            lambda activity, line: "\n".join(parties.joint_controllers(activity)),
        ),
        (_("Purposes – (b)"), lambda activity, line: cells.purposes(line)),
        (
            _("Categories of data subjects – (c)"),
            lambda activity, line: cells.categories(line, "data_subjects"),
        ),
        (
            _("Categories of personal data – (c)"),
            lambda activity, line: cells.categories(line, "data_categories"),
        ),
        (_("Categories of recipients – (d)"), lambda activity, line: cells.recipients(line)),
        (
            _("Transfers and their safeguards – (e)"),
            lambda activity, line: cells.transfers(register, line),
        ),
        (
            _("Time limits for erasure – (f)"),
            lambda activity, line: cells.erasure(register, line),
        ),
        (_("Security measures – (g)"), lambda activity, line: cells.measures(activity)),
        (
            _("Legal basis – Art. 6(1)"),
            lambda activity, line: wording.cell(line, "legal_bases", wording.legal_bases(line)),
        ),
        (
            _("Conditions – Art. 9(2), 10"),
            lambda activity, line: "\n".join(wording.special_conditions(line)),
        ),
    ]
