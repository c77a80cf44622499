"""What the database itself refuses: a way back from a deletion, and changed evidence."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from retention.choices import Cause, ErasureCause, ErasureStatus, ProcessStatus, StepKind
from retention.models import DeletionProcess, Erasure, PurgeRun
from tests import factories as make
from tests.retention.pages import only_sqlite
from tests.retention.stores import TODAY, sql_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def process(planner: User) -> DeletionProcess:
    """A process that has begun, with one step."""
    customer = make.CustomerFactory.create()
    process = DeletionProcess.objects.create(
        organisation=customer.organisation,
        code="D1",
        customer=customer,
        cause=Cause.TERMINATION,
        caused_on=TODAY,
    )
    process.steps.create(order=1, kind=StepKind.ASK, statement="30 days", due_on=TODAY)
    process.status, process.started_on, process.started_by = ProcessStatus.BEGUN, TODAY, planner
    process.confirmation = "Delete all data of customer"
    process.save()
    return process


def refused(statement: str, key: int) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [key])


@pytest.mark.parametrize(
    "change",
    [
        "status = 'prepared', started_on = NULL, started_by_id = NULL, confirmation = ''",
        "status = 'withdrawn'",
        "started_on = '2020-01-01'",
        "confirmation = 'never mind'",
        "cause = 'request'",
    ],
)
def test_a_process_that_has_begun_does_not_go_back(process: DeletionProcess, change: str) -> None:
    refused(f"UPDATE retention_deletionprocess SET {change} WHERE id = %s", process.pk)  # noqa: S608
    refused("DELETE FROM retention_deletionprocess WHERE id = %s", process.pk)


@pytest.mark.parametrize("change", ["due_on = '2099-01-01'", "statement = 'later'", "kind = 'run'"])
def test_a_step_of_it_is_neither_moved_nor_removed(process: DeletionProcess, change: str) -> None:
    step = process.steps.get()

    refused(f"UPDATE retention_deletionstep SET {change} WHERE id = %s", step.pk)  # noqa: S608
    refused("DELETE FROM retention_deletionstep WHERE id = %s", step.pk)


def test_a_step_that_is_done_stays_done(process: DeletionProcess) -> None:
    step = process.steps.get()
    step.status, step.done_on, step.evidence = "done", TODAY, "Confirmed in writing."
    step.save()

    refused(
        "UPDATE retention_deletionstep SET status = 'asked', done_on = NULL WHERE id = %s", step.pk
    )


def test_a_process_that_was_only_prepared_can_be_withdrawn() -> None:
    customer = make.CustomerFactory.create()
    prepared = DeletionProcess.objects.create(
        organisation=customer.organisation,
        code="D2",
        customer=customer,
        cause=Cause.REQUEST,
        caused_on=TODAY,
    )

    prepared.status, prepared.withdrawn_reason = ProcessStatus.WITHDRAWN, "The customer stays."
    prepared.save()

    assert DeletionProcess.objects.get().status == ProcessStatus.WITHDRAWN


@pytest.mark.parametrize(
    "change", ["subject_digest = 'x'", "reference = 'x'", "announced_at = '2020-01-01'"]
)
def test_the_erasure_ledger_is_not_rewritten(change: str) -> None:
    target = sql_target()
    entry = Erasure.objects.create(
        organisation=target.rule.organisation,
        data_set=target.data_set,
        subject_kind="person",
        subject_digest="0" * 64,
        cause=ErasureCause.REQUEST,
        reference="DSR-1",
    )

    refused(f"UPDATE retention_erasure SET {change} WHERE id = %s", entry.pk)  # noqa: S608
    refused("DELETE FROM retention_erasure WHERE id = %s", entry.pk)
    entry.status, entry.remark = ErasureStatus.ABANDONED, "Nothing was found."
    entry.save()
    refused("UPDATE retention_erasure SET status = 'announced' WHERE id = %s", entry.pk)


@pytest.mark.django_db(transaction=True)
@only_sqlite
@pytest.mark.parametrize(
    "change", ["count = 1", "keys_sha256 = 'x'", "first_key = '0'", "status = 'abandoned'"]
)
def test_the_evidence_of_a_batch_stays(done: PurgeRun, change: str) -> None:
    batch: Any = done.batches.first()

    refused(f"UPDATE retention_purgebatch SET {change} WHERE id = %s", batch.pk)  # noqa: S608
    refused("DELETE FROM retention_purgebatch WHERE id = %s", batch.pk)


@pytest.mark.django_db(transaction=True)
@only_sqlite
@pytest.mark.parametrize(
    "change", ["due_count = 1", "content_sha256 = 'x'", "approved_by_id = NULL"]
)
def test_an_approved_plan_stays_as_it_was_approved(done: PurgeRun, change: str) -> None:
    refused(f"UPDATE retention_purgeplan SET {change} WHERE id = %s", done.plan_id)  # noqa: S608
    refused("DELETE FROM retention_purgeplan WHERE id = %s", done.plan_id)
