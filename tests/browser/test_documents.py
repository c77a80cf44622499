"""The record as HTML in a real browser: accessible, in light and in dark, and without a network."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from ropa.export.document import Cell, Line, Record, RecordDocument, Section
from ropa.export.html import as_html
from tests.browser.conftest import WCAG

pytestmark = pytest.mark.browser

CELLS = (
    Cell(label="Purposes – (b)", texts=("Answering", "العربية")),
    Cell(label="Recipients – (d)", texts=("– not stated",)),
)
SECTIONS = tuple(
    Section(code=code, heading=f"Activity {code}", lines=(Line(code=code, cells=CELLS),) * lines)
    for code, lines in (("one", 1), ("two", 2), ("none", 0))
)
DOCUMENT = RecordDocument(
    title="Record of processing activities – Acme",
    organisation="Acme",
    language="en-gb",
    as_of="The register as it stands on 22 November 2026",
    written_on="Written on 22 November 2026",
    records=(
        Record(title="Record under Art. 30(1)", cover=CELLS, sections=SECTIONS),
        Record(title="Record under Art. 30(2)", cover=CELLS, sections=()),
    ),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_record_is_accessible_and_asks_for_nothing(chromium: Browser, scheme: str) -> None:
    page = chromium.new_page(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(as_html(DOCUMENT).decode())

    assert asked == []
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    page.close()
    assert [each["nodes"][0]["html"] for each in found] == []
