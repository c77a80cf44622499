from bisect import bisect_left
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ropa.periods import Period, WrongPeriod, cutoff, in_words, is_over, last_day, parse

WRITTEN = ["P1D", "P30D", "P60D", "P360D", "P1M", "P24M", "P1Y", "P7Y", "P1Y6M", "P1M1D", "P2W"]
every_period = pytest.mark.parametrize("written", WRITTEN)


def days(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


@pytest.mark.parametrize(
    ("written", "months", "number_of_days"),
    [
        ("P7Y", 84, 0),
        ("P24M", 24, 0),
        ("P60D", 0, 60),
        ("P2W", 0, 14),
        ("P1Y6M", 18, 0),
        ("P1Y2M3W4D", 14, 25),
        ("P007D", 0, 7),
        ("P0Y1M", 1, 0),
    ],
)
def test_years_months_weeks_and_days_are_read(
    written: str, months: int, number_of_days: int
) -> None:
    assert parse(written) == Period(months=months, days=number_of_days)


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "60 days", "60", "P", "P60", "PT", "PT5M", "P1DT1H", "P1DT24H", "P1YT"),
        *("P1.5Y", "P1,5Y", "P0.5D", "-P1D", "+P1D", "P-1D", "p7y", " P7Y", "P7Y\n", "P7Y P1D"),
        *("P6M1Y", "P1Y1Y", "P0001-02-03", "P٣D", "P100000D", "P" + "9" * 5000 + "Y", "R5/P1D"),
    ],
)
def test_another_text_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(WrongPeriod, match="for example P7Y"):
        parse(written)


@pytest.mark.parametrize("written", ["P0D", "P0Y0M0W0D"])
def test_a_period_of_no_length_is_refused(written: str) -> None:
    with pytest.raises(WrongPeriod, match="has no length; write for example P60D"):
        parse(written)


def test_a_year_is_twelve_months_but_a_month_is_not_thirty_days() -> None:
    assert parse("P1Y") == parse("P12M")
    assert hash(parse("P1Y")) == hash(parse("P12M"))
    assert parse("P1M") != parse("P30D")


@pytest.mark.parametrize(
    ("trigger", "written", "expected"),
    [
        pytest.param(date(2026, 1, 1), "P1D", date(2026, 1, 2), id="the event's day not counted"),
        pytest.param(date(2026, 1, 1), "P60D", date(2026, 3, 2), id="30 days of January, 28, 2"),
        pytest.param(date(2024, 1, 1), "P60D", date(2024, 3, 1), id="30 days of January, 29, 1"),
        pytest.param(date(2026, 1, 1), "P2W", date(2026, 1, 15), id="the same day of the week"),
        pytest.param(date(2026, 1, 31), "P1M", date(2026, 2, 28), id="no 31 February"),
        pytest.param(date(2026, 2, 28), "P1M", date(2026, 3, 28), id="the number, not the end"),
        pytest.param(date(2024, 2, 29), "P1Y", date(2025, 2, 28), id="no leap day a year on"),
        pytest.param(date(2024, 2, 29), "P24M", date(2026, 2, 28), id="nor two years on"),
        pytest.param(date(2024, 2, 29), "P4Y", date(2028, 2, 29), id="but four years on"),
        pytest.param(date(2024, 8, 31), "P1Y6M", date(2026, 2, 28), id="a year and six months"),
        pytest.param(date(2026, 1, 31), "P1M1D", date(2026, 3, 1), id="months first, then days"),
        pytest.param(date(2019, 12, 31), "P7Y", date(2026, 12, 31), id="seven years"),
    ],
)
def test_the_last_day_of_the_period(trigger: date, written: str, expected: date) -> None:
    assert last_day(trigger, parse(written)) == expected


def test_the_period_is_over_on_the_day_after_its_last_day() -> None:
    trigger, period = date(2026, 1, 31), parse("P1M")

    assert not is_over(trigger, period, on=date(2026, 2, 28))
    assert is_over(trigger, period, on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("on", "written", "expected"),
    [
        pytest.param(date(2026, 3, 1), "P1M", date(2026, 1, 31), id="28 to 31 January end at once"),
        pytest.param(date(2026, 2, 28), "P1M", date(2026, 1, 27), id="those of 28 January not yet"),
        pytest.param(date(2026, 3, 31), "P1M", date(2026, 2, 28), id="no 30 February"),
        pytest.param(date(2025, 3, 1), "P1Y", date(2024, 2, 29), id="the leap day is over"),
        pytest.param(date(2025, 2, 28), "P1Y", date(2024, 2, 27), id="the leap day is not over"),
        pytest.param(date(2026, 3, 3), "P60D", date(2026, 1, 1), id="days"),
    ],
)
def test_the_cut_off_is_the_latest_event_whose_period_is_over(
    on: date, written: str, expected: date
) -> None:
    assert cutoff(on, parse(written)) == expected


@every_period
def test_events_up_to_the_cut_off_are_over_and_no_others(written: str) -> None:
    """All days of four years, against the last days of all events before them."""
    period = parse(written)
    events = days(date(2016, 1, 1), date(2028, 3, 31))
    ends = [last_day(event, period) for event in events]
    assert all(former <= latter for former, latter in pairwise(ends))

    for on in days(date(2024, 1, 1), date(2028, 3, 1)):
        latest = events[bisect_left(ends, on) - 1]  # the last event that ends before `on`
        assert cutoff(on, period) == latest


@every_period
def test_the_day_after_the_cut_off_is_not_over(written: str) -> None:
    period = parse(written)
    for on in days(date(2096, 1, 1), date(2100, 3, 2)):  # 2100 is no leap year
        latest = cutoff(on, period)
        assert is_over(latest, period, on=on)
        assert not is_over(latest + timedelta(days=1), period, on=on)


@pytest.mark.parametrize("on", [date.min, date(1, 1, 2), date(7, 12, 31)])
def test_a_cut_off_before_the_year_1_is_refused_with_a_sentence(on: date) -> None:
    with pytest.raises(ValueError, match="write a later day or a shorter period"):
        cutoff(on, parse("P7Y"))


def test_the_first_possible_cut_off_is_the_first_day_of_the_year_1() -> None:
    assert cutoff(date(8, 1, 2), parse("P7Y")) == date.min


def test_a_last_day_after_the_year_9999_is_refused_and_never_over() -> None:
    event, period = date(9993, 1, 1), parse("P7Y")

    with pytest.raises(OverflowError, match="ends after the year 9999; check the day"):
        last_day(event, period)
    assert not is_over(event, period, on=date.max)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("P60D", "60 days"),
        ("P1D", "1 day"),
        ("P2W", "14 days"),
        ("P24M", "24 months"),
        ("P7Y", "7 years"),
        ("P1Y6M", "1 year and 6 months"),
        ("P1Y1M1D", "1 year, 1 month and 1 day"),
    ],
)
def test_a_period_is_worded_as_it_was_written(written: str, words: str) -> None:
    assert in_words(parse(written)) == words
