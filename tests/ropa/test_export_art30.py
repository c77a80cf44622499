"""The two records of Art. 30 as tables, and what an authority is told beside them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import ActivityKind, ContactMatter, Role, VendorRole
from ropa.export import art30
from ropa.export.sheets import Sheet
from ropa.export.wanted import Wanted
from ropa.models import (
    Contact,
    CrossCutting,
    Customer,
    CustomerActivity,
    JointController,
    Organisation,
    ProcessingActivity,
)
from ropa.resources import PastScope
from tests import factories as make
from tests import sheets
from tests.ropa.exports import DAY, head, rows, wanted
from tests.ropa.samples import NASTY

pytestmark = pytest.mark.django_db

CODE, PURPOSES = "Code", "Purposes – (b)"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make.OrganisationFactory.create(name="Ours")


def an_activity(organisation: Organisation, code: str, **values: Any) -> ProcessingActivity:
    values = {"role": Role.CONTROLLER, "role_source": "stated"} | values
    activity = make.ActivityFactory.create(organisation=organisation, code=code, **values)
    make.PurposeFactory.create(activity=activity, code=code)
    return activity


def tables(organisation: Organisation, **options: Any) -> list[Sheet]:
    return art30.sheets(wanted(organisation, **options))


def codes(sheet: Sheet) -> list[Any]:
    return [row[0] for row in sheet.rows]


class TestController:
    def test_the_head_names_controller_representative_officer_and_both_days(
        self, full: Organisation
    ) -> None:
        sheet = tables(full)[0]

        assert sheet.title == "Art. 30(1)"
        assert head(sheet) == {
            "Controller – (a)": "Full GmbH (+Full), Street 1\n80331 München, DE",
            "Contact – (a)": "– not stated",
            "Representative – (a)": "Paris",
            "Data protection officer – (a)": "+49 89 1",
            "Content": "as it stands on 22 November 2026",
            "Written": "on 22 November 2026",
        }

    def test_a_row_has_every_point_of_the_article(self, full: Organisation) -> None:
        row = rows(tables(full)[0])[0]

        assert row["Status"] == "Draft"
        assert row["Joint controllers – (a)"] == "=Partner, x@x.org, FR"
        assert row["Transfers and their safeguards – (e)"] == (
            "Mail → United States (Standard contractual clauses – Art. 46(2)(c))\n"
            "full-gmbh → – not stated (no safeguard stated)"
        )
        assert row["Time limits for erasure – (f)"] == "60 days.\nat most 1 year and 6 months"
        assert row["Security measures – (g)"] == "Locks"

    def test_an_heir_shows_what_it_inherits(self, full: Organisation) -> None:
        assert rows(tables(full)[0])[1][PURPOSES] == f"{NASTY}\nSelling"

    def test_a_role_that_is_not_stated_is_shown_and_not_left_out(
        self, organisation: Organisation
    ) -> None:
        an_activity(organisation, "unclear", role=Role.NOT_STATED, role_source="silent")

        assert rows(tables(organisation)[0])[0]["Role"] == "Not stated (the source is silent)"

    def test_an_activity_without_lines_is_not_left_out(self, organisation: Organisation) -> None:
        make.ActivityFactory.create(organisation=organisation, code="bare")

        row = rows(tables(organisation)[0])[0]

        assert row[CODE] == "bare"
        assert row[PURPOSES] == "– not stated"

    def test_a_joint_role_that_names_nobody_says_so(self, organisation: Organisation) -> None:
        an_activity(organisation, "alone")
        an_activity(organisation, "both", role=Role.JOINT)
        shown = [row["Joint controllers – (a)"] for row in rows(tables(organisation)[0])]

        assert shown == ["", "– not stated"]

    def test_a_cross_cutting_activity_says_to_what_it_applies_without_being_copied(
        self, organisation: Organisation
    ) -> None:
        target = an_activity(organisation, "orders", heading="Taking orders")
        for code, to_all in (("fraud", True), ("claims", False)):
            cross = an_activity(
                organisation, code, kind=ActivityKind.CROSS_CUTTING, applies_to_all=to_all
            )
        CrossCutting.objects.create(activity=cross, target=target)

        found = {row[CODE]: row["Applies to"] for row in rows(tables(organisation)[0])}

        assert found == {"orders": "", "fraud": "All activities", "claims": "Taking orders"}

    def test_retired_activities_are_counted_and_shown_only_when_asked(
        self, organisation: Organisation
    ) -> None:
        an_activity(organisation, "now")
        an_activity(organisation, "then", status=ActivityStatus.RETIRED)

        without, with_retired = tables(organisation)[0], tables(organisation, with_retired=True)[0]

        assert codes(without) == ["now"]
        assert head(without)["Left out"] == "1 retired activity"
        assert [row["Status"] for row in rows(with_retired)] == ["Draft", "Retired"]
        assert "Left out" not in head(with_retired)


class TestLegalEntities:
    @pytest.fixture
    def group(self, organisation: Organisation) -> Organisation:
        """Two entities with activities, one without; an activity that names none."""
        for code, is_main in (("parent", True), ("child", False), ("idle", False)):
            entity = make.EntityFactory.create(
                organisation=organisation, code=code, legal_name=code.title(), is_main=is_main
            )
            make.ContactFactory.create(
                organisation=organisation,
                entity=entity,
                matter=ContactMatter.DPO,
                address=f"dpo@{code}.example",
            )
            if code != "idle":
                an_activity(organisation, f"{code}-1", entity=entity)
        an_activity(organisation, "common", entity=None)
        return organisation

    def test_each_has_a_table_and_the_main_one_the_activities_without_entity(
        self, group: Organisation
    ) -> None:
        parent, child = tables(group, role=Role.CONTROLLER)

        assert [parent.title, child.title] == ["Art. 30(1) parent", "Art. 30(1) child"]
        assert set(codes(parent)) == {"parent-1", "common"}
        assert codes(child) == ["child-1"]
        assert head(child)["Data protection officer – (a)"] == "dpo@child.example"
        assert head(child)["Other legal entities"] == "Parent\nIdle"

    def test_one_of_them_can_be_asked_for(self, group: Organisation) -> None:
        (sheet,) = tables(group, role=Role.CONTROLLER, entity="child")

        assert sheet.title == "Art. 30(1)"
        assert codes(sheet) == ["child-1"]

    def test_several_tables_as_csv_are_a_zip_or_a_folder(
        self, group: Organisation, tmp_path: Path
    ) -> None:
        ran = sheets.export(group.code, "csv", "--layout", "art30", "-o", tmp_path)

        assert ran.code == 0, ran.err
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "Art. 30(1) child.csv",
            "Art. 30(1) parent.csv",
            "Art. 30(2).csv",
        ]


class TestProcessor:
    @pytest.fixture
    def hosting(self, organisation: Organisation) -> ProcessingActivity:
        activity = an_activity(organisation, "hosting", role=Role.PROCESSOR, heading="Hosting")
        line = activity.purposes.get()
        line.recipients_state = "given"
        line.save()
        for name, role in (("Cloud", VendorRole.SUB_PROCESSOR), ("Bank", VendorRole.PLATFORM)):
            vendor = make.VendorFactory.create(organisation=organisation, name=name)
            make.VendorUseFactory.create(vendor=vendor, purpose=line, spelling=name, role=role)
        return activity

    def a_customer(self, organisation: Organisation, code: str, **values: Any) -> Customer:
        return make.CustomerFactory.create(
            organisation=organisation, code=code, name=code.title(), **values
        )

    def test_without_customers_one_table_says_so(
        self, organisation: Organisation, hosting: ProcessingActivity
    ) -> None:
        (sheet,) = tables(organisation, role=Role.PROCESSOR)

        assert head(sheet)["On behalf of – (a)"] == "– customers not stated"
        assert codes(sheet) == ["hosting"]

    def test_who_is_no_processor_says_that_none_is_recorded(
        self, organisation: Organisation
    ) -> None:
        an_activity(organisation, "orders")

        (sheet,) = tables(organisation, role=Role.PROCESSOR)

        assert not sheet.rows
        assert head(sheet)["Categories of processing – (b)"] == "None are recorded."

    def test_each_customer_has_its_own_activities_and_those_that_name_none(
        self, organisation: Organisation, hosting: ProcessingActivity
    ) -> None:
        mailing = an_activity(organisation, "mailing", role=Role.PROCESSOR)
        big, small = (self.a_customer(organisation, code) for code in ("big", "small"))
        CustomerActivity.objects.create(customer=big, activity=mailing, instructions="Weekly")

        found = {sheet.title: codes(sheet) for sheet in tables(organisation, role=Role.PROCESSOR)}

        assert found == {"Art. 30(2) big": ["hosting", "mailing"], "Art. 30(2) small": ["hosting"]}
        (sheet,) = tables(organisation, customer="big")
        assert rows(sheet)[1]["Instructions – Art. 28(3)(a)"] == "Weekly"
        assert str(small) == "Small"

    def test_the_head_names_the_controller_with_representative_and_officer(
        self, organisation: Organisation, hosting: ProcessingActivity
    ) -> None:
        self.a_customer(
            organisation,
            "big",
            address="Rue 1",
            country="FR",
            contact="big@big.example",
            representative="Rep SA, Paris",
        )

        (sheet,) = tables(organisation, role=Role.PROCESSOR)

        assert head(sheet)["Processor – (a)"] == "Ours"
        assert head(sheet)["On behalf of – (a)"] == "Big, Rue 1, FR, big@big.example"
        assert head(sheet)["Their representative – (a)"] == "Rep SA, Paris"
        assert head(sheet)["Their data protection officer – (a)"] == "– not stated"

    def test_sub_processors_are_told_apart_from_other_recipients(
        self, organisation: Organisation, hosting: ProcessingActivity
    ) -> None:
        row = rows(tables(organisation, role=Role.PROCESSOR)[0])[0]

        assert row["Categories of processing – (b)"].startswith("Hosting")
        assert row["Sub-processors – (a)"] == "Cloud"
        assert row["Other recipients"] == "Bank"


def test_without_contacts_the_head_says_so(full: Organisation) -> None:
    Contact.objects.all().delete()

    assert head(tables(full)[0])["Data protection officer – (a)"] == "– not stated"


def test_titles_of_tables_stay_apart_where_codes_are_long(organisation: Organisation) -> None:
    for end in ("one", "two"):
        make.CustomerFactory.create(organisation=organisation, code=f"{'long-' * 8}{end}")

    titles = [sheet.title for sheet in tables(organisation, role=Role.PROCESSOR)]

    assert len(set(titles)) == 2
    assert max(map(len, titles)) <= 31


def test_as_of_an_earlier_day_it_says_so_and_shows_what_stood_then(
    organisation: Organisation,
) -> None:
    activity = an_activity(organisation, "orders", heading="Orders")
    then = timezone.now() + timedelta(microseconds=1)
    JointController.objects.create(activity=activity, name="Partner")
    past = Wanted(
        scope=PastScope(organisation.code, then), written_on=DAY, as_of=date(2026, 11, 21)
    )

    sheet = art30.sheets(past)[0]

    assert head(sheet)["Content"] == "as it stood at the end of 21 November 2026"
    assert rows(sheet)[0]["Joint controllers – (a)"] == ""
    assert rows(tables(organisation)[0])[0]["Joint controllers – (a)"] == "Partner"


def test_both_records_are_written_as_a_workbook(full: Organisation, tmp_path: Path) -> None:
    target = tmp_path / "record.xlsx"

    ran = sheets.export("full", "xlsx", "--layout", "art30", "--on", "2026-11-22", "-o", target)

    assert ran.code == 0, ran.err
    assert load_workbook(target).sheetnames == ["Art. 30(1)", "Art. 30(2)"]
