"""The pages in a real browser: accessible, inside the window, and obedient to the policy."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from ropa.models import Purpose, SubProcessorList, Vendor, VendorChange
from tests import factories as make
from tests.browser.conftest import SCREEN, Screen
from tests.full_register import full_register
from tests.ropa.lists import published_list

pytestmark = pytest.mark.browser


def _purpose() -> str:
    return f"/ropa/purpose/{Purpose.objects.earliest('pk').pk}/change/"


def _vendor() -> str:
    return f"/ropa/vendor/{Vendor.objects.earliest('pk').pk}/change/"


def _draft() -> str:
    organisation = Vendor.objects.earliest("pk").organisation
    version = make.ListFactory.create(organisation=organisation, number=99)
    make.ListEntryFactory.create_batch(2, version=version)
    return f"/ropa/subprocessorlist/{version.pk}/change/"


def _compared() -> str:
    newest = SubProcessorList.objects.latest("number")
    return f"/ropa/subprocessorlist/{newest.pk}/compare/"


def _change() -> str:
    return f"/ropa/vendorchange/{VendorChange.objects.earliest('pk').pk}/change/"


def _alike() -> str:
    """A page with a pair of every kind, and a hint."""
    ours = make.OrganisationFactory.create(name="Nova")
    for name in ("Apollo", "Appollo", "Azure", "Azure Marketplace", "The Nova platform"):
        make.VendorFactory.create(organisation=ours, name=name)
    return f"/vendor-pairs/?organisation={ours.code}"


PAGES: dict[str, Callable[[], str]] = {
    "home": lambda: "/",
    "activities": lambda: "/ropa/processingactivity/?basis=consent",
    "activity": lambda: (
        f"/ropa/processingactivity/{Purpose.objects.earliest('pk').activity_id}/change/"
    ),
    "purposes": lambda: "/ropa/purpose/",
    "purpose": _purpose,
    "purpose to add": lambda: "/ropa/purpose/add/",
    "vendors": lambda: "/ropa/vendor/",
    "vendor": _vendor,
    "lists": lambda: "/ropa/subprocessorlist/",
    "list": _draft,
    "lists compared": _compared,
    "requests for the list": lambda: "/ropa/subprocessorlistrequest/",
    "changes": lambda: "/ropa/vendorchange/",
    "change": _change,
    "vendors that may be one": _alike,
    "vendor to merge": lambda: _vendor().replace("change", "merge"),
    "history": lambda: _vendor().replace("change", "history"),
    "transfers": lambda: "/ropa/transfer/",
    "rules": lambda: "/ropa/retentionrule/",
    "user to add": lambda: "/auth/user/add/",
    "exports": lambda: "/exports/",
    "schedules": lambda: "/django_celery_beat/periodictask/",
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible_and_fits(screen: Screen, name: str) -> None:
    full_register(3)
    today = timezone.localdate()
    make.AgreementFactory.create(expires_on=today + timedelta(days=9))

    page = screen.open(PAGES[name]())

    tabs = page.get_by_role("tab")
    for number in range(max(tabs.count(), 1)):
        if tabs.count():
            tabs.nth(number).click()
        assert screen.violations() == []
        assert screen.width() <= SCREEN["width"]
    assert screen.protests == []


def test_the_public_list_is_accessible_to_everybody(stranger: Screen) -> None:
    organisation = make.OrganisationFactory.create(code="acme", publishes_sub_processors=True)
    published_list(organisation, make.VendorFactory.create(organisation=organisation))

    page = stranger.open("/sub-processors/acme/")

    assert page.get_by_role("row").count() == 2
    assert stranger.violations() == []
    assert stranger.width() <= SCREEN["width"]
    assert stranger.protests == []


def test_the_filters_are_accessible(screen: Screen) -> None:
    full_register(2)
    page = screen.open("/ropa/processingactivity/")

    page.get_by_text("Filters").click()

    assert screen.violations() == []
    assert screen.width() <= SCREEN["width"]
    assert screen.protests == []


def test_the_login_is_accessible(stranger: Screen) -> None:
    stranger.open("/login/")

    assert stranger.violations() == []
    assert stranger.protests == []


def test_tabs_work_by_keyboard(screen: Screen) -> None:
    full_register(1)
    page = screen.open(_purpose())
    page.get_by_role("tab", name="Line").focus()

    for key, name in (
        ("ArrowRight", "Purposes"),
        ("End", "Transfers"),
        ("ArrowRight", "Line"),
        ("ArrowLeft", "Transfers"),
        ("Home", "Line"),
        ("ArrowRight", "Purposes"),
    ):
        page.keyboard.press(key)
        chosen = page.locator("[role=tab][aria-selected=true]")
        assert chosen.inner_text().startswith(name)
        assert chosen.evaluate("tab => tab === document.activeElement")

    assert page.locator("[role=tabpanel]:visible").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_statements_state"


def test_a_tab_with_an_error_is_opened_and_marked(screen: Screen) -> None:
    full_register(1)
    page = screen.open(_purpose())
    page.get_by_role("tab", name="Legal basis").click()
    page.get_by_label("Legal bases:").select_option("none")
    page.get_by_role("tab", name="Line").click()

    page.get_by_role("button", name="Save", exact=True).click()

    wrong = page.get_by_role("tab", name="has errors")
    assert wrong.get_attribute("aria-selected") == "true"
    assert page.get_by_text("Remove the values first").is_visible()
    assert screen.violations() == []


def test_a_row_is_added_and_found_by_typing(screen: Screen) -> None:
    full_register(1)
    make.DataCategoryFactory.create(name="Shoe size")
    page = screen.open(_purpose())
    page.get_by_role("tab", name="Data").click()

    page.get_by_text("Add another Data category").click()
    page.get_by_role("combobox", name="Category").last.click()
    page.get_by_role("searchbox").fill("shoe")
    page.get_by_role("option", name="Shoe size").click()
    assert screen.violations() == []
    page.get_by_role("button", name="Save", exact=True).click()

    page.wait_for_load_state("networkidle")
    categories = Purpose.objects.earliest("pk").data_categories
    assert categories.filter(category__name="Shoe size").exists()
    assert screen.protests == []


def test_the_theme_button_changes_the_colours(screen: Screen) -> None:
    page = screen.open("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.locator(".theme-toggle").click()

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert screen.violations() == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(screen: Screen) -> None:
    page = screen.open("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content-start"


def test_without_scripts_a_record_is_one_long_page(screen: Screen) -> None:
    full_register(1)
    context = screen.page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, storage_state=screen.page.context.storage_state()
    )
    page = context.new_page()

    page.goto(f"{screen.server}{_purpose()}")

    assert page.locator(".tab-part:visible").count() > 10
    assert page.get_by_role("tab").count() == 0
    context.close()
