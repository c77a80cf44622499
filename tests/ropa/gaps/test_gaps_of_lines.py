"""Gaps of purpose lines: their cells, bases, and contradictions in them."""

from typing import Any

import pytest

from ropa.choices.register import (
    Basis,
    FacetState,
    Role,
    SpecialCondition,
)
from ropa.choices.retention import StorageClass, Trigger
from ropa.models import (
    FACETS,
    BalancingTest,
    CustomerActivity,
    JointController,
    LegalBasis,
    Purpose,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRule,
    PurposeStatement,
    RuleTrigger,
    SpecialCategoryCondition,
)
from tests import factories as make
from tests.factories import SOME_DAY
from tests.ropa.gaps.given import SAID, gaps_of, line, report

pytestmark = pytest.mark.django_db


class TestCells:
    def test_a_silent_cell_is_a_gap_and_one_that_is_none_is_not(self) -> None:
        silent = line(recipients_state=FacetState.NOT_STATED)

        found = gaps_of(silent)

        assert found["art30.recipients"].law == "Art. 30(1)(d)"
        assert found["art30.recipients"].key == silent.code
        assert "art30.recipients" not in gaps_of(line())

    def test_a_given_cell_without_a_value_is_a_gap_of_its_own(self) -> None:
        assert "art30.period_empty" in gaps_of(line(period_state=FacetState.GIVEN))

    def test_an_inherited_cell_is_what_the_other_line_says(self) -> None:
        first = line(recipients_state=FacetState.NOT_STATED)
        states = {**SAID, "recipients_state": FacetState.INHERITED}
        heir = make.PurposeFactory.create(activity=first.activity, inherits_from=first, **states)

        found = [
            gap.key for gap in report(first.organisation).gaps if "recipients" in gap.kind.code
        ]

        assert found == [first.code, heir.code]

    def test_a_processor_is_asked_what_article_30_2_asks(self) -> None:
        states = {f"{facet}_state": FacetState.NOT_STATED for facet in FACETS}

        found = gaps_of(line(Role.PROCESSOR, **states))

        assert found["art30.processing"].law == "Art. 30(2)(b)"
        assert found["art30.transfers"].law == "Art. 30(2)(c)"
        assert found["art30.customers"].law == "Art. 30(2)(a)"
        assert found["art30.measures"].law == "Art. 30(2)(d)"
        assert not {"art30.period", "template.legal_bases", "template.dpia_screening"} & set(found)

    def test_a_role_that_is_not_stated_is_a_gap_of_the_template(self) -> None:
        assert gaps_of(line(Role.NOT_STATED))["template.role"].source.startswith("Our template")

    def test_a_customer_of_the_activity_answers_for_whom(self) -> None:
        purpose = line(Role.PROCESSOR)
        customer = make.CustomerFactory.create(organisation=purpose.organisation)
        CustomerActivity.objects.create(customer=customer, activity=purpose.activity)

        found = gaps_of(purpose)

        assert "art30.customers" not in found
        assert found["art30.customer_contact"].key == customer.code

    def test_a_joint_controller_has_to_be_named(self) -> None:
        assert "art30.joint_controller" in gaps_of(line(Role.JOINT))

    @pytest.mark.parametrize("role", [Role.CONTROLLER, Role.PROCESSOR])
    def test_a_joint_controller_beside_another_role_is_doubtful(self, role: str) -> None:
        purpose = line(role)
        JointController.objects.create(activity=purpose.activity, name="Partner")

        found = gaps_of(purpose)
        assert found["contradiction.joint_role"].sentence.startswith("Partner is named as joint")
        assert "art30.joint_contact" not in found

        purpose.activity.role = Role.JOINT
        purpose.activity.save()
        found = gaps_of(purpose)
        assert "contradiction.joint_role" not in found
        assert "Partner has no contact" in found["art30.joint_contact"].sentence


class TestBases:
    def based(self, basis: str, interest: str = "", *, text: str = "Answering", **more: Any) -> Any:
        purpose = line(legal_bases_state=FacetState.GIVEN, statements_state=FacetState.GIVEN)
        PurposeStatement.objects.create(purpose=purpose, text=text)
        LegalBasis.objects.create(purpose=purpose, basis=basis, interest=interest, **more)
        return purpose

    def test_a_legitimate_interest_is_named_and_balanced(self) -> None:
        purpose = self.based(Basis.LEGITIMATE_INTERESTS)
        assert {"template.interest", "template.balancing"} <= set(gaps_of(purpose))

        purpose.legal_bases.update(interest="answering a question")
        BalancingTest.objects.create(
            activity=purpose.activity,
            purpose=purpose,
            interest="answering",
            result="overridden",
            assessed_on=SOME_DAY,
            reviewer="Officer",
        )

        found = gaps_of(purpose)
        assert not {"template.interest", "template.balancing"} & set(found)
        assert "contradiction.balancing" in found

    def test_an_example_copied_from_another_activity_is_doubtful(self) -> None:
        purpose = self.based(Basis.LEGITIMATE_INTERESTS, "such as judging a candidate")
        people = make.DataSubjectCategoryFactory.create(name="Survey participant")
        PurposeDataSubject.objects.create(purpose=purpose, category=people)
        Purpose.objects.update(data_subjects_state=FacetState.GIVEN)
        assert "judging a candidate" in gaps_of(purpose)["contradiction.interest"].sentence

        people.name = "Job applicant"
        people.save()

        assert "contradiction.interest" not in gaps_of(purpose)

    def test_marketing_needs_consent_or_an_interest_between_businesses(self) -> None:
        interests = Basis.LEGITIMATE_INTERESTS
        doubtful = self.based(interests, "selling", text="Sending newsletters")
        assert "contradiction.marketing" in gaps_of(doubtful)

        for basis, interest in ((Basis.CONSENT, ""), (interests, "B2B marketing")):
            fine = self.based(basis, interest, text="Sending newsletters")
            assert "contradiction.marketing" not in gaps_of(fine)

    def test_alternatives_are_to_be_fixed(self) -> None:
        assert "template.alternatives" in gaps_of(self.based(Basis.CONSENT, alternative=True))

    @pytest.mark.parametrize(
        "text",
        ["Any purpose that is lawful", "any other lawful marketing or research purpose"],
    )
    def test_a_purpose_without_bounds_is_doubtful(self, text: str) -> None:
        assert "contradiction.unbounded_purpose" in gaps_of(self.based(Basis.CONSENT, text=text))

    def test_a_purpose_with_bounds_is_not(self) -> None:
        text = "Answering any question for the purpose of support"
        assert "contradiction.unbounded_purpose" not in gaps_of(
            self.based(Basis.CONSENT, text=text)
        )


def test_special_categories_need_a_condition() -> None:
    purpose = line(data_categories_state=FacetState.GIVEN)
    health = make.DataCategoryFactory.create(name="Health", special_category=True)
    PurposeDataCategory.objects.create(purpose=purpose, category=health)
    assert gaps_of(purpose)["template.special_condition"].law == "Art. 9(2)"

    SpecialCategoryCondition.objects.create(purpose=purpose, condition=SpecialCondition.A9_2_A)

    assert "template.special_condition" not in gaps_of(purpose)


def test_only_session_cookies_beside_analytics_is_a_contradiction() -> None:
    purpose = line()
    ours = {"organisation": purpose.organisation}
    rule = make.RuleFactory.create(period="", storage_class=StorageClass.COOKIES, **ours)
    RuleTrigger.objects.create(rule=rule, trigger=Trigger.SESSION_END)
    PurposeRule.objects.create(purpose=purpose, rule=rule, in_line=False)
    assert "contradiction.session_cookies" not in gaps_of(purpose)

    vendor = make.VendorFactory.create(name="Google Analytics", **ours)
    make.VendorUseFactory.create(vendor=vendor, purpose=purpose)

    found = gaps_of(purpose)["contradiction.session_cookies"]
    assert (found.key, found.named["others"]) == (rule.code, "Google Analytics")


def test_not_combined_beside_identifiers_is_a_contradiction() -> None:
    purpose = line(data_categories_state=FacetState.GIVEN)
    address = make.DataCategoryFactory.create(code="ip-address", name="IP address")
    PurposeDataCategory.objects.create(purpose=purpose, category=address)
    vendor = make.VendorFactory.create(organisation=purpose.organisation)
    make.VendorUseFactory.create(
        vendor=vendor, purpose=purpose, data_limitation="not combined with names"
    )

    assert "IP address" in gaps_of(purpose)["contradiction.not_combined"].sentence
