"""The vendor list on screen: upload, preview, confirm; and what an upload is protected from."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config.resources import OwnUploads
from ropa.models import Organisation, Vendor, VendorUse
from ropa.resources.vendor_list import READINGS
from ropa.vendor_lists.columns import FIELDS
from tests.factories import UserFactory, VendorFactory, VendorUseFactory
from tests.ropa.vendor_files import MESSY, line, make_register, names, take

IMPORT = "admin:ropa_vendor_import"
CONFIRM = "admin:ropa_vendor_process_import"
EXPORT = "admin:ropa_vendor_export"
LIST = b"Vendor,Service,Status\nHotjar,recordings,active\nWix,pages,active\n"


@pytest.fixture
def ours(db: None) -> Organisation:
    return make_register()


@pytest.fixture
def manager(client: Client, db: None) -> Client:
    """A vendor manager, who may see and import vendors and nothing else."""
    client.force_login(user_with("view_vendor", "import_vendor"))
    return client


def user_with(*permissions: str) -> User:
    user = UserFactory.create()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def upload(client: Client, organisation: Organisation, data: bytes = LIST, **more: Any) -> Any:
    file = SimpleUploadedFile(more.pop("name", "list.csv"), data)
    fields = {"organisation": organisation.pk, "import_file": file, "sheet": "", **more}
    return client.post(reverse(IMPORT), fields)


def sealed(response: Any) -> str:
    """The upload as the page carries it."""
    found = re.search(r'name="upload" value="([^"]+)"', response.content.decode())
    assert found is not None, response.content.decode()
    return found[1]


def confirm(client: Client, upload: str) -> Any:
    return client.post(reverse(CONFIRM), {"upload": upload}, follow=True)


def said(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_every_field_can_be_chosen_for_a_column() -> None:
    assert set(READINGS) == set(FIELDS)


def test_looking_again_without_a_change_reads_the_same(manager: Client, ours: Organisation) -> None:
    table = b"Vendor,Hosting location,Support location,Headquarters,Transfer mechanism,Customer\n"
    preview = upload(manager, ours, table + b"Example Mail,Germany,India,USA,SCC,Example Company\n")
    chosen = re.findall(
        r'name="(column-\d+)">.*?<option value="(\w+)" selected>',
        preview.content.decode(),
        re.DOTALL,
    )

    again = manager.post(reverse(IMPORT), {"upload": sealed(preview), **dict(chosen)})

    assert len(chosen) == 6
    for page in (preview, again):
        assert "is not understood" not in said(page)
    changes = [page.context["result"].report.rows[0].changes for page in (preview, again)]
    assert changes[0] == changes[1]


def test_the_list_of_vendors_offers_import_and_export(manager: Client, ours: Organisation) -> None:
    page = said(manager.get(reverse("admin:ropa_vendor_changelist")))

    assert "Import a vendor list" in page
    assert reverse(EXPORT) in page
    assert "Add vendor" not in page


def test_upload_preview_confirm(manager: Client, ours: Organisation) -> None:
    preview = upload(manager, ours)

    assert "2 rows read: 2 created, 0 updated, 0 unchanged, 0 refused." in said(preview)
    assert "Hotjar · no line named · recordings" in said(preview)
    assert not names()

    done = confirm(manager, sealed(preview))

    assert "2 rows read: 2 created" in said(done)
    assert names() == {"Hotjar", "Wix"}
    change = Vendor.objects.get(name="Wix").history.get()
    assert change.history_change_reason == "Vendor list list.csv"
    assert change.history_user is not None


def test_a_messy_list_is_shown_row_by_row(manager: Client, ours: Organisation) -> None:
    preview = upload(manager, ours, MESSY.read_bytes())

    page = said(preview)
    assert "8 refused" in page
    assert "text where a date belongs" in page
    assert "Nearly the same names" in page
    assert "<style" not in page
    assert " style=" not in page
    done = said(confirm(manager, sealed(preview)))
    assert "Left out were the lines 10, 11, 12, 13, 14, 16, 17, 19." in done


def test_columns_are_shown_and_can_be_chosen(manager: Client, ours: Organisation) -> None:
    preview = upload(manager, ours)
    assert '<option value="service" selected>' in said(preview)
    assert "Status&quot; is not understood" in said(preview)

    again = manager.post(
        reverse(IMPORT),
        {"upload": sealed(preview), "column-0": "name", "column-1": "", "column-2": "service"},
    )
    confirm(manager, sealed(again))

    assert {use.service for use in VendorUse.objects.all()} == {"active"}


def test_a_list_without_a_column_of_names_asks_for_it(manager: Client, ours: Organisation) -> None:
    page = upload(manager, ours, b"Zeug,Service\nWix,pages\n")
    assert "No column is recognised" in said(page)
    assert '<option value="service" selected>' in said(page)

    again = manager.post(
        reverse(IMPORT), {"upload": sealed(page), "column-0": "name", "column-1": "service"}
    )

    assert "1 created" in said(again)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04broken", "list.xlsx", "The workbook is damaged"),
        (b'vendor\n"Wix\n', "list.csv", "quotation mark"),
        (b"\x00" * 50, "list.csv", "control character"),
    ],
)
def test_an_unreadable_file_shows_a_sentence(
    manager: Client, ours: Organisation, data: bytes, name: str, sentence: str
) -> None:
    response = upload(manager, ours, data, name=name)

    assert response.status_code == 200
    assert sentence in said(response)
    assert "Traceback" not in said(response)
    assert "process_import" not in said(response)


def test_file_and_organisation_are_asked_for(manager: Client, ours: Organisation) -> None:
    page = said(manager.post(reverse(IMPORT), {"sheet": ""}))

    assert "Choose a file." in page
    assert "Choose the organisation" in page


class TestProtection:
    def test_without_the_permission_there_is_no_import(
        self, client: Client, ours: Organisation
    ) -> None:
        client.force_login(user_with("view_vendor", "add_vendor", "change_vendor"))

        assert client.get(reverse(IMPORT)).status_code == 403
        assert upload(client, ours).status_code == 403
        assert confirm(client, "x").status_code == 403
        page = said(client.get(reverse("admin:ropa_vendor_changelist")))
        assert "Import a vendor list" not in page

    def test_without_the_permission_there_is_no_export(
        self, client: Client, ours: Organisation
    ) -> None:
        client.force_login(user_with("import_vendor"))

        assert client.get(reverse(EXPORT)).status_code == 403

    def test_another_user_cannot_confirm_an_upload(
        self, manager: Client, ours: Organisation
    ) -> None:
        waiting = sealed(upload(manager, ours))
        other = Client()
        other.force_login(user_with("view_vendor", "import_vendor"))

        assert "another user" in said(confirm(other, waiting))
        assert "another user" in said(other.post(reverse(IMPORT), {"upload": waiting}))
        assert not names()

    def test_a_changed_token_is_refused(self, manager: Client, ours: Organisation) -> None:
        waiting = sealed(upload(manager, ours))

        assert "was changed" in said(confirm(manager, f"x{waiting}"))
        assert not names()

    def test_a_file_that_changed_since_the_preview_is_refused(
        self, manager: Client, ours: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = sealed(upload(manager, ours))
        monkeypatch.setattr(OwnUploads, "read", lambda self: LIST + b"Evil,x,y\n")

        assert "no longer the one that was shown" in said(confirm(manager, waiting))
        assert not names()

    def test_an_upload_is_confirmed_once(self, manager: Client, ours: Organisation) -> None:
        waiting = sealed(upload(manager, ours))
        confirm(manager, waiting)

        assert "no longer the one that was shown" in said(confirm(manager, waiting))

    def test_who_logs_in_again_before_confirming_is_told(self, manager: Client) -> None:
        page = manager.get(reverse(CONFIRM), follow=True)

        assert page.redirect_chain == [(reverse(IMPORT), 302)]
        assert "Nothing was imported: the list was not confirmed." in said(page)


class TestExport:
    @pytest.fixture
    def filled(self, ours: Organisation) -> Organisation:
        vendor = VendorFactory.create(organisation=ours, name="=Élan")
        VendorUseFactory.create(vendor=vendor, purpose=line("contact"), spelling="@élan")
        VendorFactory.create(organisation=make_register("other", "Other"), name="Foreign")
        return ours

    def test_a_csv_that_is_imported_again_unchanged(
        self, manager: Client, filled: Organisation
    ) -> None:
        response = manager.post(reverse(EXPORT), {"organisation": filled.pk, "format": "0"})

        assert "vendor_list.csv" in response["Content-Disposition"]
        text = response.content.decode("utf-8-sig")
        assert "'@élan,'=Élan," in text
        assert "Foreign" not in text
        assert take(filled, response.content).counts["unchanged"] == 1

    def test_a_workbook(self, manager: Client, filled: Organisation) -> None:
        response = manager.post(reverse(EXPORT), {"organisation": filled.pk, "format": "1"})

        sheet = load_workbook(BytesIO(response.content)).active
        assert sheet is not None
        assert [cell.value for cell in sheet[2]][:2] == ["'@élan", "'=Élan"]

    def test_the_filter_of_the_list_counts(self, manager: Client, filled: Organisation) -> None:
        VendorFactory.create(organisation=filled, name="Wix")

        response = manager.post(
            f"{reverse(EXPORT)}?q=wix", {"organisation": filled.pk, "format": "0"}
        )

        assert b"Wix" in response.content
        assert "Élan".encode() not in response.content
