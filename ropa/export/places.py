"""Where data go: the transfers that have a destination, and which of these are abroad."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import TransferKind
from ropa.export import wording

Node = dict[str, Any]

# The European Union with Iceland, Liechtenstein and Norway, ISO 3166-1.
EEA = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    )
)
_WITHOUT_DESTINATION = (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)


def of_line(register: Node, line: Node) -> list[Node]:
    """The transfers that the line names, and those that concern every activity."""
    named = line["transfers"]["values"]
    return [each for each in register["transfers"] if each["covers_all"] or each["code"] in named]


def abroad(transfers: list[Node]) -> list[Node]:
    """Those that do not stay in the EEA; where the country is not known they are counted in."""
    return [
        each
        for each in transfers
        if each["kind"] not in _WITHOUT_DESTINATION and each["country"] not in EEA
    ]


def destinations(transfers: list[Node]) -> list[str]:
    """Each destination once, as the register says it; one without a country says so."""
    return list(dict.fromkeys(_destination(each) for each in transfers))


def _destination(transfer: Node) -> str:
    if transfer["country"]:
        return str(transfer["destination"] or transfer["country"])
    if transfer["destination"]:
        return _("%(place)s (country not stated)") % {"place": transfer["destination"]}
    return wording.not_stated()
