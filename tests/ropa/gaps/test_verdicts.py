"""The two verdicts about an activity, and the page that tells the gaps."""

from typing import Any

import pytest
from django.test import Client

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import (
    Basis,
    FacetState,
    LocationKind,
    Role,
)
from ropa.choices.retention import Bound
from ropa.models import (
    FACETS,
    ActivityMeasure,
    ActivitySource,
    CustomerActivity,
    DpiaScreening,
    LegalBasis,
    Organisation,
    Purpose,
    TransferPurpose,
    VendorLocation,
)
from ropa.services.gaps import KINDS, Verdict
from ropa.services.transfers.confirming import confirm
from ropa.transfers.flows import Key
from tests import factories as make
from tests.factories import SOME_DAY
from tests.ropa.gaps.given import gaps_of, line, report

pytestmark = pytest.mark.django_db


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
