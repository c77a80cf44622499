"""Transfers in the text of a notice: where data go, and under which safeguards."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import Mechanism, TransferKind
from ropa.choices.retention import Right
from ropa.export.notice.blocks import Block, Facts, Heading, Paragraph
from ropa.export.notice.gaps import gap
from ropa.export.notice.rights import channel_of

Node = dict[str, Any]
LIMITS = (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)  # data go nowhere by them
WITH_COPY = (  # safeguards of Art. 46 and 47, of which people may have a copy
    Mechanism.SCC,
    Mechanism.BCR,
    Mechanism.INTRA_GROUP_AGREEMENT,
    Mechanism.CONTRACTUAL_COMMITMENTS,
)


def transfers(register: Node) -> list[Block]:
    """Art. 13(1)(f): those of the covered lines, and those that name no line at all."""
    found: list[Block] = [Heading(_("Where the data go"))]
    lines = {line["code"] for each in register["activities"] for line in each["purposes"]}
    shown = [each for each in register["transfers"] if _concerns(lines, each)]
    if not shown:
        asked = _("say whether data leave the EEA; the register names no transfer.")
        return [*found, gap("13(1)(f)", asked)]
    found.append(Facts(tuple((_to(register, each), _under(each)) for each in shown)))
    bare = [
        _to(register, each)
        for each in shown
        if not each["safeguards"] and each["kind"] not in LIMITS
    ]
    if bare:
        asked = _("name the adequacy decision or the safeguards for:")
        found.append(gap("13(1)(f)", asked, bare))
    return [*found, *_copy(register, shown)]


def _concerns(lines: set[str], transfer: Node) -> bool:
    named = transfer["purposes"]
    return transfer["covers_all"] or not named or not lines.isdisjoint(named)


def _to(register: Node, transfer: Node) -> str:
    names = {each["code"]: each["legal_name"] for each in register["entities"]}
    own = names.get(transfer["importer_entity"] or "", "")
    importer = transfer["importer"] or transfer["importer_vendor"] or own
    where = transfer["destination"] or transfer["country"] or _("place not stated")
    return f"{importer} – {where}" if importer else str(where)


def _under(transfer: Node) -> str:
    guards = [
        " ".join(filter(None, (str(Mechanism(each["mechanism"]).label), each["url"])))
        for each in transfer["safeguards"]
    ]
    under = _("Safeguards: %(safeguards)s.") % {"safeguards": "; ".join(guards)} if guards else ""
    return " ".join(filter(None, (transfer["statement"], under)))


def _copy(register: Node, shown: list[Node]) -> list[Block]:
    """Where to get a copy of the safeguards."""
    guards = [guard for each in shown for guard in each["safeguards"]]
    if not any(guard["mechanism"] in WITH_COPY and not guard["url"] for guard in guards):
        return []
    for right in register["rights"]:
        if right["right"] == Right.TRANSFER_BASIS_DETAILS and right["grants"]:
            how = _("A copy of the safeguards can be asked for: %(channel)s.")
            return [Paragraph(how % {"channel": channel_of(right)})] if right["channel"] else []
    return [gap("13(1)(f)", _("say where a copy of the safeguards can be had."))]
