"""A browser that is logged in, and keeps every word of protest from the console."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import parts
from tests.factories import UserFactory

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREEN = {"width": 1280, "height": 800}


class Screen:
    """One page as an officer has it open."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.protests: list[str] = []
        page.on("pageerror", lambda error: self.protests.append(str(error)))
        page.on(
            "console",
            lambda said: self.protests.append(said.text) if said.type == "error" else None,
        )

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.server}{path}", wait_until="networkidle")
        return self.page

    def violations(self) -> list[str]:
        """Return what axe finds; what the console said before stays in `protests`."""
        before = list(self.protests)
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        self.protests = before  # axe itself breaks the policy
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]

    def width(self) -> int:
        """Return the width that the page needs, parts that scroll by themselves included."""
        return int(
            self.page.evaluate(
                """() => Math.max(document.documentElement.scrollWidth, ...[
                    ...document.querySelectorAll('.results, .tabular, .import-scroll')
                ].map(box => box.scrollWidth > box.clientWidth + 1 ? 9999 : 0))"""
            )
        )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's event loop makes Django take tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=parts.CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def officer(transactional_db: None) -> User:
    return UserFactory.create(username="root", is_superuser=True, first_name="Olga")


@pytest.fixture(params=["light", "dark"])
def stranger(
    request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer
) -> Iterator[Screen]:
    """Nobody is logged in; once in light and once in dark colours."""
    context = chromium.new_context(viewport=SCREEN, color_scheme=request.param)  # type: ignore[arg-type]
    yield Screen(context.new_page(), live_server.url)
    context.close()


@pytest.fixture
def screen(stranger: Screen, officer: User, client: Client) -> Screen:
    """An officer is logged in."""
    client.force_login(officer)
    key = client.cookies["sessionid"].value
    stranger.page.context.add_cookies([{"name": "sessionid", "value": key, "url": stranger.server}])
    return stranger
