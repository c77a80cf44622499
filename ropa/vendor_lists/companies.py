"""A company run together in one cell: legal name, trading name, postal address, country."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ropa.vendor_lists.countries import (
    country_code,
    has_zip_code,
    states_like_countries,
    two_places,
)
from ropa.vendor_lists.spelling import is_legal_form, one_line, terms, without_accents

MAX_LENGTH = 500  # characters; a longer cell is prose

# Forms that stand at the end of a name and are no words of another language.
_FORMS = terms(
    """inc, incorporated, llc, ltd, limited, plc, corp, corporation, llp, dac, ulc, gmbh, mbh,
    ggmbh, ag, kgaa, ohg, ug, sas, sasu, sarl, rl, eurl, bv, nv, aps, oyj, oy, srl, spa, slu, sl,
    lda, pty, pte, pvt, sro, kft, doo, sa, se, kg, ab, as, a/s, cv, bvba, sprl"""
)
_TRADING = re.compile(
    r"(?P<legal>.+?)[,;]?\s+(?P<words>\(?(?:trading as|t/a|doing business as|d/b/a|dba|operating as"
    r"|o/a|handelnd (?:unter|als)|firmierend (?:unter|als)|auftretend als"
    r"|exerçant sous le nom(?: commercial)?(?: de)?|agissant sous le nom(?: commercial)?(?: de)?"
    r"|nom commercial\s?:?))\s*:?\s+(?P<trade>.+?)",
    re.IGNORECASE,
)
_TRADE_OF = re.compile(
    r"(?P<trade>.+?)[,;]?\s+\(?(?:an?|the|eine?|une?)?\s*(?:trading name|trade name|brand|trademark"
    r"|product|Marke|Handelsname|marque|nom commercial)\s+(?:of|der|von|de|du|des)\s+(?:the\s+)?"
    r"(?P<legal>.+?)\)?",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|lane|drive|square|quay|place|way"
    r"|plaza|floor|suite|p\.?\s?o\.?\s?box|parkway|court|terrace|\w*stra(?:ß|ss)e|\w*str\.|\w+weg"
    r"|\w*platz|\w+allee|\w+gasse|\w+ring|\w+ufer|rue|quai|chemin|bd|cedex|via|viale|calle|paseo"
    r"|\w+straat|\w+gracht|\w+laan|\w+gatan|\w+vej)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}-)?\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]\d{2}\s?[A-Z\d]{4}\b"
)
# The letters that stand before postcodes in addresses from abroad: L-1855, D-10115.
_PREFIXES = {"L": "LU", "D": "DE", "F": "FR", "A": "AT", "B": "BE", "I": "IT", "E": "ES"}
_PREFIXED = re.compile(r"\b([A-Z]{1,2})-\d{4,5}\b")
_EDGES = " \t\n,;–—-"


@dataclass(frozen=True)
class Company:
    """What a cell says of a company. `name` is what it is called, the entry without its address.

    `legal_name` is empty where the cell holds no more than a name; `unread` is a part that was
    taken for an address although no country could be read from it.
    """

    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    is_two_places: bool = False


@lru_cache(maxsize=16_384)
def split_company(text: str) -> Company:
    """Take a cell apart; what is not clearly a legal name with an address is one name.

    An address has to follow a legal form and to show itself: by a street, a postcode, or a
    country as its last part. Nothing is lost: name and address together are the whole cell.
    """
    if len(text) > MAX_LENGTH:
        return Company(text)
    trading = _trading(text)
    if trading is None:
        return _with_address(text) or Company(text)
    legal, trade = trading
    if inner := _with_address(legal):
        return replace(inner, name=trade)
    name, comma, rest = trade.partition(",")
    if comma and (found := _address(rest)):
        return Company(name, legal, *found)
    return Company(trade, legal)


def _trading(name: str) -> tuple[str, str] | None:
    """The legal and the trading name of `X Ltd trading as Y` or `Y, a brand of X Ltd`."""
    line = one_line(name)
    if match := _TRADING.fullmatch(line):
        trade = match["trade"].rstrip(")") if match["words"].startswith("(") else match["trade"]
        return match["legal"].strip(_EDGES), trade.strip(_EDGES)
    if match := _TRADE_OF.fullmatch(line):
        return match["legal"].strip(_EDGES), match["trade"].strip(_EDGES)
    return None


def _with_address(text: str) -> Company | None:
    """The company whose legal form ends the name, if what follows is an address."""
    for match in re.finditer(r"\S+", text):
        word = match[0]
        if not match.start() or not _is_form(word):
            continue
        end = match.end()
        following = re.match(r"\s+(?:&\s+co\.?\s*)?\S+", text[end:], re.IGNORECASE)
        if following and is_legal_form(following[0].strip()):
            continue  # GmbH & Co. KG; the last form ends the name
        name, rest = text[:end].rstrip(",;"), text[end:]
        if found := _address(rest):
            return Company(one_line(name).rstrip(","), one_line(name).rstrip(","), *found)
        if rest.strip(_EDGES):
            return None
    return None


def _is_form(word: str) -> bool:
    plain = without_accents(word.casefold()).replace(".", "").strip(",;()")
    if plain not in _FORMS:
        return False
    # "as", "se", "sa" are words, too; as a form they are written in capitals or with dots.
    return len(plain) > len("sa") or word.strip(",;()") != word.strip(",;()").casefold()


def _address(rest: str) -> tuple[str, str, bool] | None:
    """The address that `rest` is, its country, and whether that could be two."""
    inside = rest.strip(_EDGES)
    if inside.startswith("(") and inside.endswith(")") and inside.count("(") == 1:
        inside = inside[1:-1].strip(_EDGES)
    if not inside or any(each in inside for each in "()"):
        return None
    parts = [each.strip() for each in re.split(r"[,;\n]| [–—-] ", inside) if each.strip()]
    last = parts[-1]
    code = _country(parts)
    is_place = bool(code and country_code(last)) and len(parts) > 1
    shows_itself = any(map(str.isdigit, inside)) and (
        _STREET.search(inside) or _POSTCODE.search(inside)
    )
    if not shows_itself and not is_place and not two_places(last):
        return None
    address = "\n".join(each.strip(" ,") for each in inside.splitlines() if each.strip(" ,"))
    return address, code, not code and bool(two_places(last) or last in states_like_countries())


def _country(parts: list[str]) -> str:
    """The country of an address: its last part, with or without a postcode, or its prefix."""
    last = parts[-1]
    if last in states_like_countries() and len(parts) > 1:
        return ""  # CA behind a city is California or Canada
    if code := country_code(last):
        return code
    if has_zip_code(last):
        return "US"
    without = _POSTCODE.sub("", last).strip(_EDGES)
    if without not in states_like_countries() and (code := country_code(without)):
        return code
    for match in _PREFIXED.finditer(", ".join(parts)):
        return _PREFIXES.get(match[1], country_code(match[1]))
    words = last.split()
    return country_code(words[-1]) if len(words) > 1 and len(words[-1]) > len("USA") else ""
