"""Names of countries in lists: ISO 3166 codes, names of the CLDR, and names of two places."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from babel import Locale, localedata
from babel.core import get_global
from holidays import country_holidays

from ropa.vendor_lists.spelling import heading_key, terms

_LANGUAGES = {"en": "and", "fr": "et", "de": "und"}  # and the word for the "&" in some names
# Tried only where English, French and German know no such name, and only where all that know it
# mean one country: the other languages of the Union, of its neighbours, and of large markets.
_FURTHER = terms(
    """bg, ca, cs, da, el, es, et, eu, fi, ga, gl, hr, hu, is, it, lt, lv, mk, mt, nb, nl, pl, pt,
    ro, sk, sl, sq, sr, sv, tr, uk, ar, he, hi, id, ja, ko, ru, zh"""
)
# In the CLDR's list of territories, but no country: unions, oceans, test codes, unknown.
_NO_COUNTRY = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
# What the European institutions write where ISO 3166 has GB and GR.
_OTHER_CODES = {"UK": "GB", "EL": "GR"}
# How people call countries beside the names in the CLDR.
_ALSO = {
    "US": "U.S., U.S.A., United States of America, America, Vereinigte Staaten von Amerika, "
    "États-Unis d'Amérique",
    "GB": "Great Britain, England, Scotland, Wales, Northern Ireland, Großbritannien, England, "
    "Grande-Bretagne, Angleterre, United Kingdom of Great Britain and Northern Ireland, "
    "Vereinigtes Königreich, U.K.",
    "NL": "The Netherlands, Holland, Hollande, Netherland",
    "CZ": "Czech Republic, Tschechische Republik, République tchèque",
    "IE": "Republic of Ireland, Eire",
    "KR": "South Korea, Korea, Republic of Korea, Südkorea, Corée du Sud",
    "RU": "Russian Federation, Russische Föderation, Fédération de Russie",
    "CN": "People's Republic of China, PRC, VR China",
    "HK": "Hong Kong, Hongkong, Hong Kong SAR, Hong Kong S.A.R.",
    "MO": "Macau, Macao, Macau SAR, Macao SAR, Macao S.A.R.",
    "CD": "DRC, DR Congo, Congo (DRC), Congo DRC, Democratic Republic of the Congo, "
    "Demokratische Republik Kongo, République démocratique du Congo, RDC",
    "AE": "UAE, VAE",
    "MK": "Macedonia",
    "TR": "Turkey, Türkiye",
    "BY": "Belarus, Weißrussland",
    "VN": "Viet Nam, Vietnam",
    "DE": "Federal Republic of Germany, BRD, Bundesrepublik Deutschland",
    "GE": "Republic of Georgia",
}
# Names of two places. Which is meant, only the source can say.
_TWO_PLACES = {
    "Georgia": "GE, US",
    "Géorgie": "GE, US",
    "Congo": "CD, CG",
    "Kongo": "CD, CG",
    "Virgin Islands": "VG, VI",
    "Saint Martin": "MF, SX",
}
# The states of the USA and its capital, as addresses have them. Written from memory; compared in
# the tests with those that the package `holidays` has. CLDR in Babel knows no states.
STATES = terms(
    """AK, AL, AR, AZ, CA, CO, CT, DC, DE, FL, GA, HI, IA, ID, IL, IN, KS, KY, LA, MA, MD, ME, MI,
    MN, MO, MS, MT, NC, ND, NE, NH, NJ, NM, NV, NY, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VA, VT,
    WA, WI, WV, WY"""
)
# Countries with such a code whose postcodes have five digits as well: from memory, not compared.
_FIVE_DIGITS = frozenset(("DE", "ID", "ME", "VA", "MA"))
_ZIP = re.compile(r"\b([A-Z]{2})\s+\d{5}(?:-\d{4})?")
_CODE = re.compile(r"[A-Z]{2,3}")


def country_code(text: str) -> str:
    """Return the ISO 3166 code of a country named in English, French or German, or by code.

    Nothing for a name of two places (see `two_places`).
    """
    text = text.strip(" .")
    if _CODE.fullmatch(text):
        if text in _OTHER_CODES:
            return _OTHER_CODES[text]
        code = text if len(text) == len("DE") else _replaced(text)
        return code if code in codes() else _replaced(code)
    return names().get(heading_key(text), "")


def foreign_code(text: str) -> str:
    """Return the code of a country named in another language, if all languages agree on it."""
    found = _further_names().get(heading_key(text.strip(" .")), frozenset())
    return next(iter(found)) if len(found) == 1 else ""


def has_zip_code(text: str) -> bool:
    """Whether `text` ends as an address in the USA does: a state and five digits."""
    match = _ZIP.search(text)
    return bool(match and match.end() == len(text) and match[1] in STATES - _FIVE_DIGITS)


def two_places(text: str) -> tuple[str, ...]:
    """Return the codes of the countries in which places of this name lie, or nothing."""
    found = _ambiguous().get(heading_key(text.strip(" .")), "")
    return tuple(each.strip() for each in found.split(",") if each.strip())


def _replaced(code: str) -> str:
    """USA is US, UK is GB; a code that meant a country in several parts is nobody's."""
    found = get_global("territory_aliases").get(code, ())
    return str(found[0]) if len(found) == 1 and found[0] in codes() else ""


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if len(code) == len("DE") and code not in _NO_COUNTRY
    )


@lru_cache(maxsize=1)
def states_like_countries() -> frozenset[str]:
    """Codes of states that are codes of countries, too: CA after a city is California or Canada."""
    return STATES & codes()


@lru_cache(maxsize=1)
def state_names() -> frozenset[str]:
    """Keys of the names of the states of the USA that are no name of a country, too."""
    aliases = country_holidays("US").subdivisions_aliases
    named = {heading_key(name) for name, code in aliases.items() if code in STATES}
    return frozenset(named - names().keys() - _ambiguous().keys())


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Key of a name -> code."""
    found = {
        heading_key(str(name).replace("&", joint)): str(code)
        for language, word in _LANGUAGES.items()
        for code, name in Locale(language).territories.items()
        if code in codes()
        for joint in ("&", word)
    }
    also = ((name, code) for code, others in _ALSO.items() for name in others.split(","))
    found |= {heading_key(name): code for name, code in also}
    return {key: code for key, code in found.items() if key not in _ambiguous()}


@lru_cache(maxsize=1)
def wide_names() -> frozenset[str]:
    """Keys of the names of continents, unions and the world."""
    return frozenset(
        heading_key(str(name))
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if code not in codes()
    )


@lru_cache(maxsize=1)
def _further_names() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    gc.collect(1)  # what is older than the languages need not be looked at with each of them
    for language in _FURTHER:
        with _let_go():
            for code, name in Locale(language).territories.items():
                key = heading_key(str(name))
                if code in codes() and key not in _ambiguous():
                    found[key] = found.get(key, frozenset()) | {str(code)}
    return found


@contextmanager
def _let_go() -> Iterator[None]:
    """Let go of the language read inside: Babel would keep all of it, a megabyte and more.

    Its patterns point at each other, and an import does without the garbage collector, so the
    newest objects are collected here.
    """
    kept: dict[str, Any] = getattr(localedata, "_cache", {})
    before = set(kept)
    yield
    for name in set(kept) - before:
        kept.pop(name, None)
    gc.collect(0)


@lru_cache(maxsize=1)
def _ambiguous() -> dict[str, str]:
    return {heading_key(name): found for name, found in _TWO_PLACES.items()}
