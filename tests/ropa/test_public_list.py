"""The public list of sub-processors: shown to everybody when an organisation wants it, else not."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ropa.models import Organisation
from ropa.services import listing
from tests import factories as make
from tests.ropa.lists import published_list

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def acme() -> Organisation:
    """Version 1 was in force, 2 is, and 3 will be."""
    ours = make.OrganisationFactory.create(
        code="acme.example", name="Acme & Sons", publishes_sub_processors=True
    )
    old, new, later = (
        make.VendorFactory.create(organisation=ours, name=name)
        for name in ("Old", "New <b>", "Later")
    )
    published_list(ours, old, number=1, effective_on=make.SOME_DAY - timedelta(days=60))
    published_list(ours, old, new, number=2)
    ahead = timezone.localdate() + timedelta(days=30)
    published_list(ours, old, new, later, number=3, effective_on=ahead)
    return ours


class TestPage:
    def test_everybody_reads_the_version_in_force(self, client: Client, acme: Organisation) -> None:
        answer = client.get("/sub-processors/acme.example/")

        page = answer.content.decode()
        assert "Version 2, in force from 22 November 2026." in page
        assert "New &lt;b&gt;" in page
        assert "Later" not in page
        assert "Version 3" not in page
        assert "script" not in page
        assert "style=" not in page
        assert not answer.cookies

    def test_earlier_versions_are_found_by_their_number_and_later_ones_are_not(
        self, client: Client, acme: Organisation
    ) -> None:
        listing.draft(acme.pk)

        earlier = client.get("/sub-processors/acme.example/1/").content.decode()

        assert "This is an earlier version." in earlier
        assert "New" not in earlier
        for number in (3, 4, 9):
            assert client.get(f"/sub-processors/acme.example/{number}/").status_code == 404

    def test_unknown_switched_off_and_empty_answer_alike(
        self, client: Client, acme: Organisation
    ) -> None:
        make.OrganisationFactory.create(code="empty", publishes_sub_processors=True)
        off = make.OrganisationFactory.create(code="off")
        published_list(off, make.VendorFactory.create(organisation=off))

        answers = {
            (answer.status_code, answer.content)
            for code in ("unknown", "off", "empty")
            for answer in [client.get(f"/sub-processors/{code}/")]
        }

        assert len(answers) == 1
        assert next(iter(answers))[0] == 404

    def test_it_shows_no_internal_number_and_no_person(
        self, client: Client, acme: Organisation
    ) -> None:
        make.UserFactory.create(username="olga")
        keys = {str(acme.pk), *map(str, acme.vendors.values_list("pk", flat=True))}
        page = client.get("/sub-processors/acme.example/").content.decode()

        assert not keys & set(re.findall(r"\b\d{4,}\b", page))
        assert "olga" not in page

    @pytest.mark.parametrize("address", ["", "feed.atom", "1/"])
    def test_it_is_only_read(self, client: Client, acme: Organisation, address: str) -> None:
        url = f"/sub-processors/acme.example/{address}"

        assert client.head(url).status_code == 200
        for method in (client.post, client.put, client.delete):
            assert method(url).status_code == 405

    @pytest.mark.parametrize("address", ["", "feed.atom"])
    def test_who_has_it_already_is_sent_nothing(
        self, client: Client, acme: Organisation, address: str
    ) -> None:
        url = f"/sub-processors/acme.example/{address}"
        first = client.get(url)
        same = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert "public" in first["Cache-Control"]
        assert (same.status_code, same.content) == (304, b"")

        vendor = make.VendorFactory.create(organisation=acme)
        published_list(acme, vendor, number=9)
        other = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert other.status_code == 200

    @pytest.mark.parametrize("address", ["", "feed.atom"])
    def test_more_versions_and_vendors_are_no_more_queries(
        self, client: Client, acme: Organisation, address: str
    ) -> None:
        url = f"/sub-processors/acme.example/{address}"
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        vendors = make.VendorFactory.create_batch(20, organisation=acme)
        for number in range(10, 18):
            published_list(acme, *vendors, number=number)
        with CaptureQueriesContext(connection) as many:
            client.get(url)

        assert len(many) == len(few) <= 5  # three, and the savepoint of the request


class TestFeed:
    def test_it_is_an_atom_feed_with_an_entry_for_each_version(
        self, client: Client, acme: Organisation
    ) -> None:
        answer = client.get("/sub-processors/acme.example/feed.atom")

        feed = ET.fromstring(answer.content)  # noqa: S314  # our own
        assert answer["Content-Type"].startswith("application/atom+xml")
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}title") == "Sub-processors of Acme & Sons"
        entries = feed.findall(f"{ATOM}entry")
        assert [each.findtext(f"{ATOM}title") for each in entries] == [
            "Version 2, in force from 22 November 2026",
            "Version 1, in force from 23 September 2026",
        ]
        assert entries[0].findtext(f"{ATOM}summary") == "<ul><li>Added: New &lt;b&gt;</li></ul>"
        for each in (feed, *entries):  # RFC 4287, 4.1.1 and 4.1.2
            for needed in ("id", "title", "updated"):
                assert each.findtext(f"{ATOM}{needed}"), needed
        link = entries[1].find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"] == "http://testserver/sub-processors/acme.example/1/"
        assert client.get(link.attrib["href"]).status_code == 200
