import pytest
from django.contrib.auth.models import User

from retention.choices import BatchStatus, RunStatus
from retention.errors import RunBusy
from retention.models import (
    BatchUnderWay,
)
from retention.services import running
from retention.stores.sql import engine_of
from tests.retention.acts import EIGHT_OLD, announced, begun
from tests.retention.stores import (
    TODAY,
    YOUNG,
    change,
    keys_in,
    make_table,
    sql_target,
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("removed", ["id IN (1, 3)", "id = 2", "id <= 2"])
def test_rows_that_somebody_else_removed_are_never_claimed_by_an_interrupted_batch(
    store_url: str, planner: User, approver: User, removed: str
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    batch = announced(run)
    change(store_url, f"DELETE FROM events WHERE {removed}")  # noqa: S608
    left = len(keys_in(store_url))

    assert running.carry_out(run.pk, on=TODAY) == left

    batch.refresh_from_db()
    run.refresh_from_db()
    assert batch.status == BatchStatus.ABANDONED
    assert run.destroyed_count == left
    assert keys_in(store_url) == []


@pytest.mark.django_db(transaction=True)
def test_a_batch_whose_rows_all_went_is_proved_even_when_a_key_is_given_anew(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    batch = announced(run, destroyed=True)
    change(store_url, f"INSERT INTO events (id, created_on) VALUES (3, '{YOUNG}')")  # noqa: S608

    running.carry_out(run.pk, on=TODAY)

    batch.refresh_from_db()
    run.refresh_from_db()
    assert (batch.status, run.destroyed_count) == (BatchStatus.DESTROYED, 8)
    assert keys_in(store_url) == [3]


@pytest.mark.django_db(transaction=True)
def test_what_settles_a_batch_is_kept_only_while_it_is_under_way(
    store_url: str, planner: User, approver: User
) -> None:
    make_table(store_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    announced(run)
    under_way = BatchUnderWay.objects.get()
    if store_url.startswith("sqlite"):
        assert under_way.keys_in_order == ["1", "2", "3"]
    else:
        assert (under_way.store_transaction.isdigit(), under_way.packed) == (True, b"")

    running.carry_out(run.pk, on=TODAY)

    assert not BatchUnderWay.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_batch_waits_while_its_transaction_is_still_open_in_the_store(
    postgres_url: str, planner: User, approver: User
) -> None:
    make_table(postgres_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    batch = announced(run)
    change(postgres_url, "DELETE FROM events WHERE id = 2")
    with engine_of(postgres_url).connect() as earlier_worker:
        number: str = earlier_worker.exec_driver_sql(
            "SELECT pg_current_xact_id()::text"
        ).scalar_one()
        BatchUnderWay.objects.filter(batch=batch).update(store_transaction=number)

        with pytest.raises(RunBusy):
            running.next_batch(run.pk, on=TODAY)

    assert running.carry_out(run.pk, on=TODAY) == 7
    batch.refresh_from_db()
    assert batch.status == BatchStatus.ABANDONED


NOT_YET_GIVEN = "9999999999999"  # as after the store was restored from an older backup


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_run_stops_where_the_store_no_longer_knows_what_became_of_a_batch(
    postgres_url: str, planner: User, approver: User
) -> None:
    make_table(postgres_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    batch = announced(run)
    BatchUnderWay.objects.filter(batch=batch).update(store_transaction=NOT_YET_GIVEN)
    change(postgres_url, "DELETE FROM events WHERE id = 2")

    assert running.carry_out(run.pk, on=TODAY) == 0

    run.refresh_from_db()
    assert run.status == RunStatus.STOPPED
    assert "no longer knows whether batch 1 was committed" in run.stopped_reason
    assert len(keys_in(postgres_url)) == 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_batch_whose_rows_are_all_back_in_a_restored_store_is_done_again(
    postgres_url: str, planner: User, approver: User
) -> None:
    make_table(postgres_url, EIGHT_OLD)
    run = begun(sql_target(), planner, approver)
    batch = announced(run)
    BatchUnderWay.objects.filter(batch=batch).update(store_transaction=NOT_YET_GIVEN)

    assert running.carry_out(run.pk, on=TODAY) == 8

    batch.refresh_from_db()
    assert batch.status == BatchStatus.DESTROYED
