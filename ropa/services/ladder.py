"""Ladders of reminders: which step is reached, so that a missed day loses none."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ladder:
    """Days before the day on which to remind, the last of them 0, and how often afterwards."""

    steps: tuple[int, ...]  # days before, the furthest first
    repeat: int | None = None  # days between reminders afterwards; None: none but that of the day

    def step_on(self, due_on: date, *, on: date) -> int | None:
        """Return the step that is reached: so many days before, or less than 0 after.

        None while the day is further away than the first step.
        """
        days = (due_on - on).days
        if days > 0:
            return min((step for step in self.steps if step >= days), default=None)
        return -(-days // self.repeat) * self.repeat if self.repeat else 0
