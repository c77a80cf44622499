"""A vendor list of a size that few have, and a register that knows a part of it; both invented."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from ropa.choices.register import FacetState
from ropa.models import Organisation, ProcessingActivity, Purpose, Vendor, VendorAlias
from ropa.vendor_lists.names import normalise

KNOWN = 4_000  # vendors of the list that the register has already
LINES = 500
HEADER = (
    "Vendor",
    "Service",
    "Role",
    "Activities",
    "Countries",
    "Website",
    "Privacy policy",
    "Data limitation",
    "Comment",
)
_FIRST_NAMES = (
    "Nord Sued Alpen Baltic Silver Copper Amber Maple Cedar Harbour Lantern Meadow Falcon Heron "
    "Otter Badger Granite Marble Cobalt Indigo Saffron Willow Juniper Orchid Comet Meteor Zenith "
    "Vertex Quartz Opal"
)
_TRADES = (
    "Data Cloud Mail Metrics Analytics Storage Backup Support Desk Pay Billing Print Post Voice "
    "Video Chat Search Maps Forms Survey Sign Vault Guard Shield Stream Queue Cache Index Graph "
    "Logic Works Labs Systems Networks Media Studio Partners Logistics Telecom Hosting"
)
_FORMS = ("GmbH", "Inc.", "Ltd", "SAS", "B.V.", "AG", "LLC", "")
_SERVICES = ("hosting", "e-mail delivery", "support tickets", "payment", "analytics", "backups")
_ROLES = ("processor", "sub-processor", "independent controller", "processor")
_PLACES = ("Germany", "Dublin, Ireland", "United States", "Frankreich; Deutschland", "NL", "India")


def make_register(code: str, vendors: int) -> Organisation:
    """Fill an organisation: lines without recipients, and vendors with their names as spellings."""
    home = Organisation.objects.create(code=code, name=code.capitalize(), country="DE")
    activities = ProcessingActivity.objects.bulk_create(
        ProcessingActivity(organisation=home, code=f"a{n}", heading=f"Activity {n}", order=n)
        for n in range(LINES)
    )
    Purpose.objects.bulk_create(
        Purpose(
            organisation=home,
            activity=activity,
            code=f"line-{n}",
            recipients_state=FacetState.NOT_STATED,
        )
        for n, activity in enumerate(activities)
    )
    names = [name_of(n) for n in range(KNOWN)]
    names += [name_of(n + 100_000) for n in range(vendors - KNOWN)]
    made = Vendor.objects.bulk_create(
        Vendor(organisation=home, name=name, normalised=normalise(name)) for name in names
    )
    VendorAlias.objects.bulk_create(
        VendorAlias(organisation=home, vendor=each, spelling=each.name, normalised=each.normalised)
        for each in made
    )
    return home


def make_list(rows: int, vendors: int, *, every: int = 1) -> bytes:
    """A CSV of `rows` rows that name `vendors` vendors, each row a use of its own.

    With `every` only the rows of each so manieth vendor, known and new ones in the same parts.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(_rows(rows, vendors, every))
    return out.getvalue().encode()


def _rows(rows: int, vendors: int, every: int) -> Iterator[Any]:
    for number in range(rows):
        vendor, nth = number % vendors, number // vendors
        if vendor % every:
            continue
        name = name_of(vendor)
        host = normalise(name).replace(" ", "-").replace(".", "").replace(",", "")
        yield (
            name,
            _SERVICES[(vendor + nth) % len(_SERVICES)],
            _ROLES[vendor % len(_ROLES)],
            f"line-{(vendor * 7 + nth) % LINES}",
            _PLACES[vendor % len(_PLACES)],
            f"https://{host}.example.org",
            f"https://{host}.example.org/privacy",
            "no special categories" if vendor % 3 else "",
            f"row {number}" if vendor % 5 == 0 and not nth else "",
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def name_of(number: int) -> str:
    """An invented company, another one for each number below a million."""
    firsts, trades = _words(_FIRST_NAMES), _words(_TRADES)
    first, rest = number % len(firsts), number // len(firsts)
    second, rest = rest % len(trades), rest // len(trades)
    form = _FORMS[number % len(_FORMS)]
    middle = _syllables(rest)
    return " ".join(filter(None, (firsts[first] + middle, trades[second], form)))


def _syllables(number: int) -> str:
    """Letters that tell numbers apart as people tell names apart, not by one digit."""
    parts = ("ba", "ker", "lo", "mint", "sur", "ten", "vio", "wex", "yar", "zul")
    return "".join(parts[int(digit)] for digit in str(number)) if number else ""
