"""The pages of stores and rules at work, and the evidence of runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from retention.choices import RunStatus
from retention.models import DataSetRule, PurgeRun
from tests.factories import OrganisationFactory, UserFactory
from tests.retention.pages import only_sqlite, page, press
from tests.retention.stores import file_target, sql_target

pytestmark = pytest.mark.django_db


@only_sqlite
class TestEvidence:
    def test_the_file_is_downloaded_by_those_who_may_see_the_run(
        self, done: PurgeRun, judge: Client, client_of: Callable[..., Client]
    ) -> None:
        answer: Any = judge.get(page(done, "evidence"))

        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"].startswith('attachment; filename="purge-R')
        assert b'"rows_destroyed": 8' in b"".join(answer.streaming_content)
        assert client_of(UserFactory.create()).get(page(done, "evidence")).status_code == 403
        assert Client().get(page(done, "evidence")).status_code == 302

    def test_a_missing_file_is_told(
        self, done: PurgeRun, judge: Client, settings: Settings
    ) -> None:
        (Path(settings.MEDIA_ROOT) / done.report_file).unlink()

        answer = judge.get(page(done, "evidence"), follow=True)

        assert "missing from the storage" in answer.content.decode()

    def test_a_run_without_a_file_has_none(self, done: PurgeRun, judge: Client) -> None:
        PurgeRun.objects.update(report_file="")

        assert judge.get(page(done, "evidence")).status_code == 404

    def test_the_file_is_checked_against_its_hash(
        self, done: PurgeRun, judge: Client, settings: Settings
    ) -> None:
        assert "as it was written" in press(judge, done, "check-file")

        (Path(settings.MEDIA_ROOT) / done.report_file).write_text("{}")

        assert "differs from what was written" in press(judge, done, "check-file")

    def test_the_page_shows_the_newest_batches_first(
        self, done: PurgeRun, back_office: Client
    ) -> None:
        (batches,) = back_office.get(page(done)).context["inline_admin_formsets"]

        assert [form.original.number for form in batches] == [3, 2, 1]
        assert len(batches.formset.get_queryset()) == 3

    def test_trouble_and_stops_are_told(self, done: PurgeRun, back_office: Client) -> None:
        running_one = {"status": RunStatus.RUNNING, "finished_at": None}
        PurgeRun.objects.update(**running_one)
        done.lease.trouble = "The data store does not answer."
        done.lease.save()
        assert "waits for its store" in back_office.get(page(done)).content.decode()
        assert "The data store does not answer." in back_office.get(page(done)).content.decode()

        PurgeRun.objects.update(status=RunStatus.STOPPED, stopped_reason="The rule changed.")
        assert "The rule changed." in back_office.get(page(done)).content.decode()


@only_sqlite
class TestStores:
    def test_a_store_that_answers(self, target: DataSetRule, officer: Client) -> None:
        store = target.data_set.store

        assert press(officer, store, "test-address") == "The data store “Database” answers."

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("", "has no address"),
            ("sqlite:////nowhere/geheim.sqlite3", "cannot be used (FileNotFoundError)"),
            ("postgresql://x:geheim@127.0.0.1:1/z", "cannot be used (OperationalError)"),
            ("geheim", "cannot be used (ArgumentError)"),
        ],
    )
    def test_a_store_that_does_not_says_why_and_no_address(
        self,
        target: DataSetRule,
        officer: Client,
        monkeypatch: pytest.MonkeyPatch,
        url: str,
        sentence: str,
    ) -> None:
        monkeypatch.setenv("STORE_URL", url)

        told = press(officer, target.data_set.store, "test-address")

        assert sentence in told
        assert "STORE_URL" in told
        assert "geheim" not in told

    def test_a_file_that_is_no_database(
        self,
        target: DataSetRule,
        officer: Client,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        (tmp_path / "geheim").write_text("no database, but long enough to be taken for one\n" * 99)
        monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path}/geheim")

        told = press(officer, target.data_set.store, "test-address")

        assert "cannot be used (DatabaseError)" in told

    def test_looking_counts_by_rule(self, target: DataSetRule, officer: Client) -> None:
        told = press(officer, target.data_set, "look")

        code = target.rule.code
        assert told.startswith(f"{code}: 8 rows past due: 8 would go, 0 held")

    def test_no_page_shows_an_address(
        self, store_url: str, done: PurgeRun, back_office: Client
    ) -> None:
        target = done.plan.target
        records = (target, target.data_set, target.data_set.store, done, done.plan)
        for record in (*records, done.batches.get(number=1)):
            for deed in ("change", "history", ".."):
                content = back_office.get(page(record, deed), follow=True).content.decode()
                assert store_url not in content
                assert "store.sqlite3" not in content


class TestFolders:
    def test_a_folder_that_answers(self, folder: Path, officer: Client) -> None:
        store = file_target().data_set.store

        assert press(officer, store, "test-address") == "The data store “Logs” answers."

    def test_a_folder_that_is_gone(
        self, folder: Path, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STORE_URL", "file:///nowhere/geheim")

        told = press(officer, file_target().data_set.store, "test-address")

        assert "cannot be reached" in told
        assert "geheim" not in told


@only_sqlite
class TestRulesAtWork:
    def test_a_rule_and_a_data_set_of_two_organisations_do_not_meet(
        self, target: DataSetRule, back_office: Client
    ) -> None:
        foreign = sql_target(organisation=OrganisationFactory.create())

        answer = back_office.post(
            "/retention/datasetrule/add/",
            {"rule": target.rule_id, "data_set": foreign.data_set_id, "is_active": "on"},
        )

        assert "belongs to another organisation" in answer.content.decode()
        assert DataSetRule.objects.count() == 2

    def test_a_data_set_is_found_with_its_organisation(
        self, target: DataSetRule, back_office: Client
    ) -> None:
        query = {"app_label": "retention", "model_name": "holdscope", "field_name": "data_set"}

        found = back_office.get("/autocomplete/", {**query, "term": "event"}).json()["results"]

        assert [each["text"] for each in found] == [f"Events · {target.rule.organisation.code}"]

    def test_the_list_says_why_a_rule_is_not_executable(
        self, target: DataSetRule, back_office: Client
    ) -> None:
        target.rule.bound = "min"
        target.rule.save()

        content = back_office.get("/retention/datasetrule/").content.decode()

        assert "keeps rows and purges none" in content
        assert "at least 60 days" in content
        assert "no longer possible" in press(back_office, target, "plan")
