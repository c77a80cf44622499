"""What stops if something falls away: named exactly, by hand, from the facts of a register."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.models import AdequacyDecision, Organisation, TransferPurpose
from ropa.services.impact import Impact, WrongSubject, choose, impact_of
from tests import factories as make
from tests import sheets
from tests.ropa.impact_register import DAY, Synthetic, synthetic

pytestmark = pytest.mark.django_db


@pytest.fixture
def example(db: None) -> Synthetic:
    return synthetic()


@pytest.fixture
def quali(db: None) -> Organisation:
    """The register of the demonstration, from the published notice of Quali."""
    folder = sheets.DEMO / "quali"
    assert sheets.run("load_reference").code == 0
    assert sheets.import_register(folder, "quali").code == 0
    assert sheets.import_vendors(folder / "vendor_list.csv", "quali").code == 0
    assert sheets.import_register(folder / "transfers", "quali").code == 0
    return Organisation.objects.get(code="quali")


def fall(organisation: Organisation, **named: Any) -> Impact:
    return impact_of(choose(organisation, **named), on=DAY)


def outcomes(found: Impact, group: str = "transfers", key: str = "code") -> dict[str, str]:
    return {row[key]: row["outcome"] for row in found.groups[group]}


def uses(found: Impact) -> dict[tuple[str, str], str]:
    return {(row["vendor"], row["purpose"]): row["outcome"] for row in found.groups["uses"]}


class TestQuali:
    """By hand, from the notice: its part 4 names storage at AWS and Azure in the United States with
    no mechanism; adequacy (access from Israel) or clauses for third parties that it does not name;
    and QualiSystems, Inc certified under the EU-US and, apart from it, the Swiss-US framework.
    """

    def test_the_fall_of_the_eu_us_framework_names_exactly_the_right_uses(
        self, quali: Organisation
    ) -> None:
        found = fall(quali, decision="eu-us-2023")

        assert outcomes(found) == {
            "QU-T09": "stops",  # the certified entity
            "QU-T01": "uncovered",  # AWS in the US, no mechanism recorded
            "QU-T03": "uncovered",  # Azure in the US, no mechanism recorded
            "QU-T05": "unknown",  # anywhere in the group
            "QU-T06": "unknown",  # third parties, outside the EEA
            "QU-T08": "unknown",  # third parties where there is no adequacy
        }
        assert uses(found) == {
            ("Amazon Web Services (AWS)", "quali-torque-browse"): "uncovered",
            ("Amazon Web Services (AWS)", "quali-torque-account"): "uncovered",
            ("Amazon Web Services (AWS)", "quali-cloudshell-live-account"): "uncovered",
            ("Microsoft Azure", "quali-cloudshell-live-account"): "uncovered",
        }
        assert found.is_affected

    def test_which_activities_rest_on_the_certified_entity_is_not_recorded_and_so_not_guessed(
        self, quali: Organisation
    ) -> None:
        found = fall(quali, decision="eu-us-2023")

        stopping = found.groups["transfers"][0]
        assert (stopping["code"], stopping["reach"]) == ("QU-T09", "not_recorded")
        assert stopping["importer"] == "QualiSystems, Inc"
        assert stopping["rests_on"] == ["EU–US Data Privacy Framework: (EU) 2023/1795"]
        assert found.groups["activities"] == found.groups["purposes"] == []
        assert found.groups["customers"] == []
        named = {row["code"]: row["version"] for row in found.groups["notices"]}
        assert named == {"privacy-policy": 1, "cookie-notice": None}  # both cover every activity

    def test_the_mechanism_and_the_decision_are_the_same_framework(
        self, quali: Organisation
    ) -> None:
        by_decision = fall(quali, decision="eu-us-2023")
        by_mechanism = fall(quali, mechanism="dpf_eu_us")

        assert by_mechanism.groups == by_decision.groups

    def test_the_swiss_framework_is_another_one(self, quali: Organisation) -> None:
        found = fall(quali, mechanism="dpf_swiss_us")

        told = {code: outcome for code, outcome in outcomes(found).items() if outcome != "unknown"}
        assert told == {"QU-T10": "stops"}
        assert uses(found) == {}

    def test_access_from_israel_rests_on_the_decision_on_israel(self, quali: Organisation) -> None:
        code = AdequacyDecision.objects.get(law="eu", country="IL").code

        assert outcomes(fall(quali, decision=code))["QU-T07"] == "stops"
        assert "QU-T07" not in outcomes(fall(quali, decision="eu-us-2023"))


class TestVendorsThatRelyOnIt:
    def test_each_transfer_stops_or_goes_on_under_what_is_named(self, example: Synthetic) -> None:
        found = fall(example.organisation, decision="framework")

        assert outcomes(found) == {
            "to-archive": "stops",
            "to-tickets": "stops",
            "to-mailer": "goes_on",
        }
        rows = {row["code"]: row for row in found.groups["transfers"]}
        assert rows["to-mailer"]["goes_on_under"] == [
            "Standard contractual clauses – Art. 46(2)(c): Clauses with Mailer"
        ]
        assert rows["to-archive"]["paths"] == [["Desk", "Cloud", "Archive"]]

    def test_uses_activities_customers_and_notices_follow_exactly(self, example: Synthetic) -> None:
        found = fall(example.organisation, decision="framework")

        assert uses(found) == {
            ("Desk", "enquiries-line"): "stops",
            ("Tickets", "support-line"): "stops",
            ("Mailer", "newsletter-line"): "goes_on",
        }
        assert outcomes(found, "activities") == {
            "enquiries": "stops",
            "support": "stops",
            "newsletter": "goes_on",
        }
        assert outcomes(found, "purposes") == {
            "enquiries-line": "stops",
            "support-line": "stops",
            "newsletter-line": "goes_on",
        }
        assert outcomes(found, "vendors", "name") == {
            "Desk": "stops",
            "Archive": "stops",
            "Tickets": "stops",
            "Mailer": "goes_on",
        }
        customers = [(row["name"], row["tell_by"]) for row in found.groups["customers"]]
        assert customers == [("Customer A", "2027-01-29")]  # thirty whole days before 1 March
        assert [row["title"] for row in found.groups["notices"]] == ["Site notice"]

    def test_clauses_of_the_wrong_module_do_not_help(self, example: Synthetic) -> None:
        clauses = example.vendors["Mailer"].agreements.get(kind="scc")
        clauses.module = "1"  # both controllers, while Mailer is a processor
        clauses.save()

        found = fall(example.organisation, decision="framework")

        assert outcomes(found)["to-mailer"] == "stops"

    def test_clauses_that_have_expired_by_that_day_do_not_help(self, example: Synthetic) -> None:
        clauses = example.vendors["Mailer"].agreements.get(kind="scc")
        clauses.expires_on = date(2027, 2, 28)
        clauses.save()

        assert outcomes(fall(example.organisation, decision="framework"))["to-mailer"] == "stops"

    def test_what_was_no_longer_carried_by_then_is_a_gap_already(self, example: Synthetic) -> None:
        example.framework.ended_on = date(2027, 1, 1)
        example.framework.save()

        found = fall(example.organisation, decision="framework")

        assert outcomes(found) == {"to-archive": "uncovered", "to-tickets": "uncovered"}
        assert not found.is_affected

    def test_the_fall_of_the_clauses_leaves_the_certificate(self, example: Synthetic) -> None:
        found = fall(example.organisation, mechanism="scc")

        assert outcomes(found) == {"to-mailer": "goes_on"}
        assert found.groups["transfers"][0]["goes_on_under"] == [
            "EU–US Data Privacy Framework: 2023/1795"
        ]

    def test_open_tasks_on_what_is_touched_are_told(self, example: Synthetic) -> None:
        ours = {"organisation": example.organisation}
        make.TaskFactory.create(title="On Desk", vendor=example.vendors["Desk"], **ours)
        make.TaskFactory.create(title="On Paper", vendor=example.vendors["Paper"], **ours)

        found = fall(example.organisation, decision="framework")

        assert [row["title"] for row in found.groups["tasks"]] == ["On Desk"]

    def test_a_transfer_without_lines_says_so_and_shows_who_uses_the_importer(
        self, example: Synthetic
    ) -> None:
        TransferPurpose.objects.all().delete()

        rows = fall(example.organisation, decision="framework").groups["transfers"]

        assert {row["reach"] for row in rows} == {"used"}


class TestDerived:
    def test_what_rests_on_a_decision_by_law_alone_stops_with_it(self, example: Synthetic) -> None:
        make.AdequacyFactory.create(code="on-japan", country="JP")
        make_location(example, "Paper", "JP")

        found = fall(example.organisation, decision="on-japan")

        assert uses(found) == {("Paper", "enquiries-line"): "stops"}
        row = found.groups["transfers"][0]
        assert (row["code"], row["key"], row["importer"]) == ("", None, "Paper")


class TestCountriesAndVendors:
    def test_a_country_takes_every_vendor_that_is_there(self, example: Synthetic) -> None:
        make_location(example, "Paper", "US")

        found = fall(example.organisation, country="us")

        assert set(outcomes(found).values()) == {"stops"}
        assert set(uses(found)) == {
            ("Desk", "enquiries-line"),
            ("Paper", "enquiries-line"),
            ("Tickets", "support-line"),
            ("Mailer", "newsletter-line"),
        }

    def test_a_seat_alone_is_no_place_where_data_are(self, example: Synthetic) -> None:
        make_location(example, "Paper", "JP", kind="headquarters")

        assert not fall(example.organisation, country="JP").is_affected

    def test_a_vendor_deep_in_the_chain_takes_those_above_it(self, example: Synthetic) -> None:
        found = fall(example.organisation, vendor="archive")

        assert uses(found) == {("Desk", "enquiries-line"): "stops"}
        paths = [path for row in found.groups["transfers"] for path in row["paths"]]
        assert ["Desk", "Cloud", "Archive"] in paths

    def test_a_vendor_that_nobody_uses_touches_nothing(self, example: Synthetic) -> None:
        make.VendorFactory.create(organisation=example.organisation, name="Idle")

        found = fall(example.organisation, vendor="Idle")

        assert not found.is_affected
        assert not any(found.groups.values())


def make_location(example: Synthetic, vendor: str, country: str, kind: str = "hosting") -> None:
    example.vendors[vendor].locations.create(country=country, kind=kind)


class TestOtherOrganisations:
    def test_nothing_of_another_register_is_told(self, example: Synthetic) -> None:
        other = make.OrganisationFactory.create(code="other")
        make.EntityFactory.create(organisation=other, country="IE", is_main=True)

        assert not any(fall(other, decision="framework").groups.values())

    def test_a_vendor_of_another_register_cannot_fall_here(self, example: Synthetic) -> None:
        foreign = make.VendorFactory.create(name="Foreign")

        with pytest.raises(WrongSubject, match="another organisation"):
            choose(example.organisation, vendor=foreign)
        with pytest.raises(WrongSubject, match="no vendor “Foreign”"):
            choose(example.organisation, vendor="Foreign")


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ({}, "Name one thing"),
        ({"country": "US", "mechanism": "scc"}, "Name one thing"),
        ({"mechanism": "shield"}, "no mechanism “shield”"),
        ({"decision": "nonsense"}, "no adequacy decision “nonsense”"),
        ({"country": "USA"}, "write its code of ISO 3166"),
        ({"country": "UK"}, "write its code of ISO 3166"),
        ({"country": "XX"}, "write its code of ISO 3166"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    example: Synthetic, named: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WrongSubject, match=sentence):
        choose(example.organisation, **named)


def test_a_larger_register_is_no_more_queries(example: Synthetic) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            fall(example.organisation, decision="framework")
        return len(queries)

    few = asked()
    for number in range(20):
        line = make.PurposeFactory.create(activity__organisation=example.organisation)
        make.VendorUseFactory.create(
            vendor=example.vendors["Desk"], purpose=line, spelling=f"Desk {number}"
        )

    assert asked() == few
    assert len(fall(example.organisation, decision="framework").groups["activities"]) == 23


class TestCommand:
    def test_it_tells_what_stops_and_ends_with_one(self, example: Synthetic) -> None:
        ran = sheets.run(
            "what_if",
            "--organisation",
            "example",
            "--decision",
            "framework",
            "--on",
            DAY.isoformat(),
        )

        assert ran.code == 1
        assert "Transfers: stops 2, goes on under something else 1" in ran.out
        assert "to-tickets Tickets US: stops" in ran.out
        assert "to-mailer Mailer US: goes on under something else (Standard" in ran.out

    def test_json_is_the_very_same_result(self, example: Synthetic) -> None:
        said = ("--organisation", "example", "--mechanism", "dpf_eu_us", "--on", DAY.isoformat())

        ran = sheets.run("what_if", *said, "--json", "-")

        found = fall(example.organisation, mechanism="dpf_eu_us")
        assert ran.result == found.as_json()

    def test_nothing_touched_ends_with_nought(self, example: Synthetic) -> None:
        assert sheets.run("what_if", "--organisation", "example", "--country", "NZ").code == 0

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (("--organisation", "exampel", "--country", "US"), "no organisation"),
            (("--organisation", "example"), "Name one thing"),
            (("--organisation", "example", "--vendor", "Nobody"), "no vendor “Nobody”"),
        ],
    )
    def test_what_cannot_run_ends_with_two_and_a_sentence(
        self, example: Synthetic, said: tuple[str, ...], sentence: str
    ) -> None:
        ran = sheets.run("what_if", *said)

        assert ran.code == 2
        assert sentence in ran.err
