"""A copy says what its original says, under codes of its own, and drags nothing along."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ropa.choices.approval import ActivityStatus, DpiaResult
from ropa.choices.register import ActivityKind, FacetState
from ropa.models import (
    CrossCutting,
    CustomerActivity,
    DpiaScreening,
    JointController,
    NoticeActivity,
    Organisation,
    ProcessingActivity,
    Purpose,
    Vendor,
)
from ropa.resources import SHEETS
from ropa.services import facets
from ropa.services.cloning import LEFT_BEHIND, clone_activity
from ropa.services.contents import IN_ACTIVITY, IN_LINE, PARTS, content_of
from tests import factories as make
from tests.factories import SOME_DAY

pytestmark = pytest.mark.django_db
CODES = {"code", "activity", "purpose", "inherits_from"}
# Rows that belong to an activity and stay with the original: what was decided about it, and told.
STAY = {
    *("ActivityApproval", "ActivityReview", "ActivityStanding", "ReviewReminder"),
    *("NoticeActivity", "DpiaScreening", "BalancingTest", "Task"),
    "HoldScope",
}


@pytest.fixture
def demo(full: Organisation) -> ProcessingActivity:
    """An activity with a row in every sheet that is copied."""
    activity = full.activities.get(code="demo")
    activity.kind = ActivityKind.CROSS_CUTTING
    activity.save()
    target = full.activities.get(code="hosting")
    CrossCutting.objects.create(activity=activity, target=target)
    agreement = full.agreements.get(code="c-1")
    JointController.objects.create(activity=activity, name="Partner", agreement=agreement)
    CustomerActivity.objects.create(activity=activity, customer=full.customers.get(code="big"))
    return activity


def renamed(rows: list[dict[str, Any]], codes: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {name: codes.get(value, value) if name in CODES else value for name, value in row.items()}
        for row in rows
    ]


def test_a_copy_equals_its_original_in_every_column_but_the_codes(demo: ProcessingActivity) -> None:
    demo.successor = None  # what replaces the original does not replace its copy
    demo.save()
    before = content_of(demo)

    copy = clone_activity(demo, code="second").activity

    codes = {"demo": "second", "demo-mkt": "second-mkt"}
    assert content_of(demo) == before
    found = content_of(copy)
    for sheet in PARTS:
        if sheet in LEFT_BEHIND:
            assert not found[sheet], sheet
            continue
        assert before[sheet], f"{sheet}: the test needs a row to copy"
        expected = renamed(before[sheet], codes if sheet not in ("rules", "transfers") else {})
        assert found[sheet] == expected, sheet
    assert copy.status == ActivityStatus.DRAFT


def test_no_kind_of_row_that_hangs_on_an_activity_is_forgotten() -> None:
    copied = {SHEETS[sheet]._meta.model for sheet in ("purposes", *IN_ACTIVITY, *IN_LINE)}
    hanging: set[Any] = {
        relation.related_model
        for model in (ProcessingActivity, Purpose)
        for relation in model._meta.related_objects
        if "Historical" not in str(relation.related_model)
    }

    names = {model.__name__ for model in hanging - copied} - {"ProcessingActivity"}
    assert names <= STAY, "copy it in contents.IN_ACTIVITY or IN_LINE, or name it in STAY"


def test_what_was_decided_about_the_original_stays_with_it(demo: ProcessingActivity) -> None:
    DpiaScreening.objects.create(
        activity=demo, result=DpiaResult.NOT_NEEDED, screened_on=SOME_DAY, reviewer="Officer"
    )
    notice = demo.organisation.notices.first()
    assert notice is not None
    NoticeActivity.objects.get_or_create(notice=notice, activity=demo)

    copy = clone_activity(demo, code="second").activity

    assert not copy.screenings.exists()
    assert not NoticeActivity.objects.filter(activity=copy).exists()


def test_elsewhere_only_what_is_there_is_found_and_the_rest_is_named(
    demo: ProcessingActivity,
) -> None:
    other = make.OrganisationFactory.create(code="other", name="Other")
    make.VendorFactory.create(organisation=other, name="Unlike")

    copied = clone_activity(demo, code="demo", organisation=other)

    told = " ".join(copied.sentences)
    assert "1 vendor is not in Other and was left out: @Mail." in told
    assert "2 retention rules are not in Other and were left out: R1, R2." in told
    assert Vendor.objects.filter(organisation=other).count() == 1
    copy = copied.activity
    assert (copy.group, copy.entity) == (None, None)
    for line in copy.purposes.all():
        assert not facets.contradictions(line)
    line = copy.purposes.get(code="demo")
    assert line.state("period") is FacetState.NOT_STATED
    assert line.state("recipients") is FacetState.GIVEN  # a class without a name is left
    heir = copy.purposes.get(code="demo-mkt")
    assert heir.inherits_from == line


def test_elsewhere_a_vendor_of_the_same_name_and_a_rule_of_the_same_code_are_taken(
    demo: ProcessingActivity,
) -> None:
    other = make.OrganisationFactory.create(name="Other")
    vendor = make.VendorFactory.create(organisation=other, name="@mail")
    rule = make.RuleFactory.create(organisation=other, code="R1")

    copied = clone_activity(demo, code="demo", organisation=other)

    line = copied.activity.purposes.get(code="demo")
    assert line.vendor_uses.get().vendor == vendor
    assert line.rules.get().rule == rule
    assert line.state("period") is FacetState.GIVEN
    assert any("check that it says the same: R1." in told for told in copied.sentences)


def test_a_code_that_is_taken_is_refused(demo: ProcessingActivity) -> None:
    with pytest.raises(ValidationError, match="has an activity “hosting” already"):
        clone_activity(demo, code="hosting")


def test_lines_get_free_codes() -> None:
    line = make.PurposeFactory.create(code="odd")
    make.PurposeFactory.create(
        code="second-odd",
        activity=make.ActivityFactory.create(organisation=line.activity.organisation),
    )

    copy = clone_activity(line.activity, code="second").activity

    assert copy.purposes.get().code == "second-odd-2"


def test_the_page_copies_and_says_in_the_history_from_where(
    back_office: Client, demo: ProcessingActivity
) -> None:
    other = make.OrganisationFactory.create(name="Other")
    page = back_office.get(reverse("admin:ropa_processingactivity_change", args=[demo.pk]))
    url = reverse("admin:ropa_activity_copy", args=[demo.pk])
    assert url in page.content.decode()

    answer = back_office.post(url, {"code": "anew", "organisation": other.pk}, follow=True)

    copy = ProcessingActivity.objects.get(code="anew")
    assert "1 vendor is not in Other" in answer.content.decode()
    entry = copy.history.get()
    assert "demo" in entry.history_change_reason
    assert entry.history_user.username == "root"
