"""A day that stands for any."""

from datetime import date

SOME_DAY = date(2026, 11, 22)  # a Sunday
