"""Plans: drafted by one person, approved by another, all through the pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from retention import tasks
from retention.choices import PlanStatus
from retention.models import DataSetRule, PurgePlan, PurgeRun
from retention.services import planning
from tests.factories import UserFactory
from tests.retention.pages import LONG_AGO, SEES, TODAY, only_sqlite, page, press
from tests.retention.stores import file_target, keys_in, make_file, make_table, sql_target

pytestmark = pytest.mark.django_db


class TestPurgeByTwoPeople:
    def test_one_plans_another_approves_and_the_rows_go(
        self, store_url: str, target: DataSetRule, officer: Client, judge: Client
    ) -> None:
        sentence = press(officer, target, "plan")
        plan = PurgePlan.objects.get()
        assert f'href="{page(plan)}"' in sentence
        assert "8 rows of “Events” in the data store “Database”" in sentence

        question = judge.post(page(plan, "do/approve")).content.decode()
        assert "Destroy 8 rows of “Events”" in question
        assert "This cannot be undone." in question
        assert PurgePlan.objects.get().status == PlanStatus.DRAFTED

        assert "is approved. It may run from" in press(judge, plan, "approve")
        tasks.run_due_purges()

        assert keys_in(store_url) == [9, 10, 11]
        shown = judge.get(page(PurgeRun.objects.get())).content.decode()
        assert "8 of 8 rows destroyed" in shown
        assert "Carried out" in judge.get(page(plan)).content.decode()

    def test_files_are_called_files(self, folder: Path, officer: Client) -> None:
        make_file(folder / "a.log", LONG_AGO)

        assert "1 file of “Web logs”" in press(officer, file_target(), "plan")

    @only_sqlite
    def test_who_planned_is_refused_with_the_sentence(
        self, drafted: PurgePlan, client_of: Callable[..., Client], planner: User
    ) -> None:
        both = client_of(planner, *SEES, "plan_purge", "approve_purge")

        assert "Another person must approve" in press(both, drafted, "approve")
        assert PurgePlan.objects.get().status == PlanStatus.DRAFTED

    @only_sqlite
    def test_a_rejection_has_its_reason_in_history_and_on_the_page(
        self, drafted: PurgePlan, judge: Client
    ) -> None:
        press(judge, drafted, "reject", reason="The rule is under review.")

        assert PurgePlan.objects.get().status == PlanStatus.REJECTED
        sentence = "Rejected by approver: The rule is under review."
        assert sentence in judge.get(page(drafted)).content.decode()

    @only_sqlite
    def test_a_rule_without_rows_past_due_gets_no_plan(
        self, store_url: str, officer: Client
    ) -> None:
        make_table(store_url, [(1, TODAY, "a")])

        assert press(officer, sql_target(), "plan") == "Nothing is past due."
        assert not PurgePlan.objects.exists()

    @only_sqlite
    def test_a_changed_rule_is_told_before_anybody_approves(
        self, drafted: PurgePlan, judge: Client
    ) -> None:
        drafted.target.rule.period = "P90D"
        drafted.target.rule.save()

        assert "no longer says what the rule says" in judge.get(page(drafted)).content.decode()

    @only_sqlite
    def test_the_content_is_a_list_of_sentences_and_no_code(
        self, drafted: PurgePlan, judge: Client
    ) -> None:
        content = judge.get(page(drafted)).content.decode()

        assert "<dt>Period</dt><dd>60 days</dd>" in content
        assert "{&#x27;" not in content


@only_sqlite
class TestRights:
    @pytest.mark.parametrize("name", ["approve", "reject", "hand-over"])
    def test_who_may_not_is_refused(self, drafted: PurgePlan, officer: Client, name: str) -> None:
        assert officer.post(page(drafted, f"do/{name}"), {"confirmed": "1"}).status_code == 403
        assert PurgePlan.objects.get().status == PlanStatus.DRAFTED

    def test_who_may_not_plan_is_refused(self, target: DataSetRule, judge: Client) -> None:
        assert judge.post(page(target, "do/plan")).status_code == 403
        assert not PurgePlan.objects.exists()

    def test_a_link_only_leads_to_the_plan(self, drafted: PurgePlan, judge: Client) -> None:
        assert judge.get(page(drafted, "do/approve"))["Location"] == page(drafted)
        assert PurgePlan.objects.get().status == PlanStatus.DRAFTED

    @pytest.mark.parametrize("deed", ["change", "delete"])
    def test_nobody_edits_or_deletes_plans_and_evidence(
        self, done: PurgeRun, back_office: Client, deed: str
    ) -> None:
        for record in (done, done.plan, done.batches.get(number=1)):
            assert back_office.post(page(record, deed), {"status": "drafted"}).status_code == 403

    def test_buttons_are_those_of_the_status(self, drafted: PurgePlan, back_office: Client) -> None:
        def offered() -> list[str]:
            return [a.name for a in back_office.get(page(drafted)).context["record_actions"]]

        assert offered() == ["approve", "reject"]
        planning.approve(drafted.pk, by=UserFactory.create(), on=TODAY)
        assert offered() == ["reject"]
        planning.reject(drafted.pk)
        assert offered() == []


@only_sqlite
class TestHandOver:
    def test_the_workers_are_told_after_the_transaction(
        self,
        drafted: PurgePlan,
        back_office: Client,
        settings: Settings,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.EMBEDDED = settings.EMBEDDED_BEAT = False
        planning.approve(drafted.pk, by=UserFactory.create(), on=TODAY)

        with django_capture_on_commit_callbacks() as callbacks:
            assert "The workers are told." in press(back_office, drafted, "hand-over")
        assert not PurgeRun.objects.exists()
        for callback in callbacks:
            callback()  # without a broker the task runs at once
        assert PurgeRun.objects.get().plan == drafted

    @pytest.mark.parametrize(
        ("beat", "sentence"), [(True, "schedule of this web process"), (False, "run_due")]
    )
    def test_without_workers_the_page_says_what_runs_it(
        self,
        drafted: PurgePlan,
        back_office: Client,
        settings: Settings,
        beat: bool,
        sentence: str,
    ) -> None:
        settings.EMBEDDED, settings.EMBEDDED_BEAT = True, beat
        planning.approve(drafted.pk, by=UserFactory.create(), on=TODAY)

        answer = back_office.get(page(drafted))

        assert sentence in answer.content.decode()
        assert "hand-over" not in [action.name for action in answer.context["record_actions"]]
        assert "no longer possible" in press(back_office, drafted, "hand-over")
