"""Map and flows in a real browser: accessible in light and dark, under the policy, on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ropa.choices.register import LocationKind
from ropa.models import Organisation, VendorLocation
from tests import factories as make
from tests.browser.conftest import SCREEN, Screen

pytestmark = pytest.mark.browser
COUNTRIES = ("DE", "FR", "IE", "MT", "US", "SG")


def register() -> Organisation:
    """An invented register with sub-processors, a place in words, and one that is not known."""
    organisation = make.OrganisationFactory.create(country="DE")
    activity = make.ActivityFactory.create(organisation=organisation)
    purpose = make.PurposeFactory.create(activity=activity)
    for country, kind in zip(COUNTRIES, LocationKind.values * 2, strict=False):
        vendor = make.VendorFactory.create(organisation=organisation)
        make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
        VendorLocation.objects.create(vendor=vendor, country=country, kind=kind)
        below = make.SubProcessingFactory.create(vendor=vendor).sub_processor
        if country == "DE":
            VendorLocation.objects.create(vendor=below, wording="worldwide")
    return organisation


@pytest.mark.parametrize("by", ["safeguard", "category"])
def test_the_page_is_accessible_fits_and_obeys_the_policy(screen: Screen, by: str) -> None:
    register()

    page = screen.open(f"/pictures/?by={by}")

    assert page.get_by_role("img", name="World map").is_visible()
    assert page.get_by_role("img", name="Flow of data").is_visible()
    assert screen.violations() == []
    assert screen.width() <= SCREEN["width"]
    assert screen.protests == []


def test_the_empty_page_is_accessible(screen: Screen) -> None:
    make.OrganisationFactory.create()

    page = screen.open("/pictures/")

    assert page.get_by_role("link", name="Add a vendor").is_visible()
    assert screen.violations() == []
    assert screen.protests == []


def test_the_keyboard_goes_from_choice_to_files_to_tables(screen: Screen) -> None:
    register()
    page = screen.open("/pictures/")
    page.locator("#id_organisation").focus()

    stops = [_stop(page) for _ in range(9)]

    assert stops[2:] == [
        "by",
        "Show",
        "Map (SVG)",
        "Places (CSV)",
        "Places, and who has what there",
        "Diagram (SVG)",
        "Ways (CSV)",
    ]


def _stop(page: Page) -> str:
    """The name of what the next press of the tabulator reaches."""
    page.keyboard.press("Tab")
    return str(
        page.evaluate(
            """() => { const at = document.activeElement;
            return at.name || at.getAttribute('aria-label') || at.textContent.trim(); }"""
        )
    )


def test_every_sign_of_a_picture_stands_inside_it(screen: Screen) -> None:
    register()
    page = screen.open("/pictures/")

    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg.picture')].flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text, rect')].filter(each => !each.closest('defs'))
                .map(each => [each.textContent, each.getBoundingClientRect()])
                .filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.bottom > frame.bottom + 1).map(([text]) => text);
        })"""
    )

    assert outside == []


def test_on_paper_the_pictures_are_without_colours_and_the_form_is_gone(screen: Screen) -> None:
    register()
    page = screen.open("/pictures/")
    page.emulate_media(media="print")

    colours = page.evaluate(
        """() => [...document.querySelectorAll('svg.picture [class]')].flatMap(each => {
            const look = getComputedStyle(each); return [look.fill, look.stroke]; })"""
    )

    parts = [tuple(re.findall(r"\d+", each)[:3]) for each in set(colours) if "rgb" in each]
    assert parts
    assert all(max(map(int, each)) - min(map(int, each)) < 64 for each in parts)
    assert not page.get_by_role("button", name="Show").is_visible()
    assert page.get_by_role("table").count() == 2


def test_a_file_of_its_own_is_drawn_without_a_style_sheet(screen: Screen, tmp_path: Path) -> None:
    register()
    page = screen.open("/pictures/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Map (SVG)").click()

    download.value.save_as(tmp_path / "map.svg")
    page.goto((tmp_path / "map.svg").as_uri())

    fills = page.evaluate(
        "() => [...document.querySelectorAll('path')].map(each => getComputedStyle(each).fill)"
    )
    assert len(set(fills)) > 3
    assert "rgb(0, 0, 0)" not in fills  # what has no look is black
