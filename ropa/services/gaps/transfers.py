"""Gaps of transfers: where to, for which data, and under which safeguard."""

import re

from django.utils.translation import gettext as _

from ropa.choices.register import DestinationKind, Mechanism, TransferKind
from ropa.services.gaps import transfer_kinds as kinds
from ropa.services.gaps.countries import ADEQUACY, EEA, EEA_IN_WORDS
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground

SHEET = "transfers"
NO_MOVEMENT = (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)
VAGUE = re.compile(r"various|other|any|several|further|verschieden|divers", re.IGNORECASE)


def check_transfer(found: Findings, ground: Ground, transfer: Node) -> None:
    if transfer["kind"] in NO_MOVEMENT:
        return
    code = transfer["code"]
    activities = ground.activities_of(transfer["purposes"])
    if not transfer["purposes"] and not transfer["covers_all"]:
        found.add(kinds.UNLINKED, SHEET, code)
    where = transfer["destination"] or transfer["country"]
    if not _is_identified(transfer):
        named = {"where": where or _("nothing is stated")}
        found.add(kinds.DESTINATION, SHEET, code, activities, **named)
    if transfer["country"] in EEA or where.casefold() in EEA_IN_WORDS:
        return
    if not transfer["safeguards"]:
        _missing(found, transfer, where or _("a place that is not known"), activities)
    for safeguard in transfer["safeguards"]:
        _safeguard(found, ground, transfer, safeguard, activities)


def _is_identified(transfer: Node) -> bool:
    if transfer["destination_kind"] == DestinationKind.COUNTRY:
        return True
    is_region = transfer["destination_kind"] == DestinationKind.REGION
    return is_region and bool(transfer["destination"]) and not VAGUE.search(transfer["destination"])


def _missing(found: Findings, transfer: Node, where: str, activities: tuple[str, ...]) -> None:
    decision = ADEQUACY.get(transfer["country"])
    if decision:
        named = {"where": where, "decision": decision}
        found.add(kinds.ADEQUACY, SHEET, transfer["code"], activities, **named)
    else:
        found.add(kinds.SAFEGUARD, SHEET, transfer["code"], activities, where=where)


def _safeguard(
    found: Findings,
    ground: Ground,
    transfer: Node,
    safeguard: Node,
    activities: tuple[str, ...],
) -> None:
    mechanism = str(Mechanism(safeguard["mechanism"]).label)
    country = transfer["country"]
    if safeguard["expires_on"] and safeguard["expires_on"] < ground.on:
        named = {"mechanism": mechanism, "day": safeguard["expires_on"]}
        found.add(kinds.EXPIRED, SHEET, transfer["code"], activities, **named)
    if country and not _fits(safeguard["mechanism"], country):
        named = {"mechanism": mechanism, "where": transfer["destination"] or country}
        found.add(kinds.MECHANISM, SHEET, transfer["code"], activities, **named)


def _fits(mechanism: str, country: str) -> bool:
    if mechanism in (Mechanism.DPF_EU_US, Mechanism.DPF_SWISS_US):
        return country == "US"
    return mechanism != Mechanism.ADEQUACY or country in ADEQUACY
