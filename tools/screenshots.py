"""Take the pictures of the README from a running demonstration that nobody else needs.

The picture of an approval needs a plan that waits; where none does, the officer makes one.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
VENDOR_LIST = ROOT / "docs" / "examples" / "vendor-list.csv"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PASSWORD = "demo"  # noqa: S105 - of the demonstration, which prints it
COLOURS = "64"  # enough for a page, and a third of the bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="Such as http://127.0.0.1:8000")
    url = parser.parse_args().url.rstrip("/")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        prepare(browser, url)
        for name, person, show in SHOWN:
            take(browser, url, name=name, person=person, show=show)
        browser.close()


@contextmanager
def logged_in(browser: Browser, url: str, person: str, *, dark: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        base_url=url,
        viewport={"width": 1280, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{url}/")
    yield page
    context.close()


def prepare(browser: Browser, url: str) -> None:
    """Have a plan that waits for approval."""
    with logged_in(browser, url, "officer") as page:
        page.goto("/retention/purgeplan/?status__exact=drafted")
        if page.locator("#result_list").count():
            return
        open_record(page, "/retention/datasetrule/", "QU-R01")
        page.get_by_role("button", name="Plan a purge").click()
        page.get_by_text("waits for the approval").first.wait_for()


def take(
    browser: Browser, url: str, *, name: str, person: str, show: Callable[[Page], None]
) -> None:
    with logged_in(browser, url, person, dark=name.endswith("-dark")) as page:
        show(page)
        page.wait_for_load_state("networkidle")
        file = PICTURES / f"{name}.png"
        page.screenshot(path=file)
    make_small(file)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB\n")


def make_small(file: Path) -> None:
    """Reduce the colours of a picture, where pngquant is installed."""
    if program := shutil.which("pngquant"):
        options = ("--force", "--skip-if-larger", "--output", str(file), COLOURS)
        subprocess.run((program, *options, str(file)), check=False)  # noqa: S603 - no shell


def open_record(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}?q={words}")
    first_of_the_list(page)


def first_of_the_list(page: Page) -> None:
    page.locator("#result_list tbody th a").first.click()


def home(page: Page) -> None:
    page.goto("/")


def activity(page: Page) -> None:
    open_record(page, "/ropa/processingactivity/", "quali-web-demo")
    page.get_by_role("tab", name="Purpose lines").click()


def purpose(page: Page) -> None:
    open_record(page, "/ropa/purpose/", "quali-web-demo")
    page.get_by_role("tab", name="Legal basis").click()


def gaps(page: Page) -> None:
    page.goto("/gaps/")
    page.get_by_label("Organisation").select_option(label="Quali")
    page.get_by_role("button", name="Show", exact=True).click()


def vendor_import(page: Page) -> None:
    page.goto("/ropa/vendor/import/")
    page.get_by_label("Organisation").select_option(label="Quali")
    page.get_by_label("File").set_input_files(VENDOR_LIST)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="Row by row").wait_for()


def request(page: Page) -> None:
    page.goto("/dsr/ticket/?right=portability&q=QUALI")
    first_of_the_list(page)
    page.get_by_role("tab", name="Time").click()


def approval(page: Page) -> None:
    page.goto("/retention/purgeplan/?status__exact=drafted")
    first_of_the_list(page)
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Cancel").wait_for()


def run(page: Page) -> None:
    page.goto("/retention/purgerun/?q=QU-R01")
    first_of_the_list(page)


SHOWN: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("home", "officer", home),
    ("activity", "officer", activity),
    ("purpose", "officer", purpose),
    ("gaps", "officer", gaps),
    ("vendor-import", "vendor-manager", vendor_import),
    ("request", "agent", request),
    ("approval", "approver", approval),
    ("run", "auditor", run),
    ("home-dark", "approver", home),
)

if __name__ == "__main__":
    main()
