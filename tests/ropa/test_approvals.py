"""An approval is bound to the content: by another person, over all that the activity says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from ropa.audit import acting
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.choices.retention import Trigger
from ropa.models import (
    ActivityApproval,
    ProcessingActivity,
    PurposeRule,
    PurposeStatement,
    Safeguard,
    Transfer,
    TransferPurpose,
)
from ropa.services import approvals, approved
from ropa.services.contents import content_of, sha256_of
from ropa.services.editors import last_editor_of
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def editor() -> User:
    return make.UserFactory.create(username="editor")


@pytest.fixture
def approver() -> User:
    return make.UserFactory.create(username="approver")


@pytest.fixture
def activity(editor: User) -> ProcessingActivity:
    """An activity with a line that quotes a rule and a transfer, all entered by the editor."""
    with acting(user=editor):
        purpose = make.PurposeFactory.create()
        ours = {"organisation": purpose.organisation}
        PurposeStatement.objects.create(purpose=purpose, text="Answering")
        PurposeRule.objects.create(purpose=purpose, rule=make.RuleFactory.create(**ours))
        transfer = make.TransferFactory.create(**ours)
        TransferPurpose.objects.create(purpose=purpose, transfer=transfer)
        Safeguard.objects.create(transfer=transfer, mechanism="scc")
    return purpose.activity


def seen(activity: ProcessingActivity) -> str:
    return sha256_of(content_of(activity))


def approve(activity: ProcessingActivity, by: User, **said: Any) -> ActivityApproval:
    said = {"seen_sha256": seen(activity), "on": TODAY, **said}
    return approvals.approve(activity.pk, by=by, **said)


def status_of(activity: ProcessingActivity) -> str:
    return ProcessingActivity.objects.get(pk=activity.pk).status


@pytest.fixture
def decided(activity: ProcessingActivity, editor: User, approver: User) -> ActivityApproval:
    """The approval of the activity."""
    approvals.submit(activity.pk, by=editor)
    return approve(activity, approver)


class TestWhatBlocks:
    """A transfer to a third country that nothing carries, Art. 44."""

    @pytest.fixture
    def abroad(self, activity: ProcessingActivity) -> Transfer:
        transfer = Transfer.objects.get(organisation=activity.organisation)
        transfer.destination_kind, transfer.country = "country", "US"
        transfer.save()
        return transfer

    def test_it_is_submitted_but_not_approved_and_the_gap_is_named(
        self, activity: ProcessingActivity, abroad: Transfer, editor: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)

        with pytest.raises(approvals.ApprovalRefused, match=f"{abroad.code}: Data go to US"):
            approve(activity, approver)

        assert status_of(activity) == ActivityStatus.IN_REVIEW

    def test_with_clauses_for_its_roles_it_is_approved(
        self, activity: ProcessingActivity, abroad: Transfer, editor: User, approver: User
    ) -> None:
        clauses = make.AgreementFactory.create(
            organisation=activity.organisation, kind="scc", module="2", signed_on=TODAY
        )
        guard = abroad.safeguards.get()
        guard.agreement = clauses
        guard.save()
        approvals.submit(activity.pk, by=editor)

        approve(activity, approver)

        assert status_of(activity) == ActivityStatus.APPROVED

    def test_the_page_names_what_blocks(
        self, activity: ProcessingActivity, abroad: Transfer, editor: User, back_office: Client
    ) -> None:
        approvals.submit(activity.pk, by=editor)
        page = back_office.post(f"/ropa/processingactivity/{activity.pk}/do/approve/", follow=True)
        assert "cannot be approved as it stands" in page.content.decode()


class TestTheWay:
    def test_a_draft_is_submitted_and_approved_by_another_person(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)
        assert status_of(activity) == ActivityStatus.IN_REVIEW

        decided = approve(activity, approver, note="Read.")

        assert status_of(activity) == ActivityStatus.APPROVED
        assert (decided.outcome, decided.note) == (Outcome.APPROVED, "Read.")
        assert (decided.decided_by, decided.last_editor) == (approver, editor)
        assert decided.content_sha256 == seen(activity)

    def test_a_step_that_does_not_start_here_is_refused_with_a_sentence(
        self, activity: ProcessingActivity, approver: User
    ) -> None:
        with pytest.raises(approvals.ApprovalRefused, match="it is draft"):
            approve(activity, approver)

    def test_a_returned_text_is_a_draft_and_says_why(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)

        approvals.return_(activity.pk, by=approver, note="The period is missing.")

        assert status_of(activity) == ActivityStatus.DRAFT
        assert activity.approvals.get().note == "The period is missing."

    def test_a_withdrawn_text_can_be_submitted_again(
        self, activity: ProcessingActivity, editor: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)
        approvals.withdraw(activity.pk, by=editor)
        approvals.submit(activity.pk, by=editor)

        assert status_of(activity) == ActivityStatus.IN_REVIEW

    def test_an_approved_text_is_submitted_again_only_when_it_says_something_else(
        self, decided: ActivityApproval, editor: User
    ) -> None:
        with pytest.raises(approvals.ApprovalRefused, match="nothing to submit"):
            approvals.submit(decided.activity_id, by=editor)

        PurposeStatement.objects.update(text="Answering quickly")
        approvals.submit(decided.activity_id, by=editor)

        assert status_of(decided.activity) == ActivityStatus.IN_REVIEW

    def test_a_retired_activity_names_its_successor_until_it_is_reopened(
        self, activity: ProcessingActivity, editor: User
    ) -> None:
        successor = make.ActivityFactory.create(organisation=activity.organisation)

        retired = approvals.retire(
            activity.pk, by=editor, reason="Now done by the new site.", successor=successor
        )
        assert (retired.status, retired.successor) == (ActivityStatus.RETIRED, successor)

        reopened = approvals.reopen(activity.pk, by=editor, reason="It goes on.")
        assert (reopened.status, reopened.successor) == (ActivityStatus.DRAFT, None)

    def test_a_successor_belongs_to_the_same_organisation(
        self, activity: ProcessingActivity, editor: User
    ) -> None:
        with pytest.raises(approvals.ApprovalRefused, match="same organisation"):
            approvals.retire(
                activity.pk, by=editor, reason="Done.", successor=make.ActivityFactory.create()
            )

    def test_the_next_review_is_set_by_the_approval_where_none_is_set(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        ProcessingActivity.objects.update(review_every="P1Y")
        approvals.submit(activity.pk, by=editor)

        approve(activity, approver)

        activity.refresh_from_db()
        assert activity.review_on == date(2027, 11, 22)


class TestFourEyes:
    def test_who_submitted_cannot_approve(
        self, activity: ProcessingActivity, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=approver)

        with pytest.raises(approvals.ApprovalRefused, match="Another person"):
            approve(activity, approver)
        assert status_of(activity) == ActivityStatus.IN_REVIEW

    def test_who_edited_last_cannot_approve(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)
        with acting(user=approver):
            Safeguard.objects.get().delete()

        with pytest.raises(approvals.ApprovalRefused, match="Another person"):
            approve(activity, approver)

    def test_the_database_holds_it_too(self, decided: ActivityApproval) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityApproval.objects.update(last_editor=decided.decided_by)

    def test_a_text_that_changed_on_the_way_is_not_approved(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        approvals.submit(activity.pk, by=editor)
        on_screen = seen(activity)
        with acting(user=editor):
            make.RuleFactory.create(organisation=activity.organisation, applies_to_all=True)

        with pytest.raises(approvals.ApprovalRefused, match="has changed since you opened it"):
            approve(activity, approver, seen_sha256=on_screen)
        assert activity.approvals.get().outcome == Outcome.PENDING


class TestLastEditor:
    """Whoever made the newest change, wherever it stands below the activity."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda line: line.activity.links.create(kind="site", name="Shop"),
            lambda line: line.activity.purposes.create(code="another"),
            lambda line: line.statements.get().delete(),
            lambda line: line.rules.get().rule.triggers.create(trigger=Trigger.values[0]),
            lambda line: line.transfers.get().transfer.safeguards.get().delete(),
            lambda line: make.RuleFactory.create(
                organisation=line.organisation, applies_to_all=True
            ),
            lambda line: line.delete(),
        ],
        ids=["link", "line", "value", "trigger", "safeguard", "rule for all", "line removed"],
    )
    def test_it_is_found_below(self, activity: ProcessingActivity, change: Any) -> None:
        other = make.UserFactory.create()
        with acting(user=other):
            change(activity.purposes.get())

        assert last_editor_of(activity) == other

    def test_a_step_is_no_edit_and_neither_is_another_activity(
        self, activity: ProcessingActivity, editor: User
    ) -> None:
        other = make.UserFactory.create()
        approvals.submit(activity.pk, by=other)
        with acting(user=other):
            make.PurposeFactory.create(activity__organisation=activity.organisation)

        assert last_editor_of(activity) == editor


class TestDrift:
    def test_the_approval_itself_is_no_difference(self, decided: ActivityApproval) -> None:
        assert not approved.differs(decided.activity, decided)
        assert approved.changes_since(decided) == []
        assert approved.is_borne_out(decided)

    def test_a_quoted_safeguard_that_changes_shows_old_and_new(
        self, decided: ActivityApproval
    ) -> None:
        Safeguard.objects.update(mechanism="adequacy")

        (difference,) = approved.changes_since(decided)

        assert approved.differs(decided.activity, decided)
        assert (difference.sheet, difference.kind) == ("safeguards", "changed")
        assert difference.changes == [{"field": "mechanism", "old": "scc", "new": "adequacy"}]
        assert approved.is_borne_out(decided)

    def test_what_is_no_part_of_the_content_is_no_difference(
        self, decided: ActivityApproval
    ) -> None:
        ProcessingActivity.objects.update(order=9, review_on=TODAY + timedelta(days=9))

        assert approved.changes_since(decided) == []
        assert not approved.differs(decided.activity, decided)

    def test_other_lines_of_the_activity_that_is_inherited_from_are_no_difference(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        ancestor = make.PurposeFactory.create(activity__organisation=activity.organisation)
        other = make.PurposeFactory.create(activity=ancestor.activity)
        activity.purposes.update(inherits_from=ancestor)
        approvals.submit(activity.pk, by=editor)
        decided = approve(activity, approver)

        PurposeStatement.objects.create(purpose=other, text="Something else")
        assert approved.changes_since(decided) == []

        PurposeStatement.objects.create(purpose=ancestor, text="Shared")
        assert [each.sheet for each in approved.changes_since(decided)] == ["statements"]

    def test_a_history_that_was_tampered_with_does_not_bear_the_hash_out(
        self, decided: ActivityApproval
    ) -> None:
        PurposeStatement.history.update(text="Never said")

        assert not approved.is_borne_out(decided)

    def test_rules_and_transfers_for_all_of_another_organisation_are_none_of_ours(
        self, activity: ProcessingActivity, editor: User, approver: User
    ) -> None:
        make.RuleFactory.create(applies_to_all=True)
        foreign = make.TransferFactory.create(covers_all=True)
        approvals.submit(activity.pk, by=editor)
        decided = approve(activity, approver)

        Safeguard.objects.create(transfer=foreign, mechanism="scc")

        assert approved.changes_since(decided) == []
        assert approved.is_borne_out(decided)
