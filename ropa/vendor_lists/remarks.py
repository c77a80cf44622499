"""What the brackets and the service of an entry say besides naming the service."""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from ropa.vendor_lists.spelling import DASHES, heading_key, normalise, terms

_LIMITATION = re.compile(
    r"\b(?:anonym\w*|pseudonym\w*|without|not (?:sending|sent|combined|linked|shared|stored)"
    r"|we.re not|do(?:es)? not|identifiers?|identifies|based on|no (?:personal|user|customer"
    r"|names?|e-?mails?|ip|pii)|ohne|nur|kein\w*|auf (?:der )?(?:basis|grundlage)|sans"
    r"|uniquement|seulement|bas(?:é|ée|és|ées) sur)\b|(?<![\w-])only\b",
    re.IGNORECASE,
)
_STAND_IN = r"(?:back-?up|fallback|fail-?over|ersatz|secours)"
_BACKUP_FOR = re.compile(
    rf"(?:as )?{_STAND_IN} (?:of|for|to|von|für|de|pour) (?P<of>.+)", re.IGNORECASE
)
_BACKUP_AFTER = re.compile(rf"(?P<of>.+?)[ -]{_STAND_IN}", re.IGNORECASE)
# "Data backup" is a service, "Sendgrid backup" is a relation between two vendors.
_BACKED_UP = terms(
    """automatic, automated, cloud, customer, daily, data, database, device, disk, email,
    e-mail, encrypted, file, files, full, hourly, incremental, local, mail, managed,
    nightly, off-site, offsite, online, remote, saas, secure, server, site, storage, system,
    vm, weekly"""
)
_OTHER_NAME = re.compile(
    r"(?:formerly|previously|now|today|aka|a\.k\.a\.|f/?k/?a|also known as|formerly known as"
    r"|ehemals|früher|vormals|heute|auch|anciennement|ex|aujourd'hui) (?P<name>.+)",
    re.IGNORECASE,
)
_PLACE_CODES = frozenset(("UK", "US", "USA", "EU", "EEA", "EWR", "UAE", "U.S.", "U.K.", "EMEA"))


@dataclass(frozen=True)
class Remarks:
    """What brackets were found to say; several of one kind are joined with semicolons."""

    service: str = ""
    limitation: str = ""
    note: str = ""
    backup_of: str = ""
    aliases: tuple[str, ...] = ()

    def __add__(self, other: "Remarks") -> "Remarks":
        return Remarks(
            _joined(self.service, other.service),
            _joined(self.limitation, other.limitation),
            _joined(self.note, other.note),
            self.backup_of or other.backup_of,
            self.aliases + other.aliases,
        )


def read(text: str, *, of: str) -> Remarks:
    """Say what `text`, found in brackets after the name `of`, is.

    The service, unless it reads like a limit to the data, a vendor that is stood in for, or
    another name of the same vendor. The words of a stand-in are kept as the note.
    """
    if found := backed_up(text):
        return Remarks(note=text, backup_of=found)
    if is_limitation(text):
        return Remarks(limitation=text)
    if found := _other_name(text, of):
        return Remarks(aliases=(found,))
    return Remarks(service=text)


def is_limitation(text: str) -> bool:
    return bool(_LIMITATION.search(text.replace("’", "'")))


def begins_as_limitation(text: str) -> bool:
    return bool(_LIMITATION.match(text.replace("’", "'")))


def backed_up(text: str) -> str:
    """The vendor of `backup for X` or `X backup`, or nothing."""
    if match := _BACKUP_FOR.fullmatch(text):
        return match["of"].strip()
    match = _BACKUP_AFTER.fullmatch(text)
    if match is None:
        return ""
    name = match["of"].rstrip(DASHES + " ")
    generic = not _BACKED_UP.isdisjoint(name.casefold().split())
    return "" if generic or name[:1].islower() else name


def is_place(text: str) -> bool:
    """Whether `text` names a country or region: `Acme (Ireland)` says where, not what for."""
    return text in _PLACE_CODES or heading_key(text) in _places()


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    names = (Locale(each).territories.values() for each in ("en", "de", "fr"))
    return frozenset(heading_key(name) for each in names for name in each)


def _other_name(text: str, name: str) -> str:
    if match := _OTHER_NAME.fullmatch(text):
        return match["name"].strip()
    short, long = sorted((normalise(text), normalise(name)), key=len)
    initials = "".join(word[0] for word in re.split(r"[\s-]+", long) if word[:1].isalnum())
    return text if len(short) > 1 and initials == short else ""


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))
