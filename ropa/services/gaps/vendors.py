"""Gaps of vendors: agreements, locations, transfers, and roles that do not fit the line."""

from datetime import timedelta

from ropa.choices.register import AgreementKind, VendorRole
from ropa.choices.vendors import Clause, ClauseVerdict
from ropa.services.gaps import vendor_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import PROCESSING, Ground
from ropa.services.transfers.words import reasons_in_words
from ropa.transfers.derive import Candidate, judgements_of

SHEET = "vendors"
SOON = timedelta(days=60)


def check_vendor(found: Findings, ground: Ground, vendor: Node) -> None:
    """Look at a vendor that is given data; one that is only named is no recipient."""
    uses = [use for use in vendor["uses"] if use["is_recipient"]]
    if not uses or vendor["is_own_product"]:
        return
    name = vendor["name"]
    activities = ground.activities_of(use["purpose"] for use in uses)
    _agreement(found, ground, name, uses)
    _places(found, ground, vendor, activities)
    if not vendor["is_verified"]:
        found.add(kinds.UNVERIFIED, SHEET, name, activities, vendor=name)


def _agreement(found: Findings, ground: Ground, name: str, uses: list[Node]) -> None:
    processing = ground.activities_of(use["purpose"] for use in uses if use["role"] in PROCESSING)
    ours = ground.activities_of(
        use["purpose"] for use in uses if use["role"] == VendorRole.PROCESSOR
    )
    misplaced = tuple(code for code in ours if code in ground.as_processor)
    if misplaced:
        found.add(kinds.ROLE, SHEET, name, misplaced, vendor=name)
    if not any(use["role"] in PROCESSING for use in uses):
        return
    agreements = [
        each for each in ground.agreements.get(name, ()) if ground.carries_processing(each)
    ]
    in_force = [each for each in agreements if ground.is_in_force(each)]
    if in_force:
        _ending(found, ground, name, in_force, processing)
        _shortfalls(found, name, in_force, processing)
        _modules(found, name, in_force, processing)
    elif agreements:
        last = max(agreements, key=lambda each: each["expires_on"] or "")
        validity = f"{last['valid_from'] or '…'} – {last['expires_on'] or '…'}"
        named = {"agreement": last["title"], "validity": validity}
        found.add(kinds.EXPIRED, SHEET, name, processing, vendor=name, **named)
    else:
        reaches_customers = any(code in ground.as_processor for code in processing)
        kind = kinds.SUB_PROCESSOR if reaches_customers else kinds.AGREEMENT
        found.add(kind, SHEET, name, processing, vendor=name)


def _ending(
    found: Findings, ground: Ground, name: str, in_force: list[Node], activities: tuple[str, ...]
) -> None:
    last = max(in_force, key=lambda each: each["expires_on"] or "9999")
    if last["expires_on"] and last["expires_on"] <= (ground.day + SOON).isoformat():
        named = {"agreement": last["title"], "day": last["expires_on"]}
        found.add(kinds.ENDING, SHEET, name, activities, vendor=name, **named)


def _shortfalls(
    found: Findings, name: str, in_force: list[Node], activities: tuple[str, ...]
) -> None:
    """Say which points of Art. 28(3) an agreement lacks; what nobody checked is no gap."""
    for agreement in in_force:
        points = [
            str(Clause(each["clause"]).label)
            for each in agreement["clauses"]
            if each["verdict"] != ClauseVerdict.MET
        ]
        if points:
            named = {"agreement": agreement["title"], "points": "; ".join(points)}
            found.add(kinds.SHORTFALL, SHEET, name, activities, vendor=name, **named)


def _modules(found: Findings, name: str, in_force: list[Node], activities: tuple[str, ...]) -> None:
    """Say where clauses are taken as an agreement with a processor, and nobody said they are."""
    for agreement in in_force:
        if agreement["kind"] == AgreementKind.SCC and not agreement["module"]:
            named = {"vendor": name, "agreement": agreement["title"]}
            found.add(kinds.MODULE, SHEET, name, activities, **named)


def _places(found: Findings, ground: Ground, vendor: Node, activities: tuple[str, ...]) -> None:
    """Where the vendor is, and transfers to it that follow and are neither confirmed nor denied."""
    name = vendor["name"]
    if name in ground.derived.unplaced and not any(each["country"] for each in vendor["locations"]):
        found.add(kinds.LOCATION, SHEET, name, activities, vendor=name)


def check_importer(found: Findings, ground: Ground, vendor: Node) -> None:
    """Look at a vendor anywhere in a chain: transfers to it that wait, and where it is."""
    name = vendor["name"]
    candidates = ground.open_to.get(name, ())
    if candidates:
        countries = sorted({each.key.country for each in candidates})
        lines = [code for each in candidates for code in each.codes]
        named = {"countries": ", ".join(countries)}
        activities = ground.activities_of(lines)
        found.add(kinds.THIRD_COUNTRY, SHEET, name, activities, vendor=name, **named)
    for candidate in candidates:
        _uncarried(found, ground, candidate)
    lines = list(ground.derived.unplaced.get(name, ()))
    if lines and not any(use["is_recipient"] for use in vendor["uses"]):
        found.add(kinds.CHAIN_PLACE, SHEET, name, ground.activities_of(lines), vendor=name)


def _uncarried(found: Findings, ground: Ground, candidate: Candidate) -> None:
    """A transfer that waits blocks where the place is a fact and nothing on file could carry it.

    A country of which nobody says what is there is taken for the worst.
    """
    name, country = candidate.key.importer, candidate.key.country
    for judgement, group in judgements_of(candidate, ground.facts):
        if judgement.is_carried:
            continue
        reasons = reasons_in_words(judgement)
        activities = ground.activities_of(group.lines)
        named = {"country": country, "reasons": reasons}
        found.join(kinds.UNCARRIED, SHEET, name, activities, vendor=name, **named)
