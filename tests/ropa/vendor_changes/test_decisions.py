"""Announced changes are decided, on their pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from ropa.choices.vendors import ChangeKind, ChangeStatus
from ropa.models import (
    SubProcessing,
    Vendor,
    VendorChange,
)
from ropa.services import vendor_changes
from tests import factories as make
from tests.ropa.vendor_changes.given import ON, dpa, notice, ours

pytestmark = pytest.mark.django_db


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
