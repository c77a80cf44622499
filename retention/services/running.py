"""Runs: approved plans carried out batch by batch, so that a crash at any instant loses nothing.

A batch takes two transactions of the register around one of the store:

1. announce: lock the run, check plan and holds, read the keys, write the evidence, commit;
2. destroy: lock the run, check again, destroy in the store, mark the batch destroyed, commit.

Cut off before the store's commit, the rows are all there and the batch is announced: it is done
again. Cut off after it, the rows are all gone and the batch is announced: it is marked destroyed.
Whoever places a hold locks the run as well, so no hold slips in between check and destruction.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retention.choices import BatchStatus, PlanStatus, RunStatus
from retention.errors import NotExecutable, PlanRefused, RowsChanged, RunBusy, StoreUnreachable
from retention.evidence import KeyRange, range_of
from retention.models import BatchUnderWay, PurgeBatch, PurgePlan, PurgeRun, RunLease
from retention.selection import Keeper, Overview
from retention.services import reporting
from retention.services.planning import refuse_if_changed
from retention.services.selecting import keepers_of, others_at_work, selection_of
from retention.services.stopping import end_early
from retention.stores import OpenBatch, Target, target_of

MANY_ATTEMPTS = 5  # batches in a row that found their rows changed


@dataclass(frozen=True)
class Step:
    """What one call of `next_batch` did: rows destroyed, and whether there is more to do."""

    destroyed: int
    more: bool


@transaction.atomic
def start(plan_id: int, *, on: date) -> PurgeRun:
    """Begin the run of an approved plan, or return the one that was begun.

    Raises `PlanRefused` before the waiting time is over, or when the plan is not approved.
    """
    plan = PurgePlan.objects.select_for_update().get(pk=plan_id)
    if plan.status == PlanStatus.RUNNING:
        return plan.run
    if plan.status != PlanStatus.APPROVED or plan.not_before is None:
        raise PlanRefused(
            _("%(plan)s is %(status)s; only an approved plan runs.")
            % {"plan": plan, "status": plan.get_status_display()}
        )
    if on < plan.not_before:
        raise PlanRefused(
            _("%(plan)s waits until %(day)s.") % {"plan": plan, "day": plan.not_before.isoformat()}
        )
    if PurgeRun.objects.filter(status=RunStatus.RUNNING, data_set=plan.target.data_set_id).exists():
        raise RunBusy(
            _("%(plan)s waits: another run is under way on the same data set.") % {"plan": plan}
        )
    plan.status = PlanStatus.RUNNING
    plan.save()
    run = PurgeRun.objects.create(plan=plan, data_set_id=plan.target.data_set_id)
    RunLease.objects.create(run=run, until=timezone.now())
    return run


def next_batch(run_id: int, *, on: date) -> Step:
    """Carry out the next batch of a run, or finish what a crash left half-way.

    Not inside a transaction: the evidence must be final before anything is destroyed.
    Raises `RunBusy` while another worker is on the run, and `StoreUnreachable`, after which the
    run can go on later. What makes the run pointless stops it, with the reason.
    """
    holder = uuid4().hex
    _take_lease(run_id, holder)
    try:
        return _next_batch(run_id, on=on)
    except StoreUnreachable as trouble:
        RunLease.objects.filter(run=run_id).update(trouble=str(trouble))
        raise
    except (NotExecutable, PlanRefused) as reason:
        end_early(run_id, str(reason))
        return Step(destroyed=0, more=False)
    finally:
        RunLease.objects.filter(run=run_id, holder=holder).update(until=timezone.now())


def _next_batch(run_id: int, *, on: date) -> Step:
    run = PurgeRun.objects.select_related(
        "plan__target__rule__organisation", "plan__target__data_set__store", "plan__approved_by"
    ).get(pk=run_id)
    if run.status != RunStatus.RUNNING:
        return Step(destroyed=0, more=False)
    plan = run.plan
    others = others_at_work(plan.target)
    refuse_if_changed(plan, others)
    selection = selection_of(plan.target, others, planned_on=plan.planned_on, on=on)
    target = target_of(plan.target.data_set, selection)
    with target.open_batch() as opened:
        batch = _unfinished(run, opened) or _announce(run, opened, target)
        if batch and batch.status == BatchStatus.ANNOUNCED:
            batch = _destroy(batch, opened, selection.keepers, on=on)
    if batch is None:
        _finish(run_id, target.overview() if selection.may_keep_rows else Overview())
        return Step(destroyed=0, more=False)
    return Step(destroyed=batch.count if batch.status == BatchStatus.DESTROYED else 0, more=True)


@transaction.atomic(durable=True)
def _take_lease(run_id: int, holder: str) -> None:
    lease = RunLease.objects.select_for_update().get(run=run_id)
    now = timezone.now()
    if lease.until > now:
        raise RunBusy(
            _("Another worker is on run R%(run)s, until %(time)s at the latest.")
            % {"run": run_id, "time": timezone.localtime(lease.until).strftime("%H:%M:%S")}
        )
    lease.holder = holder
    lease.trouble = ""
    lease.until = now + timedelta(seconds=settings.PURGE_LEASE_SECONDS)
    lease.save()


@transaction.atomic(durable=True)
def _unfinished(run: PurgeRun, opened: OpenBatch) -> PurgeBatch | None:
    """Return a batch that a crash left announced, settled as far as the store tells.

    If the very keys of the evidence still go, it is still to be destroyed.
    """
    PurgeRun.objects.select_for_update().get(pk=run.pk)
    batch = run.batches.filter(status=BatchStatus.ANNOUNCED).first()
    if batch is None:
        return None
    left = opened.range_between(batch.first_key, batch.last_key)
    if left and left.sha256 == batch.keys_sha256:
        _put_under_way(batch, left, opened)
        return batch
    if not batch.under_way.store_transaction:
        return _settle_by_keys(batch, opened)
    committed = opened.committed(batch.under_way.store_transaction)
    if committed is None:
        raise PlanRefused(
            _(
                "The store no longer knows whether batch %(batch)s was committed, and its rows "
                "have changed. Compare the store with the evidence, and plan anew."
            )
            % {"batch": batch.number}
        )
    if committed:
        return _mark_destroyed(batch, _("Found destroyed after an interruption."))
    return _abandon(batch, _("Its rows changed before they were destroyed; nothing went."))


def _settle_by_keys(batch: PurgeBatch, opened: OpenBatch) -> PurgeBatch:
    """Settle a batch by looking which of its rows are there.

    If none is, the store had committed. A store that cannot undo may have lost the first of them:
    the evidence is cut to those. Otherwise the rows have changed since, and nothing went.
    """
    keys = batch.under_way.keys_in_order
    there = opened.left_of(keys)
    given_anew = opened.undoes and len(there) < len(keys) and not any(there.values())
    if not there or given_anew:  # a key that is not due now belongs to a newer row
        return _mark_destroyed(batch, _("Found destroyed after an interruption."))
    gone = range_of([key for key in keys if key not in there])
    if gone and not opened.undoes:
        remark = _("Cut off after %(gone)s of the %(count)s announced; the others are taken anew.")
        remark %= {"gone": gone.count, "count": batch.count}
        _describe(batch, gone)
        return _mark_destroyed(batch, remark)
    return _abandon(batch, _("Its rows changed before they were destroyed; nothing went."))


@transaction.atomic(durable=True)
def _announce(run: PurgeRun, opened: OpenBatch, target: Target) -> PurgeBatch | None:
    """Write the evidence of the next batch; return None when nothing is left to destroy."""
    PurgeRun.objects.select_for_update().get(pk=run.pk)
    recent = list(run.batches.order_by("-number")[:MANY_ATTEMPTS])
    done = next((batch for batch in recent if batch.status == BatchStatus.DESTROYED), None)
    plan = run.plan
    keys = opened.next_range(
        after=done.last_key if done else "", until=plan.last_key, limit=target.batch_size
    )
    if keys is None:
        return None
    _refuse_endless_change(recent)
    batch = PurgeBatch(
        run=run,
        number=recent[0].number + 1 if recent else 1,
        rule_code=plan.target.rule.code,
        rule_statement=plan.content["statement"],
        cutoff_on=plan.cutoff_on,
        approved_by=plan.approved_by.get_username() if plan.approved_by else "",
    )
    _describe(batch, keys)
    batch.save()
    _put_under_way(batch, keys, opened)
    return batch


@transaction.atomic(durable=True)
def _destroy(
    batch: PurgeBatch, opened: OpenBatch, keepers: tuple[Keeper, ...], *, on: date
) -> PurgeBatch:
    """Destroy what the evidence names, unless plan, holds or rows have changed since."""
    run = PurgeRun.objects.select_for_update().select_related("plan__target").get(pk=batch.run_id)
    target = run.plan.target
    if run.status != RunStatus.RUNNING:
        return _abandon(batch, _("The run was stopped."))
    if keepers != keepers_of(target, others_at_work(target), on=on):
        return _abandon(batch, _("A hold or what else keeps rows has changed; nothing went."))
    try:
        destroyed = opened.destroy(batch.first_key, batch.last_key, count=batch.count)
    except RowsChanged as changed:
        return _abandon(batch, str(changed))
    if opened.undoes and destroyed != batch.count:
        return _abandon(batch, _("Its rows changed before they were destroyed; nothing went."))
    opened.commit()
    return _mark_destroyed(batch)


def _describe(batch: PurgeBatch, keys: KeyRange) -> None:
    batch.count, batch.keys_sha256 = keys.count, keys.sha256
    batch.first_key, batch.last_key = keys.first, keys.last


def _put_under_way(batch: PurgeBatch, keys: KeyRange, opened: OpenBatch) -> None:
    """Keep what would settle the batch: the store's transaction, or else the keys themselves."""
    transaction_ = opened.transaction()
    packed = b"" if transaction_ else BatchUnderWay.pack(keys.lines)
    BatchUnderWay.objects.update_or_create(
        batch=batch, defaults={"store_transaction": transaction_, "packed": packed}
    )


def _mark_destroyed(batch: PurgeBatch, remark: str = "") -> PurgeBatch:
    batch.status = BatchStatus.DESTROYED
    batch.destroyed_at = timezone.now()
    batch.remark = remark
    batch.save()
    BatchUnderWay.objects.filter(batch=batch).delete()
    return batch


def _abandon(batch: PurgeBatch, remark: str) -> PurgeBatch:
    batch.status = BatchStatus.ABANDONED
    batch.remark = remark
    batch.save()
    BatchUnderWay.objects.filter(batch=batch).delete()
    return batch


def _refuse_endless_change(recent: list[PurgeBatch]) -> None:
    abandoned = [batch for batch in recent if batch.status == BatchStatus.ABANDONED]
    if len(abandoned) == MANY_ATTEMPTS:
        raise PlanRefused(
            _(
                "The rows changed %(times)s times in a row while being purged. Run it again when "
                "the data set is quieter."
            )
            % {"times": MANY_ATTEMPTS}
        )


@transaction.atomic(durable=True)
def _finish(run_id: int, left: Overview) -> None:
    """Close the run: what is left and why, and the evidence file."""
    run = PurgeRun.objects.select_for_update().select_related("plan").get(pk=run_id)
    run.held_count, run.restricted_count = left.held, left.restricted
    run.protected_count, run.kept_count = left.protected, left.kept
    run.status = RunStatus.DONE
    run.finished_at = timezone.now()
    reporting.write(run)
    run.save()
    run.plan.status = PlanStatus.DONE
    run.plan.save()


def carry_out(run_id: int, *, on: date) -> int:
    """Carry out a run to its end in this process; return how many rows were destroyed."""
    total = 0
    while True:
        step = next_batch(run_id, on=on)
        total += step.destroyed
        if not step.more:
            return total
