"""The page "Map and flows": both pictures, the same facts as tables, and files of each."""

import csv
import io
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ropa.choices.register import LocationKind
from ropa.models import Organisation, ProcessingActivity, Vendor, VendorLocation
from ropa.pictures import tables
from ropa.pictures.countries import country_names
from ropa.services.ways import building, ways_of
from tests import factories as make
from tests.full_register import full_register

pytestmark = pytest.mark.django_db
PAGE = "/pictures/"


@pytest.fixture
def organisation() -> Organisation:
    """A vendor that hosts in Germany, with a sub-processor that reaches in from India."""
    organisation = make.OrganisationFactory.create(code="example", name="Example", country="DE")
    activity = make.ActivityFactory.create(organisation=organisation)
    purpose = make.PurposeFactory.create(activity=activity)
    host = make.VendorFactory.create(organisation=organisation, name="Example Host")
    below = make.VendorFactory.create(organisation=organisation, name="Example Support")
    make.VendorUseFactory.create(vendor=host, purpose=purpose)
    make.SubProcessingFactory.create(vendor=host, sub_processor=below)
    VendorLocation.objects.create(vendor=host, country="DE", kind=LocationKind.HOSTING)
    VendorLocation.objects.create(vendor=below, country="IN", kind=LocationKind.ACCESS)
    return organisation


def shown(client: Client, **asked: str | int) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[list[list[str]]]:
    """The cells of each table of a page."""
    return [
        [
            [
                unescape(re.sub("<[^>]*>", "", cell))
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
            ]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table.*?</table>", page, re.DOTALL)
    ]


def lines(answer: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.decode())))


def test_the_page_shows_both_pictures_and_their_tables(
    back_office: Client, organisation: Organisation
) -> None:
    page = shown(back_office)

    assert page.count("<svg") - shown(back_office, organisation="no-such").count("<svg") == 2
    places, ways = rows(page)
    assert [row[:2] for row in places[1:]] == [["Germany", "DE"], ["India", "IN"]]
    assert [row[:5] for row in ways[1:]] == [
        ["Example", "Example Host", "–", "Germany", "hosting"],
        ["Example", "Example Host", "Example Support", "India", "access"],
    ]


def test_the_tables_say_what_the_pictures_show(
    back_office: Client, organisation: Organisation
) -> None:
    page = shown(back_office)
    titles = {unescape(each) for each in re.findall(r"<title>([^<]*)</title>", page)}

    places, ways = rows(page)

    for name, _code, _count, state, *_rest in places[1:]:
        assert any(title.startswith(f"{name} – {state}") for title in titles)
    for entity, vendor, *_rest in ways[1:]:
        assert f"{entity} → {vendor}: {state_of(entity, vendor, ways)}" in " ".join(titles)


def state_of(entity: str, vendor: str, ways: list[list[str]]) -> str:
    return next(row[5] for row in ways[1:] if row[:2] == [entity, vendor])


def test_the_parts_of_the_ways_are_all_the_purpose_lines(
    back_office: Client, organisation: Organisation
) -> None:
    _places, ways = rows(shown(back_office))

    assert sum(float(row[-1]) for row in ways[1:]) == 1
    assert {row[-2] for row in ways[1:]} == {"1"}


@pytest.mark.parametrize("picture", ["map", "flow"])
def test_a_picture_can_be_taken_away_as_a_file(
    back_office: Client, organisation: Organisation, picture: str
) -> None:
    answer = back_office.get(PAGE, {"file": f"{picture}.svg"})

    assert answer["Content-Type"] == "image/svg+xml"
    assert f'attachment; filename="example-{picture}.svg"' in answer["Content-Disposition"]
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")  # noqa: S314 - our own
    assert b"class=" not in answer.content


def test_the_files_of_the_tables_have_every_row(
    back_office: Client, organisation: Organisation
) -> None:
    found = lines(back_office.get(PAGE, {"file": "flow.csv"}).content)
    places = lines(back_office.get(PAGE, {"file": "map.csv"}).content)

    ways = ways_of(organisation, on=make.SOME_DAY).ways
    assert found[0] == tables.ways_header()
    assert found[1:] == [row.cells for row in tables.ways_rows(ways, country_names("en"))]
    assert [row[0] for row in places] == ["Place", "Germany", "India"]


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(
    back_office: Client, organisation: Organisation
) -> None:
    Vendor.objects.filter(name="Example Host").update(name="=HYPERLINK(1)")

    found = lines(back_office.get(PAGE, {"file": "flow.csv"}).content)

    assert found[1][1] == "'=HYPERLINK(1)"


def test_a_hostile_name_stays_a_name(back_office: Client, organisation: Organisation) -> None:
    Vendor.objects.update(name="<script>alert(1)</script>")

    page = shown(back_office)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_long_tables_are_paged_and_the_file_is_whole(
    back_office: Client, organisation: Organisation
) -> None:
    for vendor in make.VendorFactory.create_batch(150, organisation=organisation):
        make.VendorUseFactory.create(vendor=vendor)

    assert len(rows(shown(back_office))[1]) == 101
    assert len(rows(shown(back_office, p=2))[1]) == 1 + 152 - 100
    assert "101 to 152 of 152" in shown(back_office, p=2)
    assert len(lines(back_office.get(PAGE, {"file": "flow.csv"}).content)) == 153


def test_a_register_without_vendors_says_what_to_add(back_office: Client) -> None:
    make.OrganisationFactory.create(name="Empty")

    page = shown(back_office)

    assert "The register names no vendor that gets data, and no transfer." in page
    assert "import a vendor list" in page
    assert 'class="picture ' not in page
    assert back_office.get(PAGE, {"file": "map.svg"}).status_code == 200


def test_without_an_organisation_the_page_says_so(back_office: Client) -> None:
    assert "There is no organisation yet; add one first." in shown(back_office)


def test_one_activity_or_one_vendor_is_shown_alone(
    back_office: Client, organisation: Organisation
) -> None:
    other = make.ActivityFactory.create(organisation=organisation, heading="Nothing goes")
    below = Vendor.objects.get(name="Example Support")

    assert len(rows(shown(back_office, vendor=below.pk))[1]) == 2
    page = shown(back_office, activity=other.pk)
    assert "Nothing goes" in page
    assert "No data are recorded as going to a vendor or abroad here." in page


def test_a_record_of_another_organisation_is_refused_at_its_field(
    back_office: Client, organisation: Organisation
) -> None:
    other = make.VendorFactory.create()

    page = shown(back_office, organisation="example", vendor=other.pk)

    assert "This belongs to another organisation. Choose one of “Example”." in page
    assert 'class="picture ' not in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"vendor": "999999"}, "There is no such vendor."),
        ({"vendor": "x\x00"}, "There is no such vendor."),
        ({"vendor": "9" * 30}, "There is no such vendor."),
        ({"activity": "999999"}, "There is no such activity."),
        ({"organisation": "nobody"}, "There is no such organisation; choose another."),
        ({"by": "colour"}, "colour is not one of the available choices"),
    ],
)
def test_a_wrong_address_gets_a_sentence(
    back_office: Client, organisation: Organisation, asked: dict[str, str], sentence: str
) -> None:
    assert sentence in shown(back_office, **asked)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_none_is_another_one(
    back_office: Client, organisation: Organisation, page: str
) -> None:
    assert len(rows(shown(back_office, p=page, places=page))) == 2


def test_more_than_can_be_shown_is_said_and_not_drawn(
    back_office: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST", 1)

    assert "Choose an activity or a vendor." in shown(back_office)
    assert "Choose an activity or a vendor." in shown(back_office, file="flow.csv")


def test_every_role_that_reads_the_register_may_look(organisation: Organisation) -> None:
    assert client_with("Auditor").get(PAGE).status_code == 200
    assert client_with("Vendor manager").get(PAGE).status_code == 200
    assert client_with("Operator").get(PAGE).status_code == 403


def test_who_may_see_transfers_but_no_vendors_may_not_look(organisation: Organisation) -> None:
    user = make.UserFactory.create()
    user.user_permissions.add(Permission.objects.get(codename="view_transfer"))
    client = Client()
    client.force_login(user)

    assert client.get(PAGE).status_code == 403
    assert client.get(PAGE, {"file": "flow.csv"}).status_code == 403


def client_with(role: str) -> Client:
    user = make.UserFactory.create()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_vendor_and_activity_lead_to_their_pictures(
    back_office: Client, organisation: Organisation
) -> None:
    vendor = Vendor.objects.get(name="Example Host")
    activity = ProcessingActivity.objects.get()

    for name, record in (("vendor", vendor), ("processingactivity", activity)):
        page = back_office.get(f"/ropa/{name}/{record.pk}/change/").content.decode()
        short = name.removeprefix("processing")
        (address,) = re.findall(rf'href="({PAGE}\?[^"]*{short}={record.pk})"', page)
        assert len(rows(back_office.get(unescape(address)).content.decode())) == 2


def test_more_vendors_are_no_more_queries(back_office: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert back_office.get(PAGE).status_code == 200
        return len(asked)

    full_register(2)
    queries()
    Organisation.objects.update(name="A")  # what is kept is not asked for
    few = queries()
    Organisation.objects.update(name="Z")
    full_register(5)

    assert queries() <= few
