"""Every form in which a register is written: a new one is a line in `LAYOUTS` or `DOCUMENTS`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.export import art30, cnil, ico, jsonld, notice, workbook
from ropa.export.document import record_document
from ropa.export.html import as_html
from ropa.export.json import as_text, register
from ropa.export.pdf import as_pdf
from ropa.export.sheets import CannotExport, Sheet, as_csv, as_workbook, as_zip
from ropa.export.wanted import Wanted

PARTS = frozenset({"role", "entity", "customer", "with_retired"})
OF_CONTROLLER = frozenset({"entity", "with_retired"})


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A form that consists of tables, and can be written as XLSX or CSV."""

    sheets: Callable[[Wanted], list[Sheet]]
    takes: frozenset[str] = frozenset()  # which parts of `Wanted` may be chosen
    formats: tuple[str, ...] = ("xlsx", "csv")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A format that has one form of its own."""

    write: Callable[[Wanted], bytes]
    takes: frozenset[str] = frozenset()
    is_text: bool = True  # so that it may go to standard output


def _notice(wanted: Wanted) -> list[Sheet]:
    table = notice.sheet(wanted.register)
    if not table.rows:
        raise CannotExport(
            _("The notice of %(name)s has no table to give back; choose --layout art30.")
            % {"name": wanted.register["name"]}
        )
    return [table]


def _json(wanted: Wanted) -> bytes:
    return as_text(register(wanted.scope, role=wanted.role))


def _pdf(wanted: Wanted) -> bytes:
    return as_pdf(record_document(wanted), written_on=wanted.written_on)


def _html(wanted: Wanted) -> bytes:
    return as_html(record_document(wanted))


LAYOUTS: dict[str, Layout] = {
    "workbook": Layout(sheets=lambda wanted: workbook.sheets(wanted.scope)),
    "art30": Layout(sheets=art30.sheets, takes=PARTS),
    "ico": Layout(sheets=ico.sheets, takes=OF_CONTROLLER),
    "cnil": Layout(sheets=cnil.sheets, takes=OF_CONTROLLER, formats=("xlsx",)),
    "notice": Layout(sheets=_notice),
}
DOCUMENTS: dict[str, Document] = {
    "json": Document(write=_json, takes=frozenset({"role"})),
    "jsonld": Document(write=jsonld.document, takes=frozenset({"with_retired"})),
    "pdf": Document(write=_pdf, takes=PARTS, is_text=False),
    "html": Document(write=_html, takes=PARTS),
}
TABLES: dict[str, Callable[[list[Sheet]], bytes]] = {
    "xlsx": as_workbook,
    "csv": lambda sheets: as_csv(sheets[0]) if len(sheets) == 1 else as_zip(sheets),
}
FORMATS = (*TABLES, *DOCUMENTS)
