"""A register on screen: upload, preview, choice, confirmation, evidence and undo."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ropa.models import Organisation, ProcessingActivity, RegisterImport
from tests import sheets
from tests.factories import UserFactory

URL = "admin:import-register"
CHANGED = b"code,heading,order\nenquiries,Answering people,1\npayroll,Paying wages,2\nnew,New,3\n"


@pytest.fixture
def officer(client: Client, acme: Path) -> Client:
    user = UserFactory.create(username="olive")
    names = ("view_organisation", "view_registerimport", "import_register")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def upload(client: Client, data: bytes = CHANGED, name: str = "activities.csv", **more: Any) -> Any:
    organisation = Organisation.objects.get(code="acme")
    file = SimpleUploadedFile(name, data)
    fields = {"register": organisation.pk, "upload_file": file, "whose": "", **more}
    return client.post(reverse(URL), fields)


def sealed(response: Any) -> str:
    found = re.search(r'name="upload" value="([^"]+)"', response.content.decode())
    assert found is not None, response.content.decode()
    return found[1]


def confirm(client: Client, upload: str) -> Any:
    return client.post(reverse(URL), {"upload": upload, "confirm": "1"}, follow=True)


def said(response: Any) -> str:
    return " ".join(response.content.decode().split())


def headings() -> list[str]:
    found = ProcessingActivity.objects.order_by("order")
    return list(found.values_list("heading", flat=True))


def test_upload_preview_confirm_and_undo(officer: Client) -> None:
    before = headings()

    preview = upload(officer)

    assert "1 added, 1 changed, 0 removed, 0 conflicts, 0 refused, 1 unchanged." in said(preview)
    assert "<del>Answering enquiries</del> → Answering people" in said(preview)
    assert headings() == before

    done = confirm(officer, sealed(preview))

    assert "Imported activities.csv: 1 added, 1 changed, 0 removed." in said(done)
    assert headings() == ["Answering people", "Paying wages", "New"]
    record = RegisterImport.objects.get(filename="activities.csv")
    assert str(record.imported_by) == "olive"
    assert record.history.get().history_change_reason == "Import of activities.csv"

    url = reverse("admin:ropa_registerimport_action", args=[record.pk, "undo"])
    asked = officer.post(url)
    assert "<del>Answering people</del> → Answering enquiries" in said(asked)
    undone = officer.post(url, {"confirmed": "1"}, follow=True)

    assert "every row is as it was before" in said(undone)
    assert "Undo this import" not in said(undone)
    assert headings() == before


def test_a_register_that_was_changed_after_the_preview_is_shown_again(officer: Client) -> None:
    preview = upload(officer)
    ProcessingActivity.objects.filter(code="enquiries").update(heading="Somebody else's")

    done = confirm(officer, sealed(preview))

    assert "The register was changed since this was shown" in said(done)
    assert "New" not in headings()


def test_a_conflict_is_shown_with_both_values_and_decided_on_the_page(
    officer: Client, tmp_path: Path
) -> None:
    path = tmp_path / "acme.zip"
    assert sheets.export("acme", "csv", "-o", path).code == 0
    folder = tmp_path / "edited"
    _unzip(path, folder)
    text = (folder / "activities.csv").read_text(encoding="utf-8")
    (folder / "activities.csv").write_text(text.replace("Paying wages", "Ours"), encoding="utf-8")
    ProcessingActivity.objects.filter(code="payroll").update(heading="Theirs")

    preview = upload(officer, _zip(folder), "acme.zip")

    assert "heading: “Ours” in the file, “Theirs” in the register" in said(preview)
    assert "Import what is shown" not in said(preview)

    again = officer.post(reverse(URL), {"upload": sealed(preview), "whose": "file"})
    confirm(officer, sealed(again))

    assert "Ours" in headings()


def test_an_upload_is_of_use_to_its_user_alone(officer: Client) -> None:
    preview = upload(officer)
    other = UserFactory.create()
    other.user_permissions.set(Permission.objects.filter(codename="import_register"))
    officer.force_login(other)

    assert "another user" in said(confirm(officer, sealed(preview)))
    assert "New" not in headings()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04broken", "acme.xlsx", "The zip is damaged"),
        (b"code,colour\nx,red\n", "activities.csv", "there is no column"),
        (b"", "activities.csv", "empty"),
        (b'{"code": 1}', "acme.json", "The JSON is no register"),
    ],
)
def test_an_unreadable_file_shows_a_sentence(
    officer: Client, data: bytes, name: str, sentence: str
) -> None:
    response = upload(officer, data, name)

    assert response.status_code == 200
    assert sentence in said(response)
    assert "Import what is shown" not in said(response)


def test_the_page_is_in_the_menu_and_on_the_organisation_for_those_who_may(
    officer: Client,
) -> None:
    organisation = Organisation.objects.get(code="acme")
    page = reverse("admin:ropa_organisation_change", args=[organisation.pk])
    address = reverse(URL)

    assert f"{address}?organisation={organisation.pk}" in said(officer.get(page))
    assert address in said(officer.get(reverse("admin:index")))
    assert officer.get(address).status_code == 200

    auditor = UserFactory.create()
    auditor.user_permissions.set(Permission.objects.filter(codename="view_organisation"))
    officer.force_login(auditor)
    assert address not in said(officer.get(page))
    assert officer.get(address).status_code == 403


def _unzip(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)


def _zip(folder: Path) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    return data.getvalue()
