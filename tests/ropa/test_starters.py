"""Templates of common activities become ordinary drafts, whole and without contradictions."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import FacetState
from ropa.models import Measure, ProcessingActivity, RetentionRule
from ropa.services import facets
from ropa.services.starters import Starter, apply_starter, starters
from tests import sheets
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
ALL = starters()
SILENT = {"period", "transfers"}  # depend on the country and on the providers
each_starter = pytest.mark.parametrize("starter", ALL, ids=lambda starter: str(starter.code))


@pytest.fixture(autouse=True)
def catalogues() -> None:
    assert sheets.run("load_reference").code == 0


def test_the_common_activities_are_there() -> None:
    assert {starter.code for starter in ALL} >= {
        *("website-visit", "newsletter", "recruiting", "support", "payroll"),
        *("video-calls", "access-logs"),
    }


@each_starter
def test_what_is_made_is_a_draft_whose_states_and_values_agree(starter: Starter) -> None:
    organisation = OrganisationFactory.create(code="acme")

    activity = apply_starter(starter, organisation=organisation, prefix="acme")

    assert activity.code == f"acme-{starter.code}"
    assert activity.status == ActivityStatus.DRAFT
    assert activity.review_every
    assert activity.measures.exists()
    for line in activity.purposes.all():
        assert not facets.contradictions(line)
        assert set(facets.silent(line)) == SILENT
        assert "Decide" in line.note


@each_starter
def test_data_of_art_9_come_with_a_condition(starter: Starter) -> None:
    activity = apply_starter(starter, organisation=OrganisationFactory.create(), prefix="x")

    for line in activity.purposes.filter(data_categories__category__special_category=True):
        assert line.special_conditions.exists()


def test_no_template_invents_a_period_or_names_a_vendor() -> None:
    for starter in ALL:
        assert not {"rules", "purpose_rules", "vendors", "vendor_uses"} & set(starter.file.sheets)
    assert not RetentionRule.objects.exists()


def test_a_code_that_is_taken_is_refused_and_nothing_is_changed() -> None:
    organisation = OrganisationFactory.create(name="Acme")
    apply_starter(ALL[0], organisation=organisation, prefix="acme")

    with pytest.raises(ValidationError, match=f"Acme has “acme-{ALL[0].code}” already"):
        apply_starter(ALL[0], organisation=organisation, prefix="acme")

    assert ProcessingActivity.objects.count() == 1


def test_without_the_catalogues_the_officer_is_told_what_to_run() -> None:
    Measure.objects.all().delete()

    with pytest.raises(ValidationError, match="load_reference"):
        apply_starter(ALL[0], organisation=OrganisationFactory.create(), prefix="acme")

    assert not ProcessingActivity.objects.exists()


def test_the_history_names_the_template() -> None:
    activity = apply_starter(ALL[0], organisation=OrganisationFactory.create(), prefix="acme")

    assert ALL[0].code in activity.history.get().history_change_reason


def test_the_page_shows_what_each_template_holds_and_makes_a_draft(back_office: Client) -> None:
    organisation = OrganisationFactory.create(code="acme")
    url = reverse("admin:ropa_starters")

    page = back_office.get(url).content.decode()
    assert "Employment and social security law – Art. 9(2)(b)" in page
    answer = back_office.post(
        url, {"organisation": organisation.pk, "starter": "payroll", "prefix": "acme"}
    )

    made = ProcessingActivity.objects.get(code="acme-payroll")
    assert answer["Location"] == reverse("admin:ropa_processingactivity_change", args=[made.pk])
    line = made.purposes.get()
    assert line.state("period") is FacetState.NOT_STATED
