"""Spellings made comparable: dashes, quotes, spaces, trade marks, accents and legal forms."""

import re
import unicodedata
from functools import lru_cache

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u00b4\u0060"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_TRADE_MARKS = "\u2122\u00ae\u00a9\u2120"
_DIRECTION = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # of writing
)
_INVISIBLE = f"\u00ad\u200b\u200c\u200d\u2060\ufeff{_DIRECTION}"
_DELETED = dict.fromkeys(map(ord, _INVISIBLE))
_UNIFIED = (
    _DELETED
    | dict.fromkeys(map(ord, _TRADE_MARKS))
    | dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
)
_TRADE_MARK_IN_LETTERS = re.compile(r"\((?:tm|r)\)", re.IGNORECASE)

_ENDS_IN_ABBREVIATION = re.compile(
    r"(?:(?:^|[ ,])(?:inc|ltd|co|corp|bros|etc|mbh|llc|pty|pte)|\.\w)\.$", re.IGNORECASE
)


def terms(text: str) -> frozenset[str]:
    """Return the terms of a comma-separated list in the code."""
    return frozenset(one_line(each) for each in text.split(","))


def one_line(text: str) -> str:
    """Return `text` without invisible characters, every run of white space one plain space."""
    return " ".join(text.translate(_DELETED).split())


def trimmed(text: str) -> str:
    """Return `text` without punctuation at its end, except the dot of an abbreviation."""
    text = text.strip().rstrip(",; ")
    return text if _ENDS_IN_ABBREVIATION.search(text) else text.rstrip(".,; ")


# Only the last words of a name are compared with these, without dots, accents and case.
LEGAL_FORMS = terms(
    """inc, incorporated, llc, ltd, limited, plc, corp, corporation, co, company, lp, llp, dac,
    ulc, gmbh, mbh, ggmbh, ag, kg, kgaa, ohg, ug, se, ev, eg, gbr, ek, sa, sas, sasu, sarl,
    rl, eurl, sca, snc, gie, scop, bv, nv, ab, as, a/s, aps, oy, oyj, srl, spa, sl, slu,
    lda, pty, pte, pvt, kk, oo, zoo, sro, kft, doo"""
)


@lru_cache(maxsize=100_000)
def normalise(name: str) -> str:
    """Return the key under which two spellings of one name are equal.

    Case, width, white space, trade-mark signs, the kind of dash and quotation mark, and
    punctuation at the end do not count. Letters, accents and legal forms do.
    """
    # NFKC would turn a trade-mark sign into the letters TM, so the signs go first.
    text = _TRADE_MARK_IN_LETTERS.sub("", name.translate(_UNIFIED))
    text = unicodedata.normalize("NFKC", text).translate(_UNIFIED).casefold()
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    return text.rstrip(" .,;:!?") or text


@lru_cache(maxsize=20_000)
def heading_key(heading: str) -> str:
    """Return the letters and digits of a heading without case and accents.

    A heading without any (`#`) is compared as it stands.
    """
    text = without_accents(unicodedata.normalize("NFKC", heading).casefold())
    text = text.replace("\u0153", "oe").replace("\u00e6", "ae")
    return "".join(filter(str.isalnum, text)) or one_line(heading)


def without_accents(text: str) -> str:
    """Return `text` with every accented letter as its plain letter."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each))


def without_legal_form(name: str) -> str:
    """Return the words of `name` before its legal form; a name that is only one stays whole."""
    words = name.split()
    while len(words) > 1 and _is_legal_word(words[-1]):
        words.pop()
    return " ".join(words).rstrip(" ,")


def has_legal_form(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and _is_legal_word(words[-1])


def is_legal_form(text: str) -> bool:
    """Whether `text` holds a legal form and nothing else, as in `Acme, Inc.` after the comma."""
    words = text.split()
    return bool(words) and all(map(_is_legal_word, words))


def _is_legal_word(word: str) -> bool:
    # "&" joins the two halves of "GmbH & Co. KG".
    plain = without_accents(word.casefold()).replace(".", "").strip(",()")
    return plain in LEGAL_FORMS or plain == "&"
