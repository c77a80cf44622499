"""Every page of the admin opens, and asks the database no more when there is more to show."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ropa.audit import acting
from ropa.models import PurposeDataCategory, Vendor, VendorUse
from tests import factories as make
from tests.full_register import full_register

LIST_CEILING = 15  # queries of a list, whatever the number of rows
PAGE_CEILING = 45  # queries of the longest record: eleven inlines, each with its rows
REGISTERED = tuple(admin.site._registry)
OURS = tuple(model for model in REGISTERED if model._meta.app_label == "ropa")
every_page = pytest.mark.parametrize("model", REGISTERED, ids=lambda m: m._meta.label)
every_page_of_ours = pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client: Client, url: str) -> int:
    client.get(url)  # content types and the like are asked once
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(asked)


@every_page
def test_the_list_opens_with_few_queries(back_office: Client, model: type[Model]) -> None:
    full_register(3)

    assert queries_of(back_office, address(model, "changelist")) <= LIST_CEILING


@every_page
def test_an_empty_list_opens(back_office: Client, model: type[Model]) -> None:
    assert back_office.get(address(model, "changelist")).status_code == 200


@every_page
def test_the_page_to_add_opens_or_is_forbidden(back_office: Client, model: type[Model]) -> None:
    request = back_office.get("/").wsgi_request
    may_add = admin.site.get_model_admin(model).has_add_permission(request)

    response = back_office.get(address(model, "add"))

    assert response.status_code == (200 if may_add else 403)


@every_page_of_ours
@pytest.mark.parametrize("page", ["changelist", "change", "history"])
def test_more_rows_are_no_more_queries(back_office: Client, model: type[Model], page: str) -> None:
    full_register(2)
    small = model._base_manager.order_by("pk")[0]
    last = model._base_manager.order_by("-pk")[0]
    few = queries_of(back_office, address(model, page, *key_of(small, page)))

    full_register(5)
    large = model._base_manager.filter(pk__gt=last.pk).order_by("pk")[0]
    many = queries_of(back_office, address(model, page, *key_of(large, page)))

    assert many <= few
    assert many <= (LIST_CEILING if page == "changelist" else PAGE_CEILING)


def key_of(record: Model, page: str) -> tuple[Any, ...]:
    return () if page == "changelist" else (record.pk,)


def test_titles_are_plain_words(back_office: Client) -> None:
    assert "<h1>Vendors</h1>" in back_office.get("/ropa/vendor/").content.decode()


def test_an_app_has_no_page_of_its_own(back_office: Client) -> None:
    assert back_office.get("/ropa/")["Location"] == "/"


def test_every_foreign_key_is_found_by_typing() -> None:
    lacking = [
        f"{type(page).__name__}.{field.name}"
        for page in (*pages_of_ours(), *inlines_of_ours())
        for field in page.model._meta.concrete_fields
        if field.is_relation
        and field.editable
        and is_shown(page, field.name)
        and field.name not in page.autocomplete_fields
    ]

    assert not lacking, "add these to autocomplete_fields"


def pages_of_ours() -> list[Any]:
    return [admin.site.get_model_admin(model) for model in OURS]


def inlines_of_ours() -> list[Any]:
    return [inline(page.model, admin.site) for page in pages_of_ours() for inline in page.inlines]


def is_shown(page: Any, name: str) -> bool:
    """A page without fieldsets and fields shows all; an inline leaves out its record."""
    fields = page.fields or flatten_fieldsets(page.fieldsets or ())
    return name in fields if fields else not isinstance(page, InlineModelAdmin)


class TestSameOrganisation:
    def test_a_vendor_of_another_organisation_is_no_backup(self, back_office: Client) -> None:
        vendor, foreign = make.VendorFactory.create(), make.VendorFactory.create()

        response = back_office.post(
            address(Vendor, "change", vendor.pk),
            {"organisation": vendor.organisation_id, "name": "A", "backup_of": foreign.pk}
            | no_rows("uses", "agreements", "locations", "aliases"),
        )

        assert "belongs to another organisation" in response.content.decode()
        vendor.refresh_from_db()
        assert vendor.backup_of is None

    def test_a_use_is_in_a_line_of_the_same_organisation(self, back_office: Client) -> None:
        vendor, foreign = make.VendorFactory.create(), make.PurposeFactory.create()
        row = {"uses-0-purpose": foreign.pk, "uses-0-spelling": "A", "uses-0-role": "processor"}

        response = back_office.post(
            address(Vendor, "change", vendor.pk),
            {"organisation": vendor.organisation_id, "name": "A", **no_rows("agreements")}
            | no_rows("locations", "aliases")
            | {"uses-TOTAL_FORMS": 1, "uses-INITIAL_FORMS": 0, **row},
        )

        assert "belongs to another organisation" in response.content.decode()
        assert not vendor.uses.exists()

    def test_an_autocomplete_tells_whose_record_it_is(self, back_office: Client) -> None:
        make.VendorFactory.create(name="Acme", organisation__code="north")
        query = {"app_label": "ropa", "model_name": "vendoruse", "field_name": "vendor"}

        found = back_office.get("/autocomplete/", {**query, "term": "acme"}).json()["results"]

        assert [each["text"] for each in found] == ["Acme · north"]


def no_rows(*prefixes: str) -> dict[str, int]:
    return {
        f"{prefix}-{name}": 0 for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


class TestFilters:
    def test_activities_by_vendor_category_basis_and_period(self, back_office: Client) -> None:
        full_register(1)
        use = VendorUse.objects.get()
        category = PurposeDataCategory.objects.get().category
        make.ActivityFactory.create(heading="Something else")
        for query in (
            {"vendor": use.vendor_id},
            {"data": category.pk},
            {"basis": "consent"},
            {"period": "P60D"},
        ):
            page = back_office.get("/ropa/processingactivity/", query)
            shown = [row.heading for row in page.context["cl"].result_list]
            assert shown == ["Answering enquiries"], query
            assert "1 active" in page.content.decode()

    def test_nonsense_finds_nothing(self, back_office: Client) -> None:
        full_register(1)

        page = back_office.get("/ropa/purpose/", {"vendor": "nonsense"})

        assert "No purpose lines match." in page.content.decode()


class TestHome:
    def test_it_says_first_what_is_due(self, back_office: Client) -> None:
        full_register(1)
        today = timezone.localdate()
        make.AgreementFactory.create(expires_on=today + timedelta(days=9))

        page = back_office.get("/").content.decode()

        assert "4 things need your attention, 3 are late." in page

    def test_an_agreement_that_ended_is_late_until_another_replaces_it(
        self, back_office: Client
    ) -> None:
        ended = make.AgreementFactory.create(
            vendor=make.VendorFactory.create(), expires_on=date(2020, 1, 1)
        )
        assert "1 thing needs your attention, 1 is late." in back_office.get("/").content.decode()

        make.AgreementFactory.create(organisation=ended.organisation, vendor=ended.vendor)
        assert "Nothing is due today." in back_office.get("/").content.decode()

    def test_it_says_when_nothing_is_due(self, back_office: Client) -> None:
        assert "Nothing is due today." in back_office.get("/").content.decode()

    def test_who_may_see_nothing_is_told_so(self, db: None, client: Client) -> None:
        client.force_login(make.UserFactory.create())

        assert "You have no permission" in client.get("/").content.decode()


def test_the_menu_follows_the_work(back_office: Client) -> None:
    sections = [section["name"] for section in back_office.get("/").context["available_apps"]]

    assert [name for name in sections if name != "Audit"] == [
        "Register",
        "Vendors",
        "Transfers",
        "Requests",
        "Retention",
        "Administration",
    ]


@pytest.mark.parametrize("code", [403, 404, 500])
def test_error_pages_are_ours(code: int) -> None:
    page = render_to_string(f"{code}.html")

    assert "back_office/back_office.css" in page
    assert "Go to the overview" in page


def test_history_tells_who_why_and_what(back_office: Client, superuser: User) -> None:
    vendor = make.VendorFactory.create(name="Acme")
    with acting(user=superuser, reason="They moved."):
        vendor.website = "https://acme.example"
        vendor.save()

    page = back_office.get(address(Vendor, "history", vendor.pk)).content.decode()

    assert "They moved." in page
    assert "<ins>https://acme.example</ins>" in page
    assert page.index("changed") < page.index("added")


def test_a_save_never_goes_over_a_later_one_unsaid(back_office: Client) -> None:
    group = make.GroupOfActivitiesFactory.create(heading="First")
    page = address(type(group), "change", group.pk)
    seen = back_office.get(page).context["seen"]
    posted = {"organisation": group.organisation_id, "code": group.code, "order": 7}
    type(group).objects.update(heading="From the first tab")

    refused = back_office.post(page, {**posted, "heading": "First", "_seen": seen})

    group.refresh_from_db()
    assert "Somebody has changed this record" in refused.content.decode()
    assert (group.heading, group.order) == ("From the first tab", 1)
    again = {**posted, "heading": "First", "_seen": refused.context["seen"]}
    assert back_office.post(page, again).status_code == 302
