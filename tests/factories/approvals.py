"""Approvals of activities, and what they rest on."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from ropa.choices.approval import (
    BalancingResult,
    DpiaResult,
    Outcome,
    ReviewOutcome,
)
from ropa.models import (
    ActivityApproval,
    ActivityReview,
    AuthorityPack,
    BalancingTest,
    DpiaScreening,
    ReviewReminder,
)
from tests.factories.days import SOME_DAY
from tests.factories.register import ActivityFactory, OrganisationFactory, UserFactory


class ApprovalFactory(DjangoModelFactory[ActivityApproval]):
    class Meta:
        model = ActivityApproval

    activity = factory.SubFactory(ActivityFactory)
    outcome = Outcome.WITHDRAWN
    submitted_at = decided_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    submitted_by = decided_by = factory.SubFactory(UserFactory)


class ReviewFactory(DjangoModelFactory[ActivityReview]):
    class Meta:
        model = ActivityReview

    activity = factory.SubFactory(ActivityFactory)
    reviewed_on = SOME_DAY
    reviewed_by = factory.SubFactory(UserFactory)
    outcome = ReviewOutcome.CONFIRMED


class ReminderFactory(DjangoModelFactory[ReviewReminder]):
    class Meta:
        model = ReviewReminder

    activity = factory.SubFactory(ActivityFactory)
    due_on = SOME_DAY
    days_before = factory.Sequence(lambda n: n)
    sent_at = datetime(2026, 11, 22, 9, tzinfo=UTC)


class AuthorityPackFactory(DjangoModelFactory[AuthorityPack]):
    class Meta:
        model = AuthorityPack

    organisation = factory.SubFactory(OrganisationFactory)
    made_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    file_count = 9
    manifest_sha256 = "0" * 64


class ScreeningFactory(DjangoModelFactory[DpiaScreening]):
    class Meta:
        model = DpiaScreening

    activity = factory.SubFactory(ActivityFactory)
    result = DpiaResult.NOT_NEEDED
    screened_on = SOME_DAY
    reviewer = "Officer"


class BalancingFactory(DjangoModelFactory[BalancingTest]):
    class Meta:
        model = BalancingTest

    activity = factory.SubFactory(ActivityFactory)
    interest = "Secure systems"
    result = BalancingResult.PREVAILS
    assessed_on = SOME_DAY
    reviewer = "Officer"
