"""What is past due, rule by rule and data set by data set, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from retention.choices import BatchStatus, PlanStatus
from retention.errors import PurgeError
from retention.models import DataSetRule, PurgeBatch, PurgePlan
from retention.selection import Overview
from retention.services.planning import look
from retention.services.selecting import only_keeps, why_not_executable


@dataclass(frozen=True)
class Finding:
    """One rule on one data set: what is past due there, or why nobody can tell.

    A rule that only keeps rows has nothing past due, and that is no trouble.
    """

    target: DataSetRule
    found: Overview
    trouble: str = ""
    only_keeps: bool = False


def findings(*, on: date, rule: str = "") -> Iterator[Finding]:
    """Look at every active rule on a data set; `rule` limits it to one code."""
    targets = DataSetRule.objects.active().for_list().order_by("rule__organisation", "rule__code")
    for target in targets.filter(rule__code=rule) if rule else targets:
        yield finding_of(target, on=on)


def findings_in(data_set_id: int, *, on: date) -> list[Finding]:
    """Look at the active rules of one data set."""
    targets = DataSetRule.objects.active().for_list().filter(data_set=data_set_id)
    return [finding_of(target, on=on) for target in targets.order_by("rule__code", "pk")]


def finding_of(target: DataSetRule, *, on: date) -> Finding:
    if only_keeps(target):
        return Finding(target, Overview(), only_keeps=True)
    if reason := why_not_executable(target):
        return Finding(target, Overview(), reason)
    try:
        return Finding(target, look(target, on=on))
    except PurgeError as trouble:
        return Finding(target, Overview(), str(trouble))


def leftover(finding: Finding) -> dict[str, object]:
    """Return one line of the leftovers, in the form that scripts read (`interfaces`)."""
    target, found = finding.target, finding.found
    plans = PurgePlan.objects.filter(target=target)
    last = plans.filter(status=PlanStatus.DONE).order_by("-run__finished_at").first()
    approved = plans.filter(status=PlanStatus.APPROVED).order_by("not_before").first()
    abandoned = PurgeBatch.objects.filter(run__plan__target=target, status=BatchStatus.ABANDONED)
    return {
        "rule": target.rule.code,
        "organisation": target.rule.organisation.code,
        "data_set": f"{target.data_set.store.code}/{target.data_set.code}",
        "executable": not finding.trouble and not finding.only_keeps,
        "trouble": finding.trouble,
        "past_due": found.past_due,
        "held": found.held,
        "restricted": found.restricted,
        "protected": found.protected,
        "kept_by_other_rule": found.kept,
        "waiting": sum(plan.due_count for plan in plans.filter(status__in=WAITING)),
        "failed": abandoned.count(),
        "oldest": found.oldest_on,
        "last_run": last.run.finished_at if last else None,
        "next_run": approved.not_before if approved else None,
    }


WAITING = (PlanStatus.DRAFTED, PlanStatus.APPROVED)
