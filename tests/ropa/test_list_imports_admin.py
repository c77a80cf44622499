"""Long vendor lists on screen: the page that waits, its preview, its buttons, the evidence."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ropa import tasks
from ropa.admin import vendor_list_forms
from ropa.choices.vendors import ListImportStatus
from ropa.models import Organisation, Vendor, VendorListEntry, VendorListImport, VendorSource
from tests.factories import EntryFactory, SourceFactory, UserFactory, VendorFactory
from tests.ropa.test_vendor_import_admin import confirm, said, sealed, user_with
from tests.ropa.vendor_files import make_register, names

UPLOAD = "admin:ropa_vendor_import"
LIST = b"Vendor,Service\nHotjar,recordings\nWix,pages\ntbd,x\n"


@pytest.fixture(autouse=True)
def few_rows_are_long(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(vendor_list_forms, "MAX_ROWS_AT_ONCE", 2)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ours(db: None) -> Organisation:
    return make_register()


@pytest.fixture
def person(db: None) -> User:
    return user_with("view_vendor", "import_vendor", "view_vendorlistimport", "view_vendorsource")


@pytest.fixture
def manager(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def send(client: Client, ours: Organisation, data: bytes = LIST, **more: Any) -> Any:
    file = SimpleUploadedFile("list.csv", data)
    fields = {"organisation": ours.pk, "import_file": file, "sheet": "", **more}
    return client.post(reverse(UPLOAD), fields, follow=True)


def page(client: Client, record: VendorListImport) -> str:
    return said(client.get(reverse("admin:ropa_vendorlistimport_change", args=[record.pk])))


def act(client: Client, record: VendorListImport, name: str) -> str:
    address = reverse("admin:ropa_vendorlistimport_action", args=[record.pk, name])
    return said(client.post(address, {"confirmed": "1"}, follow=True))


def test_a_long_list_waits_for_a_worker_and_the_page_waits_with_the_officer(
    manager: Client, ours: Organisation
) -> None:
    shown = said(send(manager, ours))

    record = VendorListImport.objects.get()
    assert record.status == ListImportStatus.TO_LOOK, "the request does not do the work"
    assert "The preview is being made" in shown
    assert "back_office/progress.js" in shown
    state = manager.get(reverse("admin:ropa_vendorlistimport_state", args=[record.pk])).json()
    assert state["is_waiting"]
    assert "Waits for its turn" in state["phase"]


def test_preview_confirmation_and_evidence(manager: Client, ours: Organisation) -> None:
    send(manager, ours)
    record = VendorListImport.objects.get()
    tasks.take_up_lists()

    preview = page(manager, record)
    assert "3 rows read: 2 created, 0 updated, 0 unchanged, 1 refused." in preview
    assert "&quot;tbd&quot; does not say who it is" in preview
    assert "Import what is shown" in preview
    assert not names()

    assert "It is being written." in act(manager, record, "confirm")
    tasks.take_up_lists()

    evidence = page(manager, record)
    assert "written" in evidence
    assert "Import what is shown" not in evidence
    assert names() == {"Hotjar", "Wix"}


def test_a_session_that_ends_before_the_confirmation_loses_nothing(
    manager: Client, person: User, ours: Organisation
) -> None:
    send(manager, ours)
    record = VendorListImport.objects.get()
    manager.logout()
    tasks.take_up_lists()

    manager.force_login(person)

    assert "Import what is shown" in page(manager, record)
    act(manager, record, "confirm")
    tasks.take_up_lists()
    assert names() == {"Hotjar", "Wix"}


def test_a_dropped_list_is_gone_for_good(manager: Client, ours: Organisation) -> None:
    send(manager, ours)
    record = VendorListImport.objects.get()
    tasks.take_up_lists()

    assert "The list is dropped; nothing was written." in act(manager, record, "drop")
    act(manager, record, "confirm")
    tasks.take_up_lists()

    assert not names()


def test_a_second_file_is_told_to_wait(manager: Client, ours: Organisation) -> None:
    send(manager, ours)

    again = said(send(manager, ours, b"Vendor\nLoggly\n"))

    assert "Another vendor list of this organisation is on its way; finish or drop it." in again
    assert VendorListImport.objects.count() == 1


def test_columns_are_corrected_on_the_page(manager: Client, ours: Organisation) -> None:
    send(manager, ours, b"Zeug,Service\nHotjar,x\nWix,pages\nLoggly,logs\n")
    record = VendorListImport.objects.get()
    tasks.take_up_lists()
    assert "No column is recognised" in page(manager, record)
    assert "Import what is shown" not in page(manager, record)

    address = reverse("admin:ropa_vendorlistimport_columns", args=[record.pk])
    manager.post(address, {"column-0": "name", "column-1": "service"})
    tasks.take_up_lists()

    assert "3 rows read: 3 created" in page(manager, record)


def test_the_report_is_downloaded_whole_and_the_list_is_not(
    manager: Client, ours: Organisation
) -> None:
    send(manager, ours, b"Vendor,Service\nHotjar,=1+1\nWix,pages\ntbd,x\n")
    record = VendorListImport.objects.get()
    tasks.take_up_lists()

    told = json.loads(manager.get(f"/ropa/vendorlistimport/{record.pk}/report.json").content)
    csv = b"".join(manager.get(f"/ropa/vendorlistimport/{record.pk}/report.csv")).decode()

    assert [row["outcome"] for row in told["rows"]] == ["created", "created", "refused"]
    assert len(csv.splitlines()) == 4
    assert manager.get(f"/ropa/vendorlistimport/{record.pk}/report.xlsx").status_code == 404


@pytest.mark.parametrize("path", ["state/", "report.json"])
def test_who_may_not_see_imports_sees_nothing_of_one(
    manager: Client, ours: Organisation, path: str
) -> None:
    send(manager, ours)
    record = VendorListImport.objects.get()
    manager.force_login(UserFactory.create())

    response = manager.get(f"/ropa/vendorlistimport/{record.pk}/{path}")

    assert response.status_code in (302, 403)


def test_who_may_only_look_has_no_button_and_cannot_post(
    manager: Client, ours: Organisation
) -> None:
    send(manager, ours)
    record = VendorListImport.objects.get()
    tasks.take_up_lists()
    manager.force_login(user_with("view_vendorlistimport"))

    assert "Import what is shown" not in page(manager, record)
    address = reverse("admin:ropa_vendorlistimport_action", args=[record.pk, "confirm"])
    assert manager.post(address).status_code == 403
    columns = reverse("admin:ropa_vendorlistimport_columns", args=[record.pk])
    assert manager.post(columns, {"column-0": "name"}).status_code == 403


class TestSources:
    """Short lists of a source, in one request."""

    def test_a_new_source_is_made_when_its_list_is_confirmed(
        self, manager: Client, ours: Organisation
    ) -> None:
        preview = send(manager, ours, b"Vendor\nHotjar\nWix\n", new_source="Tools we use")
        assert "Since the last time: 2 added, 0 changed, 0 no longer listed." in said(preview)
        assert not VendorSource.objects.exists()

        confirm(manager, sealed(preview))

        source = VendorSource.objects.get()
        assert (source.title, source.code) == ("Tools we use", "tools-we-use")
        assert source.entries.count() == 2
        record = VendorListImport.objects.get()
        assert (record.status, record.source, record.read) == ("taken", source, 2)

    def test_the_preview_shows_what_is_no_longer_listed_and_the_vendor_says_so(
        self, back_office: Client, ours: Organisation
    ) -> None:
        source = SourceFactory.create(organisation=ours, title="Tools")
        for data in (b"Vendor\nHotjar\nWix\n", b"Vendor\nWix\n"):
            preview = send(back_office, ours, data, chosen_source=source.pk)
            confirm(back_office, sealed(preview))

        assert "0 added, 0 changed, 1 no longer listed." in said(preview)
        assert "Keep what the source says now" in said(preview)
        vendor = Vendor.objects.get(name="Hotjar")
        shown = said(back_office.get(reverse("admin:ropa_vendor_change", args=[vendor.pk])))
        assert "no longer listed since" in shown
        assert "Tools: Hotjar" in shown

    def test_a_source_of_another_organisation_is_refused(
        self, manager: Client, ours: Organisation
    ) -> None:
        foreign = SourceFactory.create()

        shown = said(send(manager, ours, b"Vendor\nWix\n", chosen_source=foreign.pk))

        assert "That is a source of another organisation." in shown

    def test_entries_are_filtered_by_what_was_not_understood_and_what_is_gone(
        self, back_office: Client
    ) -> None:
        vendor = VendorFactory.create()
        EntryFactory.create(spelling="Plain", vendor=vendor)
        EntryFactory.create(spelling="Riddle", not_understood="No country.", raw={"Land": "?"})
        EntryFactory.create(spelling="Gone", removed_on="2026-11-01")

        def shown(**query: str) -> list[str]:
            response = back_office.get(reverse("admin:ropa_vendorlistentry_changelist"), query)
            return [entry.spelling for entry in response.context["cl"].result_list]

        assert shown(understood="no") == ["Riddle"]
        assert shown(gone="yes") == ["Gone"]
        assert shown(vendor__id__exact=str(vendor.pk)) == ["Plain"]
        entry = VendorListEntry.objects.get(spelling="Riddle")
        text = said(back_office.get(reverse("admin:ropa_vendorlistentry_change", args=[entry.pk])))
        assert "<dt>Land</dt><dd>?</dd>" in text
        assert "No country." in text
