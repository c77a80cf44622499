"""Drift: a published version is out of date when the register no longer says what it quotes."""

from datetime import date

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.choices.approval import ActivityStatus
from ropa.models import (
    DataCategory,
    Notice,
    NoticeActivity,
    NoticeVersion,
    ProcessingActivity,
    PurposeDataCategory,
    PurposeStatement,
    RetentionRule,
)
from ropa.services import notices
from ropa.services.drift import drift, stale
from tests import factories as make
from tests.factories import SOME_DAY
from tests.ropa.notice_register import publish, ready


def differing(version: NoticeVersion) -> dict[str, list[tuple[str, str, str]]]:
    """What has drifted: key of the row -> column, old, new."""
    return {
        f"{each.sheet} {each.key}": [(c["field"], c["old"], c["new"]) for c in each.changes]
        for each in drift(version)
    }


class TestDrift:
    def test_a_period_that_changes_turns_the_notice_stale_and_back_makes_it_fresh(
        self, published: NoticeVersion
    ) -> None:
        assert not stale([published])
        rule = RetentionRule.objects.get(code="R1")
        rule.period = "P90D"
        rule.save()
        assert differing(published) == {"rules R1": [("period", "P60D", "P90D")]}
        rule.period = "P60D"
        rule.save()

        assert not stale([published])

    def test_the_sentence_of_a_rule_is_shown_with_its_period(
        self, notice: Notice, by: User
    ) -> None:
        rule = RetentionRule.objects.get(code="R1")
        rule.statement = "Gone after {period}."
        rule.save()
        version = publish(notice, by)
        rule.period = "P90D"
        rule.save()

        assert differing(version)["rules R1"] == [
            ("period", "P60D", "P90D"),
            ("statement", "Gone after 60 days.", "Gone after 90 days."),
        ]

    def test_what_a_notice_does_not_quote_is_no_drift(self, published: NoticeVersion) -> None:
        rule = RetentionRule.objects.get(code="R1")
        rule.review_on, rule.source_lines = date(2030, 1, 1), "9"
        rule.save()
        activity = ProcessingActivity.objects.get(code="demo")
        activity.note, activity.order, activity.review_every = "Internal", 9, "P1Y"
        activity.save()
        processor = ProcessingActivity.objects.get(code="hosting")
        processor.heading = "Renamed"
        processor.save()
        entry = PurposeDataCategory.objects.get(purpose__code="demo")
        assert entry.wording
        entry.category = DataCategory.objects.exclude(pk=entry.category_id)[0]
        entry.save()  # another entry of the catalogue behind the same words
        make.PurposeFactory.create()  # of another organisation

        assert not drift(published)

    def test_every_kind_of_change_is_named_with_old_and_new(self, published: NoticeVersion) -> None:
        ours = published.notice.organisation
        statement = PurposeStatement.objects.get(purpose__code="demo", text="Selling")
        statement.text = "Buying"
        statement.save()
        ours.contacts.get(matter="representative").delete()
        make.OfferedRightFactory.create(organisation=ours, code="D9")
        vendor = ours.vendors.get(name="@Mail")
        vendor.name = "Post"
        vendor.save()
        found = differing(published)

        assert found["statements demo / 2"] == [("text", "Selling", "Buying")]
        assert found["contacts representative / post / Paris"][-1] == ("address", "Paris", "")
        assert ("right", "", "access") in found["rights D9"]
        assert found["vendors Post"] == [("name", "@Mail", "Post")]
        assert len(found) == 4

    def test_the_name_of_a_category_counts_where_no_wording_stands_for_it(
        self, notice: Notice, by: User
    ) -> None:
        entry = PurposeDataCategory.objects.get(purpose__code="demo")
        entry.wording = ""
        entry.save()
        version = publish(notice, by)
        entry.category.name = "Letters"
        entry.category.save()

        assert [row[0][2] for row in differing(version).values()] == ["Letters"]

    def test_only_what_the_notice_covers_counts(self, notice: Notice, by: User) -> None:
        other = make.ActivityFactory.create(organisation=notice.organisation)
        NoticeActivity.objects.create(notice=notice, activity=other)
        version = publish(notice, by)
        statement = PurposeStatement.objects.get(purpose__code="demo", text="Selling")
        statement.text = "Buying"
        statement.save()
        assert not drift(version)

        demo = ProcessingActivity.objects.get(code="demo")
        NoticeActivity.objects.create(notice=notice, activity=demo)

        assert "activities demo" in differing(version)

    def test_an_activity_that_is_retired_leaves_the_notice(self, published: NoticeVersion) -> None:
        activity = ProcessingActivity.objects.get(code="demo")
        activity.status = ActivityStatus.RETIRED
        activity.save()

        assert ("heading", activity.heading, "") in differing(published)["activities demo"]

    def test_fresh_versions_cost_one_query_however_many(
        self, published: NoticeVersion, by: User
    ) -> None:
        others = [published]
        for _number in range(3):
            draft = ready(notices.draft(published.notice_id))
            others.append(notices.publish(draft.pk, by=by, on=SOME_DAY))
        with CaptureQueriesContext(connection) as asked:
            assert not stale(others)

        assert len(asked) == 1
