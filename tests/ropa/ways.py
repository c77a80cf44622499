"""Invented ways of data, for tests of the pictures."""

from fractions import Fraction
from typing import Any

from ropa.choices.register import LocationKind
from ropa.pictures.ways import Party, Place, State, Way


def party(name: str) -> Party:
    return Party(f"key of {name}", name)


def make_way(vendor: str = "Example Host", *below: str, **given: Any) -> Way:
    """One way of one purpose line; what is given stands instead of the least."""
    share = given.get("share", Fraction(1))
    kind = given.pop("kind", LocationKind.HOSTING)
    place = Place(kind, given.pop("country", ""), given.pop("wording", ""))
    standard = {
        "entity": party("Example Ltd"),
        "vendor": party(vendor),
        "chain": tuple(party(name) for name in below),
        "place": place,
        "state": State.INSIDE,
        "lines": 1,
        "share": share,
        "by_category": (("", share),),
    }
    return Way(**{**standard, **given})
