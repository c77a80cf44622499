from pathlib import Path

import pytest
from django.contrib.auth.models import User

from retention.choices import BatchStatus
from retention.services import planning, running
from tests.retention.acts import announced, begun, hold
from tests.retention.stores import (
    OLD,
    TODAY,
    YOUNG,
    file_target,
    make_file,
)


@pytest.mark.django_db(transaction=True)
def test_files_past_their_period_go_and_held_ones_stay(
    folder: Path, planner: User, approver: User
) -> None:
    for number in range(5):
        make_file(folder / f"old-{number}.log", OLD)
    make_file(folder / "case" / "old.log", OLD)
    make_file(folder / "young.log", YOUNG)
    target = file_target()
    hold(target, data_set=target.data_set, value="case/*")
    run = begun(target, planner, approver)

    assert running.carry_out(run.pk, on=TODAY) == 5

    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.log"))
    assert left == ["case/old.log", "young.log"]
    run.refresh_from_db()
    assert (run.held_count, run.destroyed_count) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_a_folder_outside_the_store_is_never_reached(
    folder: Path, planner: User, approver: User
) -> None:
    target = file_target()
    target.data_set.location = "../elsewhere"

    with pytest.raises(Exception, match="must lie below the data store"):
        planning.look(target, on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_a_link_out_of_the_folder_is_left_alone(
    folder: Path, planner: User, approver: User, tmp_path: Path
) -> None:
    make_file(tmp_path / "elsewhere" / "precious.log", OLD)
    make_file(folder / "old.log", OLD)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    run = begun(file_target(), planner, approver)

    assert running.carry_out(run.pk, on=TODAY) == 1
    assert (tmp_path / "elsewhere" / "precious.log").exists()


@pytest.mark.django_db(transaction=True)
def test_a_batch_of_files_cut_off_half_way_is_finished_and_counted_once(
    folder: Path, planner: User, approver: User
) -> None:
    for number in range(3):
        make_file(folder / f"old-{number}.log", OLD)
    run = begun(file_target(), planner, approver)
    batch = announced(run)
    (folder / "old-0.log").unlink()

    running.carry_out(run.pk, on=TODAY)

    batch.refresh_from_db()
    run.refresh_from_db()
    assert (batch.status, batch.count) == (BatchStatus.DESTROYED, 1)
    assert "Cut off after 1 of the 3" in batch.remark
    assert run.destroyed_count == 3
    assert list(folder.iterdir()) == []
