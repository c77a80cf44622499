"""Whether a mechanism fits a movement of data, by law, roles, importer, country and day.

GDPR Chapter V (Art. 44 to 49), UK GDPR Chapter V, Swiss FADP Art. 16 and 17.
"""

from collections.abc import Iterable

from ropa.transfers.countries import DISPUTED, HOME
from ropa.transfers.facts import (
    NOTHING,
    Decision,
    Finding,
    Gone,
    Judgement,
    Movement,
    Paper,
    Reason,
    Recorded,
)
from ropa.transfers.mechanisms import RULES, Case, Failure

__all__ = (
    "NOTHING",
    "Decision",
    "Finding",
    "Gone",
    "Judgement",
    "Movement",
    "Paper",
    "Reason",
    "Recorded",
    "judge",
)

WHOLE = ("full", "organisation")  # scopes that cover every importer they are about


def judge(
    movement: Movement,
    mechanisms: Iterable[Recorded],
    decisions: Iterable[Decision],
    *,
    without: Gone = NOTHING,
) -> Judgement:
    """Say which of the mechanisms carry the movement on its day, and why each other one does not.

    `without` names what is supposed to be gone: ("mechanism", value), ("decision", code) and
    ("agreement", code). Data that stay at home need no mechanism; a country that is not known may
    be a third country and is treated as one.
    """
    if movement.country in HOME[movement.law] and not movement.organisation:
        return Judgement(is_needed=False)
    case = Case(movement, {each.code: each for each in decisions}, without)
    in_force = case.decisions_in_force()
    return Judgement(
        is_needed=True,
        findings=tuple(_finding(case, each) for each in mechanisms),
        by_law=_codes(in_force, whole=True) if case.allows("mechanism", "adequacy") else (),
        partial=_codes(in_force, whole=False),
        notes=tuple(_notes(movement)),
    )


def _finding(case: Case, recorded: Recorded) -> Finding:
    try:
        if not case.allows("mechanism", recorded.mechanism):
            raise Failure("gone")
        if recorded.expires_on and recorded.expires_on < case.movement.on:
            raise Failure("expired", day=recorded.expires_on.isoformat())
        decision, notes = RULES[recorded.mechanism](case, recorded)
    except Failure as failure:
        return Finding(recorded=recorded, reason=failure.reason, decision=failure.decision)
    return Finding(recorded=recorded, decision=decision, notes=notes)


def _codes(decisions: Iterable[Decision], *, whole: bool) -> tuple[str, ...]:
    return tuple(each.code for each in decisions if (each.scope in WHOLE) == whole)


def _notes(movement: Movement) -> Iterable[Reason]:
    if movement.is_claimed:
        yield Reason("law_claimed", {})
    if not movement.country and not movement.organisation:
        yield Reason("country_unknown", {})
    if movement.country in DISPUTED and movement.law == "eu":
        yield Reason("country_disputed", {"country": movement.country})
