"""The record as PDF and as HTML: complete, accessible, and deaf to what texts would have it do."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.html import escape

from ropa.choices.register import ContactMatter, FacetState, Role
from ropa.export import outputs
from ropa.export.document import record_document
from ropa.export.wanted import Wanted
from ropa.models import Organisation, PurposeStatement
from ropa.resources import OrganisationScope
from tests import sheets
from tests.factories import (
    SOME_DAY,
    ActivityFactory,
    ContactFactory,
    EntityFactory,
    OrganisationFactory,
    PurposeFactory,
)
from tests.ropa.registers import ORGANISATIONS

pytestmark = pytest.mark.django_db

HOSTILE = (
    '#panic("x")',
    "*bold* _thin_ $x^2$ @ref <label> `raw` // not a comment",
    '#import "/etc/passwd": *',
    "<script>alert(1)</script>\"'&amp;",
    "https://evil.example/" + "a" * 300,
    "tab\tand\x0bpage\x0cand \u202eright to left\ufeff",
)
SCRIPTS = ("Größe, œuvre, žluťoučký", "Ελληνικά", "Українська", "עברית", "العربية", "हिन्दी")


def organisation_with(*texts: str) -> Organisation:
    """An activity for each text, with the text as its heading and as its purpose."""
    organisation = OrganisationFactory.create(name="Nasty #1 & <Co>")
    EntityFactory.create(organisation=organisation, legal_name="Nasty *Ltd*", is_main=True)
    ContactFactory.create(
        organisation=organisation, matter=ContactMatter.DPO, address="dpo@example.org"
    )
    for text in texts:
        activity = ActivityFactory.create(organisation=organisation, heading=text[:300])
        line = PurposeFactory.create(activity=activity, statements_state=FacetState.GIVEN)
        PurposeStatement.objects.create(purpose=line, text=text)
    return organisation


def wanted(code: str, **more: object) -> Wanted:
    return Wanted(scope=OrganisationScope(code), written_on=SOME_DAY, **more)  # type: ignore[arg-type]


def as_pdf(code: str, **more: object) -> bytes:
    return outputs.DOCUMENTS["pdf"].write(wanted(code, **more))


def as_html(code: str, **more: object) -> str:
    return outputs.DOCUMENTS["html"].write(wanted(code, **more)).decode()


def text_of(document: bytes) -> str:
    """The text as a reader hears it, each run of white space as one blank."""
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().replace("\u200b", "").split())


@pytest.fixture
def demo(db: None) -> None:
    assert sheets.run("load_reference").code == 0
    for organisation in ORGANISATIONS:
        assert sheets.import_register(sheets.DEMO / organisation, organisation).code == 0


class TestPdf:
    def test_every_demo_register_is_an_accessible_pdf(self, demo: None) -> None:
        for organisation in ORGANISATIONS:
            document = as_pdf(organisation)  # the compiler refuses what is no PDF/UA-1

            assert document.startswith(b"%PDF-1.7")
            assert b"<pdfuaid:part>1</pdfuaid:part>" in document

    @pytest.mark.pdf
    def test_every_activity_and_what_is_stated_can_be_read(self, demo: None) -> None:
        document = record_document(wanted("qwak"))
        text = text_of(as_pdf("qwak")).replace(" ", "")

        sections = [section for record in document.records for section in record.sections]
        assert len(sections) > 20
        for section in sections:
            assert text.count(section.heading.replace(" ", "")) >= 2  # contents and heading
        for section in sections:
            for line in section.lines:
                for cell in line.cells:
                    assert "".join("".join(cell.texts).split()) in text, cell

    @pytest.mark.pdf
    def test_text_is_text_and_never_markup(self) -> None:
        text = text_of(as_pdf(organisation_with(*HOSTILE).code)).replace(" ", "")

        for hostile in HOSTILE[:4]:
            assert hostile.replace(" ", "") in text
        assert "a" * 300 in text
        assert "Nasty#1&<Co>" in text

    @pytest.mark.pdf
    def test_it_speaks_many_scripts(self) -> None:
        text = text_of(as_pdf(organisation_with(*SCRIPTS[:3]).code))
        as_pdf(organisation_with(*SCRIPTS).code)  # reading order of others is the reader's

        for script in SCRIPTS[:3]:
            assert script in text

    @pytest.mark.pdf
    def test_a_character_without_a_font_is_given_by_its_code_and_the_cover_says_so(self) -> None:
        text = text_of(as_pdf(organisation_with("Noncharacter \U0010fffe here").code))

        assert "[U+10FFFE]" in text
        assert "No font of this machine has a shape for 1 character" in text

    def test_the_same_register_gives_the_same_bytes(self, acme: Path) -> None:
        assert as_pdf("acme") == as_pdf("acme")

    @pytest.mark.pdf
    def test_it_says_of_which_day_it_is_and_who_answers_for_it(self) -> None:
        code = organisation_with("Enquiries").code
        text = text_of(as_pdf(code))

        assert text.count("The register as it stands on 22 November 2026") >= 2  # cover and foot
        assert "Page 1 / " in text
        assert "Nasty *Ltd*" in text
        assert "dpo@example.org" in text

    def test_three_hundred_activities_fit(self) -> None:
        code = organisation_with(*(f"Activity {number}" for number in range(300))).code

        assert as_pdf(code, role=Role.CONTROLLER.value).startswith(b"%PDF")

    def test_an_empty_register_is_a_document_too(self, db: None) -> None:
        assert as_pdf(OrganisationFactory.create().code).startswith(b"%PDF")


class TestHtml:
    def test_it_is_one_file_that_asks_for_no_other(self, demo: None) -> None:
        page = as_html("quali")

        assert not re.search(r"<(?:script|link|img|iframe|object|form|base)\b|url\(|@import", page)
        assert not re.search(r"\b(?:src|action)=", page)
        assert set(re.findall(r'href="(.)', page)) == {"#"}

    def test_everything_is_escaped(self) -> None:
        page = as_html(organisation_with(*HOSTILE).code)

        assert "<script>" not in page
        for hostile in HOSTILE[:5]:
            assert escape(hostile) in page

    def test_headings_are_in_order_and_tables_have_headers(self, acme: Path) -> None:
        page = as_html("acme")
        levels = [int(level) for level in re.findall(r"<h(\d)", page)]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert page.count('<th scope="col">') == 2 * page.count("<table")
        assert '<html lang="en' in page


class TestCommand:
    def test_a_pdf_needs_a_file(self, acme: Path, tmp_path: Path) -> None:
        assert sheets.export("acme", "pdf").code == 2
        ran = sheets.export("acme", "pdf", "-o", tmp_path / "acme.pdf")

        assert ran.code == 0, ran.err
        assert (tmp_path / "acme.pdf").read_bytes().startswith(b"%PDF")

    def test_html_can_be_limited_to_one_record(self, acme: Path) -> None:
        page = sheets.export("acme", "html", "--role", "processor").out

        assert "Paying wages" in page
        assert "Answering enquiries" not in page
