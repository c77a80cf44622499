from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from retention.choices import PlanStatus, RunStatus
from retention.errors import RunBusy
from retention.evidence import range_of
from retention.models import (
    DataSet,
    DataSetRule,
    RunLease,
)
from retention.services import planning, running
from ropa.choices.retention import Bound
from tests.factories import RuleFactory
from tests.retention.acts import EIGHT_OLD, begun, hold
from tests.retention.stores import (
    OLD,
    TODAY,
    YOUNG,
    change,
    keys_in,
    make_table,
    sql_target,
)


@pytest.mark.django_db(transaction=True)
def test_due_rows_go_and_the_evidence_names_exactly_their_keys(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, [*EIGHT_OLD, (9, YOUNG, "a"), (10, None, "b")])
    run = begun(sql_target(), planner, approver)

    assert running.carry_out(run.pk, on=TODAY) == 8

    assert keys_in(store_url) == [9, 10]
    run.refresh_from_db()
    assert (run.status, run.destroyed_count) == (RunStatus.DONE, 8)
    evidence = list(run.batches.values_list("count", "first_key", "last_key", "keys_sha256"))
    parts = [range_of(keys) for keys in ([1, 2, 3], [4, 5, 6], [7, 8])]
    assert evidence == [(r.count, r.first, r.last, r.sha256) for r in parts if r]


@pytest.mark.django_db(transaction=True)
def test_the_evidence_file_says_what_went_and_who_approved_it(
    store_url: str, planner: User, approver: User, tmp_path: Path
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    running.carry_out(run.pk, on=TODAY)

    run.refresh_from_db()
    text = (tmp_path / "files" / run.report_file).read_text()

    assert '"rows_destroyed": 8' in text
    assert '"approved_by": "approver"' in text
    assert run.plan.status == PlanStatus.DONE


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_done_destroys_nothing_more(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    running.carry_out(run.pk, on=TODAY)
    make_table(store_url, EIGHT_OLD)

    assert running.carry_out(run.pk, on=TODAY) == 0
    assert len(keys_in(store_url)) == 8


@pytest.mark.django_db(transaction=True)
def test_rows_that_came_after_the_plan_with_higher_keys_stay(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    change(store_url, "INSERT INTO events (id, created_on) VALUES (99, '2020-01-01')")

    running.carry_out(run.pk, on=TODAY)

    assert keys_in(store_url) == [99]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"column": "customer", "value": "a"}, [1, 3, 5, 7]),
        ({"column": "id", "value": "2"}, [2]),
    ],
    ids=["the whole data set", "the rows of one customer", "one row"],
)
def test_a_hold_placed_after_the_plan_stops_the_rows_it_covers(
    store_url: str, planner: User, approver: User, scope: dict[str, str], left: list[int]
) -> None:
    make_table(store_url, EIGHT_OLD)
    target = sql_target()
    run = begun(target, planner, approver)
    hold(target, data_set=target.data_set, **scope)

    running.carry_out(run.pk, on=TODAY)

    assert keys_in(store_url) == left
    run.refresh_from_db()
    assert run.held_count == len(left)


@pytest.mark.django_db(transaction=True)
def test_a_hold_placed_between_two_batches_stops_the_second(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    target = sql_target()
    run = begun(target, planner, approver)
    running.next_batch(run.pk, on=TODAY)
    hold(target)

    running.carry_out(run.pk, on=TODAY)

    assert keys_in(store_url) == [4, 5, 6, 7, 8]


@pytest.mark.django_db(transaction=True)
def test_a_released_hold_no_longer_stops_anything(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    target = sql_target()
    placed = hold(target)
    placed.released_on, placed.release_reason = TODAY, "The case is closed."
    placed.save()

    assert running.carry_out(begun(target, planner, approver).pk, on=TODAY) == 8


@pytest.mark.django_db(transaction=True)
def test_a_hold_of_another_organisation_stops_nothing(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    other = DataSetRule(rule=RuleFactory.create(), data_set=DataSet())
    hold(other)

    assert running.carry_out(begun(sql_target(), planner, approver).pk, on=TODAY) == 8


@pytest.mark.django_db(transaction=True)
def test_a_minimum_period_protects_rows_that_another_rule_would_purge(
    store_url: str, planner: User, approver: User
) -> None:
    """Rows 1 and 2 were closed long ago, row 3 lately, row 4 not at all."""
    make_table(store_url, [(key, OLD, "a") for key in (1, 2, 3, 4)])
    change(store_url, "UPDATE events SET closed_on = '2019-11-21' WHERE id <= 2")
    change(store_url, "UPDATE events SET closed_on = '2019-11-22' WHERE id = 3")
    target = sql_target()
    minimum = RuleFactory.create(
        organisation=target.rule.organisation, period="P7Y", bound=Bound.MIN
    )
    DataSetRule.objects.create(data_set=target.data_set, rule=minimum, trigger_column="closed_on")
    run = begun(target, planner, approver)

    running.carry_out(run.pk, on=TODAY)

    assert keys_in(store_url) == [3, 4]
    run.refresh_from_db()
    assert run.protected_count == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("bound", "period", "left"),
    [(Bound.EXACT, "P360D", 8), (Bound.OPEN, "", 8), (Bound.MAX, "P360D", 0)],
    ids=["exactly 360 days", "open", "at most 360 days"],
)
def test_rows_that_another_active_rule_still_needs_stay(
    store_url: str, planner: User, approver: User, bound: str, period: str, left: int
) -> None:
    make_table(store_url, [*EIGHT_OLD, (9, date(2025, 1, 1), "a")])
    target = sql_target()
    longer = RuleFactory.create(organisation=target.rule.organisation, period=period, bound=bound)
    DataSetRule.objects.create(data_set=target.data_set, rule=longer, trigger_column="created_on")
    if bound == Bound.OPEN:
        assert planning.plan(target, on=TODAY, by=planner) is None
        return
    run = begun(target, planner, approver)

    running.carry_out(run.pk, on=TODAY)

    assert len(keys_in(store_url)) == left
    run.refresh_from_db()
    assert run.kept_count == left


@pytest.mark.django_db(transaction=True)
def test_a_rule_changed_after_approval_stops_the_run_with_the_reason(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    running.next_batch(run.pk, on=TODAY)
    rule = run.plan.target.rule
    rule.period = "P90D"
    rule.save()

    running.carry_out(run.pk, on=TODAY)

    run.refresh_from_db()
    assert run.status == RunStatus.STOPPED
    assert "no longer says" in run.stopped_reason
    assert len(keys_in(store_url)) == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_are_never_on_the_same_run(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    running._take_lease(run.pk, "the other worker")

    with pytest.raises(RunBusy):
        running.next_batch(run.pk, on=TODAY)
    assert len(keys_in(store_url)) == 8
    assert RunLease.objects.get().holder == "the other worker"


@pytest.mark.django_db(transaction=True)
def test_rows_referred_to_by_other_rows_stop_the_run_and_stay(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    change(store_url, "CREATE TABLE notes (event BIGINT REFERENCES events (id))")
    change(store_url, "INSERT INTO notes VALUES (5)")
    run = begun(sql_target(), planner, approver)

    running.carry_out(run.pk, on=TODAY)

    run.refresh_from_db()
    assert run.status == RunStatus.STOPPED
    assert "Other rows refer" in run.stopped_reason
    assert keys_in(store_url) == [4, 5, 6, 7, 8]
    assert run.destroyed_count == 3
    change(store_url, "DROP TABLE notes")


@pytest.mark.django_db(transaction=True)
def test_a_row_whose_trigger_is_no_date_stays_amid_rows_that_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planner: User, approver: User
) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    monkeypatch.setenv("STORE_URL", url)
    make_table(url, EIGHT_OLD)
    change(url, "UPDATE events SET created_on = '20/01/2020' WHERE id = 2")
    change(url, "UPDATE events SET created_on = 17 WHERE id = 5")
    run = begun(sql_target(), planner, approver)

    assert running.carry_out(run.pk, on=TODAY) == 6

    assert keys_in(url) == [2, 5]
