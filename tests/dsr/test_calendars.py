from collections.abc import Container
from datetime import date

import pytest

from dsr.calendars import UnknownCountry, public_holidays
from dsr.deadlines import due

EEA = [
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IE"),
    *("IT", "LV", "LI", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
]
SHORTEST_MONTH = 28  # days


@pytest.mark.parametrize(
    ("country", "received", "expected"),
    [
        pytest.param("DE", date(2026, 3, 5), date(2026, 4, 7), id="Easter Monday 2026 in Germany"),
        pytest.param("BE", date(2026, 3, 5), date(2026, 4, 7), id="Easter Monday 2026 in Belgium"),
        pytest.param("PT", date(2026, 3, 5), date(2026, 4, 6), id="no Easter Monday in Portugal"),
        pytest.param("DE", date(2024, 2, 29), date(2024, 4, 2), id="Good Friday 2024 in Germany"),
        pytest.param("BE", date(2024, 2, 29), date(2024, 3, 29), id="no Good Friday in Belgium"),
        pytest.param("DE", date(2026, 11, 25), date(2026, 12, 28), id="Christmas in Germany"),
        pytest.param("BE", date(2026, 11, 25), date(2026, 12, 28), id="Christmas in Belgium"),
        pytest.param("GB", date(2026, 11, 25), date(2026, 12, 29), id="Boxing Day made up for"),
        pytest.param("IL", date(2026, 11, 25), date(2026, 12, 25), id="no Christmas in Israel"),
        pytest.param("BE", date(2026, 6, 21), date(2026, 7, 22), id="Belgian National Day"),
        pytest.param("", date(2026, 11, 25), date(2026, 12, 25), id="no country, no holidays"),
    ],
)
def test_the_holidays_of_the_country_move_the_deadline(
    country: str, received: date, expected: date
) -> None:
    assert due(received, holidays=public_holidays(country)).due_on == expected


def test_a_subdivision_adds_its_own_holidays() -> None:
    epiphany = date(2027, 1, 6)

    assert epiphany in public_holidays("DE", "BY")
    assert epiphany not in public_holidays("DE")


@pytest.mark.parametrize("day", [date(1995, 12, 25), date(2026, 12, 25), date(2060, 12, 25)])
def test_any_year_can_be_asked_for(day: date) -> None:
    assert day in public_holidays("DE")


@pytest.mark.parametrize("country", ["gr", " GR ", "EL"])
def test_small_letters_blanks_and_the_eu_code_of_greece_are_understood(country: str) -> None:
    assert date(2026, 3, 25) in public_holidays(country)


@pytest.mark.parametrize("country", ["XX", "EU", "GERMANY", "NYSE", "HolidayBase", "holidays", "1"])
def test_an_unknown_country_is_refused_and_told_what_to_write(country: str) -> None:
    with pytest.raises(UnknownCountry, match="write a two-letter ISO 3166 code such as DE"):
        public_holidays(country)


def test_an_unknown_subdivision_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownCountry, match=r"'XX' of DE; write one of BB, BE, BW, BY"):
        public_holidays("DE", "XX")


def test_a_subdivision_of_a_country_without_any_is_refused() -> None:
    with pytest.raises(UnknownCountry, match="leave it empty, as all of IE has the same"):
        public_holidays("IE", "D")


def test_a_subdivision_without_a_country_is_refused() -> None:
    with pytest.raises(UnknownCountry, match="name its country too"):
        public_holidays("", "BY")


@pytest.mark.parametrize("country", EEA)
def test_a_month_always_includes_two_working_days(country: str) -> None:
    """So that Reg. 1182/71 Art. 3(5) never matters: a run of days off is far too short."""
    assert _longest_run_off(public_holidays(country)) < SHORTEST_MONTH - 2


def _longest_run_off(holidays: Container[date]) -> int:
    longest = run = 0
    for number in range(date(2024, 1, 1).toordinal(), date(2034, 1, 1).toordinal()):
        day = date.fromordinal(number)
        run = run + 1 if day.weekday() >= 5 or day in holidays else 0
        longest = max(longest, run)
    return longest


def test_new_year_is_looked_up_in_the_year_of_the_end() -> None:
    deadline = due(date(2026, 12, 1), holidays=public_holidays("DE"))

    assert deadline.due_on == date(2027, 1, 4)  # after Friday 1 January and a weekend
