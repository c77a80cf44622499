"""The page of exports: the register of a day in any form, and the pack, for those who may."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from ropa.models import AuthorityPack, Organisation, ProcessingActivity
from ropa.services import exporting
from tests import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def client_in(role: str) -> Client:
    user = UserFactory.create()
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


def fields(prefix: str, **said: str) -> dict[str, str]:
    return {f"{prefix}-{name}": text for name, text in said.items()}


@pytest.fixture
def organisation(acme: Path) -> str:
    return str(Organisation.objects.get().pk)


@pytest.mark.parametrize("form", [f"{layout}.{kind}" for layout, kind in exporting.forms()])
def test_an_auditor_downloads_every_form(organisation: str, form: str) -> None:
    said = fields("export", organisation=organisation, form=form, role="", as_of="")
    answer = client_in("Auditor").post("/exports/", said)

    if form.startswith("notice."):  # this register has none, and the page says so
        assert "has no table to give back" in answer.content.decode()
    else:
        assert f'filename="acme-{form.partition(".")[0]}.' in answer["Content-Disposition"]
        assert len(answer.content) > 100


def test_one_record_can_be_chosen(organisation: str) -> None:
    said = fields("export", organisation=organisation, form="html.html", role="processor", as_of="")
    page = client_in("Auditor").post("/exports/", said).content.decode()

    assert "Paying wages" in page
    assert "Answering enquiries" not in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2001-01-01", "there was no register of Acme yet"),
        ("2100-01-01", "is not over yet"),
        ("nonsense", "This is no day: write it as 2026-11-22."),
    ],
)
def test_an_impossible_day_is_told_at_the_field(organisation: str, day: str, sentence: str) -> None:
    client = client_in("Auditor")
    export = fields("export", organisation=organisation, form="pdf.pdf", role="", as_of=day)
    pack = fields("pack", organisation=organisation, as_of=day) | {"pack": "1"}

    for answer, form in (
        (client.post("/exports/", export), "export_form"),
        (client.post("/exports/", pack), "pack_form"),
    ):
        assert sentence in str(answer.context[form].errors["as_of"])
    assert not AuthorityPack.objects.exists()


def test_a_form_of_the_whole_register_is_not_made_of_one_record(organisation: str) -> None:
    said = fields(
        "export", organisation=organisation, form="workbook.xlsx", role="processor", as_of=""
    )
    page = client_in("Auditor").post("/exports/", said).content.decode()

    assert "This form is not made of one record alone: choose “both records”." in page


def test_a_part_is_chosen_by_entity_customer_and_retired_activities(organisation: str) -> None:
    ours = {"organisation": Organisation.objects.get()}
    entity, customer = make.EntityFactory.create(**ours), make.CustomerFactory.create(**ours)
    ProcessingActivity.objects.update(status="retired")
    chosen = {"organisation": organisation, "form": "html.html", "as_of": ""}
    client = client_in("Auditor")

    def page(**said: object) -> str:
        texts = {name: str(each) for name, each in (chosen | said).items()}
        return client.post("/exports/", fields("export", **texts)).content.decode()

    assert "Answering enquiries" not in page(entity=entity.pk)
    assert "Answering enquiries" in page(entity=entity.pk, with_retired="on")
    of_customer = page(customer=customer.pk, with_retired="on")
    assert customer.name in of_customer
    assert "Answering enquiries" not in of_customer


@pytest.mark.parametrize(
    ("form", "part", "sentence"),
    [
        ("workbook.xlsx", "entity", "not made for one legal entity"),
        ("ico.xlsx", "customer", "not made for one customer"),
        ("json.json", "with_retired", "leave the box empty"),
    ],
)
def test_a_part_that_does_not_fit_is_told_at_its_field(
    organisation: str, form: str, part: str, sentence: str
) -> None:
    ours = {"organisation": Organisation.objects.get()}
    rows: dict[str, Any] = {"entity": make.EntityFactory.create(**ours)}
    rows["customer"] = make.CustomerFactory.create(**ours)
    value = str(rows[part].pk) if part in rows else "on"
    said = fields("export", organisation=organisation, form=form, as_of="", **{part: value})
    errors = client_in("Auditor").post("/exports/", said).context["export_form"].errors

    assert list(errors) == [part]
    assert sentence in str(errors[part])


def test_another_organisations_entity_is_refused_at_its_field(organisation: str) -> None:
    other = make.EntityFactory.create()
    said = fields("export", organisation=organisation, form="pdf.pdf", entity=str(other.pk))
    errors = client_in("Auditor").post("/exports/", said).context["export_form"].errors

    assert "Acme does not have" in str(errors["entity"])


def test_a_pack_is_one_click_and_is_recorded(organisation: str) -> None:
    client = client_in("Auditor")
    said = fields("pack", organisation=organisation, as_of="") | {"pack": "1"}
    answer = client.post("/exports/", said)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "manifest.json" in archive.namelist()
    record = AuthorityPack.objects.get()
    assert record.made_by is not None
    assert (
        record.manifest_sha256
        in client.get(f"/ropa/authoritypack/{record.pk}/change/").content.decode()
    )


def test_who_may_not_see_requests_and_purges_makes_no_pack(organisation: str) -> None:
    client = client_in("Vendor manager")
    said = fields("pack", organisation=organisation, as_of="") | {"pack": "1"}

    assert "Make an authority pack" not in client.get("/exports/").content.decode()
    assert "Content-Disposition" not in client.post("/exports/", said)
    assert not AuthorityPack.objects.exists()


def test_without_a_view_of_activities_there_is_no_page(organisation: str) -> None:
    client = client_in("Operator")

    assert client.get("/exports/").status_code == 403
    assert "/exports/" not in client.get("/").content.decode()
    assert "/exports/" in client_in("Auditor").get("/").content.decode()
