"""Days as people write them in lists. What could be two days is told, not guessed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from django.utils.translation import gettext as _

from ropa.vendor_lists.spelling import heading_key

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERS = re.compile(
    r"(\d{1,2})(?P<sign>\s?[./-])\s?(\d{1,2})(?P=sign)\s?(\d{4}|\d{2})"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er)?[\s-]+(?:of\s+)?([^\W\d_]+)\.?,?[\s-]+(\d{4})"
)
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_ONLY = re.compile(r"([^\W\d_]+)\.?,?\s+(\d{4})|(\d{1,2})[/.](\d{4})|(\d{4})(?:-(\d{1,2}))?")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_MONTHS = 12
_LANGUAGES = ("en", "fr", "de")
_PIVOT = 70  # two digits below it are 20xx
# Day 0 of Excel, which counts a 29 February 1900; so right from 1 March 1900 on.
_EXCEL = date(1899, 12, 30)
_SERIALS = (25_569, 73_050)  # 1970 to 2099


class UnclearDay(ValueError):
    """A text that means a day, but not which one: kept out, and told."""


@dataclass(frozen=True)
class Day:
    """A day, and a sentence where the text could have been written more plainly."""

    day: date
    remark: str = ""


def read_day(text: str, *, day_first: bool | None = None) -> date:
    """Return the day that a text means; raises as `understand` does."""
    return understand(text, day_first=day_first).day


def understand(text: str, *, day_first: bool | None = None) -> Day:
    """Return the day that `2026-11-22`, `22.11.2026`, `22/11/2026` or `22 November 2026` means.

    Dots put the day first. Of other numbers the one above 12 is the day, and else `day_first`,
    which the rest of the column settles, says it. Names of months are those of the CLDR in
    English, French and German.

    Raises `UnclearDay` for `03/04/2026` when nothing settles it and for a month without a day,
    `ValueError` with a sentence for any other text and for a day no calendar has.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        return Day(_made(year, month, day, text))
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(text, match, day_first)
    if (match := _DAY_MONTH.fullmatch(text)) and (month := _month(match[2])):
        return Day(_made(int(match[3]), month, int(match[1]), text))
    if (match := _MONTH_DAY.fullmatch(text)) and (month := _month(match[1])):
        return Day(_made(int(match[3]), month, int(match[2]), text))
    if match := _SERIAL.fullmatch(text):
        return _of_serial(text, int(match[1]))
    _refuse_month_only(text)
    raise ValueError(
        _('text where a date belongs, "%(text)s"; write it as 2026-11-22.') % {"text": text}
    )


def _of_numbers(text: str, match: re.Match[str], day_first: bool | None) -> Day:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    remark = ""
    if len(match[4]) == len("26"):
        year += 2000 if year < _PIVOT else 1900
        remark = _("“%(text)s” was taken as a day in %(year)s.") % {"text": text, "year": year}
    if "." in match["sign"] or first == second:
        return Day(_made(year, second, first, text), remark)
    if first > _MONTHS or second > _MONTHS:
        day_first = first > _MONTHS
    if day_first is None:
        raise UnclearDay(
            _('"%(text)s" could be two days; write it as 2026-11-22.') % {"text": text}
        )
    day, month = (first, second) if day_first else (second, first)
    found = _made(year, month, day, text)
    if not day_first or max(first, second) <= _MONTHS:
        sentence = _("“%(text)s” was read as %(day)s, as the column shows.")
        remark = sentence % {"text": text, "day": found}
    return Day(found, remark)


def _of_serial(text: str, number: int) -> Day:
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        raise ValueError(
            _('text where a date belongs, "%(text)s"; write it as 2026-11-22.') % {"text": text}
        )
    found = _EXCEL + timedelta(days=number)
    sentence = _("“%(text)s” was read as %(day)s, which is how a spreadsheet counts days.")
    return Day(found, sentence % {"text": text, "day": found})


def _refuse_month_only(text: str) -> None:
    match = _MONTH_ONLY.fullmatch(text)
    if match and (match[1] is None or _month(match[1])):
        raise UnclearDay(_('"%(text)s" names no day; write it as 2026-11-22.') % {"text": text})


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise ValueError(
            _('no calendar has the day "%(text)s"; write it as 2026-11-22.') % {"text": text}
        ) from wrong


def _month(name: str) -> int:
    return _month_names().get(heading_key(name), 0)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    found: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {heading_key(name): at for at, name in months[context][width].items()}
    return found
