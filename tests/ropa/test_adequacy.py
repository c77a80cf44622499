from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from ropa.models import (
    ActivityStanding,
    AdequacyDecision,
    Safeguard,
    TransferPurpose,
    VendorLocation,
)
from ropa.services import adequacy, reference, standings
from ropa.vendor_lists.reading import UnreadableFile
from tests import factories as make
from tests import sheets

pytestmark = pytest.mark.django_db
US = "eu-us-2023"


def shipped(**changes: str) -> list[tuple[int, dict[str, str]]]:
    """The row of the EU-US framework, as the product would ship it next."""
    rows = sheets.read(reference.FOLDER / "adequacy.csv")
    return [(2, {**row, **changes}) for row in rows if row["code"] == US]


def test_the_decisions_of_the_union_are_known_with_the_two_special_ones() -> None:
    sheets.run("load_reference")

    eu = AdequacyDecision.objects.filter(law="eu").in_force(on=date(2026, 11, 27))
    found = set(eu.exclude(country="").values_list("country", flat=True))
    assert found == {
        *("AD", "AR", "BR", "CA", "CH", "FO", "GB", "GG"),
        *("IL", "IM", "JE", "JP", "KR", "NZ", "US", "UY"),
    }
    assert eu.get(country="").name == "European Patent Organisation"
    assert AdequacyDecision.objects.get(code="eu-gb-2021").expires_on == date(2031, 12, 27)


@pytest.mark.parametrize(
    ("law", "country", "before", "first"),
    [
        ("uk", "US", "2023-10-11", "2023-10-12"),
        ("ch", "US", "2024-09-14", "2024-09-15"),
        ("eu", "US", "2023-07-09", "2023-07-10"),
        ("eu", "BR", "2026-01-27", "2026-01-28"),
    ],
)
def test_a_decision_begins_on_its_day(law: str, country: str, before: str, first: str) -> None:
    sheets.run("load_reference")

    found = AdequacyDecision.objects.filter(law=law, country=country)
    assert not found.in_force(on=date.fromisoformat(before)).exists()
    assert found.in_force(on=date.fromisoformat(first)).exists()


def test_what_was_shipped_anew_follows_and_is_told_by_name() -> None:
    adequacy.load_decisions(shipped())

    (change,) = adequacy.load_decisions(shipped(ended_on="2026-12-01"))

    assert change.outcome == adequacy.CHANGED
    assert change.changed == ("ended_on",)
    assert "no longer in force from" in change.sentence
    assert AdequacyDecision.objects.get(code=US).ended_on == date(2026, 12, 1)


def test_what_an_officer_edited_is_kept_field_by_field_and_told() -> None:
    adequacy.load_decisions(shipped())
    decision = AdequacyDecision.objects.get(code=US)
    decision.ended_on = date(2026, 12, 24)
    decision.save()

    (change,) = adequacy.load_decisions(shipped(ended_on="2026-12-01", note="Another note."))

    assert (change.changed, change.kept) == (("note",), ("ended_on",))
    decision.refresh_from_db()
    assert (decision.ended_on, decision.note) == (date(2026, 12, 24), "Another note.")
    (again,) = adequacy.load_decisions(shipped(ended_on="2026-12-01", note="Another note."))
    assert (again.outcome, again.kept) == (adequacy.KEPT, ("ended_on",))


def test_a_decision_that_an_officer_added_first_is_kept() -> None:
    AdequacyDecision.objects.create(
        code=US, name="Ours", country="US", scope="certified", in_force_from=date(2023, 7, 10)
    )

    (change,) = adequacy.load_decisions(shipped())

    assert change.outcome == adequacy.KEPT
    assert AdequacyDecision.objects.get(code=US).name == "Ours"


def test_loading_again_writes_no_history() -> None:
    adequacy.load_decisions(shipped())
    written = AdequacyDecision.history.count()

    assert [each.outcome for each in adequacy.load_decisions(shipped())] == [adequacy.UNCHANGED]

    assert AdequacyDecision.history.count() == written == 1


def test_the_command_names_what_changed() -> None:
    sheets.run("load_reference")
    AdequacyDecision.objects.filter(code=US).update(note="Looked at in court.")

    ran = sheets.run("load_reference", "--json", "-")

    assert ran.result["adequacy"]["kept"] == 1
    assert [each["code"] for each in ran.result["decisions"]] == [US]
    assert ran.result["decisions"][0]["kept"] == ["note"]


@pytest.mark.parametrize(
    "wrong", [{"in_force_from": "soon"}, {"country": "usa"}, {"scope": "some"}]
)
def test_a_wrong_row_is_named_by_its_line(wrong: dict[str, str]) -> None:
    with pytest.raises(UnreadableFile, match=r"adequacy.csv, 2: "):
        adequacy.load_decisions(shipped(**wrong))


def test_a_change_of_a_decision_marks_the_activities_it_concerns() -> None:
    adequacy.load_decisions(shipped())
    abroad, at_home = make.PurposeFactory.create(), make.PurposeFactory.create()
    for purpose, country in ((abroad, "US"), (at_home, "DE")):
        vendor = make.VendorFactory.create(organisation=purpose.organisation)
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
        VendorLocation.objects.create(vendor=vendor, country=country)
    transfer = make.TransferFactory.create(destination_kind="country", country="US")
    quoting = make.PurposeFactory.create(activity__organisation=transfer.organisation)
    TransferPurpose.objects.create(purpose=quoting, transfer=transfer)
    standings.refresh_waiting(on=date(2026, 11, 27))

    decision = AdequacyDecision.objects.get(code=US)
    decision.ended_on = date(2026, 12, 24)
    decision.save()

    stale = ActivityStanding.objects.filter(is_stale=True).values_list("activity", flat=True)
    assert set(stale) == {abroad.activity_id, quoting.activity_id}


class TestThePages:
    def test_the_list_tells_what_holds_today(self, back_office: Client) -> None:
        make.AdequacyFactory.create(name="Over", ended_on=date(2020, 7, 16))
        make.AdequacyFactory.create(name="Holds", country="JP")
        page = reverse("admin:ropa_adequacydecision_changelist")

        def shown(force: str) -> str:
            return back_office.get(page, {"force": force}).content.decode()

        assert ">Holds<" in shown("today")
        assert ">Over<" not in shown("today")
        assert ">Over<" in shown("ended")
        assert ">Holds<" not in shown("ended")

    def test_the_page_names_the_transfers_that_rely_on_it(self, back_office: Client) -> None:
        decision = make.AdequacyFactory.create()
        transfer = make.TransferFactory.create(code="relying")
        Safeguard.objects.create(transfer=transfer, mechanism="adequacy", decision=decision)
        page = reverse("admin:ropa_adequacydecision_change", args=[decision.pk])
        assert "relying" in back_office.get(page).content.decode()


def test_every_row_says_where_it_comes_from() -> None:
    for row in sheets.read(Path(reference.FOLDER) / "adequacy.csv"):
        assert row["source"], row["code"]
