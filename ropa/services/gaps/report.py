"""The gaps of a register, the two verdicts on it, and how complete each activity is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ropa.memory import uncollected
from ropa.services.gaps.activities import check_activity
from ropa.services.gaps.assessments import check_assessments
from ropa.services.gaps.gap import Findings, Gap, Node, Verdict
from ropa.services.gaps.ground import Ground
from ropa.services.gaps.lines import check_line
from ropa.services.gaps.listing import check_listing
from ropa.services.gaps.locations import check_locations
from ropa.services.gaps.organisation import check_organisation
from ropa.services.gaps.rules import check_rule
from ropa.services.gaps.transfers import check_derived, check_transfer
from ropa.services.gaps.vendors import check_importer, check_vendor
from ropa.transfers.facts import Decision

Counts = Counter[Verdict]


@dataclass(frozen=True)
class Report:
    """The gaps of a register on one day, and the completion of its activities in per cent.

    Completion is the share of answered questions among those that Art. 30 and our template ask
    of the activity and its lines in their role: every cell, the role, measures, sources, the
    screening, and where they apply the named interest, its balancing, joint controllers and
    customers. It is rounded down, so that 100 means that none is open. What is wrong with an
    answer, or with a vendor, a rule or a transfer, is a gap but no open question.
    """

    gaps: list[Gap]
    completion: dict[str, int]

    @cached_property
    def counts(self) -> Counts:
        """How many gaps of the register leave each verdict open."""
        return Counter(Verdict(gap.kind.verdict) for gap in self.gaps)

    @cached_property
    def by_activity(self) -> dict[str, Counts]:
        """The same for each activity, with what it quotes; one gap may concern several."""
        found: dict[str, Counts] = {code: Counter() for code in self.completion}
        for gap in self.gaps:
            for code in gap.activities:
                if code in found:
                    found[code][gap.kind.verdict] += 1
        return found

    @property
    def is_clean(self) -> bool:
        """Nothing but remarks."""
        return not set(self.counts) - {Verdict.REMARK}


@uncollected()
def report_of(register: Node, decisions: tuple[Decision, ...], *, on: date) -> Report:
    """Return the report on a register in the form of `ropa.export.json.register`.

    `decisions` are the adequacy decisions on file; their days say which of them hold on that day.
    """
    ground, found = Ground(register, decisions, on=on), Findings()
    check_organisation(found, ground)
    for activity in register["activities"]:
        check_activity(found, ground, activity)
        for line in activity["purposes"]:
            check_line(found, ground, activity, line)
    for rule in register["retention_rules"]:
        check_rule(found, ground, rule)
    for vendor in register["vendors"]:
        check_vendor(found, ground, vendor)
        check_importer(found, ground, vendor)
    check_listing(found, ground)
    for transfer in register["transfers"]:
        check_transfer(found, ground, transfer)
        check_assessments(found, ground, transfer)
    check_derived(found, ground)
    for customer in register["customers"]:
        check_locations(found, ground, customer)
    codes = [activity["code"] for activity in register["activities"]]
    return Report(found.gaps, _completion(found, codes))


def _completion(found: Findings, codes: Iterable[str]) -> dict[str, int]:
    return {code: 100 * found.answered[code] // (found.asked[code] or 1) for code in codes}
