"""The decision that something falls away: kept with what it touched, its tasks opened once."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from ropa.models import ImpactDecision, Task
from ropa.services.impact import Decided, choose, decide, impact_of
from tests import factories as make
from tests.at_once import at_once
from tests.ropa.impact_register import DAY, Synthetic, synthetic

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def example(db: None) -> Synthetic:
    return synthetic()


@pytest.fixture
def officer(db: None) -> User:
    return person("Officer")


def person(role: str) -> User:
    found = make.UserFactory.create(username=role.lower())
    found.groups.add(Group.objects.get(name=role))
    return found


def falls(example: Synthetic, by: User, **said: Any) -> Decided:
    chosen = choose(example.organisation, decision="framework")
    said = {"applies_from": DAY, "reason": "Annulled.", "on": TODAY, **said}
    return decide(chosen, by=by, **said)


def todo() -> dict[str, date]:
    return dict(Task.objects.values_list("title", "due_on"))


class TestTasks:
    def test_each_transfer_notice_and_customer_with_a_right_to_be_told_gets_one(
        self, example: Synthetic, officer: User
    ) -> None:
        made = falls(example, officer)

        what = "Framework (2023/1795)"
        assert todo() == {
            "Find another safeguard for to-archive (Archive), or stop it": DAY,
            "Find another safeguard for to-tickets (Tickets), or stop it": DAY,
            f"Say in “Site notice” what changes without: {what}": DAY,
            f"Tell Customer A what changes without: {what}": date(2027, 1, 29),
        }
        assert made.is_new
        assert set(Task.objects.values_list("impact", flat=True)) == {made.decision.pk}

    def test_activities_get_one_where_that_is_asked_for(
        self, example: Synthetic, officer: User
    ) -> None:
        falls(example, officer, for_activities=True)

        activities = Task.objects.exclude(activity=None).values_list("activity__code", flat=True)
        assert set(activities) == {"enquiries", "support"}

    def test_a_vendor_gets_one_where_no_transfer_is_recorded(
        self, example: Synthetic, officer: User
    ) -> None:
        make.AdequacyFactory.create(code="on-japan", country="JP")
        example.vendors["Paper"].locations.create(country="JP", kind="hosting")

        decide(
            choose(example.organisation, decision="on-japan"),
            by=officer,
            applies_from=DAY,
            reason="Repealed.",
            on=TODAY,
        )

        assert list(Task.objects.values_list("vendor__name", flat=True)) == ["Paper"]

    def test_where_a_sub_processor_is_gone_the_vendor_above_it_is_asked(
        self, example: Synthetic, officer: User
    ) -> None:
        decide(
            choose(example.organisation, vendor="Archive"),
            by=officer,
            applies_from=DAY,
            reason="Insolvent.",
            on=TODAY,
        )

        asked = Task.objects.get(vendor=example.vendors["Desk"])
        assert asked.title == "Ask Desk to go on without Archive, or stop using it"


class TestOnce:
    def test_a_second_decision_for_the_day_opens_nothing_and_changes_nothing(
        self, example: Synthetic, officer: User
    ) -> None:
        first = falls(example, officer)
        before = todo()

        second = falls(example, officer, reason="Again.", for_activities=True)

        assert (second.decision, second.is_new) == (first.decision, False)
        assert todo() == before
        assert ImpactDecision.objects.get().reason == "Annulled."

    def test_another_day_is_another_decision(self, example: Synthetic, officer: User) -> None:
        falls(example, officer)
        falls(example, officer, applies_from=date(2027, 6, 1))

        assert ImpactDecision.objects.count() == 2

    def test_the_database_refuses_a_task_on_a_record_twice(
        self, example: Synthetic, officer: User
    ) -> None:
        falls(example, officer)
        task = Task.objects.exclude(transfer=None)[0]
        task.pk, task.title = None, "The same in other words"

        with pytest.raises(IntegrityError), transaction.atomic():
            task.save()

    @pytest.mark.django_db(transaction=True)
    def test_two_officers_at_the_same_moment_decide_once(self, tmp_path: Path) -> None:
        example, officer = synthetic(), make.UserFactory.create()

        made = at_once([lambda: falls(example, officer)] * 2, tmp_path)

        assert sorted(each.is_new for each in made) == [False, True]
        assert made[0].decision == made[1].decision


class TestDecision:
    def test_what_was_touched_then_stays_whatever_changes_later(
        self, example: Synthetic, officer: User
    ) -> None:
        then = impact_of(choose(example.organisation, decision="framework"), on=DAY).as_json()
        made = falls(example, officer)
        example.vendors["Tickets"].imports.all().delete()

        made.decision.refresh_from_db()

        assert made.decision.result == then
        assert made.decision.result["counts"]["transfers"] == {"stops": 2, "goes_on": 1}

    def test_the_adequacy_decision_itself_ends_where_that_is_said(
        self, example: Synthetic, officer: User
    ) -> None:
        falls(example, officer, ends_decision=True)

        example.framework.refresh_from_db()
        assert example.framework.ended_on == DAY
        assert example.framework.history.first().history_change_reason == "Annulled."

    def test_otherwise_the_catalogue_stays_as_it_is(
        self, example: Synthetic, officer: User
    ) -> None:
        falls(example, officer)

        example.framework.refresh_from_db()
        assert example.framework.ended_on is None

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"reason": "  "}, "reason"),
            ({"applies_from": date(1999, 1, 1), "ends_decision": True}, "cannot end before"),
        ],
    )
    def test_a_wrong_decision_is_refused_and_leaves_nothing(
        self, example: Synthetic, officer: User, said: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(ValidationError, match=sentence):
            falls(example, officer, **said)

        assert not ImpactDecision.objects.exists()
        assert not Task.objects.exists()

    def test_a_decision_that_has_ended_cannot_end_again(
        self, example: Synthetic, officer: User
    ) -> None:
        example.framework.ended_on = date(2027, 2, 1)
        example.framework.save()

        with pytest.raises(ValidationError, match="ended on 2027-02-01 already"):
            falls(example, officer, ends_decision=True)
        assert not ImpactDecision.objects.exists()


PAGE = "/what_if/"
ASKED = {"organisation": "example", "mechanism": "dpf_eu_us", "on": DAY.isoformat()}


def posted(client: Client, **said: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in ASKED.items())
    return client.post(f"{PAGE}?{query}", said, follow=True)


class TestPage:
    def test_it_counts_first_and_leads_to_each_record(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)

        page = client.get(PAGE, ASKED)

        counts = {group.name: group.total for group in page.context["groups"]}
        assert counts == {
            **{"transfers": 3, "vendors": 4, "uses": 3, "activities": 3},
            **{"purposes": 3, "customers": 1, "notices": 1, "tasks": 0},
        }
        text = page.content.decode()
        assert f"/ropa/vendor/{example.vendors['Desk'].pk}/change/" in text
        assert "Desk → Cloud → Archive" in text
        assert text.index("impact-totals") < text.index("to-tickets")

    def test_the_files_hold_the_very_same_result(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)
        result = impact_of(choose(example.organisation, mechanism="dpf_eu_us"), on=DAY).as_json()

        def file(kind: str) -> bytes:
            answer = client.get(PAGE, {**ASKED, "format": kind})
            assert f"what-if-example-{DAY.isoformat()}" in answer["Content-Disposition"]
            return bytes(answer.content)

        assert json.loads(file("json")) == result
        workbook = load_workbook(io.BytesIO(file("xlsx")))
        assert [row[0].value for row in workbook["transfers"].iter_rows(min_row=2)] == [
            row["code"] for row in result["transfers"]
        ]
        tables = zipfile.ZipFile(io.BytesIO(file("csv")))
        assert "Desk → Cloud → Archive" in tables.read("uses.csv").decode()

    def test_a_decision_is_posted_once_and_its_page_shows_what_is_open(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)

        made = posted(client, reason="Annulled.").content.decode()
        again = posted(client, reason="Annulled.").content.decode()

        assert "It is decided, and the tasks are open." in made
        assert "Find another safeguard for to-tickets" in made
        assert "What was touched when this was decided" in made
        assert "nothing was done twice" in again
        assert (
            "Decided: it falls away from 1 March 2027" in client.get(PAGE, ASKED).content.decode()
        )

    def test_a_decision_needs_its_reason(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)

        assert "Say why it falls away." in posted(client, reason=" ").content.decode()
        assert not ImpactDecision.objects.exists()

    def test_only_an_officer_decides_and_a_link_decides_nothing(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(person("Auditor"))

        page = client.get(PAGE, {**ASKED, "reason": "Annulled."})
        assert "Decide and open the tasks" not in page.content.decode()
        assert posted(client, reason="Annulled.").status_code == 403
        client.force_login(officer)
        client.get(PAGE, {**ASKED, "reason": "Annulled."})
        assert not ImpactDecision.objects.exists()

    def test_who_may_not_see_transfers_has_no_such_page(self, client: Client) -> None:
        client.force_login(person("Operator"))

        assert client.get(PAGE).status_code == 403

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"country": "US"}, "Name one thing"),
            ({"mechanism": "", "country": "Amerika"}, "write its code of ISO 3166"),
            ({"mechanism": "shield"}, "not one of the available choices"),
            ({"on": "tomorrow"}, "This is no day"),
            ({"organisation": "nobody"}, "There is no such organisation"),
            ({"decision": "nonsense"}, "There is no such decision"),
        ],
    )
    def test_nonsense_in_the_address_gets_a_sentence(
        self,
        client: Client,
        example: Synthetic,
        officer: User,
        said: dict[str, str],
        sentence: str,
    ) -> None:
        client.force_login(officer)

        answer = client.get(PAGE, {**ASKED, **said})

        assert answer.status_code == 200
        assert sentence in answer.content.decode()

    def test_a_vendor_of_another_organisation_is_refused(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)
        foreign = make.VendorFactory.create()

        answer = client.get(PAGE, {"organisation": "example", "vendor": str(foreign.pk)})

        assert "a vendor of another organisation" in answer.content.decode()

    def test_an_adequacy_decision_says_that_its_end_is_everybodys(
        self, client: Client, example: Synthetic, officer: User
    ) -> None:
        client.force_login(officer)
        asked = {"organisation": "example", "decision": str(example.framework.pk)}

        assert "it ends for all organisations" in client.get(PAGE, asked).content.decode()
