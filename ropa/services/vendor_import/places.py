"""Where a vendor is, as lists say it: the wording, and the country if it names one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from ropa.vendor_lists.spelling import heading_key, trimmed

_LANGUAGES = {"en": "and", "fr": "et", "de": "und"}  # and the word for the "&" in some names
# In the CLDR's list of territories, but no country: unions, oceans, test codes, unknown.
_NO_COUNTRY = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
# How people call countries beside the names in the CLDR.
_ALSO = {
    "US": "U.S., U.S.A., United States of America, America, Vereinigte Staaten von Amerika, "
    "États-Unis d'Amérique",
    "GB": "Great Britain, England, Scotland, Wales, Northern Ireland, Großbritannien, England, "
    "Grande-Bretagne, Angleterre, United Kingdom of Great Britain and Northern Ireland",
    "NL": "The Netherlands, Holland, Hollande, Netherland",
    "CZ": "Czech Republic, Tschechische Republik, République tchèque",
    "IE": "Republic of Ireland, Eire",
    "KR": "South Korea, Korea, Republic of Korea, Südkorea, Corée du Sud",
    "RU": "Russian Federation, Russische Föderation, Fédération de Russie",
    "CN": "People's Republic of China, PRC, VR China",
    "HK": "Hong Kong, Hongkong",
    "AE": "UAE, VAE",
    "MK": "Macedonia",
    "TR": "Turkey, Türkiye",
    "BY": "Belarus, Weißrussland",
    "VN": "Viet Nam, Vietnam",
    "DE": "Federal Republic of Germany, BRD, Bundesrepublik Deutschland",
}
_CODE = re.compile(r"[A-Z]{2,3}")
_BRACKETS = re.compile(r"(?P<before>.*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]")
_HARD = re.compile(r"[;\n|]")
_SOFT = re.compile(r"\s*/\s*|\s+(?:and|und|et|&|\+)\s+")


@dataclass(frozen=True)
class Place:
    """A place in the wording of the source; `country` is its ISO code, or empty.

    `is_bare` means that the wording says no more than the country.
    """

    wording: str
    country: str = ""
    is_bare: bool = False


@lru_cache(maxsize=20_000)
def read_places(text: str) -> tuple[Place, ...]:
    """Return the places that a cell names, parted by semicolons or else by commas.

    A comma may also stand between a city and its country: `Dublin, Ireland` is one place.
    """
    if country_code(text):
        return (_place(text),)
    if _HARD.search(text):
        entries = [trimmed(each) for each in _HARD.split(text)]
    else:
        entries = list(_between_commas(text))
    return tuple(place for each in entries if each for place in _several(each))


def country_code(text: str) -> str:
    """Return the ISO 3166 code of a country named in English, French or German, or by code."""
    text = text.strip(" .")
    if _CODE.fullmatch(text):
        code = text if len(text) == len("DE") else _replaced(text)
        return code if code in _codes() else _replaced(code)
    return _names().get(heading_key(text), "")


def _place(text: str) -> Place:
    if code := country_code(text):
        return Place(text, code, is_bare=True)
    if match := _BRACKETS.fullmatch(text):
        return Place(text, country_code(match["before"]) or country_code(match["inside"]))
    city, comma, country = text.rpartition(",")
    return Place(text, country_code(country) if comma and city else "")


def _between_commas(text: str) -> Iterator[str]:
    """The entries of `text`; what is no country goes with the country behind it."""
    waiting: list[str] = []
    for part in (each.strip() for each in text.split(",")):
        waiting.append(part)
        if country_code(part):
            yield from _joined(waiting)
            waiting = []
    yield from waiting


def _joined(parts: list[str]) -> Iterator[str]:
    *others, city, country = ["", "", *parts]
    yield from filter(None, others)
    yield f"{city}, {country}" if city else country


def _several(text: str) -> list[Place]:
    parts = _SOFT.split(text)
    if len(parts) > 1 and not country_code(text) and all(map(country_code, parts)):
        return [_place(each) for each in parts]
    return [_place(text)]


def _replaced(code: str) -> str:
    """USA is US, UK is GB; a code that meant a country in several parts is nobody's."""
    found = get_global("territory_aliases").get(code, ())
    return str(found[0]) if len(found) == 1 and found[0] in _codes() else ""


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if len(code) == len("DE") and code not in _NO_COUNTRY
    )


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names = {
        heading_key(str(name).replace("&", joint)): str(code)
        for language, word in _LANGUAGES.items()
        for code, name in Locale(language).territories.items()
        if code in _codes()
        for joint in ("&", word)
    }
    also = ((name, code) for code, others in _ALSO.items() for name in others.split(","))
    return names | {heading_key(name): code for name, code in also}
