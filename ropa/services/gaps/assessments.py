"""Gaps of transfer impact assessments: none made, overdue, or against the transfer."""

from ropa.choices.register import Mechanism, TransferKind
from ropa.choices.vendors import Equivalence
from ropa.services.gaps import assessment_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground
from ropa.transfers.countries import is_third_country

SHEET = "transfers"
# Instruments that bind the importer, but not the state: whether they do is to be assessed,
# Art. 46(1) and CJEU C-311/18 (Schrems II), 134.
ARTICLE_46 = (
    Mechanism.SCC,
    Mechanism.SCC_AUTHORITY,
    Mechanism.ADHOC_CLAUSES,
    Mechanism.BCR,
    Mechanism.IDTA,
    Mechanism.UK_ADDENDUM,
    Mechanism.CODE_OF_CONDUCT,
    Mechanism.CERTIFICATION,
    Mechanism.INTRA_GROUP_AGREEMENT,
)
ADEQUATE = (
    Mechanism.ADEQUACY,
    Mechanism.DPF_EU_US,
    Mechanism.DPF_SWISS_US,
    Mechanism.DPF_UK_US,
)


def check_assessments(found: Findings, ground: Ground, transfer: Node) -> None:
    """Look at the last assessment of each country; what came before was replaced by it."""
    if transfer["kind"] in (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD):
        return
    activities = ground.activities_of(transfer["purposes"])
    code = transfer["code"]
    last = _last(transfer["assessments"])
    for each in last:
        where = each["country"] or transfer["destination"] or transfer["country"] or "?"
        if each["result"] == Equivalence.NOT_EQUIVALENT:
            named = {"assessment": each["code"], "where": where}
            found.add(kinds.NOT_EQUIVALENT, SHEET, code, activities, **named)
        if each["review_on"] < ground.on:
            named = {"assessment": each["code"], "day": each["review_on"]}
            found.add(kinds.OVERDUE, SHEET, code, activities, **named)
    mechanism = _to_assess(transfer)
    if mechanism and not last:
        named = {"mechanism": str(Mechanism(mechanism).label), "where": transfer["country"]}
        found.add(kinds.MISSING, SHEET, code, activities, **named)


def _last(assessments: list[Node]) -> list[Node]:
    by_country: dict[str, Node] = {}
    for each in sorted(assessments, key=lambda each: (each["assessed_on"], each["code"])):
        by_country[each["country"]] = each
    return list(by_country.values())


def _to_assess(transfer: Node) -> str:
    """Return the instrument of Art. 46 on which a transfer rests, where no adequacy carries it."""
    used = [each["mechanism"] for each in transfer["safeguards"]]
    if not is_third_country(transfer["country"]) or set(used) & set(ADEQUATE):
        return ""
    return next((mechanism for mechanism in used if mechanism in ARTICLE_46), "")
