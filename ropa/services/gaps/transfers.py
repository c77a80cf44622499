"""Gaps of transfers: where to, for which data, and whether anything carries them."""

import re

from django.utils.translation import gettext as _

from ropa.choices.register import DestinationKind, Mechanism
from ropa.services.gaps import transfer_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground
from ropa.services.transfers.words import finding_in_words, reasons_in_words
from ropa.transfers.facts import Finding, Judgement
from ropa.transfers.fit import judge
from ropa.transfers.flows import groups_of

SHEET = "transfers"
VAGUE = re.compile(r"various|other|any|several|further|verschieden|divers", re.IGNORECASE)
EEA_IN_WORDS = frozenset(
    {"eu", "eea", "eu/eea", "eu / eea", "european union", "european economic area"}
)


def check_transfer(found: Findings, ground: Ground, transfer: Node) -> None:
    if transfer["code"] not in ground.flows:  # a limit or a measure: no data move by it
        return
    code = transfer["code"]
    if not transfer["purposes"] and not transfer["covers_all"]:
        found.add(kinds.UNLINKED, SHEET, code)
    where = transfer["destination"] or transfer["country"]
    if not _is_identified(transfer):
        named = {"where": where or _("nothing is stated")}
        activities = ground.activities_of(transfer["purposes"])
        found.add(kinds.DESTINATION, SHEET, code, activities, **named)
    if where.casefold() in EEA_IN_WORDS:
        return
    for concerned, judgement in _judged(ground, transfer):
        _judgement(found, ground, transfer, judgement, concerned)


def check_derived(found: Findings, ground: Ground) -> None:
    """Tell recorded transfers that lack lines, and confirmed ones that no longer follow."""
    for flow, lines in ground.derived.lacking:
        named = {"lines": ", ".join(lines)}
        found.add(kinds.LACKING, SHEET, flow.code, ground.activities_of(lines), **named)
    for flow in ground.derived.gone:
        found.add(kinds.GONE, SHEET, flow.code, ground.activities_of(flow.lines))


def _judged(ground: Ground, transfer: Node) -> list[tuple[tuple[str, ...], Judgement]]:
    """Each judgement with the activities it is about.

    Of a transfer that covers all these are all, unless it is carried for some lines and not for
    others: then those of the lines.
    """
    flow = ground.flows[transfer["code"]]
    judged = [
        (group.lines, judge(group.movement, flow.mechanisms, ground.facts.decisions))
        for group in groups_of(flow, ground.facts)
    ]
    is_same = len({judgement.is_carried for _lines, judgement in judged}) == 1
    if transfer["covers_all"] and is_same:
        every = tuple(each["code"] for each in ground.register["activities"])
        return [(every, judgement) for _lines, judgement in judged]
    return [(ground.activities_of(lines), judgement) for lines, judgement in judged]


def _is_identified(transfer: Node) -> bool:
    if transfer["destination_kind"] == DestinationKind.COUNTRY:
        return True
    is_region = transfer["destination_kind"] == DestinationKind.REGION
    return is_region and bool(transfer["destination"]) and not VAGUE.search(transfer["destination"])


def _judgement(
    found: Findings,
    ground: Ground,
    transfer: Node,
    judgement: Judgement,
    activities: tuple[str, ...],
) -> None:
    """A country that nothing covers blocks; a place that is not known is told as that."""
    code = transfer["code"]
    where = transfer["destination"] or transfer["country"]
    if not judgement.is_needed:
        return
    for finding in judgement.failing:
        if finding.reason and finding.reason.code == "expired":
            mechanism = str(Mechanism(finding.recorded.mechanism).label)
            named = {"mechanism": mechanism, "day": finding.reason.named["day"]}
            found.join(kinds.EXPIRED, SHEET, code, activities, **named)
    if transfer["country"] and not judgement.is_carried:
        named = {"where": where, "reasons": reasons_in_words(judgement)}
        found.join(kinds.UNCARRIED, SHEET, code, activities, **named)
    elif judgement.findings:
        for finding in filter(_is_told, judgement.failing):
            reason = finding_in_words(finding)
            found.join(kinds.MECHANISM, SHEET, code, activities, reason=reason)
    elif judgement.by_law:
        named = {"where": where, "decision": _numbers(ground, judgement)}
        found.join(kinds.ADEQUACY, SHEET, code, activities, **named)
    else:
        where = where or _("a place that is not known")
        found.join(kinds.SAFEGUARD, SHEET, code, activities, where=where)


def _is_told(finding: Finding) -> bool:
    return finding.reason is not None and finding.reason.code != "expired"


def _numbers(ground: Ground, judgement: Judgement) -> str:
    decisions = {each.code: each.number or each.name for each in ground.facts.decisions}
    return ", ".join(decisions[code] for code in judgement.by_law)
