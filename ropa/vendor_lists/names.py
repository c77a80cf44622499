"""Takes an entry of a vendor list apart: number, names, service, limits to the data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

from ropa.vendor_lists import remarks
from ropa.vendor_lists.composites import is_domain, split_names
from ropa.vendor_lists.remarks import Remarks
from ropa.vendor_lists.spelling import (
    DASHES,
    normalise,
    one_line,
    terms,
    trimmed,
    without_legal_form,
)

__all__ = ["Entry", "is_own_product", "may_say_nothing", "normalise", "parse_entry"]

MAX_LENGTH = 1_000  # characters; a longer text is prose and no entry

_D = re.escape(DASHES)
_BULLET = re.compile(rf"(?:[•·▪◦‣●○–—]|[{_D}*+>](?=\s))\s*")
_NUMBER = re.compile(
    rf"(?:\(|\[|#|no\.?\s|nr\.?\s|n°\s?)?(\d{{1,3}})"
    # 500.com and 1.io are names.
    rf"(?:[.)\]:]+(?!\d|(?:com|net|org|io|ai|co|de|fr|eu)\b)|\s+[{_D}](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
_OUTLINE_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s")
# A dash with space on one side. "Brief- und Paketdienst" and "contract –related" have none.
_SEPARATOR = re.compile(
    rf"\s[{_D}]+\s?(?!related\b|based\b)|[{_D}]+\s(?!und\b|oder\b|u\.|and\b|or\b|et\b|ou\b)|—"
)
_TIGHT_DASH = re.compile(rf"(?<=\w)[{_D}](?=[a-zà-ÿ])")
_ENTRY_POINT = re.compile(r"(?:from|via|on|in|through) (?:within )?(?:the|our) ", re.IGNORECASE)
_SIGN_IN = re.compile(
    r"(?P<name>.+?) (?P<service>(?:sign|log)[ -]?in|single sign[ -]on|SSO|Anmeldung|connexion)",
    re.IGNORECASE,
)
_NONE = terms(
    """none, n/a, na, n.a, nil, nobody, no one, no-one, not applicable, keine, keiner, keines,
    kein, niemand, entfällt, nicht zutreffend, nicht anwendbar, aucun, aucune, aucuns,
    aucunes, néant, personne, sans objet, non applicable"""
)
_NOT_STATED = terms(
    """?, -, tbd, tbc, unknown, not stated, not known, unbekannt, k.a, k. a, keine angabe,
    keine angaben, inconnu, inconnue, non communiqué, non renseigné"""
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SILENT_WORDS = frozenset(
    match[0] for each in _NONE | _NOT_STATED if (match := _FIRST_WORD.search(each))
)
_OWN_WORDS = terms(
    """the, our, own, a, an, app, application, applications, platform, product, products,
    service, services, site, software, solution, suite, system, tool, website, unser,
    unsere, eigene, plattform, anwendung, produkt, le, la, les, l', notre, nos, logiciel,
    plateforme, produit, solution"""
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of a vendor list says. Texts keep the spelling of the source.

    `number` is the one the list gives the entry, neither an identity nor a position.
    `explicit_none` means that the source says: nobody; `names` is empty then. `names` is empty
    too where the source says that it does not know, which `note` quotes.
    `ambiguous` means that an officer has to look; what may be several names is one then.
    """

    number: int | None = None
    names: tuple[str, ...] = ()
    service: str = ""
    limitation: str = ""
    note: str = ""
    explicit_none: bool = False
    backup_of: str = ""
    aliases: tuple[str, ...] = ()
    ambiguous: bool = False


@lru_cache(maxsize=65_536)
def parse_entry(text: str) -> Entry:
    """Read `text`, an entry such as `7. tawk.to – support chat (anonymous)`.

    Never fails: what it does not understand is one name, as spelled, and `ambiguous`.
    """
    number, whole = _split_number(text)
    if not any(map(str.isalnum, whole)) or normalise(whole) in _NOT_STATED:
        note = whole or one_line(text)
        return Entry(number, note=note, ambiguous=bool(note))
    if len(whole) > MAX_LENGTH or _is_doubtful(text, whole):
        return Entry(number, (trimmed(whole),), ambiguous=True)

    head, service = _split_service(whole)
    name, about_name = _take_remarks(head, of=head)
    service, about_service = _take_remarks(service, of=name, keep_service=True)
    found = about_name + about_service + _read_service(service)
    if _is_several_entries(name):
        return Entry(number, (trimmed(whole),), ambiguous=True)
    return _named(number, name, found)


def may_say_nothing(text: str) -> bool:
    """Whether it is worth reading `text` to learn that it says nothing; most texts need no look."""
    match = _FIRST_WORD.search(text)
    return match is None or match[0].casefold() in _SILENT_WORDS


def is_own_product(name: str, organisations: Sequence[str]) -> bool:
    """Whether `name` is one of `organisations` and words such as `the` and `software`."""
    words = [each for each in normalise(name).split() if each not in _OWN_WORDS]
    own = (without_legal_form(normalise(each)).split() for each in organisations)
    return bool(words) and words in list(own)


def _split_number(text: str) -> tuple[int | None, str]:
    """The number before an entry, and the entry on one line without bullets."""
    rest = one_line(text)
    number = None
    while match := _BULLET.match(rest):
        rest = rest[match.end() :]
    if match := _NUMBER.match(rest):
        number, rest = int(match[1]), rest[match.end() :]
    while match := _BULLET.match(rest):
        rest = rest[match.end() :]
    return number, rest


def _is_doubtful(text: str, whole: str) -> bool:
    """Several lines, a bracket without its other half, a bare number, or where data come from."""
    several_lines = not {"\n", "\r"}.isdisjoint(_outside_brackets(text.strip()))
    half_brackets = not {"(", ")"}.isdisjoint(_outside_brackets(whole))
    starts_oddly = _OUTLINE_NUMBER.match(whole) or _ENTRY_POINT.match(whole)
    return several_lines or half_brackets or bool(starts_oddly) or trimmed(whole).isdigit()


def _is_several_entries(name: str) -> bool:
    """Whether `name` is not one: punctuation, `Analytics: Hotjar`, `GCP (hosting), Firebase`."""
    nameless = not any(map(str.isalnum, name))
    visible = _outside_brackets(name).replace("://", "")
    return nameless or ":" in visible or ("(" in name and len(split_names(name)[0]) > 1)


def _outside_brackets(text: str) -> str:
    """`text` with closed brackets and their content blanked out, its length unchanged."""
    blanked = list(text)
    opened: list[int] = []
    for index, each in enumerate(text):
        if each == "(":
            opened.append(index)
        elif each == ")" and opened:
            start = opened.pop()
            blanked[start : index + 1] = "_" * (index + 1 - start)
    return "".join(blanked)


def _split_service(whole: str) -> tuple[str, str]:
    """The part before the first dash that parts name and service, and the part after it."""
    visible = _outside_brackets(whole)
    match = _SEPARATOR.search(visible)
    if match is None:
        match = _TIGHT_DASH.search(visible)
        # Only after a domain: Coca-Cola and T-Systems are names.
        if match is None or not is_domain(visible[: match.start()]):
            return whole, ""
    return whole[: match.start()].strip(), whole[match.end() :].strip()


def _take_remarks(text: str, *, of: str, keep_service: bool = False) -> tuple[str, Remarks]:
    """Take the brackets off the end of `text` and read them.

    A service in brackets stays where it is after a service, as in `e-mails (notifications)`;
    a country stays with the name.
    """
    found: list[Remarks] = []
    rest = text.rstrip(" .,;")
    while rest.endswith(")"):
        start = len(_outside_brackets(rest).rstrip("_"))
        inside = rest[start + 1 : -1].strip()
        before = rest[:start].rstrip()
        remark = remarks.read(inside, of=before)
        if not before or not inside or remarks.is_place(inside):
            break
        if keep_service and remark.service:
            break
        found.insert(0, remark)
        rest = before
    return (rest if found else text), reduce(add, found, Remarks())


def _read_service(service: str) -> Remarks:
    service = trimmed(service)
    if remarks.begins_as_limitation(service):
        return Remarks(limitation=service)
    return Remarks(service=service, backup_of=remarks.backed_up(service))


def _named(number: int | None, name: str, found: Remarks) -> Entry:
    names, ambiguous = split_names(trimmed(name))
    service = found.service
    if len(names) > 1 and not service and (match := _SIGN_IN.fullmatch(names[-1])):
        names, service = (*names[:-1], match["name"]), match["service"]
    nobody = len(names) == 1 and normalise(names[0]) in _NONE
    return Entry(
        number,
        () if nobody else names,
        service,
        found.limitation,
        found.note,
        nobody,
        found.backup_of,
        found.aliases,
        ambiguous or _is_half_read(name, service),
    )


def _is_half_read(name: str, service: str) -> bool:
    """Whether a place in brackets or a service behind a tight dash is still in the name."""
    if name.endswith(")"):
        return True
    left, dash, right = _TIGHT_DASH.sub("\0", name, count=1).partition("\0")
    tight = bool(dash) and " " not in left and len(left) > 2 and " " in right
    return tight and not service
