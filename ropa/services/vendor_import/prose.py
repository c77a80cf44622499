"""Countries in sentences, and what the words beside a country say of it: hosting, access, seat."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ropa.choices.register import LocationKind
from ropa.vendor_lists.countries import country_code
from ropa.vendor_lists.regions import is_wide
from ropa.vendor_lists.spelling import one_line

MAX_LENGTH = 1_000  # characters; a longer text is not searched for countries
_LONGEST_NAME = 5  # words
_SHORT_CODES = frozenset(("US", "UK"))  # the only ones of two letters that sentences use

_CUES = {
    LocationKind.HOSTING: r"host(?:s|ed|ing)?|gehostet|stor(?:es?|ed|age|ing)|data ?cent(?:er|re)s?"
    r"|servers?|replica(?:s|ted)?|speicher\w*|gespeichert|rechenzentr\w+|serverstandort\w*"
    r"|h[ée]berg\w+|stock\w*|serveurs?|centres? de données|hosting[- ]?\w*",
    LocationKind.ACCESS: r"support\w*|(?:remote )?access\w*|maintenance|help ?desk|fernzugriff\w*"
    r"|zugriff\w*|fernwartung|wartung|zugegriffen|accès|accéd\w+|assistance|télémaintenance"
    r"|engineer(?:s|ing)|administered|administration",
    LocationKind.HEADQUARTERS: r"headquarter\w*|HQ|registered office|incorporated|incorporation"
    r"|seat(?:ed)?|hauptsitz|firmensitz|sitz|ansässig|siège(?: social)?|based in|parent company",
    LocationKind.CONTRACTING: r"contracting (?:entity|party)|contracts? with|vertragspartner\w*"
    r"|cocontractant|entité contractante",
}
_CUE = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _CUES.items()}
_NOT = re.compile(
    r"\b(?:[Nn]o|(?i:not|never|non|outside|except|excluding|without|unless|other than|nicht"
    r"|kein\w*|außer(?:halb)?|ohne|ausgenommen|sauf|hors|excepté|sans|pas|aucun\w*))\b"
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)
_JOINTS = " \t\n,;.:/&+–—-()[]"
_LEADING = re.compile(r"^(?:and|or|with|und|oder|mit|sowie|et|ou|avec)\s+", re.IGNORECASE)


def kind_in(text: str) -> str:
    """Return the one kind of location that the words of `text` name, or nothing."""
    found = [kind for kind, cue in _CUE.items() if cue.search(text)]
    return found[0].value if len(found) == 1 else ""


def is_negative(text: str) -> bool:
    """Whether the text says where something is not; then no country is taken from it."""
    return bool(_NOT.search(text))


def clauses(text: str) -> list[tuple[str, str, str]]:
    """Return (wording, country, kind) for every country that a sentence names.

    A clause without a word of its own for the kind takes that of the clause before it, as
    `Ireland` does in `hosted in Germany and Ireland`. A word such as EU is no country. Empty for
    a text that says "not", or that is longer than `MAX_LENGTH`.
    """
    if len(text) > MAX_LENGTH or is_negative(text):
        return []
    mentions = list(_mentions(text))
    found: list[tuple[str, str, str]] = []
    begin, kind = 0, ""
    for number, (end, code) in enumerate(mentions):
        is_last = number == len(mentions) - 1
        until = len(text) if is_last else _end_of_clause(text, end)
        wording = _LEADING.sub("", one_line(text[begin:until]).strip(_JOINTS).strip())
        kind = kind_in(wording) or kind
        found.append((wording if len(mentions) > 1 else one_line(text), code, kind))
        begin = until
    return found


def _end_of_clause(text: str, end: int) -> int:
    """A bracket that follows at once belongs to the country before it."""
    match = re.compile(r"\s*\([^()]*\)").match(text, end)
    return match.end() if match else end


def _mentions(text: str) -> Iterator[tuple[int, str]]:
    """The end of each name of a country in `text`, and its code; the longest name counts.

    The code is empty for a word such as EU. New Mexico and New Jersey are in no country of theirs.
    """
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            begin, end = words[at].start(), words[at + length - 1].end()
            code = _named(text[begin:end])
            if code is not None and not (at and words[at - 1][0] == "New"):
                yield end, code
                at += length
                break
        else:
            at += 1


@lru_cache(maxsize=65_536)
def _named(name: str) -> str | None:
    plain = name.removesuffix("'s").rstrip(".-’'")
    if not name[:1].isupper():
        return None
    if is_wide(plain):
        return ""
    if len(plain) == len("US") and plain not in _SHORT_CODES:
        return None
    return country_code(plain) or None
