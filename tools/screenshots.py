"""Take the pictures of the README from a running demonstration that nobody else needs.

The picture of an approval needs a plan that waits; where none does, the officer makes one. Those of
the map, the flow and the changes show an invented organisation, which is imported before:
`manage.py import_register docs/examples/register.json --organisation example`.
"""

import argparse
import datetime
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
    parser.add_argument("names", nargs="*", help="Which pictures, such as map; without, all")
    asked = parser.parse_args()
    url, names = asked.url.rstrip("/"), asked.names
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, person, show in SHOWN:
            if not names or name in names:
                prepare(browser, url, name)
                take(browser, url, name=name, person=person, show=show)
        browser.close()


def prepare(browser: Browser, url: str, name: str) -> None:
    if name in NEEDED:
        person, have = NEEDED[name]
        with logged_in(browser, url, person) as page:
            have(page)


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


def have_plan(page: Page) -> None:
    """Have a plan that waits for approval."""
    page.goto("/retention/purgeplan/?status__exact=drafted")
    if page.locator("#result_list").count():
        return
    open_record(page, "/retention/datasetrule/", "QU-R01")
    page.get_by_role("button", name="Plan a purge").click()
    page.get_by_text("waits for the approval").first.wait_for()


def have_change(page: Page) -> None:
    """Have a vendor that announced a change a week ago, with a month to object."""
    page.goto("/ropa/vendorchange/")
    if page.locator("#result_list").count():
        return
    page.goto("/ropa/vendorchange/add/")
    page.locator("#id_vendor + .select2").click()
    page.locator(".select2-search__field").fill("Example Mail")
    page.locator(".select2-results__option--highlighted", has_text="Example Mail").click()
    page.get_by_label("Kind").select_option("adds")
    page.locator("#id_sub_processor_name").fill("Example Relay")
    page.locator("#id_country").fill("BR")
    page.locator("#id_summary").fill("Example Relay will deliver the newsletter to Latin America.")
    week_ago = datetime.date.today() - datetime.timedelta(days=7)  # noqa: DTZ011 - of this machine
    page.locator("#id_received_on").fill(week_ago.isoformat())
    page.locator("#id_notice_period").fill("P30D")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".success").wait_for()


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


def world_map(page: Page) -> None:
    page.goto("/pictures/?organisation=example")


def flow(page: Page) -> None:
    world_map(page)
    page.locator("#flows").evaluate("heading => heading.scrollIntoView()")


def changes(page: Page) -> None:
    page.goto("/ropa/vendorchange/")
    first_of_the_list(page)


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
    ("map", "officer", world_map),
    ("map-dark", "officer", world_map),
    ("flow", "officer", flow),
    ("changes", "vendor-manager", changes),
    ("request", "agent", request),
    ("approval", "approver", approval),
    ("run", "auditor", run),
    ("home-dark", "approver", home),
)

NEEDED: dict[str, tuple[str, Callable[[Page], None]]] = {
    "approval": ("officer", have_plan),
    "changes": ("vendor-manager", have_change),
}

if __name__ == "__main__":
    main()
