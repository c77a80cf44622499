"""The decision that something falls away from a day on, and the tasks that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.models import ImpactDecision, Organisation, Task
from ropa.services.impact.choosing import Chosen
from ropa.services.impact.result import Impact, impact_of
from ropa.transfers.impact import STOPS

DECIDE = "ropa.decide_impact"
END_DECISION = "ropa.change_adequacydecision"
TITLE = 300  # characters of the title of a task


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision; it is not new where the same was decided for this day before."""

    decision: ImpactDecision
    is_new: bool


@transaction.atomic
def decide(
    chosen: Chosen,
    *,
    by: User,
    applies_from: date,
    reason: str,
    on: date,
    for_activities: bool = False,
    ends_decision: bool = False,
) -> Decided:
    """Record that it falls away from a day on, with all that this touches, and open the tasks.

    Made on the day `on`. The same decision for the same day is made once: made again, it is given
    back and nothing is opened twice. With `for_activities` each activity that stops gets a task,
    too; with `ends_decision` the adequacy decision itself is no longer in force from that day on,
    for all organisations. Raises `ValidationError` without a reason, and where it cannot end.
    """
    Organisation.objects.select_for_update().get(pk=chosen.organisation.pk)  # one at a time
    known = ImpactDecision.objects.filter(
        organisation=chosen.organisation,
        subject=chosen.kind,
        value=chosen.value,
        applies_from=applies_from,
    ).first()
    if known is not None:
        return Decided(decision=known, is_new=False)
    found = impact_of(chosen, on=applies_from)
    decision = _written(found, by=by, reason=reason.strip(), on=on)
    decision.full_clean()
    with acting(user=by, reason=reason.strip()):
        decision.save()
        Task.objects.bulk_create(_tasks(found, decision, for_activities=for_activities))
        if ends_decision:
            _end(chosen, applies_from)
    return Decided(decision=decision, is_new=True)


def _written(found: Impact, *, by: User, reason: str, on: date) -> ImpactDecision:
    chosen = found.chosen
    return ImpactDecision(
        organisation=chosen.organisation,
        subject=chosen.kind,
        value=chosen.value,
        decision=chosen.decision,
        vendor=chosen.vendor,
        applies_from=found.on,
        reason=reason,
        result=found.as_json(),
        decided_on=on,
        decided_by=by,
    )


def _end(chosen: Chosen, day: date) -> None:
    decision = chosen.decision
    if decision is None:
        raise ValidationError(_("Only an adequacy decision can end; choose one."))
    if decision.ended_on is not None:
        raise ValidationError(
            _("%(decision)s ended on %(day)s already.")
            % {"decision": decision, "day": decision.ended_on.isoformat()}
        )
    decision.ended_on = day
    decision.full_clean()
    decision.save()


def _tasks(found: Impact, decision: ImpactDecision, *, for_activities: bool) -> Iterator[Task]:
    for about, title, due_on in _to_do(found, for_activities=for_activities):
        yield Task(
            organisation=decision.organisation,
            impact=decision,
            title=title[:TITLE],
            due_on=due_on,
            **about,
        )


Todo = tuple[dict[str, Any], str, date]


def _to_do(found: Impact, *, for_activities: bool) -> Iterator[Todo]:
    """What has to be done on which record by when; each record once."""
    label, day = found.chosen.label, found.on
    yield from _transfers_and_vendors(found)
    if for_activities:
        for row in _stopping(found, "activities"):
            said = {"heading": row["heading"], "what": label}
            title = _("Decide how “%(heading)s” goes on without: %(what)s") % said
            yield {"activity_id": row["key"]}, title, day
    for row in found.groups["notices"]:
        said = {"title": row["title"], "what": label}
        title = _("Say in “%(title)s” what changes without: %(what)s") % said
        yield {"notice_id": row["key"]}, title, _earlier(row["announce_by"], day)
    for row in found.groups["customers"]:
        if row["notice"]:
            said = {"name": row["name"], "what": label}
            title = _("Tell %(name)s what changes without: %(what)s") % said
            yield {"customer_id": row["key"]}, title, _earlier(row["tell_by"], day)


def _transfers_and_vendors(found: Impact) -> Iterator[Todo]:
    """A task for each transfer that stops; where none is recorded, for its vendor."""
    told: set[tuple[str, int]] = set()
    for row in _stopping(found, "transfers"):
        field, key = (
            ("transfer_id", row["key"]) if row["key"] else ("vendor_id", row["importer_key"])
        )
        if key is None or (field, key) in told:
            continue
        told.add((field, key))
        said = {"what": row["code"] or row["importer"], "importer": row["importer"] or "–"}
        title = _("Find another safeguard for %(what)s (%(importer)s), or stop it") % said
        if found.chosen.vendor is not None:
            title = _("Replace %(importer)s in %(what)s, or stop it") % said
        yield {field: key}, title, found.on
    if found.chosen.vendor is not None:
        yield from _those_that_use_it(found, told)


def _those_that_use_it(found: Impact, told: set[tuple[str, int]]) -> Iterator[Todo]:
    """Where a sub-processor is gone, a task for each of our vendors that hands data on to it."""
    keys = {row["name"]: row["key"] for row in found.groups["vendors"]}
    users = dict.fromkeys(path[0] for row in _stopping(found, "transfers") for path in row["paths"])
    for name in users:
        if ("vendor_id", keys[name]) not in told:
            said = {"vendor": name, "what": found.chosen.label}
            title = _("Ask %(vendor)s to go on without %(what)s, or stop using it") % said
            yield {"vendor_id": keys[name]}, title, found.on


def _stopping(found: Impact, group: str) -> Iterator[dict[str, Any]]:
    return (row for row in found.groups[group] if row["outcome"] == STOPS)


def _earlier(day: str | None, otherwise: date) -> date:
    return date.fromisoformat(day) if day else otherwise
