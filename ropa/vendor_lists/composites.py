"""Entries that name several vendors at once, and those that only look like it."""

import re
from itertools import pairwise

from ropa.vendor_lists.remarks import is_place
from ropa.vendor_lists.spelling import has_legal_form, is_legal_form, trimmed

MAX_WORDS = 4  # of one name among several; more is a sentence

# "&" is part of a name (Johnson & Johnson) unless it ends a list (Zoho, Zendesk & Freshdesk).
_AMPERSAND = " & "
_CONJUNCTION = re.compile(r"(?:^|\s)(?:and|und|et|or|oder|ou|\+|and/or|und/oder)\s", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,10}", re.IGNORECASE)


def is_domain(text: str) -> bool:
    return bool(_DOMAIN.fullmatch(text))


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the names in `text`, and whether they could not be told apart with certainty.

    In doubt `text` comes back as the only name. A hyphen never parts names, nor does a slash
    beside a single character or between digits (A/B Tasty, S/4HANA, 24/7 Customer), nor a
    comma before a legal form.
    """
    if ";" in text:
        entries = map(trimmed, text.split(";"))
        return tuple(each for each in entries if any(map(str.isalnum, each))), False
    parts = _at_commas(text)
    names = tuple(name for part in parts for name in _at_slashes(part))
    if len(names) == 1:
        return names, bool(_CONJUNCTION.search(text)) and not has_legal_form(text)
    if all(map(_may_be_name, names)) and _are_alike(parts):
        return names, False
    return (text,), True


def _at_commas(text: str) -> list[str]:
    """The parts between commas; a legal form stays with the name before it."""
    parts: list[str] = []
    for part in map(str.strip, text.split(",")):
        if parts and is_legal_form(part):
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    return parts


def _at_slashes(text: str) -> list[str]:
    parts = [each.strip() for each in text.split("/")]
    if "://" in text or not all(parts):
        return [text]
    for left, right in pairwise(parts):
        before, after = left.split()[-1], right.split()[0]
        if min(len(before), len(after)) == 1 or (before.isdigit() and after.isdigit()):
            return [text]
    return parts


def _are_alike(parts: list[str]) -> bool:
    """Whether all of the parts between commas are companies, or none says it is one.

    After `Twilio Inc., ` a place may follow as well as another vendor.
    """
    companies = sum(map(has_legal_form, parts))
    return companies in (0, len(parts)) and not any(map(is_place, parts))


def _may_be_name(text: str) -> bool:
    spelled_as_name = text != text.lower() or text[0].isdigit() or is_domain(text)
    starts_as_name = not text[0].islower() or text[1:2].isupper() or is_domain(text)
    joins = _CONJUNCTION.search(text) or (_AMPERSAND in text and not has_legal_form(text))
    few = len(text.split()) <= MAX_WORDS
    return spelled_as_name and starts_as_name and few and not joins
