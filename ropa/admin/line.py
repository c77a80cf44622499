"""A purpose line as the record of Art. 30 shows it: a row for each cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ropa.choices.register import FacetState
from ropa.models import Purpose, PurposeRule, TransferPurpose, VendorUse
from ropa.services import facets

# In the order of Art. 30(1)(b) to (f), then what Art. 13 adds.
ROWS = (
    ("statements", gettext_lazy("Purposes"), "30(1)(b)"),
    ("data_subjects", gettext_lazy("Data subjects"), "30(1)(c)"),
    ("data_categories", gettext_lazy("Personal data"), "30(1)(c)"),
    ("recipients", gettext_lazy("Recipients"), "30(1)(d)"),
    ("transfers", gettext_lazy("Transfers"), "30(1)(e)"),
    ("period", gettext_lazy("Time limits"), "30(1)(f)"),
    ("legal_bases", gettext_lazy("Legal bases"), "13(1)(c)"),
    ("consequences", gettext_lazy("Without the data"), "13(2)(e)"),
)
NEEDED = (
    "statements",
    "data_subjects__category",
    "data_categories__category",
    "legal_bases",
    "recipient_classes__recipient_class",
    "vendor_uses",
    "rules__rule__triggers",
    "consequences",
    "transfers__transfer__importer_vendor",
    "transfers__transfer__importer_entity",
    "transfers__transfer__safeguards",
)


@dataclass(frozen=True)
class Cell:
    """One cell as it is read: its name, article, state and values."""

    label: str
    article: str
    state: str  # "" for a given cell, otherwise the state in words
    tone: str
    values: tuple[str, ...]


def record_line(purpose: Purpose) -> list[Cell]:
    """Return the cells of the line; an inherited cell shows the values it inherits."""
    lines = [purpose, *([purpose.inherits_from] if purpose.inherits_from else [])]
    prefetch_related_objects(lines, *NEEDED)
    return [_cell(purpose, facet, str(label), article) for facet, label, article in ROWS]


def _cell(purpose: Purpose, facet: str, label: str, article: str) -> Cell:
    state = purpose.state(facet)
    source = facets.source_of(purpose, facet)
    values = tuple(_text(value) for value in facets.values_of(source, facet))
    words, tone = "", ""
    if state is FacetState.INHERITED:
        words, tone = _("inherited from %(line)s") % {"line": purpose.inherits_from}, "quiet"
    elif state is not FacetState.GIVEN:
        tone = "soon" if state is FacetState.NOT_STATED else "quiet"
        words = str(state.label)
    return Cell(label, article, words, tone, values)


def _text(value: Any) -> str:
    told = TEXTS.get(type(value))
    return told(value) if told else str(value)


def _use(use: VendorUse) -> str:
    return f"{use.spelling} – {use.service}" if use.service else use.spelling


def _rule(line: PurposeRule) -> str:
    return line.rule.sentence.removesuffix(".")  # values are parted by semicolons


def _transfer(line: TransferPurpose) -> str:
    transfer = line.transfer
    where = ", ".join(filter(None, (transfer.importer_name, transfer.destination_name)))
    safeguards = ", ".join(str(each) for each in transfer.safeguards.all())
    return f"{where or transfer.code} ({safeguards or _('no safeguard')})"


TEXTS: dict[type, Callable[[Any], str]] = {
    VendorUse: _use,
    PurposeRule: _rule,
    TransferPurpose: _transfer,
}
