"""Customers' data reach listed vendors only, whatever path a use takes into the register."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ropa.export.json import register
from ropa.models import ActivityStanding, Organisation, Purpose, Vendor, VendorUse
from ropa.resources import OrganisationScope, PastScope
from ropa.services import standings
from ropa.services.adequacy import decisions_on_file
from ropa.services.cloning import clone_activity
from ropa.services.gaps import Gap, Verdict, report_of
from tests import factories as make
from tests import sheets
from tests.factories import SOME_DAY
from tests.ropa.lists import line_for_customers, published_list

pytestmark = pytest.mark.django_db
NOT_LISTED = "not on version 1 of the list of sub-processors"


@pytest.fixture
def line() -> Purpose:
    return line_for_customers(make.OrganisationFactory.create(code="acme"), code="hosting")


@pytest.fixture
def ours(line: Purpose) -> Organisation:
    return line.activity.organisation


@pytest.fixture
def listed(ours: Organisation) -> Vendor:
    vendor = make.VendorFactory.create(organisation=ours, name="Listed")
    published_list(ours, vendor)
    return vendor


@pytest.fixture
def unlisted(ours: Organisation, listed: Vendor) -> Vendor:
    return make.VendorFactory.create(organisation=ours, name="Unlisted")


def gaps_of(organisation: Organisation, code: str) -> list[Gap]:
    report = report_of(
        register(OrganisationScope(organisation.code)), decisions_on_file(), on=SOME_DAY
    )
    return [gap for gap in report.gaps if gap.kind.code == code]


def posted(vendor: Vendor, line: Purpose, **more: Any) -> dict[str, Any]:
    row = {"purpose": line.pk, "spelling": "A", "role": "sub_processor", "is_recipient": "on"}
    rows = {f"uses-0-{name}": value for name, value in (row | more).items() if value}
    others = ("agreements", "locations", "aliases", "sub_processings", "assessments")
    return {
        "organisation": vendor.organisation_id,
        "name": vendor.name,
        **{f"{each}-{form}_FORMS": 0 for each in others for form in ("TOTAL", "INITIAL")},
        "uses-TOTAL_FORMS": 1,
        "uses-INITIAL_FORMS": 0,
        **rows,
    }


class TestForms:
    def test_the_page_of_a_vendor_refuses_the_line_at_its_field(
        self, back_office: Client, line: Purpose, unlisted: Vendor
    ) -> None:
        page = back_office.post(f"/ropa/vendor/{unlisted.pk}/change/", posted(unlisted, line))

        (formset,) = [
            each.formset
            for each in page.context["inline_admin_formsets"]
            if each.opts.model is VendorUse
        ]
        assert NOT_LISTED in formset.errors[0]["purpose"][0]
        assert not unlisted.uses.exists()

    @pytest.mark.parametrize("what", ["listed", "no recipient", "other line", "own product"])
    def test_it_takes_what_may_pass(
        self, back_office: Client, line: Purpose, unlisted: Vendor, listed: Vendor, what: str
    ) -> None:
        vendor, more = unlisted, {}
        if what == "listed":
            vendor = listed
        elif what == "no recipient":
            more = {"is_recipient": ""}
        elif what == "other line":
            line = make.PurposeFactory.create(activity__organisation=vendor.organisation)
        else:
            Vendor.objects.filter(pk=vendor.pk).update(is_own_product=True)
            vendor.refresh_from_db()
        data = posted(vendor, line, **more)
        if vendor.is_own_product:
            data["is_own_product"] = "on"

        page = back_office.post(f"/ropa/vendor/{vendor.pk}/change/", data)

        assert page.status_code == 302
        assert vendor.uses.get().purpose == line

    def test_the_page_of_a_use_refuses_the_vendor_at_its_field(
        self, back_office: Client, line: Purpose, unlisted: Vendor
    ) -> None:
        use = make.VendorUseFactory.create(vendor=unlisted, purpose=None)
        data = {"vendor": unlisted.pk, "purpose": line.pk, "spelling": "A", "order": 1}
        roles = {"role": "sub_processor", "role_source": "silent", "is_recipient": "on"}

        page = back_office.post(f"/ropa/vendoruse/{use.pk}/change/", data | roles)

        assert NOT_LISTED in page.context["adminform"].form.errors["vendor"][0]

    def test_before_a_list_is_published_everybody_passes(
        self, back_office: Client, line: Purpose
    ) -> None:
        vendor = make.VendorFactory.create(organisation=line.activity.organisation)
        make.ListFactory.create(organisation=vendor.organisation)  # a draft

        back_office.post(f"/ropa/vendor/{vendor.pk}/change/", posted(vendor, line))

        assert vendor.uses.exists()


class TestImports:
    def test_a_register_import_has_a_sentence_for_the_row(
        self, ours: Organisation, line: Purpose, unlisted: Vendor, tmp_path: Path
    ) -> None:
        use = {"vendor": "Unlisted", "purpose": line.code, "spelling": "A", "service": ""}
        folder = sheets.write(tmp_path / "acme", vendor_uses=[use | {"role": "sub_processor"}])

        run = sheets.import_register(folder, "acme")

        (row,) = [row for row in run.result["rows"] if row["sheet"] == "vendor_uses"]
        assert run.code == 1
        assert row["outcome"] == "refused"
        assert any("list of sub-processors" in sentence for sentence in row["messages"])
        assert not VendorUse.objects.exists()


class TestOtherPaths:
    def test_the_database_refuses_it_on_every_path(self, line: Purpose, unlisted: Vendor) -> None:
        use = make.VendorUseFactory.create(vendor=unlisted)

        with pytest.raises(IntegrityError, match="published list"), transaction.atomic():
            VendorUse.objects.filter(pk=use.pk).update(purpose=line)

    def test_a_copy_of_an_activity_does_not_carry_it_on(
        self, ours: Organisation, line: Purpose
    ) -> None:
        vendor = make.VendorFactory.create(organisation=ours, name="Early")
        make.VendorUseFactory.create(vendor=vendor, purpose=line)
        published_list(ours)

        with pytest.raises(ValidationError, match="data may not reach Early"):
            clone_activity(line.activity, code="copy")


class TestGaps:
    def test_a_use_that_was_there_before_the_list_blocks(
        self, ours: Organisation, line: Purpose
    ) -> None:
        vendor = make.VendorFactory.create(organisation=ours, name="Early")
        make.VendorUseFactory.create(vendor=vendor, purpose=line)
        published_list(ours)

        (gap,) = gaps_of(ours, "blocking.unlisted_sub_processor")

        assert (gap.key, gap.activities) == ("Early", ("hosting",))
        assert gap.kind.verdict == Verdict.BLOCKING
        assert "version 1" in gap.sentence

    def test_without_a_list_one_gap_names_whom_the_data_reach(
        self, ours: Organisation, line: Purpose
    ) -> None:
        for number in range(6):
            vendor = make.VendorFactory.create(organisation=ours, name=f"V{number}")
            make.VendorUseFactory.create(vendor=vendor, purpose=line)

        (gap,) = gaps_of(ours, "template.sub_processor_list")

        assert "V0, V1, V2, V3, 2 more" in gap.sentence
        assert gap.activities == ("hosting",)

    def test_own_products_and_lines_of_a_controller_are_none(
        self, ours: Organisation, line: Purpose
    ) -> None:
        own = make.VendorFactory.create(organisation=ours, is_own_product=True)
        make.VendorUseFactory.create(vendor=own, purpose=line)
        make.VendorUseFactory.create(
            purpose=make.PurposeFactory.create(activity__organisation=ours),
            vendor=make.VendorFactory.create(organisation=ours),
        )

        assert not gaps_of(ours, "template.sub_processor_list")

    def test_a_standing_goes_stale_when_a_list_is_published_and_not_while_it_is_drafted(
        self, ours: Organisation, line: Purpose
    ) -> None:
        vendor = make.VendorFactory.create(organisation=ours)
        make.VendorUseFactory.create(vendor=vendor, purpose=line)
        standings.refresh([line.activity], on=SOME_DAY)

        make.ListEntryFactory.create(version__organisation=ours, version__number=7)
        assert self._standing(line) == (0, False)

        ours.sub_processor_lists.get().delete()
        published_list(ours)
        assert self._standing(line) == (0, True)
        standings.refresh([line.activity], on=SOME_DAY)
        assert self._standing(line) == (1, False)

    @staticmethod
    def _standing(line: Purpose) -> tuple[int, bool]:
        standing = ActivityStanding.objects.get(activity=line.activity)
        return standing.blocking_gaps, standing.is_stale

    def test_the_register_of_an_earlier_day_has_the_list_of_that_day(
        self, ours: Organisation, listed: Vendor
    ) -> None:
        before = timezone.now()
        published_list(ours, number=2)

        past = register(PastScope(ours.code, before))["sub_processor_list"]

        assert past == {"number": 1, "effective_on": "2026-11-22", "vendors": ["Listed"]}
        assert register(OrganisationScope(ours.code))["sub_processor_list"]["number"] == 2
