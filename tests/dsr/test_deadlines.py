"""Days worked out by hand from Regulation 1182/71 and GDPR Art. 12(3)."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from dsr.deadlines import RULE_VERSION, Pause, due

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param(date(2024, 3, 5), date(2024, 4, 5), id="the same day number (EDPB)"),
        pytest.param(date(2026, 8, 31), date(2026, 9, 30), id="no 31 September (EDPB)"),
        pytest.param(date(2024, 1, 31), date(2024, 2, 29), id="February of a leap year"),
        pytest.param(date(2023, 1, 31), date(2023, 2, 28), id="February of a common year"),
        pytest.param(date(2024, 2, 29), date(2024, 3, 29), id="a leap day is not a last day"),
        pytest.param(date(2026, 2, 28), date(2026, 3, 30), id="28 March 2026 is a Saturday"),
        pytest.param(date(2026, 3, 5), date(2026, 4, 6), id="5 April 2026 is a Sunday"),
        pytest.param(date(2027, 1, 31), date(2027, 3, 1), id="28 February 2027 is a Sunday"),
        pytest.param(date(2025, 12, 5), date(2026, 1, 5), id="over the new year"),
        pytest.param(date(2026, 4, 30), date(2026, 6, 1), id="30 May 2026 is a Saturday"),
    ],
)
def test_the_answer_is_due_one_calendar_month_after_receipt(received: date, expected: date) -> None:
    assert due(received).due_on == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param(date(2026, 3, 6), date(2026, 6, 8), id="6 June 2026 is a Saturday"),
        pytest.param(date(2027, 1, 31), date(2027, 4, 30), id="not two months after 28 February"),
        pytest.param(date(2026, 11, 30), date(2027, 3, 1), id="28 February 2027 is a Sunday"),
        pytest.param(date(2024, 2, 29), date(2024, 5, 29), id="from a leap day"),
    ],
)
def test_an_extended_answer_is_due_three_months_after_receipt(
    received: date, expected: date
) -> None:
    assert due(received, extended=True).due_on == expected


def test_an_end_on_a_public_holiday_moves_to_the_next_working_day() -> None:
    assert due(date(2026, 3, 3), holidays={GOOD_FRIDAY, EASTER_MONDAY}).due_on == date(2026, 4, 7)


def test_a_public_holiday_inside_the_period_moves_nothing() -> None:
    assert due(date(2026, 3, 10), holidays={GOOD_FRIDAY}).due_on == date(2026, 4, 10)


def test_the_extension_must_be_told_by_the_day_the_answer_was_due_without_it() -> None:
    extended = due(date(2027, 1, 31), extended=True)

    assert extended.extension_notice_by == date(2027, 3, 1)
    assert due(date(2027, 1, 31)).extension_notice_by == date(2027, 3, 1)


def test_the_eu_asks_for_no_acknowledgement() -> None:
    assert due(date(2026, 3, 5)).acknowledge_by is None


class TestPauses:
    """A request received on Thursday 5 March 2026: the month ends on Sunday 5 April."""

    received = date(2026, 3, 5)

    @pytest.mark.parametrize(
        ("pause", "expected"),
        [
            pytest.param((10, 14), date(2026, 4, 10), id="five days, both ends included"),
            pytest.param((10, 10), date(2026, 4, 6), id="one day"),
            pytest.param((10, 15), date(2026, 4, 13), id="to Saturday 11 April, then moved"),
            pytest.param((5, 5), date(2026, 4, 6), id="the day of receipt is not in the period"),
            pytest.param((5, 10), date(2026, 4, 10), id="five days after the day of receipt"),
        ],
    )
    def test_each_paused_day_moves_the_end_before_the_weekend_rule(
        self, pause: tuple[int, int], expected: date
    ) -> None:
        first, last = pause
        pauses = [Pause(date(2026, 3, first), date(2026, 3, last), "identity")]

        assert due(self.received, pauses=pauses).due_on == expected

    def test_days_in_several_pauses_count_once_in_any_order(self) -> None:
        pauses = [
            Pause(date(2026, 3, 10), date(2026, 3, 20), "identity"),
            Pause(date(2026, 3, 12), date(2026, 3, 14), "scope"),
            Pause(date(2026, 3, 18), date(2026, 3, 24), "scope"),
        ]

        ends = {due(self.received, pauses=order).due_on for order in permutations(pauses)}

        assert ends == {date(2026, 4, 20)}  # 15 days from 10 to 24 March

    def test_a_pause_on_the_last_day_still_counts(self) -> None:
        pauses = [Pause(date(2026, 4, 5), date(2026, 4, 7), "identity")]

        assert due(self.received, pauses=pauses).due_on == date(2026, 4, 8)

    def test_a_pause_after_the_month_saves_no_late_answer(self) -> None:
        pauses = [Pause(date(2026, 4, 6), date(2026, 4, 30), "identity")]

        assert due(self.received, pauses=pauses).due_on == date(2026, 4, 6)

    def test_a_pause_in_the_third_month_does_not_move_the_extension_notice(self) -> None:
        pauses = [Pause(date(2026, 5, 4), date(2026, 5, 6), "scope")]

        extended = due(self.received, extended=True, pauses=pauses)

        assert extended.due_on == date(2026, 6, 8)  # 5 June and three days
        assert extended.extension_notice_by == date(2026, 4, 6)

    def test_a_pause_in_the_time_won_by_a_pause_counts(self) -> None:
        pauses = [
            Pause(date(2026, 4, 1), date(2026, 4, 10), "identity"),  # the end is now 15 April
            Pause(date(2026, 4, 14), date(2026, 4, 15), "scope"),
        ]

        assert due(self.received, pauses=pauses).due_on == date(2026, 4, 17)

    def test_a_pause_that_ends_before_it_starts_is_refused(self) -> None:
        pauses = [Pause(date(2026, 3, 14), date(2026, 3, 10), "identity")]

        with pytest.raises(ValueError, match="2026-03-14 to 2026-03-10 ends before it starts"):
            due(self.received, pauses=pauses)

    def test_a_pause_that_starts_before_receipt_is_refused(self) -> None:
        pauses = [Pause(date(2026, 3, 4), date(2026, 3, 10), "identity")]

        with pytest.raises(ValueError, match="starts before the request was received"):
            due(self.received, pauses=pauses)


class TestExplanation:
    def test_every_step_says_its_rule_and_its_day(self) -> None:
        pauses = [Pause(date(2026, 3, 10), date(2026, 3, 11), "identity not certain")]

        steps = due(date(2026, 3, 2), pauses=pauses, holidays={EASTER_MONDAY}).steps

        assert [(step.rule, step.day) for step in steps] == [
            ("Reg. 1182/71 Art. 3(1)", date(2026, 3, 2)),
            ("GDPR Art. 12(3), Reg. 1182/71 Art. 3(2)(c)", date(2026, 4, 2)),
            ("EDPB Guidelines 01/2022 par. 159", date(2026, 4, 4)),
            ("Reg. 1182/71 Art. 3(4)", date(2026, 4, 7)),
        ]
        assert [step.text for step in steps] == [
            "The request was received on Monday 2 March 2026, a day that is not counted.",
            "One month from receipt ends on Thursday 2 April 2026, the same day of the month.",
            "The clock stands still from Tuesday 10 March 2026 to Wednesday 11 March 2026 "
            "(identity not certain), which moves the end by 2 days to Saturday 4 April 2026.",
            "4 April 2026 is a Saturday, so the period ends with the next working day, "
            "Tuesday 7 April 2026.",
        ]

    def test_a_month_too_short_and_an_extension_are_explained(self) -> None:
        assert due(date(2027, 1, 31), extended=True).steps[1].text == (
            "Three months (one, and two more by the extension) from receipt end on "
            "Friday 30 April 2027, the last day of a month without a day 31."
        )

    def test_a_public_holiday_is_called_one(self) -> None:
        assert due(date(2026, 3, 3), holidays={GOOD_FRIDAY}).steps[-1].text == (
            "Friday 3 April 2026 is a public holiday, so the period ends with the next "
            "working day, Monday 6 April 2026."
        )

    def test_a_pause_that_moves_nothing_says_why(self) -> None:
        pauses = [Pause(date(2026, 3, 2), date(2026, 3, 2))]

        assert due(date(2026, 3, 2), pauses=pauses).steps[2].text == (
            "The clock stands still from Monday 2 March 2026 to Monday 2 March 2026, which moves "
            "the end by 0 days to Thursday 2 April 2026; days outside the period or in another "
            "pause do not count."
        )

    def test_an_end_on_a_working_day_needs_two_steps(self) -> None:
        assert len(due(date(2024, 3, 5)).steps) == 2

    def test_the_version_of_the_rule_is_named(self) -> None:
        assert due(date(2026, 3, 5)).rule_version == RULE_VERSION
        assert RULE_VERSION.startswith("EU_GDPR/")


@pytest.mark.parametrize(
    ("received", "pauses"),
    [
        pytest.param(date(9999, 12, 1), [], id="the month"),
        pytest.param(date(9999, 11, 1), [Pause(date(9999, 11, 2), date.max)], id="the pause alone"),
    ],
)
def test_an_end_after_the_year_9999_is_refused_with_a_sentence(
    received: date, pauses: list[Pause]
) -> None:
    with pytest.raises(OverflowError, match=r"ends after the year 9999; check the days\."):
        due(received, pauses=pauses)


def test_a_pause_without_end_that_begins_after_the_month_moves_nothing() -> None:
    pauses = [Pause(date(2024, 4, 6), date.max)]

    assert due(date(2024, 3, 5), pauses=pauses).due_on == date(2024, 4, 5)


def test_over_ten_years_the_end_is_a_working_day_at_most_two_days_late() -> None:
    for day in range(3653):
        received = date(2024, 1, 1) + timedelta(days=day)
        deadline = due(received)
        month_end = deadline.steps[1].day

        assert deadline.due_on.weekday() < 5
        assert timedelta(0) <= deadline.due_on - month_end <= timedelta(days=2)
        assert (month_end.year * 12 + month_end.month) - (received.year * 12 + received.month) == 1
