"""Plans: what would go, approved by another person before anything goes."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retention.choices import Outcome, PlanStatus
from retention.errors import PlanRefused
from retention.evidence import digest_of_content
from retention.models import DataSetRule, PurgePlan
from retention.models.purge import UNDER_WAY
from retention.persons import digest
from retention.selection import Overview
from retention.services.selecting import (
    blanks_of,
    cutoff_of,
    others_at_work,
    overrides_of,
    selection_of,
    why_not_executable,
)
from retention.stores import target_of
from ropa.audit import acting


def look(target: DataSetRule, *, on: date) -> Overview:
    """Count what is past due under a rule in a data set, changing nothing.

    Raises `NotExecutable` and `StoreUnreachable`.
    """
    cutoff_of(target, on=on)
    selection = selection_of(target, others_at_work(target), planned_on=on, on=on)
    return target_of(target.data_set, selection).overview()


def targets_to_plan() -> list[DataSetRule]:
    """Return the executable rules on data sets that have no approved plan under way."""
    under_way = PurgePlan.objects.filter(status__in=UNDER_WAY).values("target")
    targets = DataSetRule.objects.active().for_list().exclude(pk__in=under_way)
    return [target for target in targets if not why_not_executable(target)]


@transaction.atomic
def plan(target: DataSetRule, *, on: date, by: User | None) -> PurgePlan | None:
    """Draft a plan of what is past due; return None when nothing would go.

    A draft that waits for approval is replaced; an approved or running plan stays.
    Raises `NotExecutable`, `StoreUnreachable`, and `PlanRefused` when such a plan is open.
    """
    target = DataSetRule.objects.for_list().select_for_update(of=("self",)).get(pk=target.pk)
    if PurgePlan.objects.filter(target=target, status__in=UNDER_WAY).exists():
        raise PlanRefused(_("%(target)s: an approved plan is under way.") % {"target": target})
    found = look(target, on=on)
    for draft in PurgePlan.objects.filter(target=target, status=PlanStatus.DRAFTED):
        draft.status = PlanStatus.LAPSED
        with acting(reason=_("A newer look took its place.")):
            draft.save()
    if not found.due:
        return None
    content = content_of(target, others_at_work(target), on=on)
    drafted = PurgePlan(
        target=target,
        planned_on=on,
        cutoff_on=cutoff_of(target, on=on),
        content=content,
        content_sha256=digest_of_content(content),
        due_count=found.due,
        outcome=Outcome.ANONYMISE if blanks_of(target) else Outcome.DELETE,
        held_count=found.held,
        restricted_count=found.restricted,
        protected_count=found.protected,
        kept_count=found.kept,
        unreadable_count=found.unreadable,
        reasons=[{"why": why, "code": code, "count": count} for why, code, count in found.reasons],
        oldest_on=found.oldest_on,
        newest_on=found.newest_on,
        last_key=found.last_key,
        requested_by=by,
        last_editor=last_editor_of(target),
    )
    drafted.full_clean()
    drafted.save()
    return drafted


@transaction.atomic
def approve(plan_id: int, *, by: User, on: date) -> PurgePlan:
    """Approve a draft; it may run once the waiting time is over.

    Raises `PlanRefused` when it is no draft, when it no longer says what the rule says, or when
    the approver requested it or last edited the rule.
    """
    drafted = PurgePlan.objects.select_for_update().get(pk=plan_id)
    if drafted.status != PlanStatus.DRAFTED:
        raise PlanRefused(
            _("%(plan)s does not wait for approval: it is %(status)s.")
            % {"plan": drafted, "status": drafted.get_status_display()}
        )
    refuse_if_changed(drafted, others_at_work(drafted.target))
    drafted.last_editor = last_editor_of(drafted.target)
    if by.pk in (drafted.requested_by_id, drafted.last_editor_id):
        raise PlanRefused(
            _("Another person must approve %(plan)s: you requested it or last edited its rule.")
            % {"plan": drafted}
        )
    drafted.status = PlanStatus.APPROVED
    drafted.approved_by = by
    drafted.approved_at = timezone.now()
    drafted.not_before = on + timedelta(days=settings.PURGE_WAITING_DAYS)
    drafted.full_clean()
    with acting(reason=_("Approved; it may run from %(day)s.") % {"day": drafted.not_before}):
        drafted.save()
    return drafted


@transaction.atomic
def reject(plan_id: int) -> PurgePlan:
    """Turn a plan down; an approved one too, as long as it has not begun."""
    drafted = PurgePlan.objects.select_for_update().get(pk=plan_id)
    if drafted.status not in (PlanStatus.DRAFTED, PlanStatus.APPROVED):
        raise PlanRefused(
            _("%(plan)s has begun or ended; it can't be rejected.") % {"plan": drafted}
        )
    drafted.status = PlanStatus.REJECTED
    drafted.save()
    return drafted


def refuse_if_changed(drafted: PurgePlan, others: Iterable[DataSetRule]) -> None:
    """Raise `PlanRefused` when rule or data set differ from what the plan says."""
    content = content_of(drafted.target, others, on=drafted.planned_on)
    if digest_of_content(content) != drafted.content_sha256:
        raise PlanRefused(
            _("%(plan)s no longer says what the rule says. Plan anew and have it approved.")
            % {"plan": drafted}
        )


def content_of(target: DataSetRule, others: Iterable[DataSetRule], *, on: date) -> dict[str, Any]:
    """Return what an approver approves: the rule, where it reaches, and who else keeps rows.

    The values of conditions may point at a person, so their keyed hashes stand for them.
    """
    rule, data_set = target.rule, target.data_set
    return {
        "rule": rule.code,
        "statement": rule.sentence,
        "data_class": rule.data_class,
        "period": rule.period,
        "bound": rule.bound,
        "action": rule.action,
        "triggers": list(rule.triggers.values_list("trigger", flat=True)),
        "store": data_set.store.code,
        "address_in": data_set.store.url_variable,
        "location": data_set.location,
        "key_column": data_set.key_column,
        "trigger_column": target.trigger_column,
        "counted_from": rule.start_rounding,
        "conditions": [
            [each.column, each.operator, digest(each.value) if each.value else ""]
            for each in target.filters.order_by("pk")
        ],
        "left_of_columns": [[each.column, each.strategy, each.fixed] for each in blanks_of(target)],
        "agreed_with_customers": [
            [each.customer.code, each.period] for each in overrides_of(target, on=on)
        ],
        "person_column": data_set.person_column,
        "customer_column": data_set.customer_column,
        "time_zone": data_set.time_zone,
        "also_at_work": sorted(
            f"{other.rule.code} {other.rule.bound} {other.rule.period} "
            f"{other.rule.start_rounding} {other.trigger_column}"
            for other in others
        ),
    }


def last_editor_of(target: DataSetRule) -> User | None:
    """Return who last changed the rule, its triggers, or the place where it works."""
    rule = target.rule
    changes: Iterable[Any] = (
        rule.history.order_by("-history_date", "-history_id").first(),
        target.history.order_by("-history_date", "-history_id").first(),
        target.data_set.history.order_by("-history_date", "-history_id").first(),
        rule.triggers.model.history.filter(rule_id=rule.pk).order_by("-history_date").first(),
    )
    made = [change for change in changes if change is not None]
    latest = max(made, key=lambda change: change.history_date, default=None)
    return latest.history_user if latest else None
