"""How long one may object to an announced change, and whom it affects."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ropa.choices.register import FacetState
from ropa.choices.vendors import SubProcessorConsent
from ropa.models import (
    CustomerActivity,
    PurposeDataCategory,
    Vendor,
    VendorChange,
    VendorLocation,
)
from ropa.services import vendor_changes
from tests import factories as make
from tests.ropa.lists import line_for_customers
from tests.ropa.vendor_changes.given import ON, dpa, notice, ours

pytestmark = pytest.mark.django_db


class TestWindow:
    def test_the_mail_said_30_days_and_the_contract_5_so_5_counts(self, vendor: Vendor) -> None:
        change = notice(vendor, notice_period="P30D", agreement=dpa(vendor, "P5D"))

        assert change.object_until == date(2026, 3, 6)
        assert change.explanation.splitlines() == [
            "The notice came on 1 March 2026; the day after it is the first.",
            "The notice gives 30 days: until 31 March 2026.",
            "“DPA” gives 5 days: until 6 March 2026.",
            "The shorter one counts: object by the end of 6 March 2026.",
        ]

    def test_the_notice_counts_where_it_is_shorter(self, vendor: Vendor) -> None:
        change = notice(vendor, notice_period="P10D", agreement=dpa(vendor, "P30D"))

        assert change.object_until == date(2026, 3, 11)

    @pytest.mark.parametrize(
        ("received", "period", "until"),
        [
            (date(2026, 1, 31), "P1M", date(2026, 2, 28)),  # no such day: its last one
            (date(2028, 2, 28), "P1D", date(2028, 2, 29)),
            (date(2026, 3, 6), "P8D", date(2026, 3, 14)),  # a Saturday, and it stays one
            (date(2026, 3, 1), "P2W", date(2026, 3, 15)),
        ],
    )
    def test_days_are_counted_by_the_calendar(
        self, vendor: Vendor, received: date, period: str, until: date
    ) -> None:
        assert notice(vendor, received_on=received, notice_period=period).object_until == until

    def test_a_day_in_the_notice_is_taken_as_it_stands(self, vendor: Vendor) -> None:
        assert notice(vendor, notice_until=date(2026, 3, 20)).object_until == date(2026, 3, 20)

    def test_without_an_agreement_named_those_in_force_count(self, vendor: Vendor) -> None:
        dpa(vendor, "P14D")
        dpa(vendor, "P7D", expires_on=date(2026, 2, 28))  # ended the day before
        dpa(make.VendorFactory.create(), "P1D")

        assert notice(vendor).object_until == date(2026, 3, 15)

    def test_nobody_says_anything_and_that_is_said_aloud(self, vendor: Vendor) -> None:
        change = notice(vendor)

        assert change.object_until is None
        assert "no time to object is known: ask the vendor" in change.explanation

    def test_an_agreement_that_wants_our_consent_says_so(self, vendor: Vendor) -> None:
        dpa(vendor, "", sub_processor_consent=SubProcessorConsent.SPECIFIC)

        assert "needs our written consent beforehand" in notice(vendor).explanation

    def test_the_day_follows_the_agreement_while_the_change_is_open(
        self, vendor: Vendor, by: User
    ) -> None:
        agreement = dpa(vendor, "P5D")
        named = notice(vendor, agreement=agreement)
        unnamed = notice(vendor)
        decided = notice(vendor)
        vendor_changes.decide(decided.pk, "accepted", note="Fine.", by=by, on=ON)

        agreement.objection_period = "P10D"
        agreement.save()

        days = [VendorChange.objects.get(pk=each.pk) for each in (named, unnamed, decided)]
        assert [each.object_until for each in days] == [
            date(2026, 3, 11),
            date(2026, 3, 11),
            date(2026, 3, 6),
        ]
        assert days[0].history.first().history_change_reason == "The agreement was changed."

    def test_a_period_of_thousands_of_years_is_no_error(self, vendor: Vendor) -> None:
        assert notice(vendor, notice_period="P99999Y").object_until == date.max


class TestAffected:
    def test_lines_data_and_customers_are_read_from_the_register(self, vendor: Vendor) -> None:
        line = line_for_customers(vendor.organisation, code="hosting")
        category = make.DataCategoryFactory.create(name="Log files")
        PurposeDataCategory.objects.create(purpose=line, category=category)
        make.VendorUseFactory.create(vendor=vendor, purpose=line)
        named_only = make.PurposeFactory.create(activity__organisation=vendor.organisation)
        make.VendorUseFactory.create(vendor=vendor, purpose=named_only, is_recipient=False)
        customer = make.CustomerFactory.create(**ours(vendor), sub_processor_notice="P10D")
        make.CustomerFactory.create(**ours(vendor))
        CustomerActivity.objects.create(customer=customer, activity=line.activity)

        found = vendor_changes.affected(notice(vendor, effective_on=date(2026, 4, 15)), on=ON)

        assert [each.code for each in found.activities] == ["hosting"]
        assert found.lines == (line,)
        assert found.categories == (category,)
        (told,) = found.customers
        assert (told.customer, told.tell_by) == (customer, date(2026, 4, 4))

    def test_a_vendor_that_we_use_through_another_one_concerns_us(self, vendor: Vendor) -> None:
        front = make.VendorFactory.create(name="Front", **ours(vendor))
        make.SubProcessingFactory.create(vendor=front, sub_processor=vendor)
        line = make.PurposeFactory.create(activity__organisation=vendor.organisation)
        make.VendorUseFactory.create(vendor=front, purpose=line)

        found = vendor_changes.affected(notice(vendor), on=ON)

        assert found.through == (front,)
        assert found.lines == (line,)

    def test_a_line_that_inherits_its_recipients_is_concerned_too(self, vendor: Vendor) -> None:
        line = make.PurposeFactory.create(activity__organisation=vendor.organisation)
        make.VendorUseFactory.create(vendor=vendor, purpose=line)
        heir = make.PurposeFactory.create(
            activity=line.activity, inherits_from=line, recipients_state=FacetState.INHERITED
        )

        assert set(vendor_changes.affected(notice(vendor), on=ON).lines) == {line, heir}

    def test_third_countries_of_the_notice_and_of_the_new_one_are_told(
        self, vendor: Vendor
    ) -> None:
        new = make.VendorFactory.create(**ours(vendor))
        VendorLocation.objects.create(vendor=new, country="DE")
        VendorLocation.objects.create(vendor=new, country="US", order=2)
        transfer = make.TransferFactory.create(
            **ours(vendor), importer_vendor=vendor, country="US", destination_kind="country"
        )

        found = vendor_changes.affected(notice(vendor, sub_processor=new, country="IN"), on=ON)

        assert [(each.country, each.is_third, each.recorded) for each in found.destinations] == [
            ("IN", True, ()),
            ("DE", False, ()),
            ("US", True, (transfer,)),
        ]

    def test_more_of_the_register_is_no_more_queries(self, vendor: Vendor) -> None:
        change = notice(vendor)
        counts = []
        for size in (1, 12):
            for line in make.PurposeFactory.create_batch(
                size, activity__organisation=vendor.organisation
            ):
                make.VendorUseFactory.create(vendor=vendor, purpose=line)
                make.SubProcessingFactory.create(
                    sub_processor=vendor, vendor=make.VendorFactory.create(**ours(vendor))
                )
            with CaptureQueriesContext(connection) as asked:
                vendor_changes.affected(change, on=ON)
            counts.append(len(asked))

        assert counts[0] == counts[1] <= 12
