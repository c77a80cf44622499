"""Steps of whole calendar months. Pure dates: no database, no clock."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the day `months` calendar months later, or earlier if negative.

    It has the day number of `day`, or is the last day of a month without that number.

    Raises `OverflowError` outside the years 1 to 9999.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{day} and {months} months lie outside the years 1 to 9999.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])
