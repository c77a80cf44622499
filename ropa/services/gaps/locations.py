"""Gaps of customers: where an agreement lets their data be, and where vendors have them."""

from collections.abc import Iterator

from ropa.services.gaps import customer_kinds as kinds
from ropa.services.gaps.gap import Findings, Node
from ropa.services.gaps.ground import Ground
from ropa.transfers.countries import GROUPS
from ropa.transfers.derive import SEAT

SHEET = "customers"


def check_locations(found: Findings, ground: Ground, customer: Node) -> None:
    """Hold the places of vendors, and of those below them, against the customer's limit.

    A seat is no place of the data. Names of countries in another form than a code or a group
    permit nothing.
    """
    limit = customer["permitted_locations"]
    permitted = {code for word in limit for code in GROUPS.get(word.upper(), {word.upper()})}
    activities = {link["activity"] for link in customer["activities"]}
    if not permitted or not activities:
        return
    code, name = customer["code"], customer["name"]
    for vendor, used_in in _reached(ground, activities).items():
        places = ground.facts.places.get(vendor, ())
        countries = {place.country for place in places if place.kind != SEAT} - {""}
        concerned = tuple(sorted(used_in))
        for country in sorted(countries - permitted):
            named = {"customer": name, "vendor": vendor, "country": country}
            found.add(kinds.OUTSIDE, SHEET, code, concerned, **named)
        if not countries:
            named = {"customer": name, "vendor": vendor}
            found.add(kinds.NOT_KNOWN, SHEET, code, concerned, **named)


def _reached(ground: Ground, activities: set[str]) -> dict[str, set[str]]:
    """The vendors that these activities reach through any chain, with the activities of each."""
    found: dict[str, set[str]] = {}
    for use in ground.facts.uses:
        line = ground.facts.lines.get(use.line)
        if line is not None and line.activity in activities:
            for vendor in _with_chain(ground, use.vendor):
                found.setdefault(vendor, set()).add(line.activity)
    return found


def _with_chain(ground: Ground, vendor: str) -> Iterator[str]:
    yield vendor
    for path in ground.facts.below.get(vendor, ()):
        yield path[-1]
