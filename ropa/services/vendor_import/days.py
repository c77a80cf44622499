"""Days as people write them in lists. What could be two days is refused, not guessed."""

import re
from datetime import date

from django.utils.translation import gettext as _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS = 12


def read_day(text: str) -> date:
    """Return the day that `2026-11-22`, `22.11.2026` or `22/11/2026` means.

    Raises `ValueError` with a sentence for any other text, for a day no calendar has, and for
    `03/04/2026`, which is in March or in April, depending on who wrote it.
    """
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DOTTED.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _SLASHED.fullmatch(text):
        day, month, year = map(int, match.groups())
        if max(day, month) <= _MONTHS and day != month:
            raise ValueError(
                _('"%(text)s" could be two days; write it as 2026-11-22.') % {"text": text}
            )
    else:
        raise ValueError(
            _('text where a date belongs, "%(text)s"; write it as 2026-11-22.') % {"text": text}
        )
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise ValueError(
            _('no calendar has the day "%(text)s"; write it as 2026-11-22.') % {"text": text}
        ) from wrong
