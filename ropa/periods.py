"""Retention periods: ISO 8601 durations and the days they reach. No database, no clock."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import isodate
from django.utils.translation import gettext, ngettext

from ropa.months import add_months, month_end

# isodate itself cuts P1.5Y to one year, takes PT for nothing and P1DT24H for two days.
# Five figures are 273 years of days, and no sum of them can overflow.
_WHOLE_CALENDAR_UNITS = re.compile(r"P(?:[0-9]{1,5}[YMWD])+")


PLACE = "{period}"  # where a statement says the period


class WrongPeriod(ValueError):
    """The text is not a period that a retention rule can have."""


@dataclass(frozen=True)
class Period:
    """A length of time: calendar months, then days.

    `years` tells how many times twelve of the months were written as years. It serves
    the wording alone: P1Y and P12M are equal.
    """

    months: int
    days: int
    years: int = field(default=0, compare=False)


def parse(text: str) -> Period:
    """Read an ISO 8601 duration of whole years, months, weeks and days, such as P1Y6M.

    Raises `WrongPeriod` for any other text, a time of day, a fraction, a sign, or
    a period of no length.

    Source: ISO 8601-1:2019, 5.5.2.
    """
    if not _WHOLE_CALENDAR_UNITS.fullmatch(text):
        raise WrongPeriod(_wrong(text))
    try:
        duration = isodate.parse_duration(text, as_timedelta_if_possible=False)
    except isodate.ISO8601Error as error:  # a unit written twice, or in the wrong order
        raise WrongPeriod(_wrong(text)) from error
    years, months, days = int(duration.years), int(duration.months), duration.tdelta.days
    if not (years or months or days):
        raise WrongPeriod(f"The period {text!r} has no length; write for example P60D or P7Y.")
    return Period(months=12 * years + months, days=days, years=years)


def fill_in(statement: str, period: str, rounding: str = "none") -> str:
    """Return a statement with `{period}` replaced by the ISO 8601 `period` in words.

    So the sentence of a rule always says what the rule does. Raises `WrongPeriod`.
    """
    if PLACE not in statement:
        return statement
    return statement.replace(PLACE, written(period, rounding) if period else "…")


def written(period: str, rounding: str = "none") -> str:
    """Return an ISO 8601 period in words, with the day from which it counts where that is told.

    Raises `WrongPeriod`.
    """
    counted = {
        "month": gettext("%(period)s from the end of the month"),
        "quarter": gettext("%(period)s from the end of the quarter"),
        "year": gettext("%(period)s from the end of the calendar year"),
    }
    return counted.get(rounding, "%(period)s") % {"period": in_words(parse(period))}


def start_of(trigger: date, rounding: str = "none") -> date:
    """Return the day from which a period counts: that of the event, or the end of what it is in.

    `rounding` is a value of `StartRounding`. German law, for example, counts the keeping of books
    from the end of the calendar year (section 147(4) of the Fiscal Code).
    """
    match rounding:
        case "month":
            return month_end(trigger)
        case "quarter":
            return month_end(trigger.replace(day=1, month=(trigger.month + 2) // 3 * 3))
        case "year":
            return trigger.replace(month=12, day=31)
    return trigger


def last_day(trigger: date, period: Period, rounding: str = "none") -> date:
    """Return the last day of the period that begins with an event on `trigger`.

    The day from which it counts (`start_of`) is not counted. Months come first, cut to the last
    day of the month they reach, then days.

    Raises `OverflowError` when that day would fall after the year 9999.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(1) and 3(2)(b)-(c). Its Art. 3(4)
    is left out: it gives a person time to act, and nobody acts by waiting for a purge.
    """
    try:
        start = start_of(trigger, rounding)
        return add_months(start, period.months) + timedelta(days=period.days)
    except OverflowError as error:
        raise OverflowError(
            f"The period that begins on {trigger} ends after the year 9999; check the day."
        ) from error


def is_over(trigger: date, period: Period, *, on: date, rounding: str = "none") -> bool:
    """Tell whether the whole period has passed by the beginning of the day `on`."""
    try:
        return last_day(trigger, period, rounding) < on
    except OverflowError:
        return False


def cutoff(on: date, period: Period, rounding: str = "none") -> date:
    """Return the latest day of an event whose period is over on `on`.

    For every day, `is_over(day, period, on=on)` says the same as `day <= cutoff(on, period)`,
    and likewise with a rounding: then it is the end of the last month, quarter or year that is
    wholly over.
    This is not `on` less the period: on 1 March the month from each of 28 to 31 January
    is over, so its cut-off is 31 January.

    Raises `ValueError` when the cut-off would fall before the year 1.
    """
    try:
        # The latest allowed end of the months. As later events never end earlier, it is
        # enough to find the latest event that ends there or before.
        end = on - timedelta(days=period.days + 1)
        event = add_months(end, -period.months)
    except OverflowError as error:
        raise ValueError(
            f"No event lies far enough before {on} for its period to be over; "
            "write a later day or a shorter period."
        ) from error
    # All days that the month was too short for are cut to its last day.
    latest = month_end(event) if end == month_end(end) else event
    return latest if start_of(latest, rounding) == latest else _end_before(latest, rounding)


def _end_before(day: date, rounding: str) -> date:
    """Return the end of the month, quarter or year before the one in which the day lies."""
    months = {"month": 1, "quarter": 3, "year": 12}[rounding]
    try:
        return month_end(add_months(start_of(day, rounding).replace(day=1), -months))
    except OverflowError as error:
        raise ValueError(f"Nothing lies so far before {day}; write a shorter period.") from error


def in_words(period: Period) -> str:
    """Return the period in the language of the reader: "1 year and 6 months"."""
    years, months, days = period.years, period.months - 12 * period.years, period.days
    units = (
        (years, ngettext("%(count)d year", "%(count)d years", years)),
        (months, ngettext("%(count)d month", "%(count)d months", months)),
        (days, ngettext("%(count)d day", "%(count)d days", days)),
    )
    *first, last = [words % {"count": count} for count, words in units if count]
    if not first:
        return last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def _wrong(text: str) -> str:
    return (
        f"{text!r} is not a period; write whole years, months, weeks or days, "
        "for example P7Y, P24M, P2W, P60D or P1Y6M."
    )
