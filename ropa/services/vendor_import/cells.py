"""One row of a vendor list as typed values; what cannot be read is refused with a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from config.widgets import read_cell
from ropa.choices.register import AgreementKind
from ropa.services.vendor_import.days import read_day
from ropa.services.vendor_import.places import Place, read_places
from ropa.services.vendor_import.spellings import read_spellings, span
from ropa.services.vendor_import.words import (
    kind_in,
    read_kinds,
    read_role,
    read_yes_no,
    says_nothing,
)
from ropa.vendor_lists.names import Entry, parse_entry
from ropa.vendor_lists.spelling import normalise
from ropa.vendor_lists.table import Row

MAX_POSITION = 32_767  # what the column holds on PostgreSQL

# Columns that are fields of the vendor of the same name, taken as they stand.
VENDOR_TEXTS = ("family", "website", "privacy_url", "opt_out_url", "contact")
T = TypeVar("T")


class Refusal(Exception):
    """A row that is not taken, and every reason why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = list(sentences)


@dataclass(frozen=True)
class AgreementSaid:
    """Kind -> title of each agreement, the title empty where the kind says it all."""

    kinds: Mapping[AgreementKind, str]
    signed_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says. A key that is missing, or an empty text, is not said by the row.

    `master` is the vendor's own name where the row gives one; then `names` is that alone.
    `spelling` is the entry as the source spells it, `is_doubtful` that an officer has to look.
    """

    names: tuple[str, ...]
    spelling: str
    master: str
    nobody: bool = False
    is_doubtful: bool = False
    spellings: tuple[str, ...] = ()
    vendor: Mapping[str, Any] = field(default_factory=dict)
    backup_of: str = ""
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    activities: tuple[str, ...] = ()
    use: Mapping[str, Any] = field(default_factory=dict)
    agreement: AgreementSaid | None = None


class Cells:
    """The cells of one row by field, and what there is to say of them."""

    def __init__(self, row: Row, columns: Mapping[str, int], header: Sequence[str]) -> None:
        self.texts = {name: read_cell(row.cells[index]) for name, index in columns.items()}
        self.headings: Mapping[str, str] = {
            name: header[index] or name for name, index in columns.items()
        }
        self.messages: list[str] = []
        self.wrong: list[str] = []
        self.not_understood: list[str] = []

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def heading(self, name: str) -> str:
        return self.headings.get(name, name)

    def meant(self, name: str) -> str:
        """The text of a cell, or nothing where it only says that there is nothing."""
        text = self.text(name)
        if text and says_nothing(text):
            self.messages.append(
                _('%(column)s: "%(text)s" was taken as empty.')
                % {"column": self.heading(name), "text": text}
            )
            return ""
        return text

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What `reader` makes of a cell; its `ValueError` is a reason to refuse the row."""
        text = self.meant(name)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as wrong:
            self.wrong.append(f"{self.heading(name)}: {wrong}")
            return None


def read_row(cells: Cells) -> Said:
    """Read a row; raises `Refusal` with every sentence when any cell cannot be read."""
    master = cells.text("master_name")
    entry = _entry(cells.text("name") or master, is_master=bool(master))
    if entry.explicit_none:
        return Said((), cells.text("name"), "", nobody=True)
    if not entry.names:
        cells.wrong.append(_nobody_named(cells))
    said = Said(
        names=entry.names if not master else (master,),
        spelling=span(cells.text("name"), entry.names),
        master=master,
        is_doubtful=entry.ambiguous,
        spellings=_spellings(cells, entry),
        vendor=_vendor(cells),
        backup_of=cells.meant("backup_of") or entry.backup_of,
        places=_places(cells),
        activities=_activities(cells),
        use=_use(cells, entry),
        agreement=_agreement(cells),
    )
    if cells.wrong:
        raise Refusal(*cells.wrong)
    return said


def _entry(text: str, *, is_master: bool) -> Entry:
    """The entry taken apart; beside a master name it is one product, in the source's spelling."""
    return Entry(names=(text,)) if is_master else parse_entry(text)


def _nobody_named(cells: Cells) -> str:
    if text := cells.text("name"):
        return _('"%(text)s" does not say who it is; name the vendor or leave the row out.') % {
            "text": text
        }
    return _("The row names no vendor.")


def _spellings(cells: Cells, entry: Entry) -> tuple[str, ...]:
    found = (*entry.aliases, *read_spellings(cells.meant("aliases")))
    if found and len(entry.names) > 1:
        cells.wrong.append(
            _("%(column)s: the row names several vendors; give each of them a row.")
            % {"column": cells.heading("aliases")}
        )
    return tuple(dict.fromkeys(found))


def _vendor(cells: Cells) -> dict[str, Any]:
    values: dict[str, Any] = {name: text for name in VENDOR_TEXTS if (text := cells.meant(name))}
    own = cells.read("own_product", read_yes_no)
    return values if own is None else values | {"is_own_product": own}


def _places(cells: Cells) -> dict[str, tuple[Place, ...]]:
    """Locations before countries: a country that a location names needs no second entry."""
    return {name: cells.read(name, read_places) or () for name in ("locations", "countries")}


def _activities(cells: Cells) -> tuple[str, ...]:
    text = cells.meant("activities")
    parts = text.replace(",", ";").replace("\n", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _use(cells: Cells, entry: Entry) -> dict[str, Any]:
    """The values of the use; what the entry says beside its column is kept as the note."""
    values: dict[str, Any] = {
        "role": cells.read("role", read_role),
        "is_recipient": cells.read("recipient", read_yes_no),
        "order": cells.read("position", _position),
        "source_lines": cells.text("source"),
    }
    notes = [cells.text("note"), entry.note]
    for name, in_entry in (("service", entry.service), ("data_limitation", entry.limitation)):
        values[name] = cells.meant(name) or in_entry
        if in_entry and normalise(values[name]) != normalise(in_entry):
            notes.append(in_entry)
    values["note"] = "; ".join(filter(None, notes))
    return {name: value for name, value in values.items() if value not in (None, "")}


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > MAX_POSITION:
        raise ValueError(_('"%(text)s" is no position: write a whole number.') % {"text": text})
    return int(text)


def _agreement(cells: Cells) -> AgreementSaid | None:
    heading = cells.heading("agreement_type")
    kinds = cells.read("agreement_type", lambda text: read_kinds(text, heading=heading))
    signed_on = cells.read("signed_on", read_day)
    expires_on = cells.read("expires_on", read_day)
    if signed_on and expires_on and expires_on < signed_on:
        cells.wrong.append(
            _("%(column)s: the agreement would expire before it is signed.")
            % {"column": cells.heading("expires_on")}
        )
    if not kinds and (signed_on or expires_on):
        kinds = {_kind_of_days(cells): ""}
    return AgreementSaid(kinds, signed_on, expires_on) if kinds else None


def _kind_of_days(cells: Cells) -> AgreementKind:
    """The agreement that the heading of a day names, as `DPA signed on` does; or else another."""
    for name in ("signed_on", "expires_on"):
        if name in cells.texts and (kind := kind_in(cells.heading(name))):
            return kind
    cells.messages.append(_("The row does not say which agreement it is: kept as other."))
    return AgreementKind.OTHER
