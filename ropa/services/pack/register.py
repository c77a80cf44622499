"""The part of a pack that the register itself gives: both records, vendors and transfers."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import (
    AgreementKind,
    LocationKind,
    Mechanism,
    TransferKind,
    VendorRole,
)
from ropa.export.outputs import DOCUMENTS, LAYOUTS
from ropa.export.sheets import Sheet
from ropa.export.wording import not_stated
from ropa.services.pack.asked import Asked, PackFile, Part, table

Node = dict[str, Any]


def register_part(asked: Asked) -> Part:
    """Return both records, the vendor list and the transfers."""
    wanted = asked.wanted
    return Part(
        files=(
            PackFile(
                name="record.pdf",
                data=DOCUMENTS["pdf"].write(wanted),
                about=_("The record of processing activities, Art. 30(1) and (2), to be read"),
            ),
            table(
                "record.xlsx",
                _("The same record as tables"),
                LAYOUTS["art30"].sheets(wanted),
                asked,
            ),
            PackFile(
                name="register.json",
                data=DOCUMENTS["json"].write(wanted),
                about=_("The whole register, for machines"),
            ),
            table(
                "vendors.xlsx",
                _("Vendors with their roles, locations and agreements"),
                [_vendors(wanted.register)],
                asked,
            ),
            table(
                "transfers.xlsx",
                _("International transfers with their safeguards, Art. 44 to 49"),
                [_transfers(wanted.register)],
                asked,
            ),
        )
    )


def _vendors(register: Node) -> Sheet:
    return Sheet(
        title=_("Vendors"),
        for_paper=True,
        header=[
            _("Vendor"),
            _("Roles"),
            _("Services"),
            _("Purpose lines"),
            _("Locations"),
            _("Agreements"),
        ],
        rows=[
            [
                vendor["name"],
                _stated(str(VendorRole(use["role"]).label) for use in vendor["uses"]),
                _stated(use["service"] for use in vendor["uses"]),
                _stated(use["purpose"] for use in vendor["uses"]),
                _stated(_location(each) for each in vendor["locations"]),
                _stated(
                    _agreement(each)
                    for each in register["agreements"]
                    if each["vendor"] == vendor["name"]
                ),
            ]
            for vendor in register["vendors"]
        ],
    )


def _location(location: Node) -> str:
    place = ", ".join(filter(None, (location["country"], location["wording"])))
    return f"{LocationKind(location['kind']).label}: {place or not_stated()}"


def _agreement(agreement: Node) -> str:
    begins = agreement["valid_from"] or agreement["signed_on"]
    said = [
        str(AgreementKind(agreement["kind"]).label),
        agreement["title"],
        _("from %(day)s") % {"day": begins} if begins else "",
        _("until %(day)s") % {"day": agreement["expires_on"]} if agreement["expires_on"] else "",
        agreement["reference"],
    ]
    return ", ".join(filter(None, said))


def _transfers(register: Node) -> Sheet:
    return Sheet(
        title=_("Transfers"),
        for_paper=True,
        header=[
            _("Code"),
            _("Kind"),
            _("Exporter"),
            _("Importer"),
            _("Destination"),
            _("Which data"),
            _("What happens"),
            _("Safeguards"),
            _("Purpose lines"),
            _("Review on"),
        ],
        rows=[_transfer(transfer) for transfer in register["transfers"]],
    )


def _transfer(row: Node) -> list[str | int | None]:
    places = dict.fromkeys(filter(None, (row["country"], row["destination"])))
    importer = row["importer_vendor"] or row["importer_entity"] or row["importer"]
    return [
        row["code"],
        str(TransferKind(row["kind"]).label),
        row["exporter_entity"] or row["exporter"] or not_stated(),
        importer or not_stated(),
        ", ".join(places) or not_stated(),
        row["scope"],
        row["statement"],
        _stated(_safeguard(each) for each in row["safeguards"]),
        _("All activities") if row["covers_all"] else _stated(row["purposes"]),
        str(row["review_on"] or ""),
    ]


def _safeguard(safeguard: Node) -> str:
    said = [
        str(Mechanism(safeguard["mechanism"]).label),
        safeguard["agreement"] or "",
        safeguard["evidence"],
        safeguard["url"],
        _("until %(day)s") % {"day": safeguard["expires_on"]} if safeguard["expires_on"] else "",
    ]
    return ", ".join(filter(None, said))


def _stated(texts: Any) -> str:
    """Each text once, a line each."""
    return "\n".join(dict.fromkeys(filter(None, texts))) or not_stated()
