"""The pages on which activities are submitted, approved, reviewed, and read as of a day."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ropa.audit import acting
from ropa.choices.approval import ActivityStatus
from ropa.models import ActivityApproval, ProcessingActivity, Purpose, PurposeStatement
from ropa.services import approvals, standings
from ropa.services.contents import content_of, sha256_of
from tests import factories as make
from tests.full_register import full_register

pytestmark = pytest.mark.django_db
PAGE_CEILING = 30  # queries of the page of an activity whose standing is fresh
LIST = "/ropa/processingactivity/"


def person(role: str) -> User:
    found = make.UserFactory.create(username=role.lower())
    found.groups.add(Group.objects.get(name=role))
    return found


@pytest.fixture
def officer() -> User:
    return person("Officer")


@pytest.fixture
def approver() -> User:
    return person("Approver")


@pytest.fixture
def activity(officer: User) -> ProcessingActivity:
    with acting(user=officer):
        purpose = make.PurposeFactory.create(statements_state="given")
        PurposeStatement.objects.create(purpose=purpose, text="Answering")
    return purpose.activity


@pytest.fixture
def decided(activity: ProcessingActivity, officer: User, approver: User) -> ActivityApproval:
    approvals.submit(activity.pk, by=officer)
    seen = sha256_of(content_of(activity))
    return approvals.approve(activity.pk, by=approver, seen_sha256=seen, on=date(2026, 11, 22))


def page(client: Client, activity: ProcessingActivity, name: str = "change", **query: Any) -> str:
    answer = client.get(f"{LIST}{activity.pk}/{name}/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, activity: ProcessingActivity, name: str, **said: Any) -> Any:
    data = {"confirmed": "1", **said} if said else {}
    return client.post(f"{LIST}{activity.pk}/do/{name}/", data, follow=True)


class TestButtons:
    def test_the_whole_way_from_draft_to_approved(
        self, client: Client, activity: ProcessingActivity, officer: User, approver: User
    ) -> None:
        client.force_login(officer)
        assert "is in review" in do(client, activity, "submit").content.decode()

        client.force_login(approver)
        asked = do(client, activity, "approve").content.decode()
        assert "it was never approved before" in asked
        assert "Answering" in asked
        seen = re.findall(r'name="seen_sha256" value="(\w{64})"', asked)
        told = do(client, activity, "approve", seen_sha256=seen[0], note="").content.decode()

        assert "is approved." in told
        assert "it says what was approved" in told
        assert ActivityApproval.objects.get().content_sha256 == seen[0]

    def test_a_text_that_changed_meanwhile_is_shown_again_and_not_approved(
        self, client: Client, activity: ProcessingActivity, officer: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=officer)
        client.force_login(approver)

        answer = do(client, activity, "approve", seen_sha256="0" * 64).content.decode()

        assert "has changed since you opened it" in answer
        assert f'value="{sha256_of(content_of(activity))}"' in answer

    def test_an_officer_may_not_approve_and_an_approver_may_not_submit(
        self, client: Client, activity: ProcessingActivity, officer: User, approver: User
    ) -> None:
        client.force_login(approver)
        assert do(client, activity, "submit").status_code == 403

        approvals.submit(activity.pk, by=officer)
        client.force_login(officer)
        assert do(client, activity, "approve").status_code == 403
        assert do(client, activity, "return", reason="Mine.").status_code == 403

    def test_a_second_approval_shows_what_has_changed_since_the_first(
        self, client: Client, decided: ActivityApproval, officer: User, approver: User
    ) -> None:
        with acting(user=officer):
            PurposeStatement.objects.update(text="Answering quickly")
        approvals.submit(decided.activity_id, by=officer)
        client.force_login(approver)

        asked = do(client, decided.activity, "approve").content.decode()

        assert "<del>Answering</del>" in asked
        assert "<ins>Answering quickly</ins>" in asked

    def test_a_retired_activity_leads_to_its_successor(
        self, client: Client, activity: ProcessingActivity, officer: User
    ) -> None:
        client.force_login(officer)
        successor = make.ActivityFactory.create(
            organisation=activity.organisation, heading="New site"
        )
        foreign = make.ActivityFactory.create()

        refused = do(client, activity, "retire", reason="Ended.", successor=foreign.pk)
        assert "Choose another activity of the same organisation" in refused.content.decode()

        told = do(client, activity, "retire", reason="Ended.", successor=successor.pk)
        assert f'{LIST}{successor.pk}/change/"' in told.content.decode()

    def test_a_review_is_recorded_and_says_when_the_next_one_is_due(
        self, client: Client, activity: ProcessingActivity, officer: User
    ) -> None:
        client.force_login(officer)

        told = do(client, activity, "review", outcome="confirmed", note="").content.decode()
        assert "No other is due: no cadence is given." in told

        refused = do(client, activity, "review", outcome="to_change", note="").content.decode()
        assert "Say what is to be changed." in refused


class TestDrift:
    def test_a_change_below_shows_on_the_page_with_old_and_new(
        self, client: Client, decided: ActivityApproval, officer: User
    ) -> None:
        client.force_login(officer)
        assert "it says what was approved" in page(client, decided.activity)

        PurposeStatement.objects.update(text="Selling")

        assert "This text differs from the approved text." in page(client, decided.activity)
        since = page(client, decided.activity, "differences", approval=decided.pk)
        assert "<del>Answering</del>" in since
        assert "yields the same hash as was stored" in since

    def test_the_evidence_tells_when_the_history_does_not_bear_it_out(
        self, client: Client, decided: ActivityApproval, approver: User
    ) -> None:
        client.force_login(approver)
        address = f"/ropa/activityapproval/{decided.pk}/change/"
        assert "the same hash" in client.get(address).content.decode()

        PurposeStatement.history.update(text="Never said")

        assert "another hash" in client.get(address).content.decode()
        since = page(client, decided.activity, "differences", approval=decided.pk)
        assert "yields another hash than was stored" in since


class TestAsOf:
    @pytest.fixture
    def earlier(self, activity: ProcessingActivity) -> ProcessingActivity:
        """The activity as if it had been entered on 1 March 2026, and was changed since."""
        for model in (type(activity.organisation), ProcessingActivity, Purpose, PurposeStatement):
            model.history.update(history_date=datetime(2026, 3, 1, 9, tzinfo=UTC))
        PurposeStatement.objects.update(text="Selling")
        Purpose.objects.update(recipients_state="none")
        return activity

    def test_it_shows_what_stood_there_in_the_words_of_officers(
        self, client: Client, earlier: ProcessingActivity, officer: User
    ) -> None:
        client.force_login(officer)

        then = page(client, earlier, "as-of", day="2026-03-01")
        now = page(client, earlier, "as-of")

        assert "As it stood at the end of 1 March 2026" in then
        assert "Answering" in then
        assert "Selling" not in then
        assert "explicitly none" not in then
        assert "Selling" in now
        assert "explicitly none" in now

    def test_it_leads_to_what_has_changed_since(
        self, client: Client, earlier: ProcessingActivity, officer: User
    ) -> None:
        client.force_login(officer)
        assert f"{LIST}{earlier.pk}/differences/?day=2026-03-01" in page(
            client, earlier, "as-of", day="2026-03-01"
        )

        since = page(client, earlier, "differences", day="2026-03-01")

        assert "<del>Answering</del>" in since
        assert "<ins>Selling</ins>" in since

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            ("2026-02-28", "did not exist yet; its history begins on 1 March 2026"),
            ("0001-01-01", "did not exist yet"),
            ("9999-12-31", "lies in the future"),
            ("yesterday", "is no day: write it as 2026-11-22."),
            ("2026-02-30", "is no day: write it as 2026-11-22."),
        ],
    )
    def test_another_day_is_told_with_a_sentence(
        self, client: Client, earlier: ProcessingActivity, officer: User, day: str, sentence: str
    ) -> None:
        client.force_login(officer)

        assert sentence in page(client, earlier, "as-of", day=day)
        assert sentence in page(client, earlier, "differences", day=day)

    def test_who_may_not_view_the_activity_may_not_view_it_as_of_a_day(
        self, client: Client, earlier: ProcessingActivity
    ) -> None:
        client.force_login(make.UserFactory.create())

        for name in ("as-of", "differences"):
            assert client.get(f"{LIST}{earlier.pk}/{name}/").status_code == 403

    def test_it_reads_an_activity_with_everything(self, client: Client, superuser: User) -> None:
        client.force_login(superuser)
        activity = full_register(2).activities.earliest("pk")

        shown = page(client, activity, "as-of")

        assert "Consent – Art. 6(1)(a)" in shown
        assert "Standard contractual clauses" in shown
        assert "60 days" in shown


class TestLists:
    def test_what_waits_for_a_reader_is_found(
        self, client: Client, activity: ProcessingActivity, officer: User, approver: User
    ) -> None:
        make.ActivityFactory.create(heading="Something else")
        approvals.submit(activity.pk, by=officer)

        client.force_login(approver)
        assert "Activities to approve" in client.get("/").content.decode()
        listed = client.get(LIST, {"approval": "mine"}).context["cl"].result_list
        assert [each.pk for each in listed] == [activity.pk]

        client.force_login(officer)
        assert not client.get(LIST, {"approval": "mine"}).context["cl"].result_list

    def test_reviews_that_are_due_are_found(self, client: Client, officer: User) -> None:
        due = make.ActivityFactory.create(review_on=date(2020, 1, 1))
        make.ActivityFactory.create(review_on=date(2020, 1, 1), status=ActivityStatus.RETIRED)
        client.force_login(officer)

        listed = client.get(LIST, {"review": "due"}).context["cl"].result_list
        assert [each.pk for each in listed] == [due.pk]
        assert "Activities to review" in client.get("/").content.decode()


def test_the_page_of_an_approved_activity_asks_little(
    client: Client, decided: ActivityApproval, officer: User
) -> None:
    standings.refresh_waiting(on=timezone.localdate())
    client.force_login(officer)
    page(client, decided.activity)  # content types and the like are asked once

    with CaptureQueriesContext(connection) as asked:
        page(client, decided.activity)

    assert len(asked) <= PAGE_CEILING, len(asked)
