"""Gaps are found, say where they come from, and nothing that is answered is one."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import (
    AgreementKind,
    Basis,
    FacetState,
    LocationKind,
    Mechanism,
    Role,
    SpecialCondition,
    TransferKind,
)
from ropa.choices.retention import Bound, StorageClass, Trigger
from ropa.export.json import register
from ropa.models import (
    FACETS,
    ActivityMeasure,
    ActivitySource,
    BalancingTest,
    CustomerActivity,
    DpiaScreening,
    JointController,
    LegalBasis,
    Organisation,
    Purpose,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRule,
    PurposeStatement,
    RuleTrigger,
    Safeguard,
    SpecialCategoryCondition,
    TransferPurpose,
    VendorLocation,
)
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import KINDS, Gap, Report, Verdict, report_of
from ropa.services.transfers.confirming import confirm
from ropa.transfers.flows import Key
from tests import factories as make
from tests.factories import SOME_DAY

pytestmark = pytest.mark.django_db
SAID = {f"{facet}_state": FacetState.NONE for facet in FACETS}


def report(organisation: Organisation, on: date = SOME_DAY) -> Report:
    return report_of(register(OrganisationScope(organisation.code)), decisions_on_file(), on=on)


def gaps_of(record: Any, on: date = SOME_DAY) -> dict[str, Gap]:
    organisation = record if isinstance(record, Organisation) else record.organisation
    return {gap.kind.code: gap for gap in report(organisation, on).gaps}


def line(role: str = Role.CONTROLLER, **states: str) -> Purpose:
    """A line of which every cell is answered, but those that the test states."""
    return make.PurposeFactory.create(activity__role=role, **{**SAID, **states})


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


class TestRules:
    def test_a_text_that_no_machine_can_execute_is_a_gap(self) -> None:
        rule = make.RuleFactory.create(period="", bound=Bound.EXACT, statement="After some time.")
        assert gaps_of(rule)["template.rule_period"].key == rule.code

    def test_a_period_without_a_trigger_is_a_gap_until_it_has_one(self) -> None:
        rule = make.RuleFactory.create()
        assert "template.rule_trigger" in gaps_of(rule)

        RuleTrigger.objects.create(rule=rule, trigger=Trigger.CREATION)

        assert not [code for code in gaps_of(rule) if code.startswith("template.r")]

    def test_an_open_period_needs_a_review_date_that_lies_ahead(self) -> None:
        rule = make.RuleFactory.create(period="", bound=Bound.OPEN)
        assert "template.review_date" in gaps_of(rule)

        rule.review_on = SOME_DAY
        rule.save()

        assert "template.review_date" not in gaps_of(rule)
        assert "template.review_overdue" in gaps_of(rule, date(2026, 11, 23))


class TestVendors:
    def used(self, role: str = Role.CONTROLLER) -> tuple[Any, Purpose]:
        purpose = line(role, recipients_state=FacetState.GIVEN)
        vendor = make.VendorFactory.create(organisation=purpose.organisation, name="Acme")
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
        return vendor, purpose

    def test_a_processor_needs_an_agreement_in_force(self) -> None:
        vendor, purpose = self.used()
        found = gaps_of(vendor)["template.agreement"]
        assert (found.key, found.activities) == ("Acme", (purpose.activity.code,))

        agreement = make.AgreementFactory.create(
            organisation=vendor.organisation, vendor=vendor, expires_on=SOME_DAY
        )

        assert "remark.agreement_ending" in gaps_of(vendor)
        assert "template.agreement" not in gaps_of(vendor)
        assert "template.agreement_expired" in gaps_of(vendor, date(2026, 11, 23))
        agreement.kind = AgreementKind.OTHER
        agreement.save()
        assert "template.agreement" in gaps_of(vendor)

    def test_a_vendor_on_customers_data_is_listed_as_sub_processor(self) -> None:
        found = gaps_of(self.used(Role.PROCESSOR)[0])

        assert {"template.sub_processor", "contradiction.vendor_role"} <= set(found)

    def test_a_vendor_in_a_third_country_needs_a_transfer(self) -> None:
        vendor, _purpose = self.used()
        assert "template.location" in gaps_of(vendor)
        VendorLocation.objects.create(vendor=vendor, country="DE")
        assert not {"template.location", "art30.vendor_transfer"} & set(gaps_of(vendor))
        VendorLocation.objects.create(vendor=vendor, country="US", order=2)
        assert gaps_of(vendor)["art30.vendor_transfer"].named["countries"] == "US"

        make.TransferFactory.create(
            organisation=vendor.organisation, importer_vendor=vendor, covers_all=True
        )

        assert "art30.vendor_transfer" not in gaps_of(vendor)


class TestTransfers:
    def to(self, country: str, **more: Any) -> Any:
        where = {"destination_kind": "country", "country": country} if country else {}
        return make.TransferFactory.create(kind=TransferKind.TRANSFER, **where, **more)

    def test_a_transfer_names_its_country_its_lines_and_its_safeguard(self) -> None:
        found = gaps_of(self.to(""))

        assert {"art30.destination", "template.transfer_unlinked", "template.safeguard"} <= set(
            found
        )

    def test_an_adequacy_decision_is_proposed_and_one_that_does_not_exist_refused(self) -> None:
        make.AdequacyFactory.create(country="IL", number="2011/61/EU")
        transfer = self.to("IL")
        assert gaps_of(transfer)["template.adequacy"].named["decision"] == "2011/61/EU"
        Safeguard.objects.create(transfer=transfer, mechanism=Mechanism.ADEQUACY)
        assert not {"template.adequacy", "contradiction.mechanism"} & set(gaps_of(transfer))

        transfer.country = "IN"
        transfer.save()

        found = gaps_of(transfer)["blocking.transfer"]
        assert "there is no adequacy decision on IN" in found.sentence

    def test_inside_the_economic_area_no_safeguard_is_needed(self) -> None:
        assert not {"template.safeguard", "template.adequacy"} & set(gaps_of(self.to("NO")))

    def test_a_safeguard_expires(self) -> None:
        transfer = self.to("IN")
        Safeguard.objects.create(
            transfer=transfer, mechanism=Mechanism.SCC, expires_on=date(2026, 11, 21)
        )

        assert "template.safeguard_expired" in gaps_of(transfer)
        assert "template.safeguard_expired" not in gaps_of(transfer, date(2026, 11, 21))


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


def test_a_complete_activity_has_both_verdicts_and_a_hundred_per_cent() -> None:
    purpose = line()
    activity, organisation = purpose.activity, purpose.organisation
    make.EntityFactory.create(
        organisation=organisation, is_main=True, address="Street 1", country="DE"
    )
    make.ContactFactory.create(organisation=organisation, matter="dpo")
    ActivityMeasure.objects.create(activity=activity, measure=make.MeasureFactory.create())
    assert report(organisation).completion[activity.code] < 100

    ActivitySource.objects.create(activity=activity, source="person")
    DpiaScreening.objects.create(
        activity=activity, result="not_needed", screened_on=SOME_DAY, reviewer="Officer"
    )

    found = report(organisation)
    assert found.gaps == []
    assert found.is_clean
    assert found.completion == {activity.code: 100}


def test_article_30_and_the_template_are_two_verdicts() -> None:
    purpose = line(legal_bases_state=FacetState.NOT_STATED)
    ActivityMeasure.objects.create(activity=purpose.activity, measure=make.MeasureFactory.create())

    counts = report(purpose.organisation).by_activity[purpose.activity.code]

    assert counts[Verdict.ART30] == 0
    assert counts[Verdict.TEMPLATE] > 0


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_has_a_stable_code_and_a_sentence_that_says_what_to_do(kind: Any) -> None:
    families = {"blocking", "art30", "template", "contradiction", "remark"}

    assert kind.code.partition(".")[0] in families
    assert str(kind.sentence).endswith(".")
    assert kind.law or kind.verdict == Verdict.TEMPLATE


class TestPage:
    def test_each_gap_leads_to_the_field_that_closes_it(self, back_office: Client) -> None:
        purpose = line(recipients_state=FacetState.NOT_STATED)

        page = back_office.get("/gaps/", {"organisation": purpose.organisation.code})

        address = f"/ropa/purpose/{purpose.pk}/change/#id_recipients_state"
        assert address in page.content.decode()
        assert 'id="id_recipients_state"' in back_office.get(address).content.decode()

    def test_a_register_without_an_activity_in_use_leads_to_the_list_to_add_one(
        self, back_office: Client
    ) -> None:
        activity = make.ActivityFactory.create()
        ours = activity.organisation
        assert "art30.activities" not in gaps_of(ours)
        activity.status = ActivityStatus.RETIRED
        activity.save()

        rows = back_office.get("/gaps/", {"organisation": ours.code}).context["rows"]

        (row,) = [row for row in rows if row.gap.kind.code == "art30.activities"]
        assert (row.gap.kind.verdict, row.gap.law) == (Verdict.ART30, "Art. 30(1)")
        assert row.gap.kind.title == "No processing activity is recorded"
        assert "Add" in back_office.get(row.url).content.decode()
        activity.delete()
        assert "art30.activities" in gaps_of(ours)

    def test_every_place_is_on_the_page_of_its_record(self, back_office: Client) -> None:
        everything = self.something_everywhere()
        shown = back_office.get("/gaps/", {"organisation": everything.code}).context["rows"]

        assert len({row.gap.sheet for row in shown}) == 8
        forms: dict[str, str] = {}
        for row in shown:
            page, _hash, place = row.url.partition("#")
            if page not in forms:
                forms[page] = back_office.get(page).content.decode()
            assert f'id="{place}"' in forms[page], row.gap.kind.code

    def something_everywhere(self) -> Organisation:
        """A register with gaps on most sheets."""
        silent = {f"{facet}_state": FacetState.NOT_STATED for facet in FACETS}
        purpose = line(Role.JOINT, **silent)
        ours: Any = {"organisation": purpose.organisation}
        processor = make.ActivityFactory.create(role=Role.PROCESSOR, **ours)
        LegalBasis.objects.create(purpose=purpose, basis=Basis.LEGITIMATE_INTERESTS)
        Purpose.objects.update(legal_bases_state=FacetState.GIVEN)
        customer = make.CustomerFactory.create(**ours)
        CustomerActivity.objects.create(customer=customer, activity=processor)
        make.EntityFactory.create(**ours)
        make.RuleFactory.create(**ours)
        make.RuleFactory.create(bound=Bound.OPEN, period="", **ours)
        vendor = make.VendorFactory.create(**ours)
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
        transfer = make.TransferFactory.create(**ours)
        TransferPurpose.objects.create(transfer=transfer, purpose=purpose)
        return purpose.organisation

    def test_it_is_limited_by_verdict_kind_and_activity(self, back_office: Client) -> None:
        purpose = line(recipients_state=FacetState.NOT_STATED)
        other = line()
        asked = {"organisation": purpose.organisation.code}
        for query, expected in (
            ({"verdict": "art30"}, {"art30.recipients", "art30.measures", "art30.entity"}),
            ({"kind": "art30.recipients"}, {"art30.recipients"}),
            ({"activity": purpose.activity.code, "kind": "art30.entity"}, set()),
        ):
            rows = back_office.get("/gaps/", {**asked, **query}).context["rows"]
            assert {row.gap.kind.code for row in rows} - {"art30.contact"} == expected, query
        assert other.organisation.name in back_office.get("/gaps/", asked).content.decode()

    def test_nonsense_gets_a_sentence(self, back_office: Client) -> None:
        empty = back_office.get("/gaps/").content.decode()
        assert "There is no organisation yet" in empty

        code = line().organisation.code
        queries: list[dict[str, str]] = [
            {"organisation": "no"},
            {"organisation": code, "part": "x", "p": "99"},
        ]
        for query in queries:
            assert back_office.get("/gaps/", query).status_code == 200

    def test_a_large_register_is_shown_in_parts(
        self, back_office: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ropa.admin.gaps.WINDOW", 2)
        first = make.ActivityFactory.create(order=1)
        ours = {"organisation": first.organisation}
        make.ActivityFactory.create(order=2, **ours)
        last = make.ActivityFactory.create(order=3, **ours)
        asked = {"organisation": first.organisation.code, "kind": "art30.measures"}

        pages = [back_office.get("/gaps/", {**asked, "part": part}) for part in ("1", "2")]

        assert [len(page.context["rows"]) for page in pages] == [2, 1]
        assert pages[1].context["rows"][0].gap.key == last.code
        assert "activities 1 to 2 of 3" in pages[0].content.decode()

    def test_a_transfer_that_follows_from_another_part_is_not_said_to_be_gone(
        self, back_office: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ropa.admin.gaps.WINDOW", 1)
        ours = make.OrganisationFactory.create()
        below = make.VendorFactory.create(organisation=ours)
        VendorLocation.objects.create(vendor=below, kind=LocationKind.HOSTING, country="US")
        for order in (1, 2):
            activity = make.ActivityFactory.create(organisation=ours, order=order)
            vendor = make.VendorFactory.create(organisation=ours)
            make.VendorUseFactory.create(
                vendor=vendor, purpose=make.PurposeFactory.create(activity=activity)
            )
            make.SubProcessingFactory.create(vendor=vendor, sub_processor=below)
        confirm(ours, Key("", vendor.name, below.name, "hosting", "US"), on=SOME_DAY)
        asked = {"organisation": ours.code, "kind": "remark.transfer_gone"}

        first = {**asked, "part": "1"}
        assert not back_office.get("/gaps/", first).context["rows"]
        below.locations.update(country="DE")
        assert back_office.get("/gaps/", first).context["rows"]

    def test_who_may_not_see_activities_is_refused(self, db: None, client: Client) -> None:
        client.force_login(make.UserFactory.create())

        assert client.get("/gaps/").status_code == 403
