"""What people and workers do in a test of a run, also half of it."""

from datetime import date

from django.contrib.auth.models import User

from retention.choices import HoldReach
from retention.models import DataSetRule, HoldScope, LegalHold, PurgeBatch, PurgeRun
from retention.services import planning, running
from retention.services.selecting import others_at_work, selection_of
from retention.stores import target_of
from tests.retention.stores import OLD, TODAY

EIGHT_OLD = [(key, OLD, "a" if key % 2 else "b") for key in range(1, 9)]


def begun(target: DataSetRule, planner: User, approver: User) -> PurgeRun:
    plan = planning.plan(target, on=TODAY, by=planner)
    assert plan is not None
    planning.approve(plan.pk, by=approver, on=TODAY)
    return running.start(plan.pk, on=TODAY)


def announced(run: PurgeRun, *, destroyed: bool = False) -> PurgeBatch:
    """Announce the next batch, and die before it is destroyed, or before that is marked."""
    plan = run.plan
    others = others_at_work(plan.target)
    selection = selection_of(plan.target, others, planned_on=plan.planned_on, on=TODAY)
    target = target_of(plan.target.data_set, selection)
    with target.open_batch() as opened:
        batch = running._announce(run, opened, target)
        assert batch is not None
        if destroyed:
            opened.destroy(batch.first_key, batch.last_key, count=batch.count)
            opened.commit()
    return batch


def hold(target: DataSetRule, **scope: object) -> LegalHold:
    placed = LegalHold.objects.create(
        organisation=target.rule.organisation,
        code="H1",
        matter="Case 1",
        reason="A claim is likely.",
        placed_on=TODAY,
        review_on=date(2027, 2, 1),
    )
    if scope:
        is_of_rows = "column" in scope or "value" in scope
        reach = HoldReach.ROWS if is_of_rows else HoldReach.DATA_SET
        HoldScope.objects.create(hold=placed, **{"reach": reach, **scope})
    return placed
