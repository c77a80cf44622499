"""Where a vendor is, as lists say it: the wording, and the country if it names one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind
from ropa.services.vendor_import import prose
from ropa.services.vendor_import.cached import per_language
from ropa.vendor_lists.countries import (
    country_code,
    foreign_code,
    state_names,
    states_like_countries,
    two_places,
)
from ropa.vendor_lists.regions import city_code, is_wide, region_code
from ropa.vendor_lists.spelling import heading_key, one_line, trimmed

__all__ = ["Place", "country_code", "read_places"]

_OUTSIDE = r"(?![^()\[\]]*[)\]])"  # of brackets
_HARD = re.compile(rf"[;\n|•·▪]{_OUTSIDE}")
_COMMA = re.compile(rf",{_OUTSIDE}")
_SOFT = re.compile(rf"\s*/\s*{_OUTSIDE}|\s+(?:and|und|et|&|\+|or|oder|ou|,)\s+{_OUTSIDE}")
_DASH = re.compile(r"\s+[–—-]+\s+|\s?:\s+")
_BRACKETS = re.compile(r"(?P<before>[^()\[\]]*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]")
_CODES = re.compile(r"[A-Z]{2,3}(?:\s+[A-Z]{2,3})+")
_ADVERB = re.compile(
    r"\b(?:only|primarily|mainly|mostly|exclusively|nur|ausschließlich|hauptsächlich|überwiegend"
    r"|uniquement|exclusivement|principalement)\b",
    re.IGNORECASE,
)
_PROSE = 3  # words; fewer make no sentence


@dataclass(frozen=True)
class Place:
    """A place in the wording of the source; `country` is its ISO code, or empty.

    `is_bare` means that the wording says no more than the country. `kind` is the kind of location
    that the words name, or empty. `doubt` says why no country was taken from the wording, and
    `remark` how one was where it is not the plain name or code.
    """

    wording: str
    country: str = ""
    is_bare: bool = False
    kind: str = ""
    doubt: str = ""
    remark: str = ""


def read_places(text: str) -> list[Place]:
    """Return the places that a cell names, in any of the usual ways to part them.

    A comma may also stand between a city and its country: `Dublin, Ireland` is one place. No
    country is ever guessed: what could be two, or is not understood, is a place without country.
    """
    return list(_read(text))


@per_language
def _read(text: str) -> tuple[Place, ...]:
    if country_code(text) or is_wide(text) or len(text) > prose.MAX_LENGTH:
        return (_place(text) or _unknown(text),)
    entries = (trimmed(each) for each in _HARD.split(text))
    return tuple(place for entry in entries if entry for place in _entry(entry))


def _entry(text: str) -> list[Place]:
    """The places of one entry between semicolons: a list, a single place, or a sentence."""
    if place := _place(text):
        return [place]
    if prose.kind_in(_DASH.split(text)[0]) and (labelled := _labelled(text)):
        return labelled
    for split in (_between_commas, _at_joints):
        parts = split(text)
        found = [_place(part) or _labelled(part) for part in parts]
        if len(parts) > 1 and all(found):
            return [place for places in found for place in _as_list(places)]
    if labelled := _labelled(text):
        return labelled
    if sentence := _sentence(text):
        return sentence
    parts = _between_commas(text)
    if len(parts) > 1 and not prose.is_negative(text):
        return [place for part in parts for place in _entry(part)]
    return [_unknown(text)]


def _as_list(found: Place | list[Place] | None) -> list[Place]:
    return [found] if isinstance(found, Place) else found or []


def _place(text: str) -> Place | None:
    """The place that the whole of `text` is, with one country or none for sure."""
    if code := country_code(text):
        return Place(text, code, is_bare=True)
    if code := country_code(_ADVERB.sub("", text)):
        return Place(text, code)
    if is_wide(text):
        return Place(text, doubt=_("“%(text)s” names no single country.") % {"text": text})
    if (code := region_code(text)) and not country_code(text.partition("(")[0]):
        sentence = _("“%(text)s” was taken as a region of a cloud provider in %(country)s.")
        return Place(text, code, remark=sentence % {"text": text, "country": code})
    if two_places(text):
        return _between_two(text, two_places(text))
    if code := foreign_code(text):
        sentence = _("“%(text)s” was taken as %(country)s, by its name in another language.")
        return Place(text, code, remark=sentence % {"text": text, "country": code})
    return _city(text)


def _city(text: str) -> Place | None:
    """`Dublin, Ireland` and `San Francisco, CA, USA`; a state could be a country in `Rome, GA`."""
    *before, country = (each.strip() for each in _COMMA.split(text))
    if not before or len(before) > 2 or not before[-1] or _DASH.search(text):
        return None
    code, city = country_code(country), before[-1]
    if two_places(country):
        return _between_two(text, two_places(country))
    if heading_key(country) in state_names():
        sentence = _("“%(text)s” was taken as a place in the USA, for its state.")
        return Place(text, "US", remark=sentence % {"text": text})
    is_state = code == "US" and bool(city in states_like_countries() or two_places(city))
    if not code or prose.is_negative(text) or (len(before) > 1 and not is_state):
        return None
    if is_wide(before[0]) or country_code(before[0]):
        return None
    if not is_state and (country_code(city) or two_places(city) or foreign_code(city)):
        return None  # a list of countries, and no city in one
    if country in states_like_countries() and city_code(city) != code:
        return _between_two(text, (code, "US"))
    return None if prose.kind_in(text) else Place(text, code)


def _between_two(text: str, codes: tuple[str, ...]) -> Place:
    sentence = _("“%(text)s” could be in %(countries)s; its wording is kept without a country.")
    return Place(text, doubt=sentence % {"text": text, "countries": ", ".join(codes)})


def _unknown(text: str) -> Place:
    if prose.is_negative(text):
        sentence = _("“%(wording)s” says where it is not; its wording is kept without a country.")
    else:
        sentence = _('"%(wording)s" names no country that we know; its wording is kept.')
    return Place(text, doubt=sentence % {"wording": text})


def _labelled(text: str) -> list[Place]:
    """`USA (Virginia)`, `EU – Frankfurt`, `Hosting: Germany`, `EU (Germany, Ireland)`."""
    if match := _BRACKETS.fullmatch(text):
        before, inside = match["before"].strip(), match["inside"].strip()
    else:
        before, dash, inside = _DASH.sub("\0", text, count=1).partition("\0")
        if not dash:
            return []
    if prose.is_negative(text):
        return []
    kind = prose.kind_in(text)
    left, right = _code_of(before), _code_of(inside)
    if left and right and left != right and match is None and not prose.kind_in(before):
        return [Place(before, left, is_bare=True), Place(inside, right, is_bare=True)]
    if code := left or right:
        return [Place(text, code, kind=kind)]
    if is_wide(before) or prose.kind_in(before):
        return _inside(text, before, inside, kind)
    return []


def _inside(text: str, before: str, inside: str, kind: str) -> list[Place]:
    """The places that a label such as `EU` or `Hosting` stands before; none if one is unknown."""
    if is_wide(before) and (code := city_code(inside)):
        sentence = _("“%(text)s” was taken as %(country)s, for its city.")
        return [Place(text, code, kind=kind, remark=sentence % {"text": text, "country": code})]
    places = _entry(inside) if inside else []
    if not places or not all(each.country for each in places):
        return []
    wordings = (f"{before}: {each.wording}" for each in places)
    return [
        replace(each, wording=wording, kind=each.kind or kind, is_bare=False)
        for each, wording in zip(places, wordings, strict=True)
    ]


def _code_of(text: str) -> str:
    return country_code(text) or region_code(text)


def _sentence(text: str) -> list[Place]:
    if len(text.split()) < _PROSE:
        return []
    return [_of_sentence(*clause) for clause in prose.clauses(text)]


def _of_sentence(wording: str, code: str, kind: str) -> Place:
    if not code:
        sentence = _("“%(text)s” names no single country.") % {"text": wording}
        return Place(wording, kind=kind, doubt=sentence)
    label = f", {LocationKind(kind).label}" if kind else ""
    sentence = _("“%(text)s” was read as a sentence: %(country)s%(kind)s.")
    remark = sentence % {"text": wording, "country": code, "kind": label}
    return Place(wording, code, kind=kind, remark=remark)


def _at_joints(text: str) -> list[str]:
    if _CODES.fullmatch(text):
        return text.split()
    return [each for each in _SOFT.split(text) if each]


def _between_commas(text: str) -> list[str]:
    return list(_comma_parts([each.strip() for each in _COMMA.split(text)]))


def _comma_parts(parts: list[str]) -> Iterator[str]:
    """The entries of a list; what is no country goes with the country behind it."""
    waiting: list[str] = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        is_state = part in states_like_countries() or two_places(part)
        if is_state and country_code(following) == "US":
            waiting[-1:] = [", ".join([*waiting[-1:], part])]
        elif country_code(part) or is_wide(part) or (two_places(part) and not waiting):
            yield from _joined(waiting, part)
            waiting = []
        else:
            waiting.append(part)
    yield from filter(None, waiting)


def _joined(waiting: list[str], country: str) -> Iterator[str]:
    *others, city = waiting or [""]
    yield from filter(None, others)
    if city and (_place(city) or _labelled(city)):
        yield from (city, country)
    else:
        yield f"{city}, {country}" if city else one_line(country)
