"""A version of the list of sub-processors as a file: CSV, PDF, or one HTML page."""

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ropa.export import pdf as paper
from ropa.export.sheets import Sheet, as_csv
from ropa.models import SubProcessorList

_TEMPLATE = Path(__file__).with_name("listing.typ").read_bytes()


def title_of(version: SubProcessorList) -> str:
    return _("Sub-processors of %(name)s") % {"name": version.organisation.name}


def sheet(version: SubProcessorList) -> Sheet:
    day = date_format(version.effective_on, "j F Y") if version.effective_on else "–"
    return Sheet(
        title="sub-processors",
        preamble=[
            [title_of(version)],
            [_("Version"), version.number],
            [_("In force from"), day],
            [_("SHA-256 of the content"), version.content_sha256],
        ],
        header=[_("Name"), _("Service"), _("Which data"), _("Location")],
        rows=[
            [each.name, each.service, each.data, each.location] for each in version.entries.all()
        ],
        for_paper=True,
    )


def csv(version: SubProcessorList) -> bytes:
    return as_csv(sheet(version))


def html(version: SubProcessorList) -> bytes:
    """Return one page that needs no other file."""
    context = {
        "version": version,
        "title": title_of(version),
        "entries": version.entries.all(),
        "language": get_language() or "en",
    }
    return render_to_string("ropa/export/sub_processors.html", context).encode()


def pdf(version: SubProcessorList, *, written_on: date) -> bytes:
    """Return a tagged PDF; raises `CannotExport` where the compiler does not accept it."""
    table = sheet(version)
    content = {
        "title": title_of(version),
        "organisation": version.organisation.name,
        "language": get_language() or "en",
        "facts": [[str(label), str(text)] for label, text in table.preamble[1:]],
        "header": table.header,
        "rows": [[str(cell) for cell in row] for row in table.rows],
        "notes": [],
        "words": {"page": _("Page")},
    }
    return paper.compiled(_TEMPLATE, content, written_on=written_on)
