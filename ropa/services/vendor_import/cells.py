"""One row of a vendor list as typed values; what cannot be read is refused with a sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import AgreementKind, LocationKind
from ropa.services.vendor_import.clauses import Clauses, read_clauses
from ropa.services.vendor_import.days import UnclearDay, understand
from ropa.services.vendor_import.places import Place, read_places
from ropa.services.vendor_import.prose import kind_in as location_kind_in
from ropa.services.vendor_import.said import AgreementSaid, Cells, Refusal, Said
from ropa.services.vendor_import.spellings import read_spellings, span
from ropa.services.vendor_import.words import SeveralRoles, kind_in, read_role, read_yes_no
from ropa.vendor_lists.companies import Company, split_company
from ropa.vendor_lists.names import Entry, parse_entry
from ropa.vendor_lists.spelling import normalise, one_line

__all__ = ["VENDOR_TEXTS", "AgreementSaid", "Cells", "Refusal", "Said", "read_row"]

MAX_POSITION = 32_767  # what the column holds on PostgreSQL

# Columns that are fields of the vendor of the same name, taken as they stand.
VENDOR_TEXTS = (
    "family",
    "legal_name",
    "address",
    "website",
    "privacy_url",
    "opt_out_url",
    "contact",
)
# Column -> kind of its places. Locations before countries: a country that a location names needs
# no second entry.
PLACES = {
    "hosting": LocationKind.HOSTING,
    "access": LocationKind.ACCESS,
    "headquarters": LocationKind.HEADQUARTERS,
    "contracting": LocationKind.CONTRACTING,
    "locations": LocationKind.NOT_STATED,
    "countries": LocationKind.NOT_STATED,
}


def read_row(cells: Cells) -> Said:
    """Read a row; raises `Refusal` with every sentence when any cell cannot be read."""
    master = cells.text("master_name")
    company = _company(cells, is_master=bool(master))
    entry = Entry(names=(company.name,)) if master else parse_entry(company.name)
    if entry.explicit_none:
        return Said((), cells.text("name"), "", nobody=True)
    if not entry.names:
        cells.wrong.append(_nobody_named(cells))
    said = Said(
        names=entry.names if not master else (master,),
        spelling=span(company.name if not master else cells.text("name"), entry.names),
        master=master,
        is_doubtful=entry.ambiguous,
        spellings=_spellings(cells, entry, company),
        vendor=_vendor(cells, company),
        backup_of=cells.meant("backup_of") or entry.backup_of,
        places=_places(cells, company),
        activities=_activities(cells),
        use=_use(cells, entry),
        agreement=_agreement(cells),
        customer=_customer(cells),
    )
    if cells.wrong:
        raise Refusal(*cells.wrong)
    return said


def _company(cells: Cells, *, is_master: bool) -> Company:
    """The cell of the name without legal name and address; beside a master name it stays whole."""
    text = cells.text("name") or cells.text("master_name") or cells.meant("legal_name")
    if is_master:
        return Company(text)
    company = split_company(text)
    if company.legal_name:
        parts = {_("legal name"): company.legal_name, _("address"): company.address}
        found = "; ".join(f"{name} “{part}”" for name, part in parts.items() if part)
        cells.messages.append(
            _("“%(text)s” was taken apart: name “%(name)s”; %(parts)s.")
            % {"text": text, "name": company.name, "parts": found}
        )
    if company.address and not company.country:
        sentence = (
            _("The address “%(address)s” could be in two countries; none was taken from it.")
            if company.is_two_places
            else _("The address “%(address)s” names no country that we know.")
        )
        cells.doubt(sentence % {"address": company.address})
    return company


def _nobody_named(cells: Cells) -> str:
    if text := cells.text("name"):
        return _('"%(text)s" does not say who it is; name the vendor or leave the row out.') % {
            "text": text
        }
    return _("The row names no vendor.")


def _spellings(cells: Cells, entry: Entry, company: Company) -> tuple[str, ...]:
    found = (*entry.aliases, *read_spellings(cells.meant("aliases")))
    if found and len(entry.names) > 1:
        cells.wrong.append(
            _("%(column)s: the row names several vendors; give each of them a row.")
            % {"column": cells.heading("aliases")}
        )
    if company.legal_name and company.legal_name != company.name:
        found = (*found, company.legal_name)  # X Ltd trading as Y: both are names of it
    return tuple(dict.fromkeys(found))


def _vendor(cells: Cells, company: Company) -> dict[str, Any]:
    in_name = {"legal_name": company.legal_name, "address": company.address}
    values: dict[str, Any] = {name: text for name, text in in_name.items() if text}
    values |= {name: text for name in VENDOR_TEXTS if (text := cells.meant(name))}
    own = cells.read("own_product", read_yes_no)
    return values if own is None else values | {"is_own_product": own}


def _places(cells: Cells, company: Company) -> dict[str, list[Place]]:
    """The places of each column; its heading says of what kind those are that do not say it."""
    found: dict[str, list[Place]] = {}
    for column, kind in PLACES.items():
        if column not in cells.texts:
            continue
        in_heading = location_kind_in(cells.heading(column)) if not _is_said(kind) else kind
        found[column] = [
            replace(place, kind=place.kind or in_heading or kind)
            for place in cells.read(column, read_places) or []
        ]
    for place in (place for places in found.values() for place in places):
        if place.doubt:
            cells.doubt(place.doubt)
        if place.remark:
            cells.messages.append(place.remark)
    if company.country:
        wording = one_line(company.address)
        found["address"] = [Place(wording, company.country, kind=LocationKind.CONTRACTING)]
    return found


def _is_said(kind: LocationKind) -> bool:
    return kind is not LocationKind.NOT_STATED


def _customer(cells: Cells) -> str:
    """Whom the row is for. A use of a vendor has no customer, so that is told, and only told."""
    customer = cells.meant("customer")
    if customer:
        cells.messages.append(
            _("%(column)s: “%(text)s” was taken as the customer of the row, not as a vendor.")
            % {"column": cells.heading("customer"), "text": customer}
        )
    return customer


def _activities(cells: Cells) -> tuple[str, ...]:
    text = cells.meant("activities")
    parts = text.replace(",", ";").replace("\n", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _use(cells: Cells, entry: Entry) -> dict[str, Any]:
    """The values of the use; what the entry says beside its column is kept as the note."""
    values: dict[str, Any] = {
        "role": cells.read("role", read_role, unclear=SeveralRoles),
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
    said = [_clauses(cells, name) for name in ("agreement_type", "mechanism")]
    kinds = {kind: title for each in said for kind, title in each.kinds.items()}
    signed_on, expires_on = _day(cells, "signed_on"), _day(cells, "expires_on")
    if signed_on and expires_on and expires_on < signed_on:
        cells.wrong.append(
            _("%(column)s: the agreement would expire before it is signed.")
            % {"column": cells.heading("expires_on")}
        )
    if not kinds and (signed_on or expires_on):
        kinds = {_kind_of_days(cells): ""}
    modules = {each.module for each in said if each.module}
    covers = dict.fromkeys(name for each in said for name in each.covers)
    module = modules.pop() if len(modules) == 1 else ""
    return AgreementSaid(kinds, signed_on, expires_on, module, tuple(covers)) if kinds else None


def _clauses(cells: Cells, name: str) -> Clauses:
    heading = cells.heading(name)
    found = cells.read(name, lambda text: read_clauses(text, heading=heading)) or Clauses({})
    cells.messages += found.remarks
    for sentence in found.doubts:
        cells.doubt(f"{heading}: {sentence}")
    return found


def _day(cells: Cells, name: str) -> date | None:
    """The day of a cell; one that could be two is kept out and told."""
    day_first = cells.day_first.get(name)
    found = cells.read(name, lambda text: understand(text, day_first=day_first), unclear=UnclearDay)
    if found is None:
        return None
    if found.remark:
        cells.messages.append(f"{cells.heading(name)}: {found.remark}")
    return found.day


def _kind_of_days(cells: Cells) -> AgreementKind:
    """The agreement that the heading of a day names, as `DPA signed on` does; or else another."""
    for name in ("signed_on", "expires_on"):
        if name in cells.texts and (kind := kind_in(cells.heading(name))):
            return kind
    cells.messages.append(_("The row does not say which agreement it is: kept as other."))
    return AgreementKind.OTHER
