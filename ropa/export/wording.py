"""The values of a facet as lines for readers; made from the form of ropa.export.json."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ropa import periods
from ropa.choices.register import Basis, FacetState, Mechanism, SpecialCondition
from ropa.choices.retention import Bound

Node = dict[str, Any]
DASH = "–"


def not_stated() -> str:
    return f"{DASH} {_('not stated')}"


def cell(line: Node, facet: str, values: Iterable[str]) -> str:
    """Return the lines of a cell; what is not stated and what is none are told apart.

    An inherited cell reads as that of the line it comes from.
    """
    state = line[facet]["state"]
    if state == FacetState.INHERITED:
        state = line[facet]["inherited_state"]
    if state == FacetState.NONE:
        return _("None")
    if state == FacetState.GIVEN:
        return "\n".join(values) or f"{DASH} {_('no value yet')}"
    return not_stated()


def is_stated(line: Node, facet: str) -> bool:
    """Tell whether the cell says something, be it that there is none."""
    state = line[facet].get("inherited_state", line[facet]["state"])
    return bool(state != FacetState.NOT_STATED)


def as_above() -> str:
    return f"{DASH} {_('(as above)')}"


def categories(line: Node, facet: str) -> list[str]:
    return [value["wording"] or value["name"] for value in line[facet]["values"]]


def texts(line: Node, facet: str) -> list[str]:
    return [str(text) for text in line[facet]["values"]]


def legal_bases(line: Node) -> list[str]:
    return [_basis(value) for value in line["legal_bases"]["values"]]


def special_conditions(line: Node) -> list[str]:
    return [str(SpecialCondition(value["condition"]).label) for value in line["special_conditions"]]


def recipients(line: Node) -> list[str]:
    """Return each entry once: a spelling that names two products is one entry of the source."""
    return list(dict.fromkeys(_recipient(value) for value in line["recipients"]["values"]))


def period(values: Iterable[Node]) -> list[str]:
    return [period_of(value) for value in values]


def period_of(rule: Node) -> str:
    """Return the sentence of a rule, or its period in words where it has none."""
    if rule["statement"]:
        return periods.fill_in(rule["statement"], rule["period"])
    words = periods.in_words(periods.parse(rule["period"])) if rule["period"] else ""
    text = f"{Bound(rule['bound']).label} {words}".strip()
    return f"{rule['scope']}: {text}" if rule["scope"] else text


def transfer(row: Node) -> str:
    """Return importer, destination and mechanisms of a transfer."""
    importer = row["importer"] or row["importer_vendor"] or row["importer_entity"] or DASH
    where = row["destination"] or row["country"] or not_stated()
    mechanisms = ", ".join(
        str(Mechanism(safeguard["mechanism"]).label) for safeguard in row["safeguards"]
    )
    return f"{importer} → {where} ({mechanisms or _('no safeguard stated')})"


def _basis(value: Node) -> str:
    text = str(Basis(value["basis"]).label)
    if value["interest"]:
        text = f"{text} ({value['interest']})"
    return _("or: %(basis)s") % {"basis": text} if value["alternative"] else text


def _recipient(value: Node) -> str:
    if value["kind"] == "class":
        return str(value["wording"] or value["name"])
    remark = value["service"] or (_("our own product") if value["own_product"] else "")
    text = f"{value['spelling']} ({remark})" if remark else str(value["spelling"])
    limit = value["data_limitation"]
    return f"{text} {DASH} {limit}" if limit else text
