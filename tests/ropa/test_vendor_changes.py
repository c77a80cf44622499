"""Changes that vendors announce: how long we may object, whom they concern, and the decision."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ropa.choices.register import FacetState
from ropa.choices.vendors import ChangeKind, ChangeStatus, SubProcessorConsent
from ropa.models import (
    CustomerActivity,
    PurposeDataCategory,
    SubProcessing,
    Vendor,
    VendorChange,
    VendorLocation,
)
from ropa.services import vendor_changes
from tests import factories as make
from tests.ropa.lists import line_for_customers

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 3, 1)
ON = date(2026, 3, 4)


@pytest.fixture
def vendor() -> Vendor:
    return make.VendorFactory.create(name="Hosting", organisation__code="acme")


def notice(vendor: Vendor, **more: Any) -> VendorChange:
    values = {"received_on": RECEIVED, **more}
    return vendor_changes.record(make.ChangeFactory.build(vendor=vendor, **ours(vendor), **values))


def ours(vendor: Vendor) -> dict[str, Any]:
    return {"organisation": vendor.organisation}


def dpa(vendor: Vendor, period: str, **more: Any) -> Any:
    return make.AgreementFactory.create(
        vendor=vendor, **ours(vendor), **{"title": "DPA", "objection_period": period, **more}
    )


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


class TestDecide:
    def test_it_keeps_who_when_and_why(self, vendor: Vendor, by: User) -> None:
        change = notice(vendor, notice_period="P30D")

        decided = vendor_changes.decide(change.pk, "objected", note="No. See file 7.", by=by, on=ON)

        assert (decided.status, decided.decided_on) == (ChangeStatus.OBJECTED, ON)
        assert (decided.decided_by, decided.decision_note) == (by, "No. See file 7.")
        assert not vendor_changes.is_late(decided, on=date(2027, 1, 1))

    @pytest.mark.parametrize(
        ("status", "note", "on", "said"),
        [
            ("accepted", "  ", ON, "Say why"),
            ("open", "Why", ON, "Choose a decision"),
            ("nonsense", "Why", ON, "Choose a decision"),
            ("accepted", "Why", date(2026, 2, 28), "before the notice came"),
        ],
    )
    def test_what_is_no_decision_is_refused(
        self, vendor: Vendor, by: User, status: str, note: str, on: date, said: str
    ) -> None:
        change = notice(vendor)

        with pytest.raises(ValidationError, match=said):
            vendor_changes.decide(change.pk, status, note=note, by=by, on=on)

    def test_it_is_decided_once(self, vendor: Vendor, by: User) -> None:
        change = notice(vendor)
        vendor_changes.decide(change.pk, "accepted", note="Fine.", by=by, on=ON)

        with pytest.raises(ValidationError, match="decided already"):
            vendor_changes.decide(change.pk, "objected", note="No.", by=by, on=ON)

    def test_after_the_last_day_it_is_late(self, vendor: Vendor, by: User) -> None:
        in_time, late = (notice(vendor, notice_period="P3D") for _each in range(2))
        last = date(2026, 3, 4)

        decided = [
            vendor_changes.decide(change.pk, "accepted", note="Fine.", by=by, on=on)
            for change, on in ((in_time, last), (late, last + timedelta(days=1)))
        ]

        assert [vendor_changes.is_late(each, on=last) for each in decided] == [False, True]

    def test_an_accepted_sub_processor_takes_its_place_in_the_chain(
        self, vendor: Vendor, by: User
    ) -> None:
        new = make.VendorFactory.create(**ours(vendor))
        change = notice(vendor, sub_processor=new, effective_on=date(2026, 5, 1))

        vendor_changes.decide(change.pk, "accepted", note="Fine.", by=by, on=ON, makes_link=True)

        link = SubProcessing.objects.get()
        assert (link.vendor, link.sub_processor) == (vendor, new)
        assert (link.since_on, link.source) == (date(2026, 5, 1), "Notice received on 1 March 2026")

    def test_a_link_that_closes_a_circle_undoes_the_decision(
        self, vendor: Vendor, by: User
    ) -> None:
        new = make.VendorFactory.create(name="New", **ours(vendor))
        make.SubProcessingFactory.create(vendor=new, sub_processor=vendor)
        change = notice(vendor, sub_processor=new)

        with pytest.raises(ValidationError, match="close a circle"):
            vendor_changes.decide(
                change.pk, "accepted", note="Fine.", by=by, on=ON, makes_link=True
            )

        change.refresh_from_db()
        assert change.status == ChangeStatus.OPEN


def posted(vendor: Vendor, **more: Any) -> dict[str, Any]:
    values = {
        "vendor": vendor.pk,
        "kind": "adds",
        "sub_processor_name": "Example Analytics",
        "summary": "They add one.",
        "received_on": "2026-03-01",
        **more,
    }
    return {name: value for name, value in values.items() if value != ""}


class TestPages:
    ADD = "/ropa/vendorchange/add/"

    def test_a_notice_is_entered_and_the_day_worked_out(
        self, back_office: Client, vendor: Vendor
    ) -> None:
        dpa(vendor, "P5D")

        answer = back_office.post(self.ADD, posted(vendor, notice_period="P30D"))

        assert answer.status_code == 302
        change = VendorChange.objects.get()
        assert change.organisation == vendor.organisation
        assert change.object_until == date(2026, 3, 6)

    def test_without_a_day_the_officer_is_told(self, back_office: Client, vendor: Vendor) -> None:
        page = back_office.post(self.ADD, posted(vendor), follow=True).content.decode()

        assert "no time to object is known" in page
        assert "no time known" in page  # in the list, too

    @pytest.mark.parametrize(
        ("more", "field", "said"),
        [
            ({"sub_processor_name": ""}, "sub_processor", "Choose the sub-processor"),
            ({"received_on": "2999-01-01"}, "received_on", "still to come"),
            ({"notice_period": "30 days"}, "notice_period", "is not a period"),
            ({"notice_period": "P3D", "notice_until": "2026-03-09"}, "notice_until", "not both"),
            ({"country": "Germany"}, "country", "at most 2"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, back_office: Client, vendor: Vendor, more: dict[str, str], field: str, said: str
    ) -> None:
        page = back_office.post(self.ADD, posted(vendor, **more))

        assert said in " ".join(page.context["adminform"].form.errors[field])
        assert not VendorChange.objects.exists()

    def test_an_agreement_with_somebody_else_is_refused(
        self, back_office: Client, vendor: Vendor
    ) -> None:
        other = dpa(make.VendorFactory.create(**ours(vendor)), "P5D")

        page = back_office.post(self.ADD, posted(vendor, agreement=other.pk))

        assert "no agreement with that vendor" in page.content.decode()

    def test_it_is_decided_by_a_button_and_then_stays(
        self, back_office: Client, vendor: Vendor
    ) -> None:
        new = make.VendorFactory.create(**ours(vendor))
        change = notice(vendor, notice_period="P5D", sub_processor=new)
        address = f"/ropa/vendorchange/{change.pk}"
        asked = back_office.post(f"{address}/do/decide/").content.decode()
        data = {"confirmed": "1", "status": "accepted", "note": "Fine.", "makes_link": "on"}
        page = back_office.post(f"{address}/do/decide/", data, follow=True).content.decode()

        assert "The last day to object is over." in asked
        assert "It came after the last day to object." in page
        assert SubProcessing.objects.get().sub_processor == new
        assert back_office.post(f"{address}/change/", posted(vendor)).status_code == 403

    def test_without_the_permission_nobody_decides(self, client: Client, vendor: Vendor) -> None:
        user = make.UserFactory.create()
        rights = ("view_vendorchange", "change_vendorchange")
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        change = notice(vendor)

        answer = client.post(f"/ropa/vendorchange/{change.pk}/do/decide/", {"confirmed": "1"})

        assert answer.status_code == 403

    def test_the_home_page_names_what_is_over_near_or_not_known(
        self, back_office: Client, vendor: Vendor
    ) -> None:
        today = timezone.localdate()
        for days, kind in ((-1, "adds"), (7, "moves"), (8, "terms")):
            notice(
                vendor,
                kind=kind,
                received_on=today - timedelta(days=9),
                notice_until=today + timedelta(days=days),
            )
        notice(vendor, kind=ChangeKind.REMOVES)

        (panel,) = [
            panel
            for panel in back_office.get("/").context["panels"]
            if panel.title == "Announced changes to decide on"
        ]

        assert panel.count == 3
        assert {row.remark == "no time known" for row in panel.rows} == {True, False}
        listed = back_office.get("/ropa/vendorchange/?window=due").context["cl"].result_count
        assert listed == 3
