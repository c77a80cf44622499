"""Screenings and balancings on an activity, and what applies to it without being copied."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ropa.choices.approval import BalancingResult, DpiaResult
from ropa.choices.register import ActivityKind, Basis
from ropa.models import CRITERIA, BalancingTest, CrossCutting, DpiaScreening
from ropa.services import screening
from ropa.services.cross_cutting import applying_to
from tests import factories as make
from tests import sheets
from tests.factories import SOME_DAY

pytestmark = pytest.mark.django_db


def screened(activity: Any, **values: Any) -> DpiaScreening:
    return DpiaScreening.objects.create(
        activity=activity, screened_on=SOME_DAY, reviewer="Officer", **values
    )


def test_two_criteria_or_the_list_of_the_authority_call_for_an_assessment() -> None:
    one, two = CRITERIA[:1], CRITERIA[:2]

    assert screening.proposed(one, on_authority_list=False) == DpiaResult.NOT_NEEDED
    assert screening.proposed(two, on_authority_list=False) == DpiaResult.NEEDED
    assert screening.proposed((), on_authority_list=True) == DpiaResult.NEEDED
    assert set(screening.EXPLANATIONS) == {*CRITERIA, "on_authority_list"}


def test_without_a_reason_the_criteria_cannot_be_set_aside() -> None:
    record = DpiaScreening(
        activity=make.ActivityFactory.create(),
        monitoring=True,
        vulnerable=True,
        result=DpiaResult.NOT_NEEDED,
        screened_on=SOME_DAY,
        reviewer="Officer",
    )

    with pytest.raises(ValidationError, match="say why none is needed"):
        record.full_clean()
    record.reason = "Few people, who asked for it."
    record.full_clean()


def test_only_the_last_screening_of_an_activity_counts() -> None:
    activity = make.ActivityFactory.create()
    first = screened(activity, result=DpiaResult.NEEDED, review_on=SOME_DAY)
    assert list(DpiaScreening.objects.without_assessment()) == [first]
    assert list(DpiaScreening.objects.due_for_review(on=SOME_DAY)) == [first]

    screened(activity, order=2, result=DpiaResult.NEEDED, reference="DPIA 7")

    assert not DpiaScreening.objects.without_assessment()
    assert not DpiaScreening.objects.due_for_review(on=SOME_DAY)


def test_a_line_and_the_whole_activity_are_balanced_apart() -> None:
    line = make.PurposeFactory.create()
    values = {"interest": "x", "result": BalancingResult.PREVAILS, "reviewer": "Officer"}
    rows = [
        BalancingTest.objects.create(
            activity=line.activity,
            purpose=purpose,
            order=order,
            assessed_on=SOME_DAY,
            review_on=SOME_DAY,
            **values,
        )
        for order, purpose in enumerate((None, None, line), start=1)
    ]

    assert set(BalancingTest.objects.due_for_review(on=SOME_DAY)) == set(rows[1:])


def test_the_page_is_filled_in_as_far_as_the_register_knows(back_office: Client) -> None:
    activity = make.ActivityFactory.create(sensitive_content=True)
    line = make.PurposeFactory.create(activity=activity)
    make.LegalBasisFactory.create(
        purpose=line, basis=Basis.LEGITIMATE_INTERESTS, interest="Secure systems"
    )

    page = back_office.get(reverse("admin:ropa_dpiascreening_add"), {"activity": activity.pk})
    initial = page.context["adminform"].form.initial
    assert (initial["sensitive_data"], initial["reviewer"]) == (True, "root")
    page = back_office.get(reverse("admin:ropa_balancingtest_add"), {"activity": activity.pk})
    assert page.context["adminform"].form.initial["interest"] == "Secure systems"


def test_a_result_left_empty_is_what_the_criteria_call_for(back_office: Client) -> None:
    activity = make.ActivityFactory.create()
    form = {"activity": activity.pk, "monitoring": "on", "large_scale": "on", "result": ""}
    form |= {"screened_on": "2026-11-22", "reviewer": "Officer"}

    back_office.post(reverse("admin:ropa_dpiascreening_add"), form)
    back_office.post(reverse("admin:ropa_dpiascreening_add"), form)

    results = activity.screenings.values_list("order", "result")
    assert list(results) == [(1, DpiaResult.NEEDED), (2, DpiaResult.NEEDED)]
    page = back_office.get(reverse("admin:ropa_processingactivity_change", args=[activity.pk]))
    assert "DPIA needed, none is named" in page.content.decode()


def test_a_balancing_is_for_a_line_of_its_own_activity() -> None:
    record = BalancingTest(
        activity=make.ActivityFactory.create(),
        purpose=make.PurposeFactory.create(),
        interest="x",
        result=BalancingResult.WITH_SAFEGUARDS,
        assessed_on=SOME_DAY,
        reviewer="Officer",
    )

    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    told = " ".join(refused.value.messages)
    assert "This line belongs to another activity." in told
    assert "Name the safeguards on which the result rests." in told


# Cross-cutting activities


def test_what_applies_to_all_or_to_an_activity_by_name_is_shown_on_its_page(
    back_office: Client,
) -> None:
    activity = make.ActivityFactory.create()
    ours = {"organisation": activity.organisation, "kind": ActivityKind.CROSS_CUTTING}
    to_all = make.ActivityFactory.create(heading="Fraud", applies_to_all=True, **ours)
    by_name = make.ActivityFactory.create(heading="Deletion of minors", **ours)
    CrossCutting.objects.create(activity=by_name, target=activity)
    make.ActivityFactory.create(heading="Elsewhere", **ours)

    assert set(applying_to(activity)) == {to_all, by_name}
    assert set(applying_to(to_all)) == set()
    url = reverse("admin:ropa_processingactivity_change", args=[activity.pk])
    page = back_office.get(url).content.decode()
    assert "Deletion of minors" in page
    assert "Elsewhere" not in page


def test_only_an_activity_of_that_kind_applies_to_others(back_office: Client) -> None:
    activity = make.ActivityFactory.create()
    target = make.ActivityFactory.create(organisation=activity.organisation)

    with pytest.raises(ValidationError, match="is not of the kind “applies to many activities”"):
        CrossCutting(activity=activity, target=target).full_clean()
    url = reverse("admin:ropa_processingactivity_change", args=[activity.pk])
    assert "applications-TOTAL_FORMS" not in back_office.get(url).content.decode()


def test_an_activity_that_applies_to_others_keeps_its_kind() -> None:
    activity = make.ActivityFactory.create(kind=ActivityKind.CROSS_CUTTING)
    target = make.ActivityFactory.create(organisation=activity.organisation)
    CrossCutting.objects.create(activity=activity, target=target)

    activity.kind = ActivityKind.DERIVED
    with pytest.raises(ValidationError, match="It applies to other activities"):
        activity.full_clean()


def test_an_import_refuses_both_with_a_sentence(acme: Any, tmp_path: Any) -> None:
    rows = [{"activity": "enquiries", "target": "payroll"}]
    found = sheets.refused(sheets.write(tmp_path / "one", cross_cutting=rows))
    assert "is not of the kind" in found[0]

    kind = [{"code": "enquiries", "kind": "cross_cutting"}]
    both = sheets.write(tmp_path / "two", activities=kind, cross_cutting=rows)
    assert sheets.import_register(both, "acme").code == 0
    back = [{"code": "enquiries", "kind": "derived"}]
    found = sheets.refused(sheets.write(tmp_path / "three", activities=back))
    assert found == [
        "activities 2 kind: It applies to other activities; remove them under “Applies to” "
        "before you choose another kind."
    ]
