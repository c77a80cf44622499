"""Long vendor lists in the background: each step once, all or nothing, only the file sent."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from ropa import tasks
from ropa.choices.vendors import ListImportStatus
from ropa.models import Organisation, Vendor, VendorListEntry, VendorListImport
from ropa.services import list_imports
from ropa.services.list_imports import CannotImport, Upload
from tests.factories import SourceFactory, UserFactory
from tests.ropa.vendor_files import make_register, names

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIST = b"Vendor,Service\nHotjar,recordings\nWix,pages\ntbd,x\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ours() -> Organisation:
    return make_register()


def ask(ours: Organisation, data: bytes = LIST, **more: Any) -> VendorListImport:
    values: dict[str, Any] = {"source": None, "by": None, "at": NOW, **more}
    return list_imports.ask(Upload(data, "list.csv"), organisation=ours, **values)


def step(record: VendorListImport) -> VendorListImport:
    list_imports.step(record.pk, on=TODAY, at=NOW)
    record.refresh_from_db()
    return record


def counts(record: VendorListImport) -> tuple[int, ...]:
    return (record.read, record.created, record.updated, record.unchanged, record.refused)


class TestTheWay:
    def test_preview_confirmation_and_writing(self, ours: Organisation) -> None:
        record = step(ask(ours))

        assert record.status == ListImportStatus.LOOKED
        assert counts(record) == (3, 2, 0, 0, 1)
        assert not names()

        list_imports.confirm(record.pk)
        step(record)

        assert record.status == ListImportStatus.TAKEN
        assert counts(record) == (3, 2, 0, 0, 1)
        assert names() == {"Hotjar", "Wix"}
        assert [row["outcome"] for row in record.report["rows"]] == [
            "created",
            "created",
            "refused",
        ]

    def test_a_list_of_a_source_leaves_its_entries(self, ours: Organisation) -> None:
        source = SourceFactory.create(organisation=ours)
        record = step(ask(ours, source=source))
        list_imports.confirm(record.pk)

        step(record)

        assert record.report["added"] == 3
        assert VendorListEntry.objects.filter(source=source).count() == 3

    def test_what_was_done_is_not_done_again(self, ours: Organisation) -> None:
        record = step(ask(ours))
        list_imports.confirm(record.pk)
        step(record)
        before = Vendor.history.count()

        assert list_imports.step(record.pk, on=TODAY, at=NOW) is False

        assert Vendor.history.count() == before

    def test_the_changes_are_those_of_the_one_who_asked(self, ours: Organisation) -> None:
        officer = UserFactory.create()
        record = ask(ours, by=officer)
        tasks.work_on_list(record.pk)
        list_imports.confirm(record.pk)

        tasks.work_on_list(record.pk)

        change = Vendor.objects.get(name="Wix").history.get()
        assert change.history_user == officer
        assert change.history_change_reason == "Vendor list list.csv"

    def test_the_schedule_takes_up_what_waits(self, ours: Organisation) -> None:
        record = ask(ours)

        assert tasks.take_up_lists() == 1

        record.refresh_from_db()
        assert record.status == ListImportStatus.LOOKED
        assert tasks.take_up_lists() == 0, "it waits for the officer now"

    def test_run_due_does_what_the_schedule_does(self, ours: Organisation) -> None:
        record = ask(ours)

        call_command("run_due", on=TODAY)

        record.refresh_from_db()
        assert record.status == ListImportStatus.LOOKED

    def test_columns_can_be_corrected_after_the_preview(self, ours: Organisation) -> None:
        record = step(ask(ours, b"Zeug,Service\nWix,pages\n"))
        assert "No column is recognised" in record.report["error"]
        with pytest.raises(CannotImport, match="Say first which column"):
            list_imports.confirm(record.pk)

        list_imports.look_again(record.pk, {"0": "name", "1": "service"})
        step(record)

        assert counts(record) == (1, 1, 0, 0, 0)

    def test_dropped_it_writes_nothing_and_its_file_goes(
        self, ours: Organisation, files: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        record = step(ask(ours))
        kept = list(files.rglob("*.csv"))

        with django_capture_on_commit_callbacks(execute=True):
            list_imports.drop(record.pk, at=NOW)

        assert len(kept) == 1
        assert not kept[0].exists()
        assert not names()
        with pytest.raises(CannotImport, match="dropped, nothing written"):
            list_imports.confirm(record.pk)


class TestTwoAtOnce:
    def test_a_second_list_of_an_organisation_waits_for_the_first(self, ours: Organisation) -> None:
        ask(ours)

        with pytest.raises(ValidationError, match="finish or drop it"):
            ask(ours, b"vendor\nLoggly\n")

    def test_another_organisation_does_not_wait(self, ours: Organisation) -> None:
        ask(ours)

        ask(make_register("andere", "Andere GmbH"))

        assert len(list_imports.waiting()) == 2

    def test_the_database_holds_that_there_is_one(self, ours: Organisation) -> None:
        first = ask(ours)
        first.pk, first._state.adding = None, True

        with pytest.raises(IntegrityError), transaction.atomic():
            first.save()

    def test_the_database_holds_that_every_row_is_accounted_for(self, ours: Organisation) -> None:
        record = step(ask(ours))
        list_imports.confirm(record.pk)
        step(record)

        with pytest.raises(IntegrityError), transaction.atomic():
            VendorListImport.objects.filter(pk=record.pk).update(refused=0)


class TestBadInput:
    def test_a_file_replaced_between_preview_and_confirmation_is_refused(
        self, ours: Organisation, files: Path
    ) -> None:
        record = step(ask(ours))
        next(files.rglob("*.csv")).write_bytes(b"Vendor\nSomebody else\n")
        list_imports.confirm(record.pk)

        step(record)

        assert record.status == ListImportStatus.REFUSED
        assert "no longer the one that was sent; nothing was written" in record.report["error"]
        assert not names()

    def test_a_file_that_is_gone_is_refused(self, ours: Organisation, files: Path) -> None:
        record = ask(ours)
        next(files.rglob("*.csv")).unlink()

        assert "is no longer there" in step(record).report["error"]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"PK\x03\x04broken", "The workbook is damaged"),
            (b"\x00" * 50, "control character"),
            (b"Vendor\n" + b"Wix\n" * 200_001, "more than 200,000 rows"),
        ],
    )
    def test_an_unreadable_file_is_refused_with_its_sentence(
        self, ours: Organisation, data: bytes, sentence: str
    ) -> None:
        record = step(ask(ours, data))

        assert record.status == ListImportStatus.REFUSED
        assert sentence in record.report["error"]
        assert list_imports.on_its_way(ours) is None

    def test_work_that_never_ends_is_given_up_after_three_attempts(
        self, ours: Organisation
    ) -> None:
        record = ask(ours)
        VendorListImport.objects.filter(pk=record.pk).update(attempts=3)

        step(record)

        assert record.status == ListImportStatus.REFUSED
        assert "was begun 3 times and never came to its end" in record.report["error"]
