"""The standing of an activity is worked out in bulk, and stale as soon as it may be wrong."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ropa.admin.standing import badge
from ropa.audit import together
from ropa.choices.approval import ActivityStatus, Outcome
from ropa.export.json import register
from ropa.models import (
    ActivityMeasure,
    ActivityStanding,
    Agreement,
    DataCategory,
    DataSubjectCategory,
    LegalEntity,
    Measure,
    NoticeActivity,
    OfferedRight,
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeStatement,
    RecipientClass,
    RetentionRule,
    RuleTrigger,
    Safeguard,
    SubProcessorList,
    SubProcessorListEntry,
    Transfer,
    Vendor,
    VendorAlias,
    VendorUse,
)
from ropa.resources import SHEETS, OrganisationScope
from ropa.services import staleness, standings
from ropa.services.adequacy import decisions_on_file
from ropa.services.contents import content_of, sha256_of
from ropa.services.gaps import Verdict, report_of
from ropa.tasks import refresh_standings
from tests import factories as make
from tests.factories import SOME_DAY

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 11, 23)
CATALOGUES = {DataCategory, DataSubjectCategory, RecipientClass, Measure}
# Neither the content nor a gap of an activity says anything of these.
UNREAD = {VendorAlias, OfferedRight, NoticeActivity}
LISTED = {SubProcessorList, SubProcessorListEntry}  # published, never imported: see test_gate
READ = {kind._meta.model for kind in SHEETS.values()} | CATALOGUES | {RuleTrigger}


def stale() -> set[str]:
    found = ActivityStanding.objects.filter(is_stale=True)
    return set(found.values_list("activity__code", flat=True))


def freshen() -> None:
    standings.refresh_waiting(on=SOME_DAY)
    assert stale() == set()


def what_it_says() -> dict[str, tuple[Any, ...]]:
    """Everything that is kept of each activity, worked out anew."""
    found = {}
    for organisation in Organisation.objects.all():
        report = report_of(
            register(OrganisationScope(organisation.code)), decisions_on_file(), on=SOME_DAY
        )
        for activity in organisation.activities.all():
            counts = report.by_activity[activity.code]
            found[activity.code] = (
                sha256_of(content_of(activity)),
                *(counts[verdict] for verdict in Verdict if verdict != Verdict.REMARK),
                report.completion[activity.code],
            )
    return found


class TestRefresh:
    def test_it_says_the_same_as_the_whole_report(self, full: Organisation) -> None:
        standings.refresh(ProcessingActivity.objects.filter(code="demo"), on=SOME_DAY)
        freshen()

        kept = {
            each.activity.code: (
                each.content_sha256,
                each.blocking_gaps,
                each.art30_gaps,
                each.template_gaps,
                each.warnings,
                each.completion,
            )
            for each in ActivityStanding.objects.all()
        }
        assert kept == what_it_says()

    def test_more_activities_are_no_more_queries(self) -> None:
        counts = []
        for size in (1, 9):
            organisation = make.OrganisationFactory.create()
            lines = make.PurposeFactory.create_batch(size, activity__organisation=organisation)
            for each in lines:
                PurposeStatement.objects.create(purpose=each, text="Answering")
            with CaptureQueriesContext(connection) as asked:
                standings.refresh([each.activity for each in lines], on=SOME_DAY)
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_a_standing_is_of_a_day(self, full: Organisation) -> None:
        freshen()
        assert not standings.waiting(on=SOME_DAY).exists()

        assert standings.waiting(on=NEXT_DAY).count() == ProcessingActivity.objects.count()


class TestStale:
    def test_every_model_that_is_read_is_declared(self) -> None:
        assert set(staleness.TRAVELS) | set(staleness.FOR_ALL) == READ - UNREAD | LISTED

    def test_a_change_of_each_marks_an_activity(self, full: Organisation) -> None:
        silent = []
        for model in READ - UNREAD:
            rows: Any = model._base_manager.all()
            for row in rows.filter(uses__isnull=False) if model in CATALOGUES else rows:
                freshen_cheaply()
                row.save()
                if stale():
                    break
            else:
                silent.append(model.__name__)

        assert not silent, "a change of these is not noticed, or FULL has no such row"

    def test_whatever_changes_what_an_activity_says_makes_it_stale(
        self, full: Organisation
    ) -> None:
        before = what_it_says()
        for model, change in (
            (PurposeStatement, {"text": "Something else"}),
            (RetentionRule, {"period": "P90D"}),
            (RuleTrigger, {"trigger": "session_end"}),
            (Safeguard, {"mechanism": "adequacy"}),
            (Transfer, {"country": "IN"}),
            (Vendor, {"is_verified": False, "name": "Another"}),
            (Agreement, {"code": "renamed"}),
            (LegalEntity, {"code": "renamed"}),
            (DataCategory, {"code": "renamed"}),
            (ActivityMeasure, {"wording": "Keys"}),
        ):
            freshen_cheaply()
            with transaction.atomic():
                row = next(iter(_quoted(model)))
                for name, value in change.items():
                    setattr(row, name, value)
                row.save()
                after = what_it_says()
                changed = {code for code in after if after[code] != before[code]}
                assert changed, model
                assert changed <= stale(), model
                transaction.set_rollback(True)

    def test_what_is_unread_marks_nothing(self, full: Organisation) -> None:
        freshen()
        for model in UNREAD:
            for row in model._base_manager.all():
                row.save()

        assert stale() == set()

    def test_a_move_marks_where_it_was_and_where_it_is(self) -> None:
        first = make.PurposeFactory.create()
        second = make.PurposeFactory.create(activity__organisation=first.organisation)
        vendor = make.VendorFactory.create(organisation=first.organisation)
        use = make.VendorUseFactory.create(vendor=vendor, purpose=first)
        freshen()

        use.purpose = second
        use.save()

        assert stale() == {first.activity.code, second.activity.code}

    def test_a_line_marks_those_that_inherit_from_it(self) -> None:
        first = make.PurposeFactory.create()
        heir = make.PurposeFactory.create(
            activity__organisation=first.organisation, inherits_from=first
        )
        other = make.ActivityFactory.create(organisation=first.organisation)
        freshen()

        PurposeStatement.objects.create(purpose=first, text="Answering")

        assert stale() == {first.activity.code, heir.activity.code}
        assert other.code not in stale()

    def test_a_removal_marks_too(self) -> None:
        statement = PurposeStatement.objects.create(
            purpose=make.PurposeFactory.create(), text="Answering"
        )
        freshen()

        PurposeStatement.objects.all().delete()

        assert stale() == {statement.purpose.activity.code}

    def test_bulk_changes_mark_with_one_statement(self) -> None:
        organisation = make.OrganisationFactory.create()
        lines = make.PurposeFactory.create_batch(3, activity__organisation=organisation)
        freshen()

        with CaptureQueriesContext(connection) as asked:
            Purpose.objects.update(note="Checked.")
        assert len(stale()) == 3
        assert marks(asked) == 1

        freshen()
        with CaptureQueriesContext(connection) as asked, transaction.atomic(), together():
            for each in lines:
                each.save()
        assert len(stale()) == 3
        assert marks(asked) == 1

    def test_what_is_rolled_back_marks_nothing(self) -> None:
        purpose = make.PurposeFactory.create()
        freshen()

        with transaction.atomic(), together():
            purpose.save()
            transaction.set_rollback(True)

        assert stale() == set()


def freshen_cheaply() -> None:
    """Say of every standing that it is fresh, without working it out."""
    if ActivityStanding.objects.count() < ProcessingActivity.objects.count():
        freshen()
    ActivityStanding.objects.update(is_stale=False)


def _quoted(model: Any) -> Any:
    """Rows of the model that an activity says or quotes."""
    if model is DataCategory:
        return model.objects.filter(uses__isnull=False, special_category=False)
    if model is Vendor:
        return model.objects.filter(pk__in=VendorUse.objects.exclude(purpose=None).values("vendor"))
    if model is Transfer:
        return model.objects.exclude(country="")
    if model is Agreement:
        return model.objects.filter(kind="dpa")
    return model.objects.exclude(period="") if model is RetentionRule else model.objects.all()


def marks(asked: CaptureQueriesContext) -> int:
    return sum("UPDATE" in q["sql"] and "activitystanding" in q["sql"] for q in asked)


class TestPages:
    def test_the_list_takes_as_many_queries_for_a_hundred_as_for_five(
        self, back_office: Client
    ) -> None:
        counts = []
        for size in (5, 95):
            make.ActivityFactory.create_batch(
                size, organisation=Organisation.objects.first() or make.OrganisationFactory.create()
            )
            back_office.get("/ropa/processingactivity/?all=")
            with CaptureQueriesContext(connection) as asked:
                back_office.get("/ropa/processingactivity/?all=")
            counts.append(len(asked))

        assert counts[1] <= counts[0] <= 15

    def test_the_list_shows_today_after_a_change(self, back_office: Client) -> None:
        activity = make.ActivityFactory.create()
        assert "Art. 30: 2" in back_office.get("/ropa/processingactivity/").content.decode()

        ActivityMeasure.objects.create(activity=activity, measure=make.MeasureFactory.create())

        page = back_office.get("/ropa/processingactivity/").content.decode()
        assert "Art. 30: 1" in page
        assert f"/gaps/?organisation={activity.organisation.code}" in page

    def test_the_page_of_an_activity_tells_its_gaps(self, back_office: Client) -> None:
        activity = make.ActivityFactory.create()

        page = back_office.get(f"/ropa/processingactivity/{activity.pk}/change/").content.decode()

        assert "Art. 30: 2" in page

    def test_without_a_gap_both_verdicts_are_complete(self) -> None:
        activity = make.ActivityFactory.create()
        standing = ActivityStanding(
            activity=activity, completion=100, art30_gaps=0, template_gaps=0, warnings=0
        )

        shown = badge(activity, standing)

        assert "Art. 30: complete" in shown
        assert "template: complete" in shown

    def test_home_names_what_differs_from_its_approval(self, back_office: Client) -> None:
        activity = make.ActivityFactory.create(status=ActivityStatus.APPROVED)
        make.ApprovalFactory.create(
            activity=activity,
            outcome=Outcome.APPROVED,
            decided_at=timezone.now(),
            decided_by=make.UserFactory.create(),
            content_sha256=sha256_of(content_of(activity)),
        )
        empty = "Every approved activity is as it was approved."
        assert empty in back_office.get("/").content.decode()

        make.PurposeFactory.create(activity=activity)

        page = back_office.get("/").content.decode()
        assert "Activities that differ from what was approved" in page
        assert "Activities not complete under Art. 30" in page


def test_the_nightly_step_works_out_what_is_waiting() -> None:
    make.ActivityFactory.create_batch(2)

    assert refresh_standings() == 2
    assert refresh_standings() == 0
