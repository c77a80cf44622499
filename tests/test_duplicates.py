"""Duplicates entered in the admin get a sentence at the form, never an error page."""

import pytest
from django.test import Client
from django.urls import reverse

from ropa.models import Purpose, Vendor
from tests.factories import ActivityFactory, PurposeFactory, VendorFactory

pytestmark = pytest.mark.django_db
STATES = {
    f"{facet}_state": "not_stated"
    for facet in (
        *("statements", "data_subjects", "data_categories", "legal_bases", "recipients"),
        *("period", "consequences", "transfers"),
    )
}


def empty_inlines(client: Client, url: str) -> dict[str, str]:
    """Return the management fields of the inlines of an add page, with no rows."""
    formsets = client.get(url).context["inline_admin_formsets"]
    return {
        f"{each.formset.prefix}-{name}": "0"
        for each in formsets
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def test_a_second_line_with_the_code_of_another_is_refused_at_the_form(back_office: Client) -> None:
    line = PurposeFactory.create(code="line")
    other = ActivityFactory.create(organisation=line.activity.organisation)
    url = reverse("admin:ropa_purpose_add")
    form = {"activity": other.pk, "code": "line", "order": 1, "kind": "main", **STATES}

    answer = back_office.post(url, {**form, **empty_inlines(back_office, url)})

    assert answer.status_code == 200
    assert "Another line of this organisation has this code." in answer.content.decode()
    assert Purpose.objects.count() == 1


def test_a_second_vendor_of_a_name_is_refused_at_the_form(back_office: Client) -> None:
    vendor = VendorFactory.create(name="Acme")
    url = reverse("admin:ropa_vendor_add")
    form = {"organisation": vendor.organisation_id, "name": "ACME", "is_verified": "on"}

    answer = back_office.post(url, {**form, **empty_inlines(back_office, url)})

    assert answer.status_code == 200
    assert "has a vendor of this name already" in answer.content.decode()
    assert Vendor.objects.count() == 1
