"""When the answer to a data subject is due, and why. Pure dates: no database, no clock.

Regulation (EEC, Euratom) No 1182/71, Art. 3(5), asks that a period include at least two
working days. A period of a month always does: the longest run of days off in any
country of the `holidays` package is 12 days (2016 to 2046). So no code is needed for it.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ropa.months import add_months

EU_GDPR = "EU_GDPR"
RULE_VERSION = f"{EU_GDPR}/2026-11"

RESPONSE_MONTHS = 1  # GDPR Art. 12(3), first sentence
EXTENSION_MONTHS = 2  # GDPR Art. 12(3), second sentence; may be used once
SATURDAY = 5  # date.weekday()


@dataclass(frozen=True)
class Pause:
    """Whole days, both ends included, on which the clock stands still.

    `ground` says why, for the explanation; it names no person.
    """

    from_on: date
    to_on: date
    ground: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the explanation: the rule used, a sentence, and the day it leads to."""

    rule: str
    text: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The last days in time, with the way to `due_on` and the version of the rule.

    `extension_notice_by` is the last day to tell the data subject of an extension.
    `acknowledge_by` is None where the law asks for no acknowledgement.
    """

    due_on: date
    acknowledge_by: date | None
    extension_notice_by: date
    steps: tuple[Step, ...]
    rule_version: str


def due(
    received: date,
    *,
    extended: bool = False,
    holidays: Container[date] = (),
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """Return the last calendar day on which the answer is in time under the EU GDPR.

    The period is one month, or three once extended, counted from `received` and not from
    the end of the first month. It ends on the day of the month that has the number of the
    day of receipt; in a month without such a day, on its last day. Each paused day of the
    period then moves the end by one day. An end on a Saturday, a Sunday or one of
    `holidays` moves to the next working day.

    `received`, `holidays` and `pauses` are calendar days where the controller is
    established. Hours do not count: an answer sent at 23:59 on the day is in time.
    A day in two pauses counts once. The day of receipt is not in the period, so it cannot
    be paused; nor can days after the end, so a late pause does not save a late answer.

    Raises `ValueError` when a pause starts before `received` or ends before it starts,
    and `OverflowError` when the answer would fall after the year 9999.

    Source: GDPR Art. 12(3); Regulation (EEC, Euratom) No 1182/71, Art. 3(1), 3(2)(c)
    and 3(4); for pauses, EDPB Guidelines 01/2022, par. 159.
    """
    _refuse_impossible(pauses, received)
    try:
        unextended = _steps(received, 0, pauses, holidays)
        steps = _steps(received, EXTENSION_MONTHS, pauses, holidays) if extended else unextended
    except OverflowError as error:
        raise OverflowError(
            f"The time to answer a request received on {received} ends after the year 9999; "
            "check the days."
        ) from error
    return Deadline(
        due_on=steps[-1].day,
        acknowledge_by=None,
        extension_notice_by=unextended[-1].day,
        steps=steps,
        rule_version=RULE_VERSION,
    )


def _refuse_impossible(pauses: Sequence[Pause], received: date) -> None:
    for pause in pauses:
        if pause.to_on < pause.from_on:
            raise ValueError(
                f"The pause from {pause.from_on} to {pause.to_on} ends before it starts; "
                "check its days."
            )
        if pause.from_on < received:
            raise ValueError(
                f"The pause from {pause.from_on} to {pause.to_on} starts before the request "
                f"was received on {received}; check its days."
            )


def _steps(
    received: date, extra_months: int, pauses: Sequence[Pause], holidays: Container[date]
) -> tuple[Step, ...]:
    """Return the way to the due day, which is the day of the last step."""
    steps = [_receipt(received), _months(received, extra_months)]
    steps += _paused(received, steps[-1].day, pauses)
    steps += _moved_to_a_working_day(steps[-1].day, holidays)
    return tuple(steps)


def _receipt(received: date) -> Step:
    text = f"The request was received on {_in_full(received)}, a day that is not counted."
    return Step("Reg. 1182/71 Art. 3(1)", text, received)


def _months(received: date, extra_months: int) -> Step:
    end = add_months(received, RESPONSE_MONTHS + extra_months)
    period = "Three months (one, and two more by the extension)" if extra_months else "One month"
    verb = "end" if extra_months else "ends"
    why = (
        "the same day of the month"
        if end.day == received.day
        else f"the last day of a month without a day {received.day}"
    )
    text = f"{period} from receipt {verb} on {_in_full(end)}, {why}."
    return Step("GDPR Art. 12(3), Reg. 1182/71 Art. 3(2)(c)", text, end)


def _paused(received: date, end: date, pauses: Sequence[Pause]) -> Iterator[Step]:
    """Move `end` by the paused days in the period, so that as many days run as without."""
    counted_to = received
    for pause in sorted(pauses, key=lambda pause: (pause.from_on, pause.to_on)):
        first = max(pause.from_on, counted_to + timedelta(days=1))
        days = 0 if first > end else max(0, (pause.to_on - first).days + 1)
        if days:
            end += timedelta(days=days)
            counted_to = pause.to_on
        yield Step("EDPB Guidelines 01/2022 par. 159", _pause_text(pause, days, end), end)


def _pause_text(pause: Pause, days: int, end: date) -> str:
    ground = f" ({pause.ground})" if pause.ground else ""
    moved = "1 day" if days == 1 else f"{days} days"
    all_count = days == (pause.to_on - pause.from_on).days + 1
    rest = "" if all_count else "; days outside the period or in another pause do not count"
    return (
        f"The clock stands still from {_in_full(pause.from_on)} to {_in_full(pause.to_on)}"
        f"{ground}, which moves the end by {moved} to {_in_full(end)}{rest}."
    )


def _moved_to_a_working_day(end: date, holidays: Container[date]) -> Iterator[Step]:
    day = end
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    if day == end:
        return
    weekend = f"{_date(end)} is a {end:%A}"
    why = weekend if end.weekday() >= SATURDAY else f"{_in_full(end)} is a public holiday"
    text = f"{why}, so the period ends with the next working day, {_in_full(day)}."
    yield Step("Reg. 1182/71 Art. 3(4)", text, day)


def _in_full(day: date) -> str:
    return f"{day:%A} {_date(day)}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
