"""Lists of sub-processors: drafted from the register, published for ever, told to customers."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from ropa.choices.vendors import VersionStatus
from ropa.models import Organisation, SubProcessorList, Task, Vendor, VendorLocation
from ropa.services import listing
from tests import factories as make
from tests.ropa.lists import line_for_customers, published_list

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


@pytest.fixture
def ours() -> Organisation:
    return make.OrganisationFactory.create(code="acme", name="Acme")


def vendor_of(ours: Organisation, name: str, **more: Any) -> Vendor:
    return make.VendorFactory.create(organisation=ours, name=name, **more)


def used(vendor: Vendor, **more: Any) -> Vendor:
    make.VendorUseFactory.create(
        vendor=vendor, purpose=line_for_customers(vendor.organisation), **more
    )
    return vendor


def draft_with(ours: Organisation, *vendors: Vendor, effective_on: date) -> SubProcessorList:
    version = listing.draft(ours.pk)
    version.effective_on = effective_on
    version.save()
    for order, vendor in enumerate(vendors, start=1):
        make.ListEntryFactory.create(version=version, vendor=vendor, name=vendor.name, order=order)
    return version


class TestDraft:
    def test_it_has_who_gets_customers_data_and_nobody_else(self, ours: Organisation) -> None:
        hosting = used(
            vendor_of(ours, "Hosting", legal_name="Hosting Example GmbH"), service="Host"
        )
        VendorLocation.objects.create(vendor=hosting, country="DE")
        VendorLocation.objects.create(vendor=hosting, wording="worldwide", order=2)
        make.VendorUseFactory.create(
            vendor=hosting, purpose=line_for_customers(ours), service="Backup"
        )
        used(vendor_of(ours, "Own", is_own_product=True))
        used(vendor_of(ours, "Named only"), is_recipient=False)
        make.VendorUseFactory.create(
            vendor=vendor_of(ours, "Payroll"),
            purpose=make.PurposeFactory.create(activity__organisation=ours),
        )
        make.SubProcessingFactory.create(vendor=hosting)  # is bound by the contract of the vendor

        version = listing.draft(ours.pk)

        (entry,) = version.entries.all()
        assert entry.name == "Hosting (Hosting Example GmbH)"
        assert entry.service == "Host; Backup"
        assert entry.location == "Germany; worldwide"
        assert (version.number, version.status) == (1, VersionStatus.DRAFT)

    def test_there_is_one_draft_at_a_time(self, ours: Organisation) -> None:
        listing.draft(ours.pk)

        with pytest.raises(ValidationError, match="has a draft already"):
            listing.draft(ours.pk)


class TestPublish:
    def test_it_stays_as_it_is_and_its_hash_can_be_borne_out(
        self, ours: Organisation, by: User
    ) -> None:
        version = draft_with(ours, vendor_of(ours, "A"), effective_on=ON)

        version = listing.publish(version.pk, by=by, on=ON)

        assert version.published_by == by
        assert len(version.content_sha256) == 64
        assert listing.agrees(version)
        entry = version.entries.get()
        entry.location = "Elsewhere"
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            entry.save()
        assert version.history.first().history_change_reason == "Published."

    @pytest.mark.parametrize(
        ("effective_on", "vendors", "said"),
        [
            (None, 1, "Say from which day"),
            (date(2026, 10, 31), 1, "before it is published"),
            (ON, 0, "The list is empty"),
        ],
    )
    def test_what_is_missing_is_said(
        self, ours: Organisation, by: User, effective_on: date, vendors: int, said: str
    ) -> None:
        names = [vendor_of(ours, "A")][:vendors]
        version = draft_with(ours, *names, effective_on=effective_on)

        with pytest.raises(listing.ListRefused, match=said):
            listing.publish(version.pk, by=by, on=ON)

    def test_a_vendor_more_waits_for_the_whole_notice_of_every_customer(
        self, ours: Organisation, by: User
    ) -> None:
        old, new = vendor_of(ours, "Old"), vendor_of(ours, "New")
        published_list(ours, old)
        make.CustomerFactory.create(organisation=ours, name="Slow", sub_processor_notice="P30D")
        make.CustomerFactory.create(organisation=ours, name="Fast", sub_processor_notice="P5D")
        version = draft_with(ours, old, new, effective_on=date(2026, 12, 1))

        with pytest.raises(listing.ListRefused) as refused:
            listing.publish(version.pk, by=by, on=ON)

        said = str(refused.value)
        assert "It adds New, and Slow must be told 30 days before" in said
        assert "2 December 2026 at the earliest" in said
        version.effective_on = date(2026, 12, 2)
        version.save()
        listing.publish(version.pk, by=by, on=ON)
        tasks = {task.customer.name: task.due_on for task in Task.objects.all() if task.customer}
        assert tasks == {"Slow": date(2026, 11, 1), "Fast": date(2026, 11, 26)}

    def test_a_list_that_adds_nobody_waits_for_nobody(self, ours: Organisation, by: User) -> None:
        old, gone = vendor_of(ours, "Old"), vendor_of(ours, "Gone")
        published_list(ours, old, gone)
        make.CustomerFactory.create(organisation=ours, sub_processor_notice="P30D")
        version = draft_with(ours, old, effective_on=ON)

        listing.publish(version.pk, by=by, on=ON)

        assert not Task.objects.exists()

    def test_the_first_list_says_what_is_so_already(self, ours: Organisation, by: User) -> None:
        make.CustomerFactory.create(organisation=ours, sub_processor_notice="P30D")
        version = draft_with(ours, vendor_of(ours, "Old"), effective_on=ON)

        assert listing.publish(version.pk, by=by, on=ON).number == 1

    def test_a_published_one_is_not_published_again(self, ours: Organisation, by: User) -> None:
        version = published_list(ours, vendor_of(ours, "A"))

        with pytest.raises(listing.ListRefused, match="Only a draft"):
            listing.publish(version.pk, by=by, on=ON)

    def test_tasks_are_made_once(self, ours: Organisation) -> None:
        make.CustomerFactory.create(organisation=ours)
        version = published_list(ours)

        assert len(listing.tell(version)) == 1
        assert listing.tell(version) == []


class TestCompare:
    def test_what_came_went_and_is_described_otherwise(self, ours: Organisation) -> None:
        stays, goes, comes = (vendor_of(ours, name) for name in ("Stays", "Goes", "Comes"))
        old = published_list(ours, stays, goes)
        new = listing.draft(ours.pk)
        make.ListEntryFactory.create(version=new, vendor=stays, name="Stays", location="FR")
        make.ListEntryFactory.create(version=new, vendor=comes, name="Comes")

        found = {(each.kind.value, each.name) for each in listing.compare(old, new)}

        assert found == {("changed", "Stays"), ("removed", "Goes"), ("added", "Comes")}

    def test_another_order_is_no_difference(self, ours: Organisation) -> None:
        a, b = vendor_of(ours, "A"), vendor_of(ours, "B")

        assert (
            listing.compare(published_list(ours, a, b), published_list(ours, b, a, number=2)) == []
        )


class TestRequests:
    def test_it_is_recorded_which_version_was_sent(self, ours: Organisation) -> None:
        version = published_list(ours)
        asked = make.ListRequestFactory.create(organisation=ours, asked_on=ON)

        sent = listing.send(asked.pk, version, on=date(2026, 11, 3))

        assert (sent.version, sent.sent_on) == (version, date(2026, 11, 3))
        with pytest.raises(ValidationError, match="sent already"):
            listing.send(asked.pk, version, on=date(2026, 11, 4))

    def test_a_draft_is_not_sent(self, ours: Organisation) -> None:
        asked = make.ListRequestFactory.create(organisation=ours)

        with pytest.raises(ValidationError, match="Only a published version"):
            listing.send(asked.pk, listing.draft(ours.pk), on=make.SOME_DAY)


class TestPages:
    def test_to_add_a_version_is_to_draft_it(self, back_office: Client, ours: Organisation) -> None:
        used(vendor_of(ours, "Hosting"))
        data = {"organisation": ours.pk, "effective_on": "2026-12-01", "note": "First."}

        page = back_office.post("/ropa/subprocessorlist/add/", data, follow=True)

        version = SubProcessorList.objects.get()
        assert [entry.name for entry in version.entries.all()] == ["Hosting"]
        assert (version.number, version.note) == (1, "First.")
        assert "Look through its entries" in page.content.decode()
        again = back_office.post("/ropa/subprocessorlist/add/", data)
        assert "has a draft already" in again.content.decode()

    def test_publishing_asks_and_says_what_is_missing(
        self, back_office: Client, ours: Organisation
    ) -> None:
        version = listing.draft(ours.pk)
        address = f"/ropa/subprocessorlist/{version.pk}/do/publish/"

        asked = back_office.post(address).content.decode()
        back_office.post(address, {"confirmed": "1"})

        assert "Say from which day the list is in force." in asked
        version.refresh_from_db()
        assert version.status == VersionStatus.DRAFT

    def test_without_the_permission_nobody_publishes(
        self, client: Client, ours: Organisation
    ) -> None:
        user = make.UserFactory.create()
        user.user_permissions.set(
            Permission.objects.filter(
                codename__in=("view_subprocessorlist", "change_subprocessorlist")
            )
        )
        client.force_login(user)
        version = draft_with(ours, vendor_of(ours, "A"), effective_on=date(2099, 1, 1))

        answer = client.post(f"/ropa/subprocessorlist/{version.pk}/do/publish/", {"confirmed": "1"})

        assert answer.status_code == 403

    def test_a_published_version_can_only_be_read(
        self, back_office: Client, ours: Organisation
    ) -> None:
        version = published_list(ours, vendor_of(ours, "A"))

        page = back_office.get(f"/ropa/subprocessorlist/{version.pk}/change/").content.decode()

        assert 'name="_save"' not in page
        assert back_office.post(f"/ropa/subprocessorlist/{version.pk}/change/").status_code == 403

    @pytest.mark.parametrize(
        ("form", "begins"), [("csv", b"Sub-processors"), ("html", b"<!DOCTYPE"), ("pdf", b"%PDF-1")]
    )
    def test_it_is_a_file_to_send(
        self, back_office: Client, ours: Organisation, form: str, begins: bytes
    ) -> None:
        version = published_list(ours, vendor_of(ours, "=cmd|Evil"))

        answer = back_office.get(f"/ropa/subprocessorlist/{version.pk}/file/{form}/")

        assert answer.content.startswith(begins)
        if form == "csv":
            assert "'=cmd|Evil" in answer.content.decode()

    def test_the_page_of_differences_names_them(
        self, back_office: Client, ours: Organisation
    ) -> None:
        published_list(ours, vendor_of(ours, "Goes"))
        version = published_list(ours, vendor_of(ours, "Comes"), number=2)

        page = back_office.get(f"/ropa/subprocessorlist/{version.pk}/compare/").content.decode()

        assert "<ins>Comes" in page
        assert "<del>Goes" in page

    def test_what_was_sent_is_recorded_by_a_button(
        self, back_office: Client, ours: Organisation
    ) -> None:
        version = published_list(ours)
        asked = make.ListRequestFactory.create(organisation=ours, asked_on=ON)
        data = {"confirmed": "1", "version": version.pk, "sent_on": "2026-11-03"}

        back_office.post(f"/ropa/subprocessorlistrequest/{asked.pk}/do/send/", data)

        asked.refresh_from_db()
        assert asked.version == version
