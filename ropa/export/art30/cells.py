"""Cells that both records of Art. 30 have, and the rows above their tables."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import ActivityKind, ContactMatter, Role, RoleSource
from ropa.export import parties, places, wording
from ropa.export.sheets import Cell
from ropa.export.wanted import Wanted

Node = dict[str, Any]

TITLE_LENGTH = 31  # of a sheet in a workbook
_NOT_IN_TITLES = str.maketrans(dict.fromkeys(r"[]:*?/\'", "-"))


def titles(article: str, codes: list[str]) -> list[str]:
    """Return a title for each table: the article alone for one, with its code for several."""
    if len(codes) == 1:
        return [article]
    found: list[str] = []
    for code in codes:
        title = f"{article} {code}".translate(_NOT_IN_TITLES)[:TITLE_LENGTH]
        number = 2
        while title in found:
            title = f"{title[: TITLE_LENGTH - len(str(number)) - 1]} {number}"
            number += 1
        found.append(title)
    return found


def days(wanted: Wanted, retired: int) -> list[list[Cell]]:
    """The rows that say of which day the table is, and what is left out."""
    rows: list[list[Cell]] = [[_("Content")], [_("Written")]]
    rows[0].append(wanted.stands)
    rows[1].append(wanted.written)
    if retired:
        left_out = ngettext(
            "%(count)s retired activity", "%(count)s retired activities", retired
        ) % {"count": retired}
        rows.append([_("Left out"), left_out])
    return rows


def speakers(register: Node, entity: Node | None) -> list[list[Cell]]:
    """Contact, representative and data protection officer of a legal entity."""
    return [
        [_("Contact – (a)"), parties.addresses(parties.reached(register, entity))],
        [
            _("Representative – (a)"),
            parties.addresses(parties.contacts(register, ContactMatter.REPRESENTATIVE, entity)),
        ],
        [
            _("Data protection officer – (a)"),
            parties.addresses(parties.contacts(register, ContactMatter.DPO, entity)),
        ],
    ]


def role(activity: Node) -> str:
    label = str(Role(activity["role"]).label)
    if activity["role_source"] == RoleSource.STATED:
        return label
    return f"{label} ({RoleSource(activity['role_source']).label})"


def status(activity: Node) -> str:
    return str(ActivityStatus(activity["status"]).label)


def applies_to(register: Node, activity: Node) -> str:
    """To what a cross-cutting activity applies; empty for any other."""
    if activity["kind"] != ActivityKind.CROSS_CUTTING:
        return ""
    if activity["applies_to_all"]:
        return _("All activities")
    headings = {each["code"]: each["heading"] for each in register["activities"]}
    return "\n".join(headings[code] for code in activity["applies_to"]) or wording.not_stated()


def transfers(register: Node, line: Node) -> str:
    found = [wording.transfer(each) for each in places.of_line(register, line)]
    return "\n".join(found) or wording.cell(line, "transfers", [])


def erasure(register: Node, line: Node) -> str:
    found = wording.period(rules_of(register, line))
    return "\n".join(found) or wording.cell(line, "period", [])


def rules_of(register: Node, line: Node) -> list[Node]:
    """The rules that the line states, those stated elsewhere, and those for all activities."""
    own = [*line["period"]["values"], *line["period"]["also_applies"]]
    named = {rule["rule"] for rule in own}
    general = [
        {**rule, "rule": rule["code"]}
        for rule in register["retention_rules"]
        if rule["applies_to_all"] and rule["code"] not in named
    ]
    return [*own, *general]


def measures(activity: Node) -> str:
    found = [measure["wording"] or measure["name"] for measure in activity["measures"]]
    return "\n".join(found) or wording.not_stated()


def purposes(line: Node) -> str:
    return wording.cell(line, "purposes", wording.texts(line, "purposes"))


def categories(line: Node, facet: str) -> str:
    return wording.cell(line, facet, wording.categories(line, facet))


def recipients(line: Node) -> str:
    return wording.cell(line, "recipients", wording.recipients(line))


def entities(register: Node, rows: Iterable[Node]) -> str:
    return "\n".join(parties.entity(each, register) for each in rows) or str(register["name"])
